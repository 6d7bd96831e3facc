"""Pledges and releases: what the database refuses to change."""

from alongside.audit.guards import Guard

_BOTH = ("UPDATE", "DELETE")
SCOREBOARD = Guard(
    {
        "outcomes_pledgetext": _BOTH,
        "outcomes_pledgeentry": _BOTH,
        "outcomes_pledgeverdict": _BOTH,
        "outcomes_verdictreading": _BOTH,
        "outcomes_verdictanswer": _BOTH,
        "outcomes_scoreboarddraft": _BOTH,
        "outcomes_draftstep": _BOTH,
        "outcomes_frozenrelease": _BOTH,
    },
    "pledges and releases are added to, never changed",
)
