"""The invented schools and the days on which they are open."""

from collections import Counter
from datetime import date

import pytest

from alongside.areas.rules import sector_of
from alongside.areas.states import SchoolSector
from alongside.demo.cast import LEAD_SCHOOL, SECOND_SCHOOL
from alongside.demo.schools import PRIMARY, schools


def named(name):
    return next(school for school in schools() if school.name == name)


def test_there_are_forty_with_one_independent_and_one_of_alternative_provision():
    sectors = Counter(sector_of(school.type_name) for school in schools())
    assert len(schools()) == 40
    assert sectors[SchoolSector.INDEPENDENT] == sectors[SchoolSector.ALTERNATIVE] == 1
    assert Counter(school.phase for school in schools())[PRIMARY] == 28


def test_the_schools_of_the_cast_are_among_them():
    assert named(LEAD_SCHOOL).phase == named(SECOND_SCHOOL).phase == "Secondary"


@pytest.mark.parametrize("year", range(2012, 2027))
def test_every_school_has_a_calendar_that_holds_together_in_every_year(year):
    for school in schools():
        calendar = school.terms(year, year + 1)
        days = sum(calendar.is_school_day(day) for term in calendar.terms[:3] for day in term.days())
        assert 170 <= days <= 195


def test_half_term_and_inset_days_are_shut():
    calendar = named(LEAD_SCHOOL).terms(2026, 2026)
    assert calendar.is_school_day(date(2026, 10, 23)) and not calendar.is_school_day(date(2026, 10, 28))
    assert not calendar.is_school_day(date(2026, 12, 25))
    assert len(calendar.inset_days) == 3


def test_the_independent_school_has_longer_holidays():
    independent = next(school for school in schools() if school.is_independent)
    assert independent.terms(2026, 2026).terms[0].last_day < named(LEAD_SCHOOL).terms(2026, 2026).terms[0].last_day
