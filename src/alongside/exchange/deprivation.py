"""The English Indices of Deprivation as the ministry publishes them: CSV, one small area a row, to drafts.

Read are the rank and the decile of the Index of Multiple Deprivation; 1 is the most deprived. Other columns (scores,
the domains) may be there and are passed over.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from alongside.areas.drafts import Batch, DeprivationDraft, Reject
from alongside.areas.errors import AreaFileRefused
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

_CODE = re.compile(r"lsoa code(?: ?\((\d{4})\))?|lsoa(\d\d)cd")
_RANK = re.compile(r"index of multiple deprivation \(imd\) rank.*|imd ?rank.*|rank")
_DECILE = re.compile(r"index of multiple deprivation \(imd\) decile.*|imd ?decile.*|decile")
_IN_NAME = re.compile(r"(?:iod|imd|id)[-_ ]?((?:19|20)\d\d)|((?:19|20)\d\d)[-_ ]?(?:iod|imd)")


def read_deprivation(
    path: Path, *, vintage: int | None = None, year: int | None = None, licence: str = OPEN_GOVERNMENT_LICENCE
) -> Batch[DeprivationDraft]:
    """Read a file of an index. Raises `AreaFileRefused` where its layout is another, or its ranks and deciles do not go
    together.

    `vintage` is the year of the area codes, and may be left out where the heading tells it (“LSOA code (2021)”); `year`
    is that of the index, and may be left out where the file's name does (“File_1_IoD2025.csv”).
    """
    file = read_official(path)
    table = read_table(file)
    area, coded = _area_column(table)
    rank, decile = _column(table, _RANK, "rank"), _column(table, _DECILE, "decile")
    of_codes = stated_year(vintage or coded, file, "its area codes are", "--vintage 2021")
    of_index = stated_year(year or _year_in(file), file, "the index is", "--year 2025")
    rejects, drafts = list(table.rejects), dict[str, DeprivationDraft]()
    for row, cells in table.rows:
        draft = _draft(row, cells, table.heading, (area, rank, decile), of_index)
        if isinstance(draft, DeprivationDraft) and draft.area_code in drafts:
            draft = Reject(row, table.heading[area], f"{draft.area_code} was in a row before.")
        if isinstance(draft, Reject):
            rejects.append(draft)
        else:
            drafts[draft.area_code] = draft
    refuse_if_nothing_is_good(file, list(drafts.values()), rejects)
    _refuse_if_turned_round(file, list(drafts.values()))
    return Batch(file.name, file.sha256, licence, of_codes, list(drafts.values()), sorted(rejects))


def _area_column(table: Table) -> tuple[int, int | None]:
    for place, heading in enumerate(table.heading):
        if found := _CODE.fullmatch(heading.strip().casefold()):
            year = found[1] or found[2]
            return place, (int(year) + (2000 if len(year) == 2 else 0)) if year else None
    raise AreaFileRefused("The file has no column for the small area. It should be called “LSOA code (2021)”.")


def _column(table: Table, name: re.Pattern[str], what: str) -> int:
    found = [place for place, heading in enumerate(table.heading) if name.fullmatch(heading.strip().casefold())]
    if len(found) != 1:
        said = "no column" if not found else f"{len(found)} columns"
        raise AreaFileRefused(
            f"The file has {said} for the {what} of the whole index. It should be called “Index of Multiple Deprivation "
            f"(IMD) {what.capitalize()} (where 1 is most deprived)”: take the file of ranks and deciles."
        )
    return found[0]


def _year_in(file: OfficialFile) -> int | None:
    found = _IN_NAME.search(file.name.casefold())
    return int(found[1] or found[2]) if found else None


def _draft(
    row: int, cells: Sequence[str], heading: Sequence[str], columns: tuple[int, int, int], year: int
) -> DeprivationDraft | Reject:
    area, rank, decile = columns
    code = gss_code(cells[area])
    if code.value is None:
        return Reject(row, heading[area], code.problem or "")
    standing, tenth = _whole(cells[rank]), _whole(cells[decile])
    if standing is None or standing < 1:
        return Reject(row, heading[rank], "The rank must be a whole number from 1.")
    if tenth is None or not 1 <= tenth <= 10:
        return Reject(row, heading[decile], "The decile must be a whole number from 1 to 10.")
    return DeprivationDraft(code.value, year, standing, tenth)


def _whole(text: str) -> int | None:
    number = text.strip().replace(",", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= 7 else None


def _refuse_if_turned_round(file: OfficialFile, drafts: Sequence[DeprivationDraft]) -> None:
    """A higher rank never lies in a lower decile. Where it does, one of the two columns counts from the other end."""
    ordered = sorted(drafts, key=lambda one: one.rank)
    for one, following in pairwise(ordered):
        if following.decile < one.decile:
            raise AreaFileRefused(
                f"{file.name}: {one.area_code} has rank {one.rank} and decile {one.decile}, {following.area_code} rank "
                f"{following.rank} and decile {following.decile}. In both, 1 must be the most deprived. Nothing was kept."
            )
