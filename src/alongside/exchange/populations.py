"""Populations as the Office for National Statistics publishes them: CSV, long or wide, to drafts.

Long: one count a row, with columns for area, year, sex, age and count. Wide: one area a row, with a column for
each band of age, and for each sex ("Persons_All-Ages", "Males_16-29", "Females_65+", or "All Ages", "0" … "90+").
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from alongside.areas.drafts import Batch, PopulationDraft, Reject
from alongside.areas.errors import AreaFileRefused
from alongside.areas.rules import OLDEST
from alongside.areas.states import Sex
from alongside.common.identifiers import gss_code
from alongside.exchange.official_files import (
    OPEN_GOVERNMENT_LICENCE,
    OfficialFile,
    Table,
    read_official,
    read_table,
    refuse_if_nothing_is_good,
    stated_year,
)

_AREA_COLUMNS = ("area_code", "area code", "areacode", "geography code", "gss_code", "code", "area codes", "area")
_YEAR_COLUMNS = ("year", "mid-year", "date")
_SEX_COLUMNS = ("sex", "gender")
_AGE_COLUMNS = ("age", "age group", "age band", "age_group", "age_band", "c_age_name")
_COUNT_COLUMNS = ("count", "population", "value", "obs_value", "observation", "persons")
_CODED = re.compile(
    r"(?:lsoa|msoa|wd|lad|oa)(\d\d)cd"
    r"|(?:lsoa|msoa|ward|lad|la) ?\(?(\d{4})\)? code"
    r"|(?:lsoa|msoa|ward|lad|la) code \((\d{4})\)"
)
_SEXES = {
    "": Sex.ALL, "all": Sex.ALL, "persons": Sex.ALL, "person": Sex.ALL, "total": Sex.ALL, "both": Sex.ALL,
    "p": Sex.ALL, "t": Sex.ALL, "f": Sex.FEMALE, "female": Sex.FEMALE, "females": Sex.FEMALE, "2": Sex.FEMALE,
    "m": Sex.MALE, "male": Sex.MALE, "males": Sex.MALE, "1": Sex.MALE,
}  # fmt: skip
_OF_ONE_SEX = re.compile(r"(persons?|all|males?|females?|[fmp])[ _:-]+(.+)")
_AGE = re.compile(
    r"(?:aged? )?(\d{1,3}) ?(?:(?:-|–|to) ?(\d{1,3})|(\+|(?:years )?and over|plus))?(?: ?years?(?: old)?)?"
)

Ages = tuple[int, int]


class _Cell(NamedTuple):
    place: int
    heading: str
    sex: Sex
    ages: Ages


def read_populations(
    path: Path,
    *,
    vintage: int | None = None,
    year: int | None = None,
    licence: str = OPEN_GOVERNMENT_LICENCE,
) -> Batch[PopulationDraft]:
    """Read a file of populations. Raises `AreaFileRefused` where its layout is none of the two.

    `vintage` is the year of the area codes, and may be left out where the heading tells it ("LSOA11CD"); `year`
    is the mid-year counted, and may be left out where the rows or the file's name ("mid2019") tell it.
    """
    file = read_official(path)
    table = read_table(file)
    area, coded_year = _area_column(table)
    of_codes = stated_year(vintage or coded_year, file, "its area codes are", "--vintage 2021")
    rejects = list(table.rejects)
    if table.column(*_AGE_COLUMNS) is not None:
        found = _long(table, area, year)
    else:
        found = _wide(file, table, area, year)
    drafts = _unrepeated(found, rejects)
    refuse_if_nothing_is_good(file, drafts, rejects)
    return Batch(file.name, file.sha256, licence, of_codes, drafts, sorted(rejects))


def age_band(text: str) -> Ages | None:
    """First and last year of age of '16-29', '90+', 'Aged 5 to 9 years', 'All Ages', '7'; None if it is no age."""
    words = " ".join(text.replace("_", " ").casefold().split())
    if words in {"all ages", "all-ages", "total", "all"}:
        return 0, OLDEST
    found = _AGE.fullmatch(words)
    if found is None:
        return None
    first = int(found[1])
    last = OLDEST if found[3] else int(found[2] or first)
    return (first, last) if first <= last <= OLDEST else None


def _area_column(table: Table) -> tuple[int, int | None]:
    for place, heading in enumerate(table.heading):
        if found := _CODED.fullmatch(heading.strip().casefold()):
            year = next(part for part in found.groups() if part)
            return place, int(year) + (2000 if len(year) == 2 else 0)
    return table.need("area's code", *_AREA_COLUMNS), None


Row = tuple[int, PopulationDraft | Reject]


def _long(table: Table, area: int, year: int | None) -> Iterator[Row]:
    ages, count = table.need("age", *_AGE_COLUMNS), table.need("count", *_COUNT_COLUMNS)
    sex, years = table.column(*_SEX_COLUMNS), table.column(*_YEAR_COLUMNS)
    if years is None and year is None:
        raise AreaFileRefused("The file has no column for the year. State it: --year 2019.")
    for row, cells in table.rows:
        band = age_band(cells[ages])
        of_sex = Sex.ALL if sex is None else _SEXES.get(cells[sex].strip().casefold())
        of_year = year if years is None else _year(cells[years])
        if band is None:
            yield row, Reject(row, table.heading[ages], f"“{cells[ages][:40]}” is not an age or a band of ages.")
        elif of_sex is None:
            yield row, Reject(row, table.heading[sex or 0], "The sex must be male, female or all.")
        elif of_year is None:
            yield row, Reject(row, table.heading[years or 0], "The year must be four digits, such as 2019.")
        else:
            cell = _Cell(count, table.heading[count], of_sex, band)
            yield row, _draft(row, cells, (table.heading[area], cells[area]), cell, of_year)


def _wide(file: OfficialFile, table: Table, area: int, year: int | None) -> Iterator[Row]:
    columns = [cell for place, heading in enumerate(table.heading) if (cell := _wide_column(place, heading))]
    if not columns:
        raise AreaFileRefused(
            f"{file.name} has neither a column for the age nor columns for bands of age such as “Persons_16-29”."
        )
    in_name = re.search(r"mid[-_ ]?((?:19|20)\d\d)", file.name.casefold())
    of_year = stated_year(year or (int(in_name[1]) if in_name else None), file, "its counts are", "--year 2019")
    for row, cells in table.rows:
        for column in columns:
            yield row, _draft(row, cells, (table.heading[area], cells[area]), column, of_year)


def _wide_column(place: int, heading: str) -> _Cell | None:
    plain = age_band(heading)
    if plain is not None:
        return _Cell(place, heading, Sex.ALL, plain)
    found = _OF_ONE_SEX.fullmatch(heading.strip().casefold())
    ages = age_band(found[2]) if found else None
    return _Cell(place, heading, _SEXES[found[1]], ages) if found and ages else None


def _year(text: str) -> int | None:
    found = re.fullmatch(r"(?:mid[- ]?)?((?:19|20)\d\d)(?:-\d\d-\d\d)?", text.strip().casefold())
    return int(found[1]) if found else None


def _draft(row: int, cells: Sequence[str], area: tuple[str, str], cell: _Cell, year: int) -> PopulationDraft | Reject:
    code = gss_code(area[1])
    if code.value is None:
        return Reject(row, area[0], code.problem or "")
    number = cells[cell.place].strip().replace(",", "")
    if not (number.isascii() and number.isdecimal()) or len(number) > 9:
        return Reject(row, cell.heading, "The count must be a whole number, not negative.")
    return PopulationDraft(code.value, cell.sex, *cell.ages, int(number), year)


def _unrepeated(found: Iterator[Row], rejects: list[Reject]) -> list[PopulationDraft]:
    """The good rows; a reject, and a count that was given before, goes to the rejects, once for a whole row."""
    seen: dict[tuple[object, ...], int] = {}
    drafts: list[PopulationDraft] = []
    told: set[tuple[int, str]] = set()
    for row, one in found:
        if isinstance(one, PopulationDraft):
            key = (one.area_code, one.sex, one.age_from, one.age_to, one.year)
            if key not in seen:
                seen[key] = row
                drafts.append(one)
                continue
            one = Reject(row, "area", f"{one.area_code} has this count already in row {seen[key]}.")
        if (one.row, one.field) not in told:
            told.add((one.row, one.field))
            rejects.append(one)
    return drafts
