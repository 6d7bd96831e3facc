"""What a referrer's agency sees of its own concerns: its words, how far it is, and the feedback.

Whoever may raise but not follow (a teacher) sees of her agency's concerns only those that she raised herself.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from alongside.common.clock_status import ClockStatus
from alongside.partners.access import log_list, refuse, require
from alongside.partners.asking import Asked
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.models import Concern, ConcernDraft, Feedback
from alongside.support.queries.clocks import statuses_of
from alongside.support.queries.front_door import front_door_pathway
from alongside.support.queries.shown import Child, Page, Step, child_of, roles_shown
from alongside.support.references import CONCERN, normal
from alongside.support.states import ClockKind, ConcernStatus

PAGE = 25
OWN_GROUPS = (FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.CONCERN, FieldGroup.CHILD_VOICE)

# What a referrer is told of the status: how far it is, never what was decided (that is the feedback's to say).
FOR_REFERRER = {
    ConcernStatus.HELD: "Held: not sent",
    ConcernStatus.RECEIVED: "Received",
    ConcernStatus.IN_TRIAGE: "Being looked at",
    ConcernStatus.SECOND_LOOK: "Being looked at",
    ConcernStatus.AWAITING_FEEDBACK: "Decided: feedback is on its way",
    ConcernStatus.CLOSED: "Feedback given",
}


@dataclass(frozen=True, slots=True)
class OwnConcernRow:
    reference: str
    child: Child
    received_at: datetime
    status: str
    raised_by: str
    is_held: bool
    has_unread_feedback: bool


@dataclass(frozen=True, slots=True)
class FeedbackShown:
    form: str
    words: str
    by: str
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnConcern:
    reference: str
    child: Child
    concern: Concern
    status: str
    held_because: str
    clock: ClockStatus | None
    roles: tuple[tuple[str, str, str], ...]
    feedback: tuple[FeedbackShown, ...]
    steps: tuple[Step, ...]
    receiver: str
    receiver_telephone: str


def own_concerns(viewer: Viewer, *, page: int = 1, unread: bool = False) -> Page[OwnConcernRow]:
    """The concerns that the viewer's agency raised, newest first. Logged as a list."""
    if not viewer.may(Permission.RAISE_CONCERN):
        raise refuse(viewer, "concerns", "own", "the role may not raise concerns")
    rows = Concern.objects.all().unrestricted(viewer).filter(followed_by(viewer))
    if unread:
        rows = rows.filter(feedback__read_at__isnull=True, feedback__isnull=False).distinct()
    total = rows.count()
    start = (max(1, page) - 1) * PAGE
    found = list(
        rows.select_related("record", "raised_by")
        .prefetch_related("record__names", "feedback")
        .order_by("-received_at", "reference")[start : start + PAGE]
    )
    log_list(viewer, "concerns", {row.record.person_id for row in found}, Purpose.SAFEGUARDING, OWN_GROUPS[:1], "own")
    return Page(tuple(_own_row(row) for row in found), max(1, page), PAGE, total)


def followed_by(viewer: Viewer) -> Q:
    own = Q(holder_id=viewer.agency_id)
    return own if viewer.may(Permission.FOLLOW_CONCERNS) else own & Q(raised_by_id=viewer.member_id)


def follows(viewer: Viewer, row: Concern) -> bool:
    if row.holder_id != viewer.agency_id or not viewer.may(Permission.RAISE_CONCERN):
        return False
    return viewer.may(Permission.FOLLOW_CONCERNS) or row.raised_by_id == viewer.member_id


def _own_row(row: Concern) -> OwnConcernRow:
    return OwnConcernRow(
        row.reference, child_of(row.record), row.received_at, FOR_REFERRER[ConcernStatus(row.status)],
        row.raised_by.name, row.status == ConcernStatus.HELD, any(one.read_at is None for one in row.feedback.all()),
    )  # fmt: skip


def own_concern(viewer: Viewer, reference: str) -> OwnConcern:
    """One concern as its referrer's agency sees it."""
    normalised = normal(reference, CONCERN)
    row = (
        Concern.objects.select_related("pathway__receiver", "holder", "record", "raised_by")
        .prefetch_related("record__names", "statuses", "feedback__by")
        .filter(reference=normalised)
        .first()
    )
    if row is None or not follows(viewer, row):
        raise refuse(viewer, "concern", normalised, "no such concern of the member's own agency")
    require(viewer, row.subject, Purpose.SAFEGUARDING, OWN_GROUPS)
    clocks = statuses_of([row.reference], viewer.at)
    last = list(row.statuses.all())[-1]
    return OwnConcern(
        reference=row.reference, child=child_of(row.record), concern=row,
        status=FOR_REFERRER[ConcernStatus(row.status)],
        held_because=last.reason if row.status == ConcernStatus.HELD else "",
        clock=clocks.get((ClockKind.DECISION, row.reference)),
        roles=roles_shown(viewer, row.reference),
        feedback=tuple(_feedback(one) for one in row.feedback.all()),
        steps=_steps(row), receiver=row.pathway.receiver.name, receiver_telephone=row.pathway.receiver.telephone,
    )  # fmt: skip


def _steps(row: Concern) -> tuple[Step, ...]:
    """Each stage once, in the referrer's words."""
    steps: list[Step] = []
    for one in row.statuses.all():
        what = FOR_REFERRER[ConcernStatus(one.status)]
        if not steps or steps[-1].what != what:
            steps.append(Step(one.at, what))
    return tuple(steps)


def _feedback(one: Feedback) -> FeedbackShown:
    return FeedbackShown(one.get_form_display(), one.words, one.by.name, one.at, one.read_at)


def unread_feedback_count(viewer: Viewer) -> int:
    """How many concerns of the viewer's agency have feedback that nobody read yet: a count, no person."""
    if not viewer.may(Permission.RAISE_CONCERN):
        return 0
    return UNREAD.count(viewer, ())


def _unread(viewer: Viewer, shape: tuple[()]) -> QuerySet[Feedback]:
    own = Concern.objects.all().unrestricted(viewer).filter(followed_by(viewer), pk=OuterRef("concern_id"))
    return Feedback.objects.filter(Exists(own), read_at__isnull=True)


def _drafts(viewer: Viewer, shape: tuple[()]) -> QuerySet[ConcernDraft]:
    return ConcernDraft.objects.filter(member_id=viewer.member_id)


UNREAD, DRAFTS = Asked(_unread), Asked(_drafts)


def drafts(viewer: Viewer) -> list[ConcernDraft]:
    """The member's own unsent drafts, newest first."""
    return list(ConcernDraft.objects.filter(member_id=viewer.member_id))


def draft_count(viewer: Viewer) -> int:
    return DRAFTS.count(viewer, ())


def draft(viewer: Viewer, key: UUID) -> ConcernDraft:
    found = ConcernDraft.objects.filter(pk=key, member_id=viewer.member_id).first()
    if found is None:
        raise refuse(viewer, "draft", str(key), "not a draft of this member")
    return found


def sent_from(viewer: Viewer, key: UUID) -> str:
    """The reference of the concern that the viewer has sent from this draft; empty while it is not sent."""
    found = Concern.objects.filter(draft_key=key, raised_by_id=viewer.member_id).values_list("reference", flat=True)
    return found.first() or ""


@dataclass(frozen=True, slots=True)
class FrontDoor:
    name: str
    telephone: str


def front_door(viewer: Viewer) -> FrontDoor:
    """Whom to phone about a child: the same for everybody."""
    receiver = front_door_pathway().receiver
    return FrontDoor(receiver.name, receiver.telephone)
