"""What the database refuses to change about places: how a problem came to stand is added, never changed."""

from alongside.audit.guards import Guard

PROBLEMS = Guard({"places_problemstep": ("UPDATE", "DELETE")}, "a step of a problem is added, never changed")
GUARDS = (PROBLEMS,)
