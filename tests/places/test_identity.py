"""One crime is counted once, whatever is loaded and in whatever order."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.places.identity import crime_key, incident_key, point_key
from alongside.places.models import CrimeCount, CrimeFile, ForceMonth, RecordedCrime
from tests.places import street

STREETS = ["On or near Heron Walk", "On or near Otter Lane"]
incident = st.tuples(st.none(), st.sampled_from(["2023-05", "2023-06"]), st.sampled_from(STREETS))
crime = st.tuples(st.integers(1, 4), st.just("2023-05"), st.just(STREETS[0]))
some_files = st.lists(st.lists(st.one_of(incident, crime), max_size=8), min_size=1, max_size=3)


def stored():
    rows = RecordedCrime.objects.select_related("point", "force_month")
    return Counter((f"{each.force_month.month:%Y-%m}", each.point.location, each.crime_type) for each in rows)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=some_files, order=st.randoms(use_true_random=False))
def test_files_may_overlap_and_come_in_any_order(tmp_path, files, order):
    """Of incidents without an ID the larger number in any one file stands; a Crime ID counts once."""
    for table in (CrimeCount, RecordedCrime, ForceMonth, CrimeFile):
        table.objects.all().delete()
    paths = [
        street.write(
            tmp_path / f"{number}.csv",
            [street.row(name, month=month, location=location) for name, month, location in rows],
        )
        for number, rows in enumerate(files)
    ]
    order.shuffle(paths)
    street.take_in(*paths, *paths)
    expected = Counter()
    for rows in files:
        expected |= Counter((month, location, 1) for name, month, location in rows if name is None)
    named = {(name, month, location) for rows in files for name, month, location in rows if name is not None}
    expected += Counter((month, location, 3) for _, month, location in named)
    assert stored() == expected
    assert sum(count.total for count in CrimeCount.objects.filter(counting__kind="everywhere")) == expected.total()


def test_a_crime_id_is_the_same_however_its_digits_are_written():
    identifier = street.crime_id(1)
    assert crime_key(identifier) == crime_key(identifier.upper())
    assert crime_key(identifier) != crime_key(street.crime_id(2))


def test_an_identifier_that_is_no_hash_is_told_apart_all_the_same():
    assert crime_key("YY/12345") != crime_key("YY/12346")
    assert crime_key("z" * 64) != crime_key("y" * 64)


def test_parts_of_a_key_cannot_run_into_each_other():
    assert point_key(1, 23, "x") != point_key(12, 3, "x")
    assert incident_key(date(2023, 5, 1), "A", 1, None) != incident_key(date(2023, 5, 1), "A", 1, 0)


@pytest.mark.django_db
def test_thirteen_copies_of_one_crime_in_a_file_are_one_crime(tmp_path):
    rows = [street.row(7)] * 13 + [street.row(None)] * 13
    (report,) = street.take_in(street.write(tmp_path / "a.csv", rows))
    assert (report.rows_read, report.rows_added, report.rows_repeated) == (26, 14, 12)
