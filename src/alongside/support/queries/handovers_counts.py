"""How the handovers of a school year stand, in numbers: for whoever leads the programme, without any child."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet

from alongside.common.timelines import LONDON
from alongside.partners.access import refuse
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import AgencyKind
from alongside.support.models import Handover, HandoverStep
from alongside.support.queries.handovers import handover_kinds
from alongside.support.small_counts import is_small, steps_told
from alongside.support.states import HandoverState


@dataclass(frozen=True, slots=True)
class CountShown:
    """A count with what it counts. `number` is None where it, or what it leaves over, is too small to show."""

    label: str
    number: int | None
    definition: str


@dataclass(frozen=True, slots=True)
class Overview:
    kind: str
    kinds: tuple[tuple[str, str], ...]
    since: date
    until: date
    before: str
    counts: tuple[CountShown, ...]
    earlier: tuple[CountShown, ...]


_STEPS = (
    ("named", "Named", "Children named in the period, whatever became of it."),
    ("send", "Sent", "Of those named, sent to a receiver at least once."),
    ("receive", "Received", "Of those named, acknowledged by a named person at the receiver."),
    ("accept", "Accepted", "Of those named, accepted at least once."),
    ("contact", "First contact", "Of those named, met by the receiver."),
    (
        "check",
        "Looked at again",
        "Of those named, with the check that ends the handover (for schools: in the first term).",
    ),
)


def overview(viewer: Viewer, kind: str) -> Overview:
    """The handovers of one kind in this school year and, to compare, in the same part of the one before."""
    council = Agency.objects.filter(pk=viewer.agency_id, kind=AgencyKind.COUNCIL)
    if not viewer.may(Permission.SEE_HANDOVERS) or not council.exists():
        raise refuse(viewer, "handovers", "overview", "only the council's programme and front door managers see it")
    kinds = handover_kinds(viewer)
    if kind not in dict(kinds):
        raise refuse(viewer, "handovers", kind, "no such kind of handover")
    since = _school_year_of(viewer.day)
    earlier = since.replace(year=since.year - 1)
    named = _named(kind, since, viewer.at)
    return Overview(
        kind=kind, kinds=kinds, since=since, until=viewer.day, before=f"{earlier.year}/{earlier.year + 1}",
        counts=(*_reached(named), *_standing(named, viewer.at)),
        earlier=_reached(_named(kind, earlier, _a_year_before(viewer.at)), _a_year_before(viewer.at)),
    )  # fmt: skip


def _school_year_of(day: date) -> date:
    """The first of September on or before this day."""
    return date(day.year if day.month >= 9 else day.year - 1, 9, 1)


def _a_year_before(at: datetime) -> datetime:
    last_of_february = (at.month, at.day) == (2, 29)
    return at.replace(year=at.year - 1, day=28 if last_of_february else at.day)


def _named(kind: str, since: date, until: datetime) -> QuerySet[Handover]:
    begins = datetime.combine(since, time(0), LONDON)
    return Handover.objects.filter(kind__code=kind, named_at__gte=begins, named_at__lte=until)


def _reached(rows: QuerySet[Handover], until: datetime | None = None) -> tuple[CountShown, ...]:
    steps = HandoverStep.objects.filter(handover__in=rows)
    if until is not None:
        steps = steps.filter(at__lte=until)
    counted = dict(
        steps.order_by().values_list("move").annotate(children=Count("handover", distinct=True))
    )  # fmt: skip
    numbers = steps_told([counted.get(code, 0) for code, *_ in _STEPS])
    return tuple(CountShown(label, number, words) for (_, label, words), number in zip(_STEPS, numbers, strict=True))


def _standing(rows: QuerySet[Handover], at: datetime) -> tuple[CountShown, ...]:
    is_open = Q(ended_at__isnull=True)
    found = rows.aggregate(
        named=Count("pk"),
        late=Count("pk", filter=is_open & Q(due_at__lt=at)),
        returned=Count("pk", filter=Q(state=HandoverState.RETURNED)),
        nowhere=Count("pk", filter=is_open & Q(receiver__isnull=True, outside="")),
        withdrawn=Count("pk", filter=Q(state=HandoverState.WITHDRAWN)),
    )
    return (
        _part("Late now", found["late"], found["named"], "Under way with a clock that has run out, on either side."),
        _part(
            "With the sender again", found["returned"], found["named"],
            "Returned by the receiver, or its receiver is not known any more.",
        ),
        _part("No receiver yet", found["nowhere"], found["named"], "Named, and nobody knows yet where the child goes."),
        _part("Withdrawn", found["withdrawn"], found["named"], "Taken back by the sender, with a reason."),
    )  # fmt: skip


def _part(label: str, number: int, of: int, definition: str) -> CountShown:
    """A part of those named: from what is shown of both, nobody may count the few who are left over."""
    return CountShown(label, None if is_small(number) or is_small(of - number) else number, definition)
