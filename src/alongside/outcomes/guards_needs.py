"""What the database refuses to change of needs assessments and of the directory."""

from alongside.audit.guards import Guard

NEEDS = Guard(
    {
        "outcomes_needsassessment": ("UPDATE", "DELETE"),
        "outcomes_needsfigure": ("UPDATE", "DELETE"),
        "outcomes_needstext": ("UPDATE", "DELETE"),
        "outcomes_needsstep": ("UPDATE", "DELETE"),
        "outcomes_annualfigures": ("UPDATE", "DELETE"),
        "outcomes_listingchange": ("UPDATE", "DELETE"),
    },
    "what a needs assessment says is added, never changed",
)
