from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, CharField, QuerySet

from alongside.areas.errors import SchoolUnknown
from alongside.areas.models import School, SchoolTerm
from alongside.areas.states import SchoolSector, SchoolStatus, TermKind
from alongside.common.calendars import SCHOOL_HOURS, CalendarError, DaySpan, Opening, SchoolTerms
from alongside.common.prepared import Prepared, Slot, hold, values_for
from alongside.common.text import fold_name, name_tokens


@dataclass(frozen=True)
class SchoolSummary:
    urn: str
    name: str
    phase: str
    type_name: str
    sector: SchoolSector
    status: SchoolStatus
    postcode: str
    easting: float | None
    northing: float | None
    la_code: str
    closed: date | None
    successor_urn: str


def school(urn: str) -> SchoolSummary:
    """Raises `SchoolUnknown` where no school has that number."""
    return _summary(_held(urn))


def school_now(urn: str) -> SchoolSummary:
    """The school that stands in its place today: the last of its successors, or the school itself."""
    found, seen = _held(urn), set()
    while found.successor is not None and found.pk not in seen:
        seen.add(found.pk)
        found = found.successor
    return _summary(found)


def search_schools(words: str, *, la_code: str = "", limit: int = 20) -> list[SchoolSummary]:
    """Schools in which every word occurs, closed ones last; a URN finds its school."""
    tokens = name_tokens(words)
    if not tokens:
        return []
    rows = School.objects.select_related("successor")
    if la_code:
        rows = rows.filter(la_code=la_code)
    if len(tokens) == 1 and tokens[0].isdecimal():
        return [_summary(found) for found in rows.filter(urn=tokens[0])]
    for token in tokens:
        rows = rows.filter(name_key__contains=token)
    ordered = sorted(rows, key=lambda found: (found.status == SchoolStatus.CLOSED, found.name_key, found.urn))
    return [_summary(found) for found in ordered[:limit]]


def school_terms(urn: str) -> SchoolTerms:
    """The school's own calendar, for its clocks.

    Raises `SchoolUnknown`, or `CalendarError` where no terms are held: whoever waits for the clock must be
    told, since terms are never guessed.
    """
    return _terms(_held(urn))


def terms_of(urns: Iterable[str]) -> dict[str, SchoolTerms]:
    """The calendars of many schools, in two queries; a school whose terms are not held, or make no sense, is left out."""
    size, wanted = values_for("urn", urns, "")
    schools = SCHOOLS.objects(size, **wanted)
    size, wanted = values_for("school", (one.pk for one in schools), 0)
    hold(schools, "terms", TERMS.objects(size, **wanted) if schools else (), "school_id")
    found: dict[str, SchoolTerms] = {}
    for one in schools:
        try:
            found[one.urn] = _terms(one)
        except CalendarError:
            continue
    return found


def _schools(size: int) -> "QuerySet[School]":
    return School.objects.filter(urn__in=Slot.several("urn", CharField(), size)).order_by()


def _terms_held(size: int) -> "QuerySet[SchoolTerm]":
    return SchoolTerm.objects.filter(school__id__in=Slot.several("school", BigIntegerField(), size))


# Every list with a clock in school days asks for them.
SCHOOLS, TERMS = Prepared(_schools), Prepared(_terms_held)


def schools_now(urns: Iterable[str]) -> dict[str, SchoolSummary]:
    """For each number that a school has or had, the school that stands in its place today."""
    wanted = set(urns)
    rows = School.objects.filter(urn__in=wanted).select_related("successor__successor")
    return {one.urn: _summary(one) if one.successor is None else school_now(one.urn) for one in rows}


def schools_named(names: Iterable[str]) -> dict[str, list[SchoolSummary]]:
    """Open schools of exactly these names, by the folded name. Several schools of the country may share one."""
    keys = {fold_name(one)[:200] for one in names}
    rows = School.objects.filter(name_key__in=keys).exclude(status=SchoolStatus.CLOSED).select_related("successor")
    found: dict[str, list[SchoolSummary]] = defaultdict(list)
    for one in rows:
        found[one.name_key].append(_summary(one))
    return dict(found)


def schools_within(bounds: tuple[float, float, float, float]) -> list[SchoolSummary]:
    """Schools between west, south, east and north, in metres of the British National Grid, by name.

    Open ones, and those of which the file does not say: many lists of schools have no column for it.
    """
    west, south, east, north = bounds
    rows = School.objects.filter(easting__range=(west, east), northing__range=(south, north))
    shown = rows.exclude(status__in=[SchoolStatus.CLOSED, SchoolStatus.PROPOSED]).select_related("successor")
    return [_summary(one) for one in shown.order_by("name_key", "urn")]


def _terms(found: School) -> SchoolTerms:
    spans: dict[str, list[DaySpan]] = {kind: [] for kind in TermKind}
    for row in found.terms.all():
        spans[row.kind].append(DaySpan(row.first_day, row.last_day, row.name))
    return SchoolTerms(
        terms=tuple(spans[TermKind.TERM]),
        breaks=tuple(spans[TermKind.BREAK]),
        inset_days=frozenset(day for span in spans[TermKind.INSET] for day in span.days()),
        hours=_hours(found),
        weekdays=frozenset(int(weekday) for weekday in found.weekdays),
        school=found.name,
    )


def _hours(found: School) -> Opening:
    if found.day_starts is None or found.day_ends is None:
        return SCHOOL_HOURS
    return Opening(found.day_starts, found.day_ends)


def _held(urn: str) -> School:
    found = School.objects.select_related("successor").filter(urn=urn).first()
    if found is None:
        raise SchoolUnknown(f"No school with the URN {urn} is held. Check the number, or load the school register.")
    return found


def _summary(found: School) -> SchoolSummary:
    return SchoolSummary(
        urn=found.urn,
        name=found.name,
        phase=found.phase,
        type_name=found.type_name,
        sector=SchoolSector(found.sector),
        status=SchoolStatus(found.status),
        postcode=found.postcode,
        easting=found.easting,
        northing=found.northing,
        la_code=found.la_code,
        closed=found.closed,
        successor_urn=found.successor.urn if found.successor else "",
    )
