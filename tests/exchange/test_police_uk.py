"""Reading the rows of a street file."""

import io
from datetime import date

import pytest

from alongside.exchange.police_uk import COLUMNS, LayoutRefused, StreetReader
from alongside.places.crime_types import CrimeType
from alongside.places.states import Fault
from tests.places import street

# One for all, as it is for all files of a run.
READER = StreetReader(latest=date(2024, 6, 1))


def read(rows, header=COLUMNS):
    chunks = list(READER.read(io.StringIO(street.text(rows, header), newline="")))
    return [row for chunk in chunks for row in chunk.rows], [bad for chunk in chunks for bad in chunk.rejections]


def test_a_published_row_becomes_one_crime():
    (crime,), rejections = read([street.row()])
    assert not rejections
    assert (crime.month, crime.force, crime.crime_type) == (date(2023, 5, 1), street.FORCE, CrimeType.BURGLARY)
    assert (crime.lsoa, crime.outcome, crime.has_id) == ("E01999001", "Under investigation", True)


def test_a_row_without_place_is_a_crime_all_the_same():
    (crime,), _ = read([street.row(longitude="", latitude="", location="No Location", lsoa_code="", lsoa_name="")])
    assert crime.point is None and crime.lsoa is None


@pytest.mark.parametrize("old", ["Violent crime", "violence and sexual offences"])
def test_old_names_of_types_are_known(old):
    (crime,), _ = read([street.row(crime_type=old)])
    assert crime.crime_type == CrimeType.VIOLENCE


@pytest.mark.parametrize(
    ("changed", "column", "fault"),
    [
        ({"crime_id": "=cmd|' /C calc'!A0"}, "Crime ID", Fault.FORMULA),
        ({"month": "05/2023"}, "Month", Fault.MONTH),
        ({"month": "2023-13"}, "Month", Fault.MONTH),
        ({"month": "2024-07"}, "Month", Fault.FUTURE),
        ({"month": "2010-11"}, "Month", Fault.BEFORE_SERIES),
        ({"reported_by": " "}, "Reported by", Fault.FORCE),
        ({"longitude": "east"}, "Longitude", Fault.NUMBER),
        ({"longitude": "=1+1"}, "Longitude", Fault.FORMULA),
        ({"latitude": "nan"}, "Latitude", Fault.OUTSIDE),
        ({"latitude": ""}, "Longitude", Fault.HALF_PLACE),
        ({"longitude": "51.5", "latitude": "-0.12"}, "Longitude", Fault.SWAPPED),
        ({"longitude": "0", "latitude": "0"}, "Longitude", Fault.OUTSIDE),
        ({"location": "@SUM(A1)"}, "Location", Fault.FORMULA),
        ({"location": "a\x00b"}, "Location", Fault.CONTROL),
        ({"location": "x" * 201}, "Location", Fault.TOO_LONG),
        ({"lsoa_code": "Waltham"}, "LSOA code", Fault.LSOA),
        ({"crime_type": "Knife crime"}, "Crime type", Fault.TYPE),
    ],
)
def test_a_bad_cell_rejects_its_row_and_names_the_column(changed, column, fault):
    crimes, rejections = read([street.row(1), street.row(2, **changed), street.row(3)])
    assert len(crimes) == 2
    assert [(bad.line, bad.column, bad.fault) for bad in rejections] == [(3, column, fault)]
    assert rejections[0].raw.startswith(next(iter(changed.values()))[:1]) or street.FORCE in rejections[0].raw


def test_every_bad_cell_of_a_row_is_named():
    _, rejections = read([street.row(month="May", crime_type="Mischief", longitude="?")])
    assert {bad.column for bad in rejections} == {"Month", "Crime type", "Longitude"}


def test_a_row_with_a_cell_too_many_is_rejected_whole():
    crimes, (bad,) = read([[*street.row(), "more"], street.row(2)])
    assert len(crimes) == 1
    assert (bad.line, bad.fault, bad.value) == (2, Fault.CELLS, "13 cells, not 12")


def test_columns_may_stand_in_another_order_with_others_between():
    names = [*reversed(COLUMNS), "Neighbourhood"]
    (crime,), rejections = read([[*reversed(street.row()), "N1"]], header=names)
    assert not rejections and crime.lsoa == "E01999001"


def test_a_changed_header_is_refused_by_naming_what_is_missing():
    header = ["LSOA" if name == "LSOA code" else name for name in COLUMNS]
    with pytest.raises(LayoutRefused, match="it lacks the column LSOA code"):
        read([street.row()], header=header)


@pytest.mark.parametrize("first_line", [["a", "b"], []])
def test_a_file_of_something_else_is_refused_with_the_columns_expected(first_line):
    with pytest.raises(LayoutRefused, match="The columns must be: Crime ID, Month"):
        read([], header=first_line)


def test_a_missing_quotation_mark_is_refused_with_its_line():
    broken = street.text([street.row(1)]) + '"' + "x" * 200_000
    with pytest.raises(LayoutRefused, match=r"line 3 .* quotation mark"):
        list(READER.read(io.StringIO(broken, newline="")))


def test_many_distinct_places_are_read_rightly_when_memory_of_them_is_cleared(monkeypatch):
    monkeypatch.setattr("alongside.exchange.police_uk_cells.REMEMBERED", 10)
    monkeypatch.setattr("alongside.exchange.police_uk.REMEMBERED", 10)
    rows = [street.row(n, location=f"On or near Invented Street {n % 40}") for n in range(200)]
    crimes, rejections = read(rows)
    assert not rejections
    assert len({crime.point for crime in crimes}) == 40


def test_each_file_brings_the_points_of_its_own_rows_though_another_brought_them_before():
    lines = street.text([street.row(1), street.row(2)])
    for _ in range(2):
        (chunk,) = READER.read(io.StringIO(lines, newline=""))
        assert [point.key for point in chunk.points] == [chunk.rows[0].point]
        assert chunk.lsoa_names == {"E01999001": "Larkmere 001A"}


def test_a_rejected_row_brings_no_point():
    (chunk,) = READER.read(io.StringIO(street.text([street.row(1, crime_type="Mischief")]), newline=""))
    assert chunk.points == [] and chunk.lsoa_names == {}
