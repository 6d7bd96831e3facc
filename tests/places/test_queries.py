"""What is held, and the files that it came from."""

from datetime import date

import pytest

from alongside.places import queries
from alongside.places.crime_types import TODAY, CrimeType
from tests.places import street

pytestmark = pytest.mark.django_db


def test_nothing_is_held_at_first():
    assert queries.months_held() is None
    assert queries.files() == ([], queries.Page(1, 50, 0))
    assert queries.file(1) is None


def test_files_come_newest_first_with_what_became_of_their_rows(tmp_path):
    street.take_in(street.write(tmp_path / "old.csv", [street.row(1)]))
    street.take_in(street.write(tmp_path / "new.csv", [street.row(1), street.row(2, month="?")]))
    (new, old), page = queries.files()
    assert (new.name, old.name, page.total) == ("new.csv", "old.csv", 2)
    assert (new.rows_read, new.rows_held, new.rows_rejected) == (2, 1, 1)
    assert queries.months_held() == (date(2023, 5, 1), date(2023, 5, 1))
    assert queries.file(new.id) == new


def test_rejected_rows_are_paged_in_the_order_of_the_file(tmp_path):
    rows = [street.row(1), *(street.row(n, month="?") for n in range(2, 9))]
    (report,) = street.take_in(street.write(tmp_path / "a.csv", rows))
    last, page = queries.rejected_rows(report.file_id, page=99, size=3)
    assert page == queries.Page(3, 3, 7)
    assert [(reject.line, reject.column, reject.value) for reject in last] == [(9, "Month", "?")]
    assert last[0].reason == "The month must be written as 2024-05"


def test_a_type_that_was_given_up_is_offered_only_where_crimes_of_it_are_held(tmp_path):
    assert queries.types_held() == list(TODAY)
    old = street.row(1, month="2012-05", crime_type="Public disorder and weapons")
    street.take_in(street.write(tmp_path / "old.csv", [old]))
    assert queries.types_held()[-1] == CrimeType.DISORDER_AND_WEAPONS


def test_lsoas_are_named_as_the_publisher_names_them(tmp_path):
    street.take_in(street.write(tmp_path / "a.csv", [street.row(1)]))
    assert queries.lsoa_names(["E01999001", "E01999999"]) == {"E01999001": "Larkmere 001A"}
