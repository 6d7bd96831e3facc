"""Recorded crime, incidents that agencies give, counts by area, and what was asked of them. No person is in any of
these tables."""

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

__all__ = [
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
    "Evaluation",
    "EvaluationClaim",
    "EvaluationRepeat",
    "ForceMonth",
    "IncidentFile",
    "IncidentKind",
    "IncidentReject",
    "IncidentSet",
    "MapPoint",
    "Outcome",
    "PlaceIncident",
    "PlaceProblem",
    "PlaceRun",
    "PointArea",
    "ProblemStep",
    "PublishedLsoa",
    "RecordedCrime",
    "RejectedRow",
]
