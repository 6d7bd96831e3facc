"""Schools as Get Information about Schools publishes them: CSV of establishments, and of links between them.

The register comes in Windows-1252 with some 130 columns, of which a dozen are read. Shorter lists with at least
a URN and a name are read as well; what they leave out is kept as not stated.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from alongside.areas.drafts import Batch, Reject, SchoolDraft, SchoolLinkDraft
from alongside.areas.errors import OutsideGrid
from alongside.areas.grid import to_grid, to_lonlat
from alongside.areas.rules import sector_of, status_of
from alongside.areas.states import SchoolStatus
from alongside.common.identifiers import postcode, school_urn
from alongside.common.text import TextError, clean_line
from alongside.exchange.official_files import (
    OPEN_GOVERNMENT_LICENCE,
    Table,
    read_official,
    read_table,
    refuse_if_nothing_is_good,
    stated_year,
)


class Columns(NamedTuple):
    """Where each thing stands; None where the list does not have it."""

    urn: int
    name: int
    phase: int | None
    type_name: int | None
    status: int | None
    postcode: int | None
    easting: int | None
    northing: int | None
    longitude: int | None
    latitude: int | None
    la_code: int | None
    opened: int | None
    closed: int | None


def tells_links(path: Path) -> bool:
    """Whether the file is the register's list of links between schools: that has a column "LinkURN"."""
    return read_table(read_official(path)).column("LinkURN") is not None


def read_schools(path: Path, *, vintage: int, licence: str = OPEN_GOVERNMENT_LICENCE) -> Batch[SchoolDraft]:
    """Read a register of schools. `vintage` is the year of the extract.

    Raises `AreaFileRefused` where the column for the URN or the name is missing.
    """
    file = read_official(path)
    table = read_table(file)
    columns = _columns(table)
    rejects = list(table.rejects)
    schools: dict[str, SchoolDraft] = {}
    for row, cells in table.rows:
        draft = _school(row, cells, columns, table.heading, rejects)
        if draft is None:
            continue
        if draft.urn in schools:
            rejects.append(Reject(row, table.heading[columns.urn], f"{draft.urn} occurs already."))
        else:
            schools[draft.urn] = draft
    refuse_if_nothing_is_good(file, list(schools), rejects)
    year = stated_year(vintage, file, "it is", "--vintage 2024")
    return Batch(file.name, file.sha256, licence, year, list(schools.values()), sorted(rejects))


def _columns(table: Table) -> Columns:
    return Columns(
        urn=table.need("school's number", "URN"),
        name=table.need("school's name", "EstablishmentName", "SchoolName", "name", "school"),
        phase=table.column("PhaseOfEducation (name)", "Phase"),
        type_name=table.column("TypeOfEstablishment (name)", "Type"),
        status=table.column("EstablishmentStatus (name)", "Status"),
        postcode=table.column("Postcode"),
        easting=table.column("Easting"),
        northing=table.column("Northing"),
        longitude=table.column("Longitude", "lon", "lng"),
        latitude=table.column("Latitude", "lat"),
        la_code=table.column("LA (code)", "LA code"),
        opened=table.column("OpenDate"),
        closed=table.column("CloseDate"),
    )


class _Row:
    """One row being read: gives cells by column, and gathers what is wrong with it."""

    def __init__(self, row: int, cells: Sequence[str], heading: Sequence[str]) -> None:
        self._row, self._cells, self._heading = row, cells, heading
        self.problems: list[Reject] = []

    def text(self, place: int | None, most: int = 200) -> str:
        if place is None:
            return ""
        try:
            return clean_line(self._cells[place], most, "This")
        except TextError as error:
            self.wrong(place, str(error))
            return ""

    def wrong(self, place: int | None, problem: str) -> None:
        field = "whole row" if place is None else self._heading[place]
        self.problems.append(Reject(self._row, field, problem))

    def day(self, place: int | None) -> date | None:
        words = self.text(place)
        if not words:
            return None
        for layout in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"):
            try:
                return datetime.strptime(words, layout).date()  # noqa: DTZ007 (a day has no zone)
            except ValueError:
                continue
        self.wrong(place, "The date must be written like 31-08-2019.")
        return None

    def number(self, place: int | None) -> float | None:
        words = self.text(place)
        try:
            # The register writes 0 where it does not know the place.
            return float(words) or None if words else None
        except ValueError:
            self.wrong(place, "This must be a number, or empty.")
            return None


