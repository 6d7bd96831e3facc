"""The common ground of whoever works a concern: find it, locked and decided on; move it; say so in the log."""

from datetime import datetime

from django.db.models import CharField, QuerySet

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.prepared import Prepared, Slot
from alongside.common.text import TextError, clean_text
from alongside.partners.access import decide, refuse
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support import rules
from alongside.support.models import Concern, ConcernStatusRow
from alongside.support.references import CONCERN, normal
from alongside.support.states import VIEW_OF_CONCERN, ActionState, ConcernStatus


def words(text: str, name: str, field: str, most: int = 10_000) -> str:
    """Safe text that must not be empty."""
    try:
        clean = clean_text(text, most, name)
    except TextError as error:
        raise Invalid(str(error), field) from error
    if not clean:
        raise Invalid(f"{name} is empty. Write it in a sentence or more.", field)
    return clean


def how_it_ended(state: str, outcome: str, name: str = "What came of it", most: int = 10_000) -> str:
    """What came of an action, for one of the states in which an action ends."""
    if state not in ActionState.values or state == ActionState.TO_DO:
        raise Invalid("Choose how it ended.", "state")
    return words(outcome, name, "outcome", most)


def _locked(shape: tuple[()]) -> QuerySet[Concern]:
    rows = Concern.objects.select_for_update(of=("self",)).filter(reference=Slot.of("reference", CharField(), str))
    return rows.select_related("pathway__receiver", "pathway__scheme", "holder", "record", "raised_by")


LOCKED = Prepared(_locked)


def find(viewer: Viewer, reference: str, permission: Permission = Permission.TRIAGE) -> Concern:
    """The concern of this reference, locked, if the viewer's role may work it and the one rule lets her see it."""
    normalised = normal(reference, CONCERN)
    concern = next(iter(LOCKED.objects((), reference=normalised)), None)
    if concern is None or not viewer.may(permission):
        raise refuse(viewer, "concern", normalised, "no such concern, or the role may not work it", act=Act.CHANGE)
    decision = decide(viewer, concern.subject, concern.pathway.purpose, VIEW_OF_CONCERN)
    if not decision.groups >= frozenset(VIEW_OF_CONCERN) or concern.receiver_id != viewer.agency_id:
        raise refuse(viewer, "concern", normalised, decision.because, act=Act.CHANGE)
    return concern


def move(concern: Concern, to: ConcernStatus, by: Viewer, at: datetime, reason: str = "") -> None:
    if concern.status == to:
        return
    if why := rules.why_not_move(concern.status, to):
        raise Invalid(why, "status")
    concern.status = to
    concern.version += 1
    concern.save(update_fields=["status", "version", "assigned_to", "feedback_due_at", "decision_due_at"])
    ConcernStatusRow.objects.create(concern=concern, status=to, at=at, by=by.actor.name, reason=reason[:300])


def log(
    concern: Concern, act: Act, reason: str, by: Viewer, at: datetime, body: dict[str, object] | None = None
) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="concern", subject_id=concern.reference,
            persons=(concern.record.person_id,), holder_code=concern.holder.code, purpose=concern.pathway.purpose.code,
            reason=reason, body=body or {},
        )
    )  # fmt: skip


def open_for_work(concern: Concern, by: Viewer, at: datetime) -> None:
    if concern.status == ConcernStatus.RECEIVED:
        concern.assigned_to_id = by.member_id
        move(concern, ConcernStatus.IN_TRIAGE, by, at)
    elif concern.status != ConcernStatus.IN_TRIAGE:
        raise Invalid(
            f"This concern is “{concern.get_status_display()}”. Take it back into triage before you change it.",
            "status",
        )
