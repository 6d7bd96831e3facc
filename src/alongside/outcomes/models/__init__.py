from alongside.outcomes.models.directory import ListedProvider, ListedService, ListingChange
from alongside.outcomes.models.needs import AnnualFigures, NeedsAssessment, NeedsFigure, NeedsStep, NeedsText

__all__ = [
    "AnnualFigures",
    "ListedProvider",
    "ListedService",
    "ListingChange",
    "NeedsAssessment",
    "NeedsFigure",
    "NeedsStep",
    "NeedsText",
]
