"""What the database refuses to change here: rows that are added, never changed."""

from alongside.audit.guards import Guard

_ADDED = ("UPDATE", "DELETE")
DONE = Guard(
    {
        "programmes_programmeversion": _ADDED,
        "programmes_lesson": _ADDED,
        "programmes_target": _ADDED,
        "programmes_spending": _ADDED,
        "programmes_training": _ADDED,
        "programmes_classstep": _ADDED,
        "programmes_sessionstep": _ADDED,
        "programmes_instrument": _ADDED,
        "programmes_startdraw": _ADDED,
        "programmes_startwave": _ADDED,
    },
    "what was planned, written down or drawn is added, never changed",
)
GUARDS: tuple[Guard, ...] = (DONE,)
