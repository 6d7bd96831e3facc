"""A count says what it counts, of where and when, against what, and how sure it is."""

from datetime import date

import pytest

from alongside.places import measures, queries
from alongside.places.crime_types import CrimeType
from alongside.places.measures import Scope
from tests.places import street

pytestmark = pytest.mark.django_db
MARCH, MAY = date(2023, 3, 1), date(2023, 5, 1)


def counting(kind):
    return next(each.id for each in queries.countings() if each.kind == kind)


def scope(first=MARCH, last=MAY, kind="everywhere", **more):
    return Scope(counting(kind), first, last, **more)


def load(tmp_path, counts, **changed):
    """So many burglaries in each month."""
    number = iter(range(1_000_000))
    rows = [street.row(next(number), month=month, **changed) for month, count in counts.items() for _ in range(count)]
    street.take_in(street.write(tmp_path / f"{len(list(tmp_path.iterdir()))}.csv", rows))


def test_a_month_without_a_file_is_a_gap_and_not_a_zero(tmp_path):
    load(tmp_path, {"2023-03": 5, "2023-05": 7})
    months = measures.by_month(scope())
    assert [month.total for month in months] == [5, None, 7]
    assert months[1].missing == (street.FORCE,)


def test_a_month_that_is_held_without_such_a_crime_is_a_zero(tmp_path):
    load(tmp_path, {"2023-03": 5, "2023-04": 1})
    robberies = measures.by_month(scope(last=date(2023, 4, 1), crime_type=CrimeType.ROBBERY))
    assert [month.total for month in robberies] == [0, 0]


def test_a_small_forces_missing_month_makes_no_gap(tmp_path):
    load(tmp_path, {"2023-03": 50, "2023-04": 50, "2023-05": 50})
    rows = [street.row(900 + n, month="2023-03", reported_by="Transport Police") for n in range(3)]
    street.take_in(street.write(tmp_path / "transport.csv", rows))
    assert [month.missing for month in measures.by_month(scope())] == [(), (), ()]


def test_a_total_has_its_exact_interval_and_its_sources(tmp_path):
    load(tmp_path, {"2023-03": 5, "2023-04": 4, "2023-05": 6})
    figure = measures.figure(scope())
    assert (figure.total, round(figure.interval.low, 3), round(figure.interval.high, 3)) == (15, 8.395, 24.740)
    assert figure.definition.version == 1 and not figure.gaps
    (source,) = figure.sources
    assert (source.force, source.months, source.extracted) == (street.FORCE, 3, None)


def test_a_total_is_compared_with_the_same_months_a_year_earlier(tmp_path):
    load(tmp_path, {"2022-03": 30, "2022-04": 20, "2023-03": 20, "2023-04": 11, "2023-05": 9})
    compared = measures.figure(scope(last=date(2023, 4, 1))).comparison
    assert (compared.total, compared.first_month) == (50, date(2022, 3, 1))
    assert compared.ratio.per_cent_change == pytest.approx(-38.0)
    assert compared.ratio.interval.low < 0.62 < compared.ratio.interval.high


def test_no_change_is_reckoned_across_a_gap(tmp_path):
    load(tmp_path, {"2022-03": 30, "2022-05": 30, "2023-03": 20, "2023-04": 20, "2023-05": 20})
    figure = measures.figure(scope())
    assert figure.comparison is None and "a year earlier not all are held" in figure.why_no_comparison


def test_counts_below_ten_are_compared_without_a_percentage(tmp_path):
    load(tmp_path, {"2022-03": 9, "2023-03": 40})
    compared = measures.figure(scope(last=MARCH)).comparison
    assert compared.total == 9 and compared.ratio is None


def test_types_come_most_frequent_first(tmp_path):
    load(tmp_path, {"2023-03": 2})
    load(tmp_path, {"2023-03": 3}, crime_id="", crime_type="Robbery")
    counted = measures.by_type(scope(last=MARCH))
    assert [(count.crime_type, count.total) for count in counted] == [(CrimeType.ROBBERY, 3), (CrimeType.BURGLARY, 2)]


def test_crimes_without_a_place_stand_apart_and_nothing_is_lost(tmp_path):
    load(tmp_path, {"2023-03": 3})
    load(tmp_path, {"2023-03": 2}, crime_id="", longitude="", latitude="", lsoa_code="")
    areas = measures.by_area(scope(last=MARCH, kind="lsoa"))
    assert [(area.code, area.total) for area in areas] == [("E01999001", 3), ("", 2)]
    assert measures.figure(scope(last=MARCH)).total == 5


def test_an_area_without_a_crime_is_listed_when_it_is_asked_for(tmp_path):
    load(tmp_path, {"2023-03": 3})
    areas = measures.by_area(scope(last=MARCH, kind="lsoa", areas=frozenset({"E01999001", "E01999002"})))
    assert [(area.code, area.total) for area in areas] == [("E01999001", 3), ("E01999002", 0)]
    assert areas[1].interval.high == pytest.approx(3.689, abs=0.001)


def test_a_change_of_types_inside_the_period_is_told(tmp_path):
    load(tmp_path, {"2013-04": 1, "2013-05": 1})
    spring = measures.figure(scope(date(2013, 4, 1), date(2013, 5, 1), crime_type=CrimeType.WEAPONS))
    assert spring.breaks[0].startswith("May 2013")
    assert not measures.figure(scope(date(2013, 4, 1), date(2013, 5, 1), crime_type=CrimeType.ROBBERY)).breaks


def test_a_forces_change_of_recording_system_is_told(tmp_path):
    load(tmp_path, {"2024-01": 5, "2024-02": 5}, reported_by="Metropolitan Police Service")
    figure = measures.figure(scope(date(2024, 1, 1), date(2024, 2, 1)))
    assert figure.breaks[0].startswith("February 2024: the Metropolitan Police")
    assert not measures.figure(scope(date(2024, 1, 1), date(2024, 1, 1))).breaks
