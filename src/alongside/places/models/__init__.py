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
from alongside.places.models.incidents import (
    IncidentFile,
    IncidentKind,
    IncidentReject,
    IncidentSet,
    PlaceIncident,
)
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
    "CountArea",
    "CountFile",
    "CountKind",
    "CountMonth",
    "CountSource",
    "Counting",
    "CrimeCount",
    "CrimeFile",
    "ForceMonth",
    "IncidentFile",
    "IncidentKind",
    "IncidentReject",
    "IncidentSet",
    "MapPoint",
    "Outcome",
    "PlaceIncident",
    "PlaceRun",
    "PointArea",
    "PublishedLsoa",
    "RecordedCrime",
    "RejectedRow",
]
