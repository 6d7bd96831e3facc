"""What the database refuses to change: what a child was shown and told, and what became of an export."""

from alongside.audit.guards import Guard

SAID = Guard(
    {
        "support_ownviewrule": ("UPDATE",),
        "support_owncorrection": ("UPDATE",),
        "support_owncorrectionanswer": ("UPDATE",),
        "support_exportstep": ("UPDATE", "DELETE"),
    },
    "this row is added, never changed",
)