def _school(
    row: int, cells: Sequence[str], columns: Columns, heading: Sequence[str], rejects: list[Reject]
) -> SchoolDraft | None:
    this = _Row(row, cells, heading)
    urn = school_urn(this.text(columns.urn))
    if urn.problem:
        this.wrong(columns.urn, urn.problem)
    name = this.text(columns.name)
    if not name:
        this.wrong(columns.name, "The school has no name.")
    status = status_of(this.text(columns.status))
    if status is None:
        this.wrong(columns.status, "The status must be open, closed, proposed to open, or open but proposed to close.")
    code = _postcode(this, columns)
    easting, northing = _position(this, columns)
    type_name = this.text(columns.type_name, 100)
    draft = SchoolDraft(
        urn=urn.value or "",
        name=name,
        phase=this.text(columns.phase, 60),
        type_name=type_name,
        sector=sector_of(type_name),
        status=status or SchoolStatus.NOT_STATED,
        postcode=code,
        easting=easting,
        northing=northing,
        la_code=this.text(columns.la_code, 3),
        opened=this.day(columns.opened),
        closed=this.day(columns.closed),
    )
    rejects.extend(this.problems)
    return None if this.problems else draft


def _postcode(this: _Row, columns: Columns) -> str:
    words = this.text(columns.postcode)
    checked = postcode(words)
    if words and checked.value is None:
        this.wrong(columns.postcode, checked.problem or "")
    return checked.value or ""


def _position(this: _Row, columns: Columns) -> tuple[float | None, float | None]:
    easting, northing = this.number(columns.easting), this.number(columns.northing)
    longitude, latitude = this.number(columns.longitude), this.number(columns.latitude)
    try:
        if easting is not None and northing is not None:
            to_lonlat(easting, northing)
            return easting, northing
        if longitude is not None and latitude is not None:
            point = to_grid(longitude, latitude)
            return round(point.easting, 1), round(point.northing, 1)
    except OutsideGrid as error:
        this.wrong(columns.easting if columns.easting is not None else columns.longitude, str(error))
    return None, None


def read_school_links(path: Path, *, vintage: int, licence: str = OPEN_GOVERNMENT_LICENCE) -> Batch[SchoolLinkDraft]:
    """Read the register's links: each row says what the linked school is to the first one. Others than
    successors and predecessors are passed over.
    """
    file = read_official(path)
    table = read_table(file)
    first, second = table.need("school's number", "URN"), table.need("linked school's number", "LinkURN")
    kind = table.need("kind of link", "LinkType")
    rejects = list(table.rejects)
    found: dict[str, SchoolLinkDraft] = {}
    for row, cells in table.rows:
        one, other = school_urn(cells[first]), school_urn(cells[second])
        words = cells[kind].casefold()
        if one.value is None or other.value is None or one.value == other.value:
            field = table.heading[first if one.value is None else second]
            rejects.append(Reject(row, field, one.problem or other.problem or "A school cannot be linked to itself."))
            continue
        if "successor" not in words and "predecessor" not in words:
            continue
        before, after = (one.value, other.value) if "successor" in words else (other.value, one.value)
        draft = SchoolLinkDraft(row, before, after)
        if found.setdefault(before, draft).successor_urn != after:
            rejects.append(Reject(row, table.heading[second], f"{before} has another successor already: one is kept."))
    refuse_if_nothing_is_good(file, list(found), rejects)
    year = stated_year(vintage, file, "it is", "--vintage 2024")
    return Batch(file.name, file.sha256, licence, year, list(found.values()), sorted(rejects))
