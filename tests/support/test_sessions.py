"""Sessions on a phone: planned, held, missed; what the worker does next; never a judgement of the child."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.partners.errors import Invalid, Refused
from alongside.support.actions.cases import write_entry
from alongside.support.actions.contracts import change_contract
from alongside.support.actions.sessions import drop_session, finish_step, plan_session
from alongside.support.attendance import Came, choices_for, why_not_attendance
from alongside.support.models import CaseEntry, CaseSession, ClockRun, NextStep
from alongside.support.queries import session_boards
from alongside.support.queries.outcomes import support_page
from alongside.support.queries.session_boards import session_board
from alongside.support.queries.sessions import session_asked
from tests.cast import NOW, later
from tests.providers import ANSWERS, contract, make_provider_world, moved, referred, session, supported, terms


@pytest.fixture
def world(cast):
    return make_provider_world(cast)


@pytest.fixture
def case(world):
    return supported(world)


def planned(world, case, key=None, **when):
    return plan_session(
        reference=case.reference, key=key or uuid4(), starts_at=later(**(when or {"hours": 2})), strand="safety",
        place="The library", by=world.viewer("youth_worker"), at=NOW,
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(born=st.dates(date(1990, 1, 1), date(2020, 1, 1)), day=st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_of_a_child_nobody_can_say_that_she_did_not_attend(born, day):
    is_child = date(day.year - 18, day.month, min(day.day, 28)) < born
    offered = dict(choices_for(born, day))
    assert not (is_child and Came.NO in offered)
    assert (Came.NO in offered) != (Came.NOT_BROUGHT in offered)
    assert all(why_not_attendance(code, "travel", born, day) is None for code in offered)


def test_whose_birthday_is_not_known_is_treated_as_a_child():
    assert Came.NO not in dict(choices_for(None, NOW.date()))


def test_while_support_is_paused_no_session_is_offered(world, case):
    moved(world, case, "pause")
    (row,) = session_board(world.viewer("youth_worker")).cases
    assert row.reference == case.reference and not row.may_write
    assert not session_asked(world.viewer("youth_worker"), case.reference).is_open
    assert not support_page(world.viewer("youth_worker"), case.reference).may_write
    moved(world, case, "resume")
    assert session_board(world.viewer("youth_worker")).cases[0].may_write


def test_a_session_enters_once_however_often_it_is_sent(world, case):
    key = uuid4()
    first, second = (session(world, case, key=key) for _ in range(2))
    assert first == second and CaseEntry.objects.filter(use="session").count() == 1


def test_a_planned_session_leaves_the_list_when_it_is_written_down(world, case):
    one = planned(world, case)
    board = session_board(world.viewer("youth_worker"))
    assert [row.id for row in board.to_come] == [one.pk] and board.to_come[0].child.name == "Amina Okafor-Lindqvist"
    late = session_board(world.viewer("youth_worker", later(hours=3)))
    assert [row.id for row in late.to_write] == [one.pk]
    session(world, case, key=one.pk)
    assert session_board(world.viewer("youth_worker", later(hours=3))).to_write == ()


def test_planning_twice_with_one_key_plans_once(world, case):
    key = uuid4()
    planned(world, case, key), planned(world, case, key)
    assert CaseSession.objects.count() == 1


def test_a_missed_session_needs_what_got_in_the_way_and_raises_the_next_step(world, case):
    with pytest.raises(Invalid, match="what got in the way"):
        session(world, case, "not_brought")
    session(world, case, "not_brought", obstacle="unsafe")
    step = NextStep.objects.get()
    assert step.what.startswith("Reach out another way") and step.due_at > later(days=1)


def test_a_child_did_not_fail_to_attend_on_any_page_that_writes_entries(world, case):
    with pytest.raises(Invalid, match="adults to bring a child"):
        write_entry(
            reference=case.reference, kind="session", happened_at=NOW, answers={"came": "no", "obstacle": "travel"},
            by=world.viewer("youth_worker"), at=NOW,
        )  # fmt: skip


def test_an_adult_was_not_failed_by_others(world):
    case = supported(world, "Noor", date_of_birth=date(2004, 3, 3))
    with pytest.raises(Invalid, match="18 or over"):
        session(world, case, "not_brought", obstacle="travel")
    session(world, case, "no", obstacle="travel")
    assert NextStep.objects.count() == 1


def test_what_was_called_off_by_us_raises_nothing(world, case):
    session(world, case, "called_off")
    assert not NextStep.objects.exists()


def test_a_correction_takes_the_next_step_back(world, case):
    entry = session(world, case, "not_brought", obstacle="travel")
    write_entry(
        reference=case.reference, kind="session", happened_at=NOW, answers={"came": "late"},
        by=world.viewer("youth_worker"), at=later(days=1), corrects=entry.pk, correction_reason="She came at the end.",
    )  # fmt: skip
    assert "corrected" in NextStep.objects.get().outcome


def test_a_next_step_ends_in_words_once(world, case):
    session(world, case, "not_brought", obstacle="travel")
    step = NextStep.objects.get()
    finish_step(step=step.pk, outcome="Met at the bus stop.", by=world.viewer("youth_worker"), at=later(days=2))
    assert session_board(world.viewer("youth_worker", later(days=2))).steps == ()


def test_a_session_holds_the_clock_of_keeping_in_touch(world, case):
    before = ClockRun.objects.get(matter=case.reference, kind="contact").due_at
    session(world, case, at=later(days=3))
    assert ClockRun.objects.get(matter=case.reference, kind="contact").due_at == before + timedelta(days=3)


def test_a_session_off_the_plan_is_gone_and_one_that_was_held_stays(world, case):
    one = planned(world, case)
    drop_session(reference=case.reference, key=one.pk, by=world.viewer("youth_worker"), at=NOW)
    assert not CaseSession.objects.exists()


def test_leaving_custody_has_a_list_and_a_clock_of_its_own(world):
    inside = {**ANSWERS, "setting": "custody", "release_on": "2026-11-19"}
    case = referred(world, answers=inside)
    moved(world, case, "accept"), moved(world, case, "custody")
    assert session_board(world.viewer("youth_worker")).releases[0].release_on == date(2026, 11, 19)
    moved(world, case, "released", {"released_on": "2026-11-19"}, at=later(days=2))
    clock = ClockRun.objects.get(matter=case.reference, kind="release")
    assert clock.stopped_at is None and clock.due_at < later(days=4)
    moved(world, case, "met", at=later(days=3))
    clock.refresh_from_db()
    assert clock.stopped_at == later(days=3)


def test_sessions_are_the_providers_alone(world, case):
    contract(world, "lantern")
    one = planned(world, case)
    for who in ("outsider", "dsl", "manager", "mentor", "analyst"):
        with pytest.raises(Refused):
            session_asked(world.viewer(who), case.reference)
        for key in (None, one.pk):
            with pytest.raises(Refused):
                session(world, case, key=key, by=who)
    assert session_board(world.viewer("mentor"), mine=False).cases == ()


def test_sessions_of_every_case_stand_on_the_board_and_the_cases_on_pages(world, monkeypatch):
    monkeypatch.setattr(session_boards, "PAGE", 1)
    cases = [supported(world, name) for name in ("Amina", "Noor")]
    for case in cases:
        planned(world, case)
    boards = [session_board(world.viewer("youth_worker"), page=page) for page in (1, 2)]
    assert [len(one.to_come) for one in boards] == [2, 2] and boards[0].part.total == 2
    assert {row.reference for one in boards for row in one.cases} == {case.reference for case in cases}
    assert not boards[0].is_cut
    monkeypatch.setattr(session_boards, "AT_ONCE", 1)
    assert session_board(world.viewer("youth_worker")).is_cut
    monkeypatch.setattr(session_boards, "AT_ONCE", 50)
    assert not session_board(world.viewer("youth_worker")).is_cut


def test_the_board_asks_the_same_few_questions_for_one_case_and_for_many(world, django_assert_max_num_queries):
    change_contract(
        reference=world.contract.reference, terms=terms(capacity=9), reason="x", changes=1, by=world.viewer("manager"),
        at=NOW,
    )  # fmt: skip
    for name in ("Amina", "Noor", "Lena", "Sami"):
        planned(world, supported(world, name))
    with django_assert_max_num_queries(16):
        assert len(session_board(world.viewer("youth_worker")).to_come) == 4
