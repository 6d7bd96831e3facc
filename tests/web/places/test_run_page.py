"""The page that tells how an analysis stands, whatever its kind."""

import re
from html import unescape

import pytest
from django.test import Client

from alongside.places.actions import ask_for_run, work_next_run
from alongside.places.analyses.interface import Answer
from alongside.places.analyses.register import ANALYSES
from alongside.places.errors import PlacesRefused
from alongside.places.models import PlaceRun
from alongside.places.states import RunKind, RunState
from tests.cast import NOW

KIND = RunKind.WARD_WATCH


class Weighing:
    """An analysis that weighs a number, and refuses those below nothing."""

    kind = KIND

    def complete(self, settings):
        return dict(settings)

    def title(self, settings):
        return f"{settings['number']} weighed"

    def sources_of(self, settings):
        return ()

    def work(self, settings, progress):
        if settings["number"] < 0:
            raise PlacesRefused("It weighs nothing.", "Give more.")
        return Answer({}, "a" * 64, ())


@pytest.fixture
def analyst(cast, client, monkeypatch):
    monkeypatch.setitem(ANALYSES, KIND, Weighing())
    client.force_login(cast.members["analyst"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(cast, number=4):
    return ask_for_run(kind=KIND, settings={"number": number}, by=cast.viewer("analyst").actor, at=NOW)


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_a_run_that_waits_says_so_and_can_be_looked_at_again_without_a_script(analyst, cast):
    run_id = ask(cast)
    response = analyst.get(f"/places/runs/{run_id}/")
    assert "It waits for its turn" in words(response) and f'href="/places/runs/{run_id}/"' in response.content.decode()
    told = analyst.get(f"/places/runs/{run_id}/state/").json()
    assert told["under_way"] and told["per_cent"] == 0


def test_a_run_under_way_tells_its_stage_and_share(analyst, cast):
    run_id = ask(cast)
    PlaceRun.objects.filter(pk=run_id).update(state=RunState.RUNNING, stage="Counting", per_mille=420)
    assert "Counting. 42% done." in words(analyst.get(f"/places/runs/{run_id}/"))


def test_whoever_may_ask_may_stop(analyst, cast):
    run_id = ask(cast)
    assert "will stop" in words(analyst.post(f"/places/runs/{run_id}/stop/", follow=True))
    assert PlaceRun.objects.get().state == RunState.STOPPED
    assert "had ended already" in words(analyst.post(f"/places/runs/{run_id}/stop/", follow=True))


def test_a_refusal_says_why_and_what_would_help(analyst, cast):
    run_id = ask(cast, -1)
    work_next_run(clock=lambda: NOW)
    assert "It weighs nothing. Give more." in words(analyst.get(f"/places/runs/{run_id}/"))
    assert not analyst.get(f"/places/runs/{run_id}/state/").json()["under_way"]


def test_somebody_who_may_only_look_sees_no_button_and_cannot_stop(analyst, cast):
    run_id, looker = ask(cast), Client()
    looker.force_login(cast.members["outsider"], backend="django.contrib.auth.backends.ModelBackend")
    assert "Stop this analysis" not in words(looker.get(f"/places/runs/{run_id}/"))
    assert looker.post(f"/places/runs/{run_id}/stop/").status_code == 403
    assert PlaceRun.objects.get().state == RunState.WAITING


def test_a_run_that_does_not_exist_is_not_found(analyst):
    for address in ("/places/runs/9/", "/places/runs/9/state/"):
        assert analyst.get(address).status_code == 404
