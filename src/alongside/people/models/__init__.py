"""Records as sent; the identities made of them; what people decide about both."""

from alongside.people.models.identity import (
    BatchRun,
    IdentityEvent,
    IdentityNotice,
    LinkDecision,
    LinkEdge,
    LinkModel,
    PersonRedirect,
    Ruling,
    StandardRecord,
)
from alongside.people.models.quality import MonitoringGroup, QualitySample, QualityStatement, SampledPair
from alongside.people.models.records import (
    Person,
    RecordAddress,
    RecordName,
    RecordNote,
    RecordNumber,
    Relationship,
    RoleInEvent,
    SourceRecord,
)
from alongside.people.models.reviews import PairAnswer, PairReview

__all__ = [
    "BatchRun",
    "IdentityEvent",
    "IdentityNotice",
    "LinkDecision",
    "LinkEdge",
    "LinkModel",
    "MonitoringGroup",
    "PairAnswer",
    "PairReview",
    "Person",
    "PersonRedirect",
    "QualitySample",
    "QualityStatement",
    "RecordAddress",
    "RecordName",
    "RecordNote",
    "RecordNumber",
    "Relationship",
    "RoleInEvent",
    "Ruling",
    "SampledPair",
    "SourceRecord",
    "StandardRecord",
]
