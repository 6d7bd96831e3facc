"""Tables of the Metropolitan Police: counts by area and month, wide (a column for each month) or long (a row each).

The published headings have changed over the years, so that a column is known by what its heading says: its letters
and digits, whatever their case and spaces.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.exchange.tables import header_key
from alongside.places.count_drafts import CountBatch, CountReject, CountRow, CountSourceDraft

LICENCE = (
    "Contains public sector information of the Metropolitan Police Service, licensed under the Open Government "
    "Licence v2.0 (London Datastore)"
)
PUBLISHER, FORCE = "Metropolitan Police Service", "Metropolitan Police Service"
OFFENCES = "Offences"
_MONTH = re.compile(r"(20\d{2}|19\d{2})[-_/]?(0[1-9]|1[0-2])")
_CODE = re.compile(r"[EW]\d{8}")
_WARD = ("wardcode2022", "wardcode2018", "wardcode", "lookupwardcode", "lookupwardcode2018")
_WARD_NAME = ("wardname", "lookupwardname")
_LSOA = {"lsoa21cd": 2021, "lsoacode2021": 2021, "lsoa11cd": 2011, "lsoacode2011": 2011, "lsoacode": 0}
_LSOA_NAME = ("lsoa21nm", "lsoa11nm", "lsoaname")
_BOROUGH = ("borough", "boroughname", "lookupboroughname", "lookupboroughname1", "boroughsnt")
_MAJOR = ("major", "majortext", "majorcategory", "crimetype")
_MINOR = ("minor", "minortext", "minorcategory", "crimesubtype")
_COUNT = ("count", "crimecount", "value")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the cells of a row stand. `months`: the columns of a wide table; else `month` and `count` of a long one."""

    code: int | None
    name: int | None
    parent: int | None
    major: int
    minor: int | None
    measure: int | None
    area_type: int | None
    month: int | None
    count: int | None
    months: Mapping[int, date]
    kind: str
    vintage: int


def columns_of(header: Sequence[str]) -> Columns | None:
    """None where the header is of no such table."""
    keys = {header_key(name): place for place, name in reversed(list(enumerate(header)))}
    months = {place: found for place, name in enumerate(header) if (found := month_of(name)) is not None}
    major = _first(keys, _MAJOR)
    is_long = "month" in keys and _first(keys, _COUNT) is not None
    if major is None or not (len(months) >= 2 or is_long):
        return None
    kind, vintage, code, name = _area(keys, header)
    return Columns(
        code=code,
        name=name,
        parent=_first(keys, _BOROUGH) if kind != "borough" or "areatype" in keys else None,
        major=major,
        minor=_first(keys, _MINOR),
        measure=keys.get("measure"),
        area_type=keys.get("areatype"),
        month=None if months else keys.get("month"),
        count=None if months else _first(keys, _COUNT),
        months=months,
        kind=kind,
        vintage=vintage,
    )


def is_yearly(header: Sequence[str]) -> bool:
    keys = {header_key(name) for name in header}
    return "year" in keys and "month" not in keys and bool(keys & set(_COUNT))


def sources_of(columns: Columns) -> Mapping[str, CountSourceDraft]:
    """By kind of area, whose counts they are: a table of several kinds of area is several sources, never one sum."""
    if columns.area_type is not None:
        return {
            "borough": _source("mps:knife:borough", "Knife crime by borough", "borough", 0, "knife crimes", True),
            "ward": _source("mps:knife:ward", "Knife crime by neighbourhood team", "ward", 2022, "knife crimes", True),
        }
    vintage = f":{columns.vintage}" if columns.vintage else ""
    words = {"ward": "ward", "lsoa": "LSOA", "borough": "borough"}[columns.kind]
    name = f"Metropolitan Police recorded crime by {words}{f' ({columns.vintage})' if vintage else ''}"
    key = f"mps:{columns.kind}{vintage}"
    return {columns.kind: _source(key, name, columns.kind, columns.vintage, "recorded crimes")}


