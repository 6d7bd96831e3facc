"""What the database refuses to change about support: rows that say what happened are added, never changed."""

from alongside.audit.guards import Guard

_ADDED = ("UPDATE", "DELETE")
ENCOMPASS = Guard(
    {
        "support_incidentversion": _ADDED,
        "support_noticestep": _ADDED,
        "support_offer": _ADDED,
        "support_chase": _ADDED,
    },
    "what happened to a notice is added, never changed",
)
