"""What the database refuses to change here: rows that are added, never changed.

Words that somebody wrote may be emptied in them, when their time is up or when they were taken down: nothing else of the
row, and no other words in their place.
"""

from alongside.audit.guards import Guard

ADDED = (
    "moderation", "postanswer", "doorstep", "prioritystep", "reviewstep", "recommendationanswer", "patrolreport",
    "consultationanswer", "waveclosed",
)  # fmt: skip
WORDS = {
    "community_postanswer": ("did",), "community_doorstep": ("reason",), "community_prioritystep": ("did",),
    "community_reviewstep": ("reason",), "community_recommendationanswer": ("words",),
    "community_consultationanswer": ("words",),
}  # fmt: skip
STEPS = Guard({f"community_{table}": ("UPDATE", "DELETE") for table in ADDED}, "a step is added, never changed", WORDS)
MENTORING = Guard(
    {f"community_{table}": ("UPDATE", "DELETE") for table in ("vettingstep", "supervision", "matchstep")},
    "a step of mentoring is added, never changed",
)
GUARDS: tuple[Guard, ...] = (STEPS, MENTORING)