def rows_of(
    columns: Columns, records: Iterable[tuple[int, Sequence[str]]], kind: str, batch: CountBatch
) -> Iterator[CountRow]:
    """The counts of one kind of area; what cannot be read goes to the rejects of the batch, by row and column."""
    batch.months.update(columns.months.values())
    for number, cells in records:
        if columns.area_type is not None and kind_of_area(cells[columns.area_type]) != kind:
            continue
        batch.rows_read += 1
        try:
            yield from _row(columns, number, cells, batch)
        except _Bad as bad:
            batch.rejects.append(CountReject(number, bad.column, bad.reason, bad.value[:80]))


def kind_of_area(text: str) -> str:
    return "borough" if header_key(text) == "borough" else "ward"


def month_of(text: str) -> date | None:
    found = _MONTH.fullmatch(text.strip())
    return date(int(found[1]), int(found[2]), 1) if found else None


class _Bad(Exception):
    def __init__(self, column: str, reason: str, value: str) -> None:
        self.column, self.reason, self.value = column, reason, value


def _row(columns: Columns, number: int, cells: Sequence[str], batch: CountBatch) -> Iterator[CountRow]:
    code, name, parent = (_cell(cells, place) for place in (columns.code, columns.name, columns.parent))
    code = code or name
    if not code:
        raise _Bad("area", "The area is missing: fill in its code or name", "")
    group, words = _cell(cells, columns.major), _cell(cells, columns.minor)
    if columns.area_type is not None:
        group, words = words or group, ""  # these groups hold one another: they are never summed
    if not group:
        raise _Bad("major category", "The kind of offence is missing: fill it in", "")
    measure = _cell(cells, columns.measure) or OFFENCES
    for month, text in _counts(columns, cells):
        if text not in ("", "0"):
            yield CountRow(number, code, name or code, parent, group, words, measure, month, _whole(text, month))
        batch.months.add(month)


def _counts(columns: Columns, cells: Sequence[str]) -> Iterator[tuple[date, str]]:
    if columns.months:
        for place, month in columns.months.items():
            yield month, _cell(cells, place)
        return
    text = _cell(cells, columns.month)
    month = month_of(text[:7])
    if month is None:
        raise _Bad("month", "The month must be written like 2024-05", text)
    yield month, _cell(cells, columns.count)


def _whole(text: str, month: date) -> int:
    if text.isascii() and text.isdecimal():
        return int(text)
    number = text.replace(",", "").removesuffix(".0")
    if number.isascii() and number.isdecimal():
        return int(number)
    raise _Bad(f"{month:%Y%m}", "The count is no whole number: mend the cell", text)


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _area(keys: Mapping[str, int], header: Sequence[str]) -> tuple[str, int, int | None, int | None]:
    """Kind and vintage of the areas, and the columns of their code and name."""
    lsoa = next((key for key in _LSOA if key in keys), None)
    if lsoa:
        return "lsoa", _LSOA[lsoa], keys[lsoa], _first(keys, _LSOA_NAME)
    if (ward := next((key for key in _WARD if key in keys), None)) is not None:
        year = re.search(r"20\d{2}", header[keys[ward]])
        return "ward", int(year[0]) if year else 0, keys[ward], _first(keys, _WARD_NAME)
    if (name := _first(keys, _WARD_NAME)) is not None:
        return "ward", 0, None, name
    code = keys.get("areacode", keys.get("boroughcode"))
    return "borough", 0, code, _first(keys, ("areaname", *_BOROUGH))


def _first(keys: Mapping[str, int], names: Sequence[str]) -> int | None:
    return next((keys[name] for name in names if name in keys), None)


def _source(key: str, name: str, kind: str, vintage: int, noun: str, kinds_overlap: bool = False) -> CountSourceDraft:
    return CountSourceDraft(
        key, name, PUBLISHER, LICENCE, kind, noun, vintage, force=FORCE, kinds_overlap=kinds_overlap
    )
