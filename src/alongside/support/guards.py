"""What the database refuses to change about contracts and their scorecards."""

from alongside.audit.guards import Guard

TERMS = Guard(
    {"support_contractterms": ("UPDATE", "DELETE"), "support_scorecardreply": ("UPDATE", "DELETE"),
     "support_outcomemark": ("UPDATE",)},
    "terms, marks and replies are added, never changed",
)  # fmt: skip
