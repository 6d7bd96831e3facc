from alongside.outcomes.models.measures import MeasureVersion
from alongside.outcomes.models.pledges import Pledge, PledgeEntry, PledgeText, PledgeVerdict, VerdictAnswer
from alongside.outcomes.models.releases import DraftStep, FrozenRelease, ScoreboardDraft

__all__ = [
    "DraftStep",
    "FrozenRelease",
    "MeasureVersion",
    "Pledge",
    "PledgeEntry",
    "PledgeText",
    "PledgeVerdict",
    "ScoreboardDraft",
    "VerdictAnswer",
]
