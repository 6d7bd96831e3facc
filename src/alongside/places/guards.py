"""What the database refuses to change about places: how a problem or an operation came to stand is added, never changed."""

from alongside.audit.guards import Guard

PROBLEMS = Guard({"places_problemstep": ("UPDATE", "DELETE")}, "a step of a problem is added, never changed")
EVALUATIONS = Guard(
    {
        "places_evaluation": ("UPDATE", "DELETE"), "places_evaluationrepeat": ("UPDATE", "DELETE"),
        "places_evaluationclaim": ("UPDATE", "DELETE"), "places_claimwithdrawal": ("UPDATE", "DELETE"),
    },
    "an evaluation and a claim are added, never changed",
)  # fmt: skip
OPERATIONS = Guard(
    {
        f"places_{name}": ("UPDATE", "DELETE")
        for name in (
            "operation", "operationagency", "operationstage", "operationfinding", "operationprotocol", "operationtactic",
            "tasking", "taskingstep", "poweruse", "powerend", "activity", "resultcount", "policeonlynote",
            "taskingmeeting", "meetingitem", "itemdecision", "residentanswer", "answersignoff",
        )
    },
    "what an operation did is added, never changed",
)  # fmt: skip
PATROL_DAYS = Guard(
    {"places_patroltrial": ("UPDATE", "DELETE"), "places_patroldone": ("UPDATE", "DELETE")},
    "patrol days by lot, and what was done on them, are added, never changed",
)
GUARDS = (PROBLEMS, OPERATIONS, EVALUATIONS, PATROL_DAYS)
