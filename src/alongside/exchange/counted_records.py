"""Records of people that are only ever counted: stops and searches, and hospital attendances for violence (ISTV).

Of each record the month, the area, two kinds of thing and nothing else is read; the file itself is not kept. What was
searched for and what came of it; with what somebody was hurt, and the band of age and the sex. A place in words that
is named fewer than five times in a file is not kept either: it may be a home.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from alongside.areas.grid import to_grid_all
from alongside.areas.queries import areas_of, locate, vintages_of
from alongside.areas.states import AreaKind
from alongside.audit.entries import Actor
from alongside.exchange.incident_columns import numbers
from alongside.exchange.incident_tables import read_table
from alongside.exchange.incident_times import BadTime, guess_times, read_moment
from alongside.exchange.personal_columns import reason_to_leave_out
from alongside.exchange.place_layouts import (
    ATTACK_HOW,
    ATTACK_PLACE,
    ATTACK_PLACE_TYPE,
    ATTACK_WHEN,
    Layout,
    layout_of,
)
from alongside.exchange.tables import Record, Table, TableRefused, header_key
from alongside.places.actions import load_counts
from alongside.places.count_drafts import CountBatch, CountReject, CountReport, CountRow, CountSourceDraft
from alongside.places.errors import PlacesRefused
from alongside.places.incident_states import Audience, DateOrder, Measured
from alongside.places.queries.area_months import month_totals

LEAST = 5
# A file with less than this share of a month that is held tells of a part of it.
PART = 0.5
ELSEWHERE, NOT_STATED = "Other places", "Not stated"
STOPS_LICENCE = "Open Government Licence v3.0 (data.police.uk)"
_BAND = ("ageband", "agegroup", "agerange")
_SEX = ("sex", "gender")
_NAMED = re.compile(r"\d{4}-\d{2}-(.+)-stop-and-search")
Area = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is read of one record."""

    row: int
    month: date
    area: Area
    group: str
    words: str


def count_stops(name: str, raw: bytes, *, force: str = "", by: Actor, at: datetime) -> list[CountReport]:
    """Count stops and searches by month, ward (or force), what was searched for and what came of it.

    CSV or JSON of data.police.uk; one report for each force. `force`: whose, where neither the file nor its name says.
    Raises `PlacesRefused`.
    """
    table, places = _opened(raw, (Layout.STOPS, Layout.STOPS_JSON), "a file of stops and searches of data.police.uk")
    when = places.get("date", places.get("datetime"))
    if when is None:
        raise PlacesRefused("The file has no column with the date.", "Download it again.")
    named = found[1] if (found := _NAMED.search(name)) else ""
    by_force: dict[str, list[Record]] = {}
    for record in table.records():
        if len(record.cells) == len(table.header):
            whose = _cell(record, places.get("force")) or force or named
            by_force.setdefault(header_key(whose), []).append(record)
    if not by_force or "" in by_force:
        raise PlacesRefused(
            "Neither the file nor its name says whose searches these are.", "Name the force with --force."
        )
    vintage = next(iter(vintages_of(AreaKind.WARD)), 0)
    return [_stops(name, raw, whose, records, places, when, vintage, by, at) for whose, records in by_force.items()]


def _stops(
    name: str,
    raw: bytes,
    force: str,
    records: Sequence[Record],
    places: Mapping[str, int],
    when: int,
    vintage: int,
    by: Actor,
    at: datetime,
) -> CountReport:
    areas = _wards(records, places, vintage) if vintage else [None] * len(records)
    source = CountSourceDraft(
        f"stops:{force[:40]}", f"Stop and search, {force}", "data.police.uk", STOPS_LICENCE,
        "ward" if vintage else "force", "searches", vintage, holds_back_small=True,
    )  # fmt: skip

    def counted(record: Record, number: int) -> _Counted:
        month = _month(_cell(record, when), DateOrder.YEAR_FIRST)
        sought = _cell(record, places.get("objectofsearch")) or NOT_STATED
        came = _cell(record, places.get("outcome")) or NOT_STATED
        return _Counted(record.number, month, areas[number] or (force, "Outside the wards held"), sought, came)

    return _load(source, name, raw, records, counted, "searches", by, at)


def count_attacks(name: str, raw: bytes, *, hospital: str, licence: str, by: Actor, at: datetime) -> CountReport:
    """Count hospital attendances for violence by month, place in words, weapon, band of age and sex.

    The anonymous monthly file of the standard on information sharing to tackle violence. Raises `PlacesRefused` where
    a column may tell of a person.
    """
    table, places = _opened(
        raw, (Layout.HOSPITAL,), "a hospital's record of violence: date, place and weapon of each attack"
    )
    when, how = (_first(places, names) for names in (ATTACK_WHEN, ATTACK_HOW))
    place, kind = _first(places, ATTACK_PLACE), _first(places, ATTACK_PLACE_TYPE)
    whole = [record for record in table.records() if any(cell.strip() for cell in record.cells)]
    records = [record for record in whole if len(record.cells) == len(table.header)]
    _refuse_persons(table, records, {one for one in (place, kind) if one is not None})
    guess = guess_times([_cell(record, when) for record in records])
    order = guess.order if guess else DateOrder.DAY_FIRST
    area_of = _places(records, place, kind)
    band = next((places[key] for key in _BAND if key in places), None)
    sex = next((places[key] for key in _SEX if key in places), None)
    source = CountSourceDraft(
        f"hospital:{header_key(hospital)[:40]}", f"Hospital attendances for violence, {hospital}", hospital, licence, "place",
        "attendances", measured=Measured.HOSPITAL, audience=Audience.STUDY, holds_back_small=True,
    )  # fmt: skip

    def counted(record: Record, number: int) -> _Counted:
        words = ", ".join(part for part in (_cell(record, band), _cell(record, sex)) if part) or NOT_STATED
        weapon = _cell(record, how) or NOT_STATED
        return _Counted(
            record.number, _month(_cell(record, when), order), area_of(record), weapon[:100], words[:100]
        )  # fmt: skip

    crooked = [
        CountReject(record.number, "", f"It has {len(record.cells)} cells and the headings {len(table.header)}", "")
        for record in whole
        if len(record.cells) != len(table.header)
    ]
    return _load(source, name, raw, records, counted, "attendances", by, at, crooked)


