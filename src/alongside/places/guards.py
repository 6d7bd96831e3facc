"""What the database refuses to change about places: how a problem or an operation came to stand is added, never changed."""

from alongside.audit.guards import Guard

PROBLEMS = Guard({"places_problemstep": ("UPDATE", "DELETE")}, "a step of a problem is added, never changed")
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
GUARDS = (PROBLEMS, OPERATIONS)
