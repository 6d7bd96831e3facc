"""How the handovers of a school year stand, in numbers: for whoever leads the programme, without any child.

A child counts in the school year in which she moves: a class that is named in spring and met in autumn is one cohort.
"""

from dataclasses import dataclass
from datetime import date, datetime

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
from alongside.support.versions_in_use import pathway_in_use


@dataclass(frozen=True, slots=True)
class CountShown:
    """A count with what it counts. `number` is None where it, or what it leaves over, is too small to show."""

    label: str
    number: int | None
    definition: str


@dataclass(frozen=True, slots=True)
class Overview:
    """`year` and `before`: of the school years compared, such as 2026/2027; `years`: the others that can be read."""

    kind: str
    kinds: tuple[tuple[str, str], ...]
    year: str
    until: date
    before: str
    years: tuple[tuple[int, str], ...]
    counts: tuple[CountShown, ...]
    earlier: tuple[CountShown, ...]


_STEPS = (
    ("named", "Named", "Children named so far who move in that school year, whatever became of it."),
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


def overview(viewer: Viewer, kind: str, year: int | None = None) -> Overview:
    """The handovers of one kind whose children move in a school year (named by the year in which it begins) and, to
    compare, those of the year before as they stood a year ago."""
    council = Agency.objects.filter(pk=viewer.agency_id, kind=AgencyKind.COUNCIL)
    if not viewer.may(Permission.SEE_HANDOVERS) or not council.exists():
        raise refuse(viewer, "handovers", "overview", "only the council's programme and front door managers see it")
    kinds = handover_kinds(viewer)
    version = pathway_in_use(kind)
    if kind not in dict(kinds) or version is None:
        raise refuse(viewer, "handovers", kind, "no such kind of handover")
    from_spring = bool(version.definition.to_phases)
    now = _begins(viewer.day, from_spring)
    offered = [now + 1, now, now - 1]
    chosen = year if year in offered else now
    moving = _moving(kind, chosen, from_spring, viewer.at)
    then = _a_year_before(viewer.at)
    return Overview(
        kind=kind, kinds=kinds, year=_named(chosen), until=viewer.day, before=_named(chosen - 1),
        years=tuple((one, _named(one)) for one in offered if one != chosen),
        counts=(*_reached(moving), *_standing(moving, viewer.at)),
        earlier=_reached(_moving(kind, chosen - 1, from_spring, then), then),
    )  # fmt: skip


def _begins(day: date, from_spring: bool) -> int:
    """The year in which the school year begins that is worked on: where classes are named in spring for the autumn, from
    February on the coming one."""
    return day.year if day.month >= (2 if from_spring else 9) else day.year - 1


def _named(year: int) -> str:
    return f"{year}/{year + 1}"


def _a_year_before(at: datetime) -> datetime:
    last_of_february = (at.month, at.day) == (2, 29)
    return at.replace(year=at.year - 1, day=28 if last_of_february else at.day)


def _moving(kind: str, year: int, from_spring: bool, until: datetime) -> QuerySet[Handover]:
    """Named so far. Whose day of the move nobody knows yet counts by the day of naming."""
    moves = Q(moves_on__gte=date(year, 9, 1), moves_on__lt=date(year + 1, 9, 1))
    begins, ends = (datetime(one, 2 if from_spring else 9, 1, tzinfo=LONDON) for one in (year, year + 1))
    not_known = Q(moves_on__isnull=True, named_at__gte=begins, named_at__lt=ends)
    return Handover.objects.filter(moves | not_known, kind__code=kind, named_at__lte=until)


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
