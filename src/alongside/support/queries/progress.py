"""How far what an agency sent has come: status and feedback, and nothing of the child. For the agency's own systems."""

from dataclasses import dataclass
from datetime import datetime

from alongside.partners.access import refuse, require
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.models import Case, Concern
from alongside.support.queries.referring import FOR_REFERRER, follows
from alongside.support.references import CASE, CONCERN, normal
from alongside.support.states import ConcernStatus

TOLD = (FieldGroup.FEEDBACK,)


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of feedback. `is_reason_for_none`: the words say why no more can be told."""

    at: datetime
    words: str
    is_reason_for_none: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    reference: str
    status: str
    received_at: datetime
    held_because: str
    has_ended: bool
    feedback: tuple[Told, ...]


def concern_progress(viewer: Viewer, reference: str) -> Progress:
    """How far a concern of the viewer's own agency is. Decided, logged, and only then told."""
    normalised = normal(reference, CONCERN)
    row = (
        Concern.objects.select_related("holder", "record")
        .prefetch_related("statuses", "feedback")
        .filter(reference=normalised, holder_id=viewer.agency_id)
        .first()
    )
    if row is None or not follows(viewer, row):
        raise refuse(viewer, "concern", normalised, "no such concern of the member's own agency")
    require(viewer, row.subject, Purpose.SAFEGUARDING, TOLD)
    held = list(row.statuses.all())[-1].reason if row.status == ConcernStatus.HELD else ""
    return Progress(
        row.reference, FOR_REFERRER[ConcernStatus(row.status)], row.received_at, held,
        row.status == ConcernStatus.CLOSED, tuple(Told(one.at, one.words) for one in row.feedback.all()),
    )  # fmt: skip


def referral_progress(viewer: Viewer, reference: str) -> Progress:
    """How far a referral of the viewer's own agency is. Decided, logged, and only then told."""
    normalised = normal(reference, CASE)
    row = (
        Case.objects.select_related("holder", "record", "version", "pathway")
        .prefetch_related("feedback")
        .filter(reference=normalised, holder_id=viewer.agency_id)
        .first()
    )
    if row is None or not viewer.may(Permission.REFER):
        raise refuse(viewer, "case", normalised, "no such referral of the member's own agency")
    definition = definition_of(row.version)
    require(viewer, row.subject, purpose_of(definition), TOLD)
    return Progress(
        row.reference, definition.stage(row.stage).label, row.received_at, row.held_because, row.ended_at is not None,
        tuple(Told(one.at, one.words, one.is_reason_for_none) for one in row.feedback.all()),
    )  # fmt: skip
