"""What the database refuses to change: what a child was shown and told, what became of a copy, a handover's steps."""

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
HANDOVER_STEPS = Guard({"support_handoverstep": ("UPDATE", "DELETE")}, "a step of a handover is never changed")
GUARDS = (SAID, HANDOVER_STEPS)
