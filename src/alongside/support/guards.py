"""What the database refuses to change: rows that say what was said, told or done are added, never changed."""

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
SAID = Guard(
    {
        "support_ownviewrule": ("UPDATE",),
        "support_owncorrection": ("UPDATE",),
        "support_owncorrectionanswer": ("UPDATE",),
        "support_exportstep": _ADDED,
    },
    "this row is added, never changed",
)
HANDOVER_STEPS = Guard({"support_handoverstep": _ADDED}, "a step of a handover is never changed")
TERMS = Guard(
    {"support_contractterms": _ADDED, "support_scorecardreply": _ADDED, "support_outcomemark": ("UPDATE",)},
    "terms, marks and replies are added, never changed",
)
EXPLOITATION = Guard(
    {
        "support_nationalreferralversion": _ADDED,
        "support_nationalreferralstep": _ADDED,
        "support_momentstep": _ADDED,
        "support_disruptionstep": _ADDED,
        "support_disruptionpower": _ADDED,
    },
    "what was said, decided or done is added, never changed",
)
OPENINGS = Guard({"support_pathwayopening": _ADDED}, "that a pathway was closed or opened is added, never changed")
AMENDMENTS = Guard({"support_panelamendment": _ADDED}, "what stood before an amendment is never changed")
TIES = Guard(
    {"support_tieassertion": ("UPDATE",), "support_tiechallenge": ("UPDATE",)},
    "what was said, and what was said against it, is never changed; a challenge is answered once",
    once={"support_tiechallenge": ("end", "end_words", "answered_by_id", "answered_at")},
)
GUARDS = (ENCOMPASS, SAID, HANDOVER_STEPS, TERMS, EXPLOITATION, OPENINGS, AMENDMENTS, TIES)
