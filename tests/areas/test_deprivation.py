"""An official index of deprivation: read, checked, kept once, the newest shown."""

import csv

import pytest

from alongside.areas import actions, queries
from alongside.areas.drafts import AreaDraft, DeprivationDraft
from alongside.areas.errors import AreaFileRefused
from alongside.areas.models import AreaSource, Deprivation
from alongside.areas.states import AreaKind
from alongside.audit.entries import Actor
from alongside.exchange.deprivation import read_deprivation
from alongside.exchange.official_intake import take_in_deprivation
from tests.areas.invented import AT, BOROUGH, keep, square

CODES = ("E01000001", "E01000002", "E01000003")
HEADING = (
    "LSOA code (2021)", "LSOA name (2021)", "Index of Multiple Deprivation (IMD) Score",
    "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",
    "Income Rank (where 1 is most deprived)",
)  # fmt: skip
ROWS = [
    (CODES[0], "A", "80.1", "12", "1", "9"),
    (CODES[1], "B", "20", "15,000", "5", "9"),
    (CODES[2], "C", "2", "33000", "10", "9"),
]


def written(tmp_path, rows=ROWS, heading=HEADING, name="File_7_IoD2025.csv"):
    path = tmp_path / name
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([heading, *rows])
    return path


def test_the_published_layout_is_read_with_the_years_it_tells(tmp_path):
    read = read_deprivation(written(tmp_path))
    assert (read.vintage, read.licence) == (2021, "Open Government Licence v3.0")
    assert read.rows[1] == DeprivationDraft(CODES[1], 2025, 15_000, 5) and not read.rejects


def test_a_year_that_nothing_tells_is_asked_for(tmp_path):
    with pytest.raises(AreaFileRefused, match="--year 2025"):
        read_deprivation(written(tmp_path, name="download.csv"))
    assert read_deprivation(written(tmp_path, name="download.csv"), year=2019).rows[0].year == 2019


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [(0, "W99", "code"), (3, "0", "from 1"), (3, "1.5", "from 1"), (4, "11", "from 1 to 10"), (0, CODES[0], "before")],
)
def test_a_row_that_cannot_be_meant_is_rejected_with_its_column(tmp_path, column, cell, problem):
    bad = list(ROWS[2])
    bad[column] = cell
    (reject,) = read_deprivation(written(tmp_path, [*ROWS[:2], bad])).rejects
    assert reject.row == 3 and reject.field == HEADING[column] and problem in reject.problem.lower()


def test_deciles_that_count_from_the_other_end_are_refused(tmp_path):
    turned = [(*row[:4], str(11 - int(row[4])), row[5]) for row in ROWS]
    with pytest.raises(AreaFileRefused, match="1 must be the most deprived"):
        read_deprivation(written(tmp_path, turned))


def test_a_file_without_the_index_says_which_to_take(tmp_path):
    with pytest.raises(AreaFileRefused, match="take the file of ranks and deciles"):
        read_deprivation(written(tmp_path, [row[:3] for row in ROWS], HEADING[:3]))


@pytest.mark.django_db
def test_it_is_kept_once_and_a_later_index_is_the_one_shown(tmp_path):
    lsoas = [AreaDraft(code, AreaKind.LSOA, code, BOROUGH, square(n, 0)) for n, code in enumerate(CODES)]
    keep(actions.load_boundaries, lsoas, vintage=2021)
    by = Actor.system("test")
    older = take_in_deprivation(written(tmp_path, name="imd2019.csv"), by=by, at=AT)
    newer = take_in_deprivation(written(tmp_path, [(CODES[0], "A", "1", "9000", "3", "1")]), by=by, at=AT)
    again = take_in_deprivation(written(tmp_path, name="imd2019.csv"), by=by, at=AT)
    assert (older.added, newer.added, again.loaded_before, Deprivation.objects.count()) == (3, 1, True, 4)
    held = queries.deprivation_of(AreaKind.LSOA, vintage=2021, parent_code=BOROUGH)
    assert (held.year, dict(held.deciles)) == (2025, {CODES[0]: 3})
    assert AreaSource.objects.filter(kind="deprivation").count() == 2
    assert queries.deprivation_of(AreaKind.LSOA, vintage=2011) is None