def _first(places: Mapping[str, int], names: Sequence[str]) -> int | None:
    return next((places[name] for name in names if name in places), None)


def _places(records: Sequence[Record], place: int | None, kind: int | None) -> Callable[[Record], Area]:
    """The place in words if it is named often enough to be no home, else its type, else “Other places”."""
    named = [Counter(_cell(record, one).casefold() for record in records) for one in (place, kind)]

    def area_of(record: Record) -> Area:
        for column, counts in zip((place, kind), named, strict=True):
            words = _cell(record, column)[:60]
            if words and counts[_cell(record, column).casefold()] >= LEAST:
                return words.casefold(), words
        return ELSEWHERE, ELSEWHERE

    return area_of


def _opened(raw: bytes, layouts: Sequence[Layout], what: str) -> tuple[Table, Mapping[str, int]]:
    try:
        table = read_table(raw)
    except TableRefused as refused:
        raise PlacesRefused(str(refused)) from None
    if layout_of(table.header) not in layouts:
        raise PlacesRefused(f"This is not {what}.", "Check its headings, or load it as what it is.")
    return table, {header_key(name): place for place, name in reversed(list(enumerate(table.header)))}


def _refuse_persons(table: Table, records: Sequence[Record], where: Collection[int]) -> None:
    """Bands of age and the sex may be counted. Nothing else about a patient may come at all."""
    for place, name in enumerate(table.header):
        if header_key(name) in (*_BAND, *_SEX) or place in where:
            continue
        if reason := reason_to_leave_out(name, [record.cells[place] for record in records[:500]]):
            raise PlacesRefused(
                f"The column “{name}” must not come: {reason}. Nothing was loaded.",
                "Ask the hospital for the anonymous file: date and time, place, weapon, band of age, sex.",
            )


def _load(
    source: CountSourceDraft,
    name: str,
    raw: bytes,
    records: Sequence[Record],
    read: Callable[[Record, int], _Counted],
    measure: str,
    by: Actor,
    at: datetime,
    crooked: Sequence[CountReject] = (),
) -> CountReport:
    batch = CountBatch(source, name, hashlib.sha256(raw).hexdigest(), len(raw), "records, counted", iter(()))
    held = month_totals(source.key)
    batch.rows = _counts(batch, records, read, measure, at.date(), held)
    batch.rows_read = len(records) + len(crooked)
    batch.rejects.extend(crooked)
    return load_counts(batch=batch, by=by, at=at)


def _counts(
    batch: CountBatch,
    records: Sequence[Record],
    read: Callable[[Record, int], _Counted],
    measure: str,
    today: date,
    held: Mapping[date, int],
) -> Iterator[CountRow]:
    by_month: dict[date, list[_Counted]] = {}
    for number, record in enumerate(records):
        try:
            one = read(record, number)
        except BadTime as bad:
            batch.rejects.append(CountReject(record.number, "date", str(bad.fault.label), ""))
            continue
        if one.month > today:
            batch.rejects.append(CountReject(record.number, "date", "The date lies in the future", ""))
        else:
            by_month.setdefault(one.month, []).append(one)
    for month, ones in sorted(by_month.items()):
        if len(ones) < PART * held.get(month, 0):
            batch.rejects.extend(_stray(one, len(ones), held[month]) for one in ones)
            continue
        totals = Counter((one.area, one.group, one.words) for one in ones)
        for ((code, area), group, words), total in sorted(totals.items()):
            yield CountRow(0, code, area, "", group, words, measure, month, total)


def _stray(one: _Counted, here: int, held: int) -> CountReject:
    """A few of last month's that came with this month's must not replace all that is held of it."""
    words = f"{one.month:%B %Y} is held with {held}, and this file has {here} of it: send that month whole"
    return CountReject(one.row, "date", words, "")


def _month(text: str, order: DateOrder) -> date:
    return read_moment(text, order).day.replace(day=1)


def _wards(records: Sequence[Record], places: Mapping[str, int], vintage: int) -> list[Area | None]:
    """The ward of each map point; none where there is no point, or it lies in no ward that is held."""
    x = places.get("longitude", places.get("locationlongitude"))
    y = places.get("latitude", places.get("locationlatitude"))
    points: list[tuple[int, float, float]] = [
        (index, pair[0], pair[1])
        for index, record in enumerate(records)
        if len(pair := numbers([_cell(record, x), _cell(record, y)])) == 2
    ]
    found: list[Area | None] = [None] * len(records)
    if not points:
        return found
    names = {area.code: area.name for area in areas_of(AreaKind.WARD, vintage)}
    east, north = to_grid_all([x for _, x, _ in points], [y for _, _, y in points])
    inside = [number for number, value in enumerate(east) if value == value]
    codes = locate(
        eastings=[float(east[number]) for number in inside], northings=[float(north[number]) for number in inside],
        kind=AreaKind.WARD, vintage=vintage,
    )  # fmt: skip
    for number, code in zip(inside, codes, strict=True):
        if code:
            found[points[number][0]] = (code, names[code])
    return found


def _cell(record: Record, place: int | None) -> str:
    return record.cells[place].strip() if place is not None else ""
