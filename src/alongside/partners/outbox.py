"""Messages that are to leave the system: claimed one by one, sent, tried again later and later, given up in the end.

A worker claims one message by moving its next try to the end of a lease, in one statement, so that two workers never
have the same. It sends, and marks what became of it. A worker that dies between the two leaves the lease to run out;
the message is then sent once more: at most one message for each death arrives twice, and none is lost.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.prepared import Prepared, Slot
from alongside.partners.access import refuse
from alongside.partners.models import Member, MemberNotice, NoticeChoice, OutboxMessage
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import MessageState, NoticeKind, Told

LEASE = timedelta(minutes=30)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(days=3)
DIGEST = "digest"
TO_SEND = (MessageState.WAITING, MessageState.FAILED)
_URGENT = [kind.value for kind in NoticeKind if kind.urgent]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message in hand. `reference` is of the matter of its notice; a summary has a day instead."""

    id: int
    kind: str
    member: Member
    reference: str
    for_day: date | None
    unread: int
    tries: int
    lease: datetime


def claim_next(*, at: datetime) -> Parcel | None:
    """Take the next message that is due, the urgent first, for as long as the lease lasts; None when none is due."""
    while True:
        found = NEXT.objects(tuple(_URGENT), at=at)
        if not found:
            return None
        row = found[0]
        lease = at + LEASE
        mine = OutboxMessage.objects.filter(pk=row.pk, state=row.state, next_try_at=row.next_try_at, tries=row.tries)
        if mine.update(next_try_at=lease, tries=F("tries") + 1):
            return Parcel(
                row.pk, row.kind, row.member, row.notice.reference if row.notice else "", row.for_day,
                _unread(row.member_id, row.kind), row.tries + 1, lease,
            )  # fmt: skip


def _next(urgent: tuple[str, ...]) -> QuerySet[OutboxMessage]:
    urgent_first = Case(When(kind__in=urgent, then=Value(0)), default=1, output_field=IntegerField())
    due = OutboxMessage.objects.filter(state__in=TO_SEND, next_try_at__lte=Slot.of("at", DateTimeField(), datetime))
    return due.select_related("member__agency", "notice").order_by(urgent_first, "next_try_at", "pk")[:1]


NEXT = Prepared(_next)


def _unread(member_id: int, kind: str) -> int:
    rows = MemberNotice.objects.filter(member_id=member_id, seen_at=None)
    return rows.count() if kind == DIGEST else rows.filter(kind=kind).count()


def mark_sent(parcel: Parcel, *, at: datetime, state: MessageState = MessageState.SENT) -> None:
    """It has left, or there was nothing to tell. Only while the lease is ours."""
    _of(parcel).update(state=state, sent_at=at if state == MessageState.SENT else None, last_error="")


def mark_failed(parcel: Parcel, *, error: str, at: datetime) -> None:
    """Try again later, twice as long each time up to a limit; after some days give it up, in the log."""
    with transaction.atomic():
        row = _of(parcel).select_for_update().first()
        if row is None:
            return
        given_up = at - row.not_before >= GIVEN_UP_AFTER
        row.state = MessageState.GIVEN_UP if given_up else MessageState.FAILED
        row.last_error, row.next_try_at = error[:80], at + wait_after(parcel.tries)
        row.save(update_fields=["state", "last_error", "next_try_at"])
        if given_up:
            reason = f"gave up a message after {parcel.tries} tries: {row.last_error}"
            _log(Actor.system("work"), at, str(row.pk), reason)


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(tries - 1, 16))


def _of(parcel: Parcel) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(pk=parcel.id, next_try_at=parcel.lease, state__in=TO_SEND)


def retry(*, by: Actor, at: datetime) -> int:
    """Send what failed or was given up, from now on, as if it were new; gives how many messages."""
    with transaction.atomic():
        rows = OutboxMessage.objects.filter(
            Q(state=MessageState.GIVEN_UP) | Q(state=MessageState.FAILED, next_try_at__gt=at)
        )
        again = rows.update(state=MessageState.WAITING, tries=0, not_before=at, next_try_at=at)
        if again:
            _log(by, at, "outbox", f"asked for {again} messages to be sent once more")
    return again


def put_out_summaries(*, day: date, at: datetime) -> int:
    """One daily summary for each member with an address who has not declined it and has none of this day yet."""
    has = OutboxMessage.objects.filter(member=OuterRef("pk"), for_day=day)
    declined = NoticeChoice.objects.filter(member=OuterRef("pk"), kind=DIGEST, how=Told.NONE)
    members = Member.objects.filter(~Exists(has), ~Exists(declined), is_active=True, agency__is_active=True)
    new = [
        OutboxMessage(member=one, kind=DIGEST, for_day=day, made_at=at, not_before=at, next_try_at=at)
        for one in members.exclude(email="")
    ]
    OutboxMessage.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@dataclass(frozen=True, slots=True)
class OutboxStanding:
    """Counts only: how many messages stand where, since when the oldest waits, and who cannot be reached."""

    waiting: int
    failed: int
    given_up: int
    sent_in_a_day: int
    oldest: datetime | None
    without_address: int


def outbox_standing(viewer: Viewer) -> OutboxStanding:
    """Of the viewer's own agency; of the whole partnership to those who verify the log."""
    members = Member.objects.filter(is_active=True, agency__is_active=True, email="")
    if not viewer.may(Permission.VERIFY_LOG):
        members = members.filter(agency_id=viewer.agency_id)
    return _standing(_looked_after(viewer), viewer.at, members.count())


def given_up_count(viewer: Viewer) -> int:
    """How many messages could not be delivered, for whoever looks after it: a count only."""
    return _looked_after(viewer).filter(state=MessageState.GIVEN_UP).count()


def _looked_after(viewer: Viewer) -> QuerySet[OutboxMessage]:
    if viewer.may(Permission.VERIFY_LOG):
        return OutboxMessage.objects.all()
    if viewer.may(Permission.MANAGE_MEMBERS):
        return OutboxMessage.objects.filter(member__agency_id=viewer.agency_id)
    raise refuse(viewer, "outbox", "", "the role looks after no accounts")


def whole_outbox(*, at: datetime) -> OutboxStanding:
    """For the operator of the machine: counts only."""
    return _standing(OutboxMessage.objects.all(), at, Member.objects.filter(is_active=True, email="").count())


def _standing(rows: QuerySet[OutboxMessage], at: datetime, without_address: int) -> OutboxStanding:
    due = Q(state=MessageState.WAITING, not_before__lte=at)
    found = rows.aggregate(
        waiting=Count("pk", filter=due),
        failed=Count("pk", filter=Q(state=MessageState.FAILED)),
        given_up=Count("pk", filter=Q(state=MessageState.GIVEN_UP)),
        sent_in_a_day=Count("pk", filter=Q(state=MessageState.SENT, sent_at__gte=at - timedelta(days=1))),
        oldest=Min("not_before", filter=due | Q(state=MessageState.FAILED)),
    )
    return OutboxStanding(**found, without_address=without_address)


def _log(by: Actor, at: datetime, id: str, reason: str) -> None:
    record(Entry(at=at, actor=by, act=Act.CHANGE, subject_kind="message", subject_id=id, reason=reason))
