from alongside.outcomes.models.pledges import Pledge, PledgeEntry, PledgeText, PledgeVerdict, VerdictAnswer
from alongside.outcomes.models.releases import DraftStep, FrozenRelease, ScoreboardDraft

__all__ = [
    "DraftStep",
    "FrozenRelease",
    "Pledge",
    "PledgeEntry",
    "PledgeText",
    "PledgeVerdict",
    "ScoreboardDraft",
    "VerdictAnswer",
]
