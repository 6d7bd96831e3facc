"""What became of crimes: the last decision counts, what is open is said, time counts those that wait."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.places import queries
from alongside.places.measures import Scope
from alongside.places.outcome_measures import outcome_figure
from alongside.places.outcome_states import Course, course_of
from tests.places import street

MAY, JUNE = date(2023, 5, 1), date(2023, 6, 1)


def loaded(tmp_path, rows, decisions=()):
    street.take_in(street.write(tmp_path / "street.csv", rows))
    if decisions:
        street.take_in(street.decisions(tmp_path / "outcomes.csv", list(decisions)))


def figure(first=MAY, last=MAY, **more):
    everywhere = next(each.id for each in queries.countings() if each.kind == "everywhere")
    return outcome_figure(Scope(everywhere, first, last, **more))


def counts(found):
    return {one.course: one.share.count for one in found.courses}


@pytest.mark.django_db
def test_the_last_decision_counts_and_without_a_history_the_street_file(tmp_path):
    rows = [street.row(1), street.row(2), street.row(3, last_outcome_category="Local resolution"), street.row(None)]
    decided = [
        street.decision(1, "Unable to prosecute suspect", month="2023-05"), street.decision(1, "Suspect charged"),
        street.decision(1, "Offender sent to prison", month="2023-07"),
    ]  # fmt: skip
    loaded(tmp_path, rows, decided)
    found = figure()
    assert found.crimes == 3  # anti-social behaviour has no outcomes
    assert counts(found) == {Course.CHARGED: 1, Course.OUT_OF_COURT: 1, Course.OPEN: 1}
    assert (found.months[0].charged, found.months[0].open) == (1, 1)


@pytest.mark.django_db
def test_a_share_has_its_interval_and_the_year_before(tmp_path):
    rows = [
        street.row(n, last_outcome_category="Suspect charged" if n < 2 else "Under investigation") for n in range(20)
    ]
    before = [street.row(100 + n, month="2022-05", last_outcome_category="Offender fined") for n in range(10)]
    loaded(tmp_path, rows + before)
    found = figure()
    charged = found.share(Course.CHARGED)
    assert (charged.count, charged.of, found.earlier.count, found.earlier.of) == (2, 20, 10, 10)
    assert charged.interval.low == pytest.approx(0.0123, abs=1e-4)
    assert found.known_until is None and found.time is None


@pytest.mark.django_db
def test_time_to_an_outcome_counts_those_still_open_and_needs_every_month(tmp_path):
    decided = [street.decision(n, "Suspect charged", month=f"2023-{5 + n % 3:02}") for n in range(9)]
    loaded(tmp_path, [street.row(n) for n in range(12)], decided)
    found = figure()
    assert found.known_until == date(2023, 7, 1) and found.missing == ()
    assert (found.time.crimes, found.time.open, found.time.median) == (12, 3, 1.5)
    assert figure(first=date(2023, 4, 1)).missing == (date(2023, 4, 1),)
    assert figure(first=date(2023, 4, 1)).time is None


@pytest.mark.django_db
def test_a_month_without_a_street_file_is_a_gap(tmp_path):
    loaded(tmp_path, [street.row(1)])
    assert [one.crimes for one in figure(last=JUNE).months] == [1, None]


@given(st.text(max_size=60))
def test_an_outcome_that_nobody_knows_is_another_outcome_and_never_a_charge(words):
    known = course_of(words) in (Course.OTHER, Course.OPEN)
    assert known or words.strip().casefold() in {"local resolution", "suspect charged", "offender fined"}
    assert course_of(None) is course_of("") is Course.OPEN
    assert course_of(" Suspect Charged ") is Course.CHARGED
