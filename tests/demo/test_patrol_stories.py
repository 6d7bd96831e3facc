"""The invented sergeant's near repeats and plans: each kind of answer is there, a refusal too."""

from datetime import UTC, date, datetime

import pytest

from alongside.audit.entries import Actor
from alongside.demo.patrol_stories import patrol_stories
from alongside.demo.places import build_places
from alongside.places import queries
from alongside.places.crime_sources import CrimeSource
from alongside.places.states import RunKind, RunState
from tests.places.dated import KEY, burglaries, hold

AT = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
SERGEANT = Actor("police", "member:9", "Bryn Aldous", "sergeant")


@pytest.mark.django_db
def test_the_sergeant_has_windows_plans_a_sealed_one_and_one_that_was_refused(tmp_path, monkeypatch):
    build_places(tmp_path, at=AT)
    hold(monkeypatch, burglaries(last=date(2026, 11, 15), minutes=True), CrimeSource())
    patrol_stories(calls=KEY, by=SERGEANT, at=AT)
    (near,), _ = queries.runs(kind=RunKind.NEAR_REPEATS)
    assert queries.run(near.id).result["present"]["windows"]
    plans, _ = queries.runs(kind=RunKind.PATROL_PLAN)
    assert [one.state for one in plans] == [RunState.DONE, RunState.REFUSED, RunState.DONE, RunState.DONE]
    assert [(queries.run(one.id).result or {}).get("random") for one in plans] == [False, None, True, False]
    assert "still open" in plans[1].refusal
