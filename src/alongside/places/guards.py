"""What the database refuses to change about places: how a problem came to stand is added, never changed."""

from alongside.audit.guards import Guard

PROBLEMS = Guard({"places_problemstep": ("UPDATE", "DELETE")}, "a step of a problem is added, never changed")
EVALUATIONS = Guard(
    {
        "places_evaluation": ("UPDATE", "DELETE"), "places_evaluationrepeat": ("UPDATE", "DELETE"),
        "places_evaluationclaim": ("UPDATE", "DELETE"), "places_claimwithdrawal": ("UPDATE", "DELETE"),
    },
    "an evaluation and a claim are added, never changed",
)  # fmt: skip
GUARDS = (PROBLEMS, EVALUATIONS)
