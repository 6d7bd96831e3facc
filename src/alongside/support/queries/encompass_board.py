"""The morning board: what was sent on a day, who has seen it, who is silent, who has no setting yet."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from alongside.common.timelines import LONDON
from alongside.partners.access import log_list, refuse
from alongside.partners.delivery import Delivery, deliveries
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, NoticeKind
from alongside.support import encompass_rules as rules
from alongside.support.encompass_states import (
    LIVE,
    PURPOSE,
    WAITING,
    NoticeStatus,
    QueueReason,
    SettingKind,
    Standing,
)
from alongside.support.models import Offer, SchoolNotice
from alongside.support.queries.shown import Child, Page, child_of

SUBJECT = "encompass board"
ON_PAGE = 50
KINDS = (NoticeKind.ENCOMPASS_NOTICE, NoticeKind.ENCOMPASS_QUEUED)
S = NoticeStatus


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One notice. The child is named only to the force that told of her."""

    reference: str
    incident_reference: str
    child: Child | None
    setting: str
    telephone: str
    kind: SettingKind
    standing: Standing
    reason: str
    sent_at: datetime
    delivery: Delivery | None
    opened_at: datetime | None
    done_at: datetime | None
    done_by: str
    due_at: datetime
    is_late: bool
    chased_at: datetime | None
    may_chase: bool
    offered: bool


@dataclass(frozen=True, slots=True)
class Board:
    day: date
    is_today: bool
    counts: tuple[tuple[Standing, int], ...]
    older: int
    shown: Standing | None
    rows: Page[BoardRow]
    sends: bool

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def before(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.day + timedelta(days=1)


def board(
    viewer: Viewer, *, day: date | None = None, standing: Standing | None = None, older: bool = False, page: int = 1
) -> Board:
    """The notices that the police told of on this day (today, if none is named); `older`: all from before it that
    nobody has dealt with. Of every child the notice that counts now."""
    on = day or viewer.day
    every = _on_board(viewer)
    that_day = every.filter(received_at__gte=_start(on), received_at__lt=_start(on + timedelta(days=1)))
    before = every.filter(received_at__lt=_start(on), status__in=WAITING)
    stood = _counts(that_day, viewer.at)
    rows = before if older else that_day
    if standing is not None:
        rows = rows.filter(_standing(standing, viewer.at))
    counts = tuple((one, stood[one]) for one in Standing)
    return Board(
        on, on == viewer.day, counts, before.count(), standing, _rows(viewer, rows, page),
        viewer.may(Permission.SEND_ENCOMPASS),
    )  # fmt: skip


def silent_count(viewer: Viewer) -> int:
    """How many notices on the viewer's board stand silent or unmatched, of any day: a count, no person."""
    if not viewer.permissions & {Permission.SEND_ENCOMPASS, Permission.ROUTE_ENCOMPASS}:
        return 0
    late = Q(status=S.SENT, due_at__lte=viewer.at) | Q(status__in=[S.QUEUED, S.HELD])
    return _on_board(viewer).filter(late).count()


def _on_board(viewer: Viewer) -> QuerySet[SchoolNotice]:
    """The force's own notices, or those of the forces that may tell the council."""
    if viewer.may(Permission.SEND_ENCOMPASS):
        rows = SchoolNotice.objects.filter(holder_id=viewer.agency_id)
    elif viewer.may(Permission.ROUTE_ENCOMPASS):
        givers = viewer.givers(PURPOSE, FieldGroup.IDENTITY)
        rows = SchoolNotice.objects.filter(holder__in=givers)
        if viewer.hidden_persons:
            rows = rows.exclude(beside__in=viewer.hidden_persons)
    else:
        raise refuse(viewer, SUBJECT, "", "the role may not see the board")
    return rows.unrestricted(viewer).filter(status__in=[*LIVE, S.WITHDRAWN])


def _start(day: date) -> datetime:
    return datetime.combine(day, time(0), LONDON)


def _standing(standing: Standing, at: datetime) -> Q:
    """The same as `rules.standing`, said to the database."""
    return {
        Standing.UNMATCHED: Q(status__in=[S.HELD, S.QUEUED]),
        Standing.SILENT: Q(status=S.SENT, due_at__lte=at),
        Standing.WAITING: Q(status=S.SENT, due_at__gt=at),
        Standing.ACKNOWLEDGED: Q(status=S.ACKNOWLEDGED),
        Standing.SETTLED: Q(status=S.SETTLED),
        Standing.WITHDRAWN: Q(status=S.WITHDRAWN),
    }[standing]


def _counts(rows: QuerySet[SchoolNotice], at: datetime) -> Counter[Standing]:
    return Counter(rules.standing(status, due, at) for status, due in rows.values_list("status", "due_at"))


def _rows(viewer: Viewer, rows: QuerySet[SchoolNotice], page: int) -> Page[BoardRow]:
    total, number = rows.count(), max(1, page)
    start = (number - 1) * ON_PAGE
    own = viewer.may(Permission.SEND_ENCOMPASS)
    offers = Exists(Offer.objects.filter(notice=OuterRef("pk")))
    found = rows.annotate(offered=offers).select_related("receiver", "incident", "child__record")
    found = found.prefetch_related("child__record__names") if own else found
    # What nobody has dealt with stands at the top, on either database.
    order = (F("done_at").asc(nulls_first=True), "due_at", "setting", "pk")
    shown = list(found.order_by(*order)[start : start + ON_PAGE])
    sent = deliveries(viewer, KINDS, [one.posted_as for one in shown if one.posted_as])
    persons = [one.child.record.person_id for one in shown]
    groups = [FieldGroup.IDENTITY] if own else []
    log_list(viewer, SUBJECT, persons, PURPOSE, groups, "the morning board")
    at = viewer.at
    return Page(tuple(_row(one, own, sent.get(one.posted_as), at) for one in shown), number, ON_PAGE, total)


def _row(one: SchoolNotice, own: bool, delivery: Delivery | None, at: datetime) -> BoardRow:
    receiver: Agency | None = one.receiver
    return BoardRow(
        reference=one.reference, incident_reference=one.incident.reference,
        child=child_of(one.child.record) if own else None, setting=one.setting,
        telephone=receiver.telephone if receiver else "", kind=SettingKind(one.kind),
        standing=rules.standing(one.status, one.due_at, at), reason=_reason(one, own), sent_at=one.sent_at,
        delivery=delivery, opened_at=one.opened_at, done_at=one.done_at, done_by=one.done_by, due_at=one.due_at,
        is_late=rules.is_late(one.status, one.done_at, one.due_at, at), chased_at=one.chased_at,
        may_chase=rules.why_not_chase(one.status, None, at) is None, offered=bool(getattr(one, "offered", False)),
    )  # fmt: skip


def _reason(one: SchoolNotice, own: bool) -> str:
    return (rules.told_to_police(one.reason) if own else QueueReason(one.reason).label) if one.reason else ""
