"""Nothing here points at a person: what tells of one is words in confidence, and they are emptied in time."""

from alongside.community.models.advisors import (
    Consultation,
    ConsultationAnswer,
    Patrol,
    PatrolReport,
    Survey,
    SurveyTally,
    TallySent,
    WaveClosed,
)
from alongside.community.models.door import DoorReport, DoorStep
from alongside.community.models.mentors import AmbassadorRole, Match, MatchStep, Mentor, Supervision, VettingStep
from alongside.community.models.networks import JoinRequest, Network, NetworkEvent
from alongside.community.models.posts import FormHour, Moderation, Post, PostAnswer
from alongside.community.models.priorities import Priority, PriorityStep
from alongside.community.models.reviews import (
    Recommendation,
    RecommendationAnswer,
    ReviewApplication,
    ReviewComplaint,
    ReviewStep,
)

__all__ = [
    "AmbassadorRole", "Consultation", "ConsultationAnswer", "DoorReport", "DoorStep", "FormHour", "JoinRequest",
    "Match", "MatchStep", "Mentor", "Moderation", "Network", "NetworkEvent", "Patrol", "PatrolReport", "Post",
    "PostAnswer", "Priority", "PriorityStep", "Recommendation", "RecommendationAnswer", "ReviewApplication",
    "ReviewComplaint", "ReviewStep", "Supervision", "Survey", "SurveyTally", "TallySent", "VettingStep", "WaveClosed",
]  # fmt: skip
