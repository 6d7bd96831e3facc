"""Concerns, triage, clocks, plans."""

from alongside.support.models.affiliation import TieAssertion, TieChallenge
from alongside.support.models.cases import (
    Case,
    CaseEntry,
    CaseFeedback,
    CaseStep,
    DefinedPathway,
    PathwayOpening,
    PathwayReceiver,
    PathwayVersion,
    SecondLookAsked,
)
from alongside.support.models.clocks import AnnouncedHoliday, ClockPause, ClockRun
from alongside.support.models.concerns import Concern, ConcernDraft, ConcernStatusRow, Feedback
from alongside.support.models.contracts import Contract, ContractTerms, Placement
from alongside.support.models.disruption import (
    DisruptionAction,
    DisruptionItem,
    DisruptionPlan,
    DisruptionPower,
    DisruptionStep,
)
from alongside.support.models.encompass import (
    Chase,
    EncompassOfficer,
    Incident,
    IncidentChild,
    IncidentVersion,
    NoticeStep,
    Offer,
    SchoolNotice,
)
from alongside.support.models.encompass_files import EncompassFile, EncompassFileRow
from alongside.support.models.exports import Export, ExportPerson, ExportStep
from alongside.support.models.handovers import Handover, HandoverDocument, HandoverStep
from alongside.support.models.imports import ConcernFile, ConcernFileProblem, ConcernFileRow
from alongside.support.models.moments import MomentStep, ReachableMoment
from alongside.support.models.national import NationalReferral, NationalReferralStep, NationalReferralVersion
from alongside.support.models.outcomes import OutcomeMark
from alongside.support.models.own_view import OwnCorrection, OwnCorrectionAnswer, OwnView, OwnViewRule, OwnVoice
from alongside.support.models.panels import (
    AgendaItem,
    ConflictOfInterest,
    Contribution,
    Meeting,
    Panel,
    PanelAction,
    PanelAmendment,
    PanelSeat,
    Presence,
)
from alongside.support.models.pathways import Pathway, RatingLevel, RatingScheme
from alongside.support.models.plans import Goal, Plan, PlanAction, PlanShare, Review
from alongside.support.models.scorecards import ScorecardCopy, ScorecardReply
from alongside.support.models.sessions import CaseSession, NextStep
from alongside.support.models.triage import Answer, InformationRequest, Rating, SecondLook, TriageDecision
from alongside.support.models.waits import FairnessAnswers, WaitsStatement

__all__ = [
    "AgendaItem",
    "AnnouncedHoliday",
    "Answer",
    "Case",
    "CaseEntry",
    "CaseFeedback",
    "CaseSession",
    "CaseStep",
    "Chase",
    "ClockPause",
    "ClockRun",
    "Concern",
    "ConcernDraft",
    "ConcernFile",
    "ConcernFileProblem",
    "ConcernFileRow",
    "ConcernStatusRow",
    "ConflictOfInterest",
    "Contract",
    "ContractTerms",
    "Contribution",
    "DefinedPathway",
    "DisruptionAction",
    "DisruptionItem",
    "DisruptionPlan",
    "DisruptionPower",
    "DisruptionStep",
    "EncompassFile",
    "EncompassFileRow",
    "EncompassOfficer",
    "Export",
    "ExportPerson",
    "ExportStep",
    "FairnessAnswers",
    "Feedback",
    "Goal",
    "Handover",
    "HandoverDocument",
    "HandoverStep",
    "Incident",
    "IncidentChild",
    "IncidentVersion",
    "InformationRequest",
    "Meeting",
    "MomentStep",
    "NationalReferral",
    "NationalReferralStep",
    "NationalReferralVersion",
    "NextStep",
    "NoticeStep",
    "Offer",
    "OutcomeMark",
    "OwnCorrection",
    "OwnCorrectionAnswer",
    "OwnView",
    "OwnViewRule",
    "OwnVoice",
    "Panel",
    "PanelAction",
    "PanelAmendment",
    "PanelSeat",
    "Pathway",
    "PathwayOpening",
    "PathwayReceiver",
    "PathwayVersion",
    "Placement",
    "Plan",
    "PlanAction",
    "PlanShare",
    "Presence",
    "Rating",
    "RatingLevel",
    "RatingScheme",
    "ReachableMoment",
    "Review",
    "SchoolNotice",
    "ScorecardCopy",
    "ScorecardReply",
    "SecondLook",
    "SecondLookAsked",
    "TieAssertion",
    "TieChallenge",
    "TriageDecision",
    "WaitsStatement",
]  # fmt: skip
