from datetime import date
from itertools import pairwise

import pytest

from alongside.places.crime_types import TODAY, TYPE_SETS, CrimeType, breaks_in, crime_type, type_set


def test_there_are_fourteen_types_today():
    assert len(TODAY) == 14 == len(type_set(date(2024, 1, 1)).types)


@pytest.mark.parametrize(
    ("month", "name"),
    [
        (date(2010, 12, 1), "six types"),
        (date(2011, 8, 1), "six types"),
        (date(2011, 9, 1), "eleven types"),
        (date(2013, 4, 1), "eleven types"),
        (date(2013, 5, 1), "fourteen types"),
    ],
)
def test_each_month_has_the_set_of_types_then_in_use(month, name):
    assert type_set(month).name == name


def test_the_sets_follow_each_other_without_gap_or_overlap():
    for earlier, later in pairwise(TYPE_SETS):
        assert (later.since.year * 12 + later.since.month) - (earlier.until.year * 12 + earlier.until.month) == 1


def test_a_renamed_type_keeps_its_series_and_a_split_one_does_not():
    assert crime_type("Violent crime") == CrimeType.VIOLENCE
    assert crime_type("Public disorder and weapons") == CrimeType.DISORDER_AND_WEAPONS
    assert crime_type("Knife crime") is None


def test_a_series_that_crosses_a_change_of_its_type_has_a_break():
    whole = {"since": date(2011, 1, 1), "until": date(2014, 1, 1)}
    assert breaks_in(CrimeType.BURGLARY, **whole) == []
    assert len(breaks_in(CrimeType.OTHER_THEFT, **whole)) == 2
    assert breaks_in(CrimeType.WEAPONS, **whole)[0].startswith("May 2013")
    assert breaks_in(CrimeType.WEAPONS, since=date(2013, 5, 1), until=date(2020, 1, 1)) == []
