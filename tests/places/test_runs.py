"""An analysis is asked for once, worked through aside, stored with all that repeats it, and can be stopped."""

from datetime import UTC, datetime, timedelta

import pytest

from alongside.analysis.events import Unfit
from alongside.audit.entries import Actor
from alongside.places import queries
from alongside.places.actions import ask_for_run, is_run_waiting, runs, stop_run, work_next_run
from alongside.places.analyses.interface import Answer
from alongside.places.analyses.register import ANALYSES
from alongside.places.errors import PlacesRefused
from alongside.places.models import PlaceRun
from alongside.places.states import RunKind, RunState

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
ANALYST = Actor("LBC", "member:7", "Ines Alvarado", "analyst")


class Doubling:
    """An analysis that doubles a number, and can be made to fail."""

    kind = RunKind.HOT_SPOTS

    def complete(self, settings):
        return {"times": 2, **settings}

    def title(self, settings):
        return f"{settings['number']} doubled"

    def sources_of(self, settings):
        return ()

    def work(self, settings, progress):
        progress("Doubling", 0.5)
        if settings["number"] < 0:
            raise Unfit("There is nothing to double.", "Give a number of 0 or more.")
        if settings["number"] == 13:
            raise RuntimeError("unlucky")
        return Answer({"doubled": 2 * settings["number"]}, "a" * 64, ("Open Government Licence",), seed=5)


@pytest.fixture(autouse=True)
def doubling(monkeypatch):
    monkeypatch.setitem(ANALYSES, RunKind.HOT_SPOTS, Doubling())


def ask(number=4, at=AT):
    return ask_for_run(kind=RunKind.HOT_SPOTS, settings={"number": number}, by=ANALYST, at=at)


def work(at=AT):
    return work_next_run(clock=lambda: at)


def test_an_answer_is_stored_with_all_that_repeats_it():
    run_id = ask()
    assert is_run_waiting(AT) and work() and not work()
    found = queries.run(run_id)
    assert (found.summary.state, found.result, found.seed) == (RunState.DONE, {"doubled": 8}, 5)
    assert found.settings == {"times": 2, "number": 4} and found.licences == ("Open Government Licence",)


def test_the_same_question_is_one_run_until_it_fails():
    first = ask()
    assert ask() == first
    work()
    assert ask() == first
    failed = ask(13)
    work()
    assert queries.run(failed).summary.state == RunState.FAILED
    assert ask(13) != failed


def test_what_cannot_be_answered_says_why_and_what_would_help():
    run_id = ask(-1)
    work()
    summary = queries.run(run_id).summary
    assert (summary.state, summary.refusal) == (
        RunState.REFUSED,
        "There is nothing to double. Give a number of 0 or more.",
    )


def test_a_waiting_run_is_stopped_at_once_and_a_running_one_at_its_next_word():
    waiting = ask()
    assert stop_run(run_id=waiting, by=ANALYST, at=AT) and not work()
    running = ask(6)
    PlaceRun.objects.filter(pk=running).update(is_unwanted=True)
    work()
    assert [queries.run(each).summary.state for each in (waiting, running)] == [RunState.STOPPED] * 2
    assert not stop_run(run_id=running, by=ANALYST, at=AT)


def test_a_run_whose_worker_was_killed_is_taken_up_again_but_not_for_ever():
    run_id = ask()
    PlaceRun.objects.filter(pk=run_id).update(state=RunState.RUNNING, seen_at=AT, attempts=1)
    assert not work(AT + timedelta(minutes=2))
    assert work(AT + timedelta(minutes=4))
    assert queries.run(run_id).summary.state == RunState.DONE
    hopeless = ask(9)
    PlaceRun.objects.filter(pk=hopeless).update(state=RunState.RUNNING, seen_at=AT, attempts=runs.MOST_ATTEMPTS)
    assert not work(AT + timedelta(minutes=4))
    assert queries.run(hopeless).summary.state == RunState.FAILED


def test_a_source_that_is_not_held_is_refused(monkeypatch):
    monkeypatch.setattr(Doubling, "sources_of", lambda self, settings: ("hearsay",))
    with pytest.raises(PlacesRefused, match="not held here"):
        ask()
