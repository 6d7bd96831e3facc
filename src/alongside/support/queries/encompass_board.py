"""The morning board: what was sent on a day, who has seen it, who is silent, who has no setting yet."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet

from alongside.common.prepared import Slot
from alongside.common.timelines import LONDON
from alongside.partners.access import log_list, refuse
from alongside.partners.asking import Asked
from alongside.partners.delivery import Delivery, deliveries
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, NoticeKind
from alongside.people.threads import names_of
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
from alongside.support.queries.shown import Child, Page, child_from

SUBJECT = "encompass board"
ON_PAGE = 25
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
    _must_see(viewer)
    span = {"begins": _start(on), "ends": _start(on + timedelta(days=1))}
    stood = Counter(rules.standing(status, due, viewer.at) for status, due in THAT_DAY.rows(viewer, (), **span))
    before = BEFORE.count(viewer, (), **span)
    total = before if older else sum(stood.values())
    if standing is not None:
        total = COUNTED.count(viewer, (older, standing), **span) if older else stood[standing]
    rows = _rows(viewer, (older, standing), span, total, page)
    counts = tuple((one, stood[one]) for one in Standing)
    return Board(on, on == viewer.day, counts, before, standing, rows, viewer.may(Permission.SEND_ENCOMPASS))


def silent_count(viewer: Viewer) -> int:
    """How many notices on the viewer's board stand silent or unmatched, of any day: a count, no person."""
    if not viewer.permissions & {Permission.SEND_ENCOMPASS, Permission.ROUTE_ENCOMPASS}:
        return 0
    return SILENT.count(viewer, ())


def _silent(viewer: Viewer, shape: tuple[()]) -> QuerySet[SchoolNotice]:
    return _on_board(viewer, WAITING).filter(Q(status=S.SENT, due_at__lte=viewer.at) | Q(status__in=[S.QUEUED, S.HELD]))


def _must_see(viewer: Viewer) -> None:
    if not viewer.permissions & {Permission.SEND_ENCOMPASS, Permission.ROUTE_ENCOMPASS}:
        raise refuse(viewer, SUBJECT, "", "the role may not see the board")


def _on_board(viewer: Viewer, statuses: Iterable[S] = (*LIVE, S.WITHDRAWN)) -> QuerySet[SchoolNotice]:
    """The force's own notices, or those of the forces that may tell the council, that stand so."""
    if viewer.may(Permission.SEND_ENCOMPASS):
        rows = SchoolNotice.objects.filter(holder_id=viewer.agency_id)
    else:
        givers = viewer.givers(PURPOSE, FieldGroup.IDENTITY)
        rows = SchoolNotice.objects.filter(holder__in=givers)
        if viewer.hidden_persons:
            rows = rows.exclude(beside__in=viewer.hidden_persons)
    return rows.unrestricted(viewer).filter(status__in=[*statuses])


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


class BoardColumns(NamedTuple):
    """What a row of the board needs, and not a whole notice."""

    reference: str
    incident__reference: str
    setting: str
    receiver__telephone: str | None
    kind: str
    status: str
    reason: str
    posted_as: str
    sent_at: datetime
    opened_at: datetime | None
    done_at: datetime | None
    done_by: str
    due_at: datetime
    chased_at: datetime | None
    offered: bool
    child__record_id: int
    child__record__person_id: UUID
    child__record__date_of_birth: date | None
    child__record__sex: str


Listing = tuple[bool, Standing | None]
"""Those from before the day that nobody has dealt with, or those of the day; and of these the ones that stand so."""
BEGINS, ENDS = (Slot.of(name, DateTimeField(), datetime) for name in ("begins", "ends"))


def _in_list(viewer: Viewer, listing: Listing) -> QuerySet[SchoolNotice]:
    older, standing = listing
    if older:
        rows = _on_board(viewer, WAITING).filter(received_at__lt=BEGINS)
    else:
        rows = _on_board(viewer).filter(received_at__gte=BEGINS, received_at__lt=ENDS)
    return rows if standing is None else rows.filter(_standing(standing, viewer.at))


def _that_day(viewer: Viewer, shape: tuple[()]) -> QuerySet[SchoolNotice, Any]:
    return _in_list(viewer, (False, None)).order_by().values_list("status", "due_at")


def _before(viewer: Viewer, shape: tuple[()]) -> QuerySet[SchoolNotice, Any]:
    return _in_list(viewer, (True, None))


def _listed(viewer: Viewer, shape: tuple[Listing, int]) -> QuerySet[SchoolNotice, Any]:
    listing, start = shape
    offers = Exists(Offer.objects.filter(notice=OuterRef("pk")))
    # What nobody has dealt with stands at the top, on either database.
    order = (F("done_at").asc(nulls_first=True), "due_at", "setting", "pk")
    rows = _in_list(viewer, listing).annotate(offered=offers).order_by(*order)
    return rows.values_list(*BoardColumns._fields)[start : start + ON_PAGE]


THAT_DAY, BEFORE, LISTED, COUNTED, SILENT = (
    Asked(_that_day), Asked(_before), Asked(_listed), Asked(_in_list), Asked(_silent),
)  # fmt: skip


def _rows(viewer: Viewer, listing: Listing, span: Mapping[str, datetime], total: int, page: int) -> Page[BoardRow]:
    number = max(1, page)
    own = viewer.may(Permission.SEND_ENCOMPASS)
    found = [BoardColumns(*one) for one in LISTED.rows(viewer, (listing, (number - 1) * ON_PAGE), **span)]
    sent = deliveries(viewer, KINDS, [one.posted_as for one in found if one.posted_as])
    persons = [one.child__record__person_id for one in found]
    log_list(viewer, SUBJECT, persons, PURPOSE, [FieldGroup.IDENTITY] if own else [], "the morning board")
    names = names_of([one.child__record_id for one in found]) if own else {}
    return Page(
        tuple(_row(one, _child(one, names) if own else None, sent.get(one.posted_as), viewer.at) for one in found),
        number, ON_PAGE, total,
    )  # fmt: skip


def _child(one: BoardColumns, names: Mapping[int, Sequence[str]]) -> Child:
    return child_from(names.get(one.child__record_id, ()), one.child__record__date_of_birth, one.child__record__sex)


def _row(one: BoardColumns, child: Child | None, delivery: Delivery | None, at: datetime) -> BoardRow:
    return BoardRow(
        reference=one.reference, incident_reference=one.incident__reference, child=child, setting=one.setting,
        telephone=one.receiver__telephone or "", kind=SettingKind(one.kind),
        standing=rules.standing(one.status, one.due_at, at), reason=_reason(one.reason, child is not None),
        sent_at=one.sent_at, delivery=delivery, opened_at=one.opened_at, done_at=one.done_at, done_by=one.done_by,
        due_at=one.due_at, is_late=rules.is_late(one.status, one.done_at, one.due_at, at), chased_at=one.chased_at,
        may_chase=rules.why_not_chase(one.status, None, at) is None, offered=one.offered,
    )  # fmt: skip


def _reason(reason: str, own: bool) -> str:
    return (rules.told_to_police(reason) if own else QueueReason(reason).label) if reason else ""
