"""What the database refuses to change here: rows that are added, never changed."""

from alongside.audit.guards import Guard

ADDED = (
    "moderation", "postanswer", "doorstep", "prioritystep", "reviewstep", "recommendationanswer", "patrolreport",
    "consultationanswer",
)  # fmt: skip
STEPS = Guard({f"community_{table}": ("UPDATE", "DELETE") for table in ADDED}, "a step is added, never changed")
MENTORING = Guard(
    {f"community_{table}": ("UPDATE", "DELETE") for table in ("vettingstep", "supervision", "matchstep")},
    "a step of mentoring is added, never changed",
)
GUARDS: tuple[Guard, ...] = (STEPS, MENTORING)
