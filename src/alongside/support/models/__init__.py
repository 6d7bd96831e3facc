"""Concerns, triage, clocks, plans."""

from alongside.support.models.cases import (
    Case,
    CaseEntry,
    CaseFeedback,
    CaseStep,
    DefinedPathway,
    PathwayReceiver,
    PathwayVersion,
    SecondLookAsked,
)
from alongside.support.models.clocks import ClockPause, ClockRun
from alongside.support.models.concerns import Concern, ConcernDraft, ConcernStatusRow, Feedback
from alongside.support.models.imports import ConcernFile, ConcernFileProblem, ConcernFileRow
from alongside.support.models.panels import (
    AgendaItem,
    ConflictOfInterest,
    Contribution,
    Meeting,
    Panel,
    PanelAction,
    PanelSeat,
    Presence,
)
from alongside.support.models.pathways import Pathway, RatingLevel, RatingScheme
from alongside.support.models.plans import Goal, Plan, PlanAction, PlanShare, Review
from alongside.support.models.triage import Answer, InformationRequest, Rating, SecondLook, TriageDecision
from alongside.support.models.waits import FairnessAnswers, WaitsStatement

__all__ = [
    "AgendaItem", "Answer", "Case", "CaseEntry", "CaseFeedback", "CaseStep", "ClockPause", "ClockRun",
    "Concern", "ConcernDraft", "ConcernFile", "ConcernFileProblem", "ConcernFileRow", "ConcernStatusRow",
    "ConflictOfInterest", "Contribution", "DefinedPathway", "FairnessAnswers", "Feedback", "Goal", "InformationRequest", "Meeting",
    "Panel", "PanelAction", "PanelSeat", "Pathway", "PathwayReceiver", "PathwayVersion", "Plan", "PlanAction",
    "PlanShare", "Presence", "Rating", "RatingLevel", "RatingScheme", "Review", "SecondLook", "SecondLookAsked",
    "TriageDecision", "WaitsStatement",
]  # fmt: skip
