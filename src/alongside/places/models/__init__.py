"""Recorded crime, incidents that agencies give, counts by area, what was asked of them, and operations. No person is in
any of these tables but `PoliceOnlyNote`."""

from alongside.places.models.area_counts import (
    AreaMonthCount,
    CountArea,
    CountFile,
    CountKind,
    CountMonth,
    CountSource,
)
from alongside.places.models.evaluations import ClaimWithdrawal, Evaluation, EvaluationClaim, EvaluationRepeat
from alongside.places.models.incidents import (
    IncidentFile,
    IncidentKind,
    IncidentReject,
    IncidentSet,
    PlaceIncident,
)
from alongside.places.models.operation_work import (
    Activity,
    PoliceOnlyNote,
    PowerEnd,
    PowerUse,
    ResultCount,
    Tasking,
    TaskingStep,
)
from alongside.places.models.operations import (
    Operation,
    OperationAgency,
    OperationFinding,
    OperationProtocol,
    OperationStage,
    OperationTactic,
)
from alongside.places.models.outcomes import CrimeOutcome, OutcomeMonth
from alongside.places.models.patrol_trials import PatrolDone, PatrolTrial
from alongside.places.models.problems import PlaceProblem, ProblemStep
from alongside.places.models.recorded import (
    Counting,
    CrimeCount,
    CrimeFile,
    ForceMonth,
    MapPoint,
    Outcome,
    PointArea,
    PublishedLsoa,
    RecordedCrime,
    RejectedRow,
)
from alongside.places.models.runs import PlaceRun
from alongside.places.models.tasking_meetings import (
    AnswerSignOff,
    ItemDecision,
    MeetingItem,
    ResidentAnswer,
    TaskingMeeting,
)

__all__ = [
    "Activity",
    "AnswerSignOff",
    "AreaMonthCount",
    "ClaimWithdrawal",
    "CountArea",
    "CountFile",
    "CountKind",
    "CountMonth",
    "CountSource",
    "Counting",
    "CrimeCount",
    "CrimeFile",
    "CrimeOutcome",
    "Evaluation",
    "EvaluationClaim",
    "EvaluationRepeat",
    "ForceMonth",
    "IncidentFile",
    "IncidentKind",
    "IncidentReject",
    "IncidentSet",
    "ItemDecision",
    "MapPoint",
    "MeetingItem",
    "Operation",
    "OperationAgency",
    "OperationFinding",
    "OperationProtocol",
    "OperationStage",
    "OperationTactic",
    "Outcome",
    "OutcomeMonth",
    "PatrolDone",
    "PatrolTrial",
    "PlaceIncident",
    "PlaceProblem",
    "PlaceRun",
    "PointArea",
    "PoliceOnlyNote",
    "PowerEnd",
    "PowerUse",
    "ProblemStep",
    "PublishedLsoa",
    "RecordedCrime",
    "RejectedRow",
    "ResidentAnswer",
    "ResultCount",
    "Tasking",
    "TaskingMeeting",
    "TaskingStep",
]
