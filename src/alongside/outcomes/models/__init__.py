from alongside.outcomes.models.directory import ListedProvider, ListedService, ListingChange
from alongside.outcomes.models.measures import MeasureVersion
from alongside.outcomes.models.needs import AnnualFigures, NeedsAssessment, NeedsFigure, NeedsStep, NeedsText

__all__ = [
    "AnnualFigures",
    "ListedProvider",
    "ListedService",
    "ListingChange",
    "MeasureVersion",
    "NeedsAssessment",
    "NeedsFigure",
    "NeedsStep",
    "NeedsText",
]
