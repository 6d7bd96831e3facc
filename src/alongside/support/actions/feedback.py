"""The referrer's receipt: feedback counts as given when somebody of her agency has read it."""

from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import decide, refuse, writing
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.models import Concern, Feedback
from alongside.support.queries.referring import follows
from alongside.support.references import CONCERN, normal


def mark_read(*, reference: str, by: Viewer, at: datetime) -> int:
    """Record that the referrer's agency has read its feedback; gives how many were new."""
    with writing():
        concern = (
            Concern.objects.select_related("record", "holder").filter(reference=normal(reference, CONCERN)).first()
        )
        if concern is None or not follows(by, concern):
            raise refuse(by, "concern", reference, "no such concern of the member's own agency", act=Act.CHANGE)
        decision = decide(by, concern.subject, Purpose.SAFEGUARDING, [FieldGroup.FEEDBACK])
        if not decision.allowed:
            raise refuse(by, "concern", concern.reference, decision.because, act=Act.CHANGE)
        read = Feedback.objects.filter(concern=concern, read_at__isnull=True).update(read_at=at, read_by=by.actor.name)
        if read:
            record(
                Entry(
                    at=at, actor=by.actor, act=Act.CHANGE, subject_kind="concern", subject_id=concern.reference,
                    persons=(concern.record.person_id,), reason="read the feedback",
                )
            )  # fmt: skip
    return read
