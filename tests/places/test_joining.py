"""What happens to a month that is held when another file brings it again."""

from datetime import date

import pytest

from alongside.exchange.police_uk_intake import Refused
from alongside.places.models import CrimeCount, CrimeFile, ForceMonth, RecordedCrime
from alongside.places.rules import joining, reason_not_to_replace
from alongside.places.states import FileResult, Joining
from tests.places import street

JULY, AUGUST = date(2023, 7, 1), date(2023, 8, 1)


@pytest.mark.parametrize(
    ("held", "held_extract", "incoming", "how"),
    [
        (False, None, None, Joining.ADD),
        (False, None, JULY, Joining.ADD),
        (True, None, None, Joining.MERGE),
        (True, JULY, None, Joining.MERGE),
        (True, None, JULY, Joining.MERGE),
        (True, JULY, JULY, Joining.MERGE),
        (True, JULY, AUGUST, Joining.REPLACE),
        (True, AUGUST, JULY, Joining.KEEP),
    ],
)
def test_the_newer_of_two_dated_extracts_stands_and_all_else_is_merged(held, held_extract, incoming, how):
    assert joining(held=held, held_extract=held_extract, incoming_extract=incoming) == how


def test_only_a_month_that_shrinks_by_a_fifth_is_doubted():
    assert reason_not_to_replace(held=1_000, incoming=800) is None
    assert reason_not_to_replace(held=99, incoming=1) is None
    assert reason_not_to_replace(held=1_000, incoming=799) == "it has 799 crimes where 1,000 are held"


def load(tmp_path, name, rows, **terms):
    (answer,) = street.take_in(street.write(tmp_path / f"{name}.csv", rows), **terms)
    return answer


def keys(**which):
    return RecordedCrime.objects.filter(**which).count()


@pytest.mark.django_db
def test_a_newer_extract_replaces_the_month_and_its_counts(tmp_path):
    load(tmp_path, "old", [street.row(n) for n in range(4)], extracted=JULY)
    report = load(tmp_path, "new", [street.row(n, crime_type="Robbery") for n in range(1, 6)], extracted=AUGUST)
    assert report.months[0].joining == Joining.REPLACE and report.months[0].replaced == 4
    assert keys() == 5 and keys(crime_type=3) == 0
    assert sum(CrimeCount.objects.filter(counting__kind="everywhere").values_list("total", flat=True)) == 5
    assert ForceMonth.objects.get().extracted == AUGUST


@pytest.mark.django_db
def test_an_older_extract_changes_nothing_and_says_so(tmp_path):
    load(tmp_path, "new", [street.row(1)], extracted=AUGUST)
    report = load(tmp_path, "old", [street.row(1), street.row(2)], extracted=JULY)
    assert (report.rows_added, report.rows_older) == (0, 2)
    assert keys() == 1 and ForceMonth.objects.get().crimes == 1


@pytest.mark.django_db
def test_an_extract_of_unknown_date_only_adds_what_is_missing(tmp_path):
    load(tmp_path, "one", [street.row(1), street.row(None), street.row(None)])
    report = load(tmp_path, "two", [street.row(2), street.row(1), street.row(None)])
    assert (report.rows_added, report.rows_held) == (1, 2)
    assert keys() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("months", [("2023-05", "2023-04"), ("2023-04", "2023-05")])
def test_a_crime_that_the_publisher_moved_to_another_month_is_counted_there_alone(tmp_path, months):
    before, after = months
    rest = [street.row(n, month=month) for n, month in ((8, "2023-04"), (9, "2023-05"))]
    load(tmp_path, "old", [*rest, street.row(1, month=before)], extracted=JULY)
    load(tmp_path, "new", [*rest, street.row(1, month=after)], extracted=AUGUST)
    assert keys() == 3
    assert dict(ForceMonth.objects.values_list("month", "crimes")) == {
        date.fromisoformat(f"{before}-01"): 1,
        date.fromisoformat(f"{after}-01"): 2,
    }


@pytest.mark.django_db
def test_a_moved_crime_leaves_the_old_month_even_when_that_month_is_not_in_the_newer_file(tmp_path):
    load(tmp_path, "old", [street.row(1, month="2023-04"), street.row(2, month="2023-04")], extracted=JULY)
    load(tmp_path, "new", [street.row(1, month="2023-05")], extracted=AUGUST)
    assert keys(force_month__month=date(2023, 4, 1)) == 1 and keys(force_month__month=date(2023, 5, 1)) == 1
    april = CrimeCount.objects.filter(counting__kind="everywhere", force_month__month=date(2023, 4, 1))
    assert sum(april.values_list("total", flat=True)) == 1


@pytest.mark.django_db
def test_a_newer_extract_that_looks_like_a_part_is_refused_unless_told_otherwise(tmp_path):
    load(tmp_path, "whole", [street.row(n) for n in range(200)], extracted=JULY)
    part = [street.row(n) for n in range(50)]
    refused = load(tmp_path, "part", part, extracted=AUGUST)
    assert isinstance(refused, Refused) and "50 crimes where 200 are held" in refused.why
    assert keys() == 200 and CrimeFile.objects.count() == 1
    assert load(tmp_path, "part", part, extracted=AUGUST, may_shrink=True).rows_added == 50
    assert keys() == 50


@pytest.mark.django_db
def test_a_file_loaded_without_its_date_may_be_given_it_later(tmp_path):
    rows = [street.row(1)]
    load(tmp_path, "old", rows)
    assert load(tmp_path, "old", rows, extracted=JULY).result == FileResult.HELD
    assert ForceMonth.objects.get().extracted == JULY
    load(tmp_path, "new", [street.row(2)], extracted=AUGUST)
    assert keys() == 1


@pytest.mark.django_db
def test_forces_months_are_apart_though_one_file_holds_them_all(tmp_path):
    rows = [street.row(None, reported_by=force, month=month) for force in "AB" for month in ("2023-04", "2023-05")]
    load(tmp_path, "all", rows)
    assert ForceMonth.objects.count() == 4
    assert set(ForceMonth.objects.values_list("crimes", flat=True)) == {1}
