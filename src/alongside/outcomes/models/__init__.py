from alongside.outcomes.models.directory import ListedProvider, ListedService, ListingChange
from alongside.outcomes.models.measures import MeasureVersion
from alongside.outcomes.models.needs import AnnualFigures, NeedsAssessment, NeedsFigure, NeedsStep, NeedsText
from alongside.outcomes.models.pledges import (
    Pledge,
    PledgeEntry,
    PledgeText,
    PledgeVerdict,
    VerdictAnswer,
    VerdictReading,
)
from alongside.outcomes.models.releases import DraftStep, FrozenRelease, ScoreboardDraft

__all__ = [
    "AnnualFigures",
    "DraftStep",
    "FrozenRelease",
    "ListedProvider",
    "ListedService",
    "ListingChange",
    "MeasureVersion",
    "NeedsAssessment",
    "NeedsFigure",
    "NeedsStep",
    "NeedsText",
    "Pledge",
    "PledgeEntry",
    "PledgeText",
    "PledgeVerdict",
    "ScoreboardDraft",
    "VerdictAnswer",
    "VerdictReading",
]
