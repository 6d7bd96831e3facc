"""Recorded crime, and what was asked of it. No person is in any of these tables."""

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
    "Counting",
    "CrimeCount",
    "CrimeFile",
    "ForceMonth",
    "MapPoint",
    "Outcome",
    "PlaceRun",
    "PointArea",
    "PublishedLsoa",
    "RecordedCrime",
    "RejectedRow",
]
