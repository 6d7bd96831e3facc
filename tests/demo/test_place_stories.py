"""The demo borough has asked its questions of places: answered, refused, and made into problems."""

from datetime import UTC, datetime

import pytest

from alongside.demo.place_stories import place_stories
from alongside.demo.places import build_places
from alongside.places import queries
from alongside.places.states import ProblemState, RunKind, RunState


@pytest.mark.django_db
def test_the_borough_looked_for_hot_spots_compared_and_raised_problems(cast, tmp_path):
    build_places(tmp_path, at=cast.now)
    place_stories(analyst=cast.viewer("analyst").actor, sergeant=cast.viewer("officer").actor, at=cast.now)
    rows, _ = queries.runs()
    assert [(row.kind, row.state) for row in reversed(rows)] == [
        (RunKind.HOT_SPOTS, RunState.DONE), (RunKind.COMPARISON, RunState.DONE), (RunKind.HOT_SPOTS, RunState.REFUSED),
    ]  # fmt: skip
    assert "Choose a longer period" in rows[0].refusal and rows[0].asked_at < datetime(2026, 11, 17, tzinfo=UTC)
    for state in ProblemState:
        assert len(queries.problems(state=state)[0]) == 1
