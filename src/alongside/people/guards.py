"""What the database refuses to change about identities: pairs stay as they were weighed."""

from alongside.audit.guards import Guard

EDGES = Guard({"people_linkedge": ("UPDATE", "DELETE")}, "a weighed pair is never changed")
