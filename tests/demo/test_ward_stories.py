"""The demo borough's wards have a watch, and one that was refused."""

from datetime import UTC, datetime

from alongside.demo.places import BUILDER, build_places
from alongside.demo.ward_stories import watch_wards
from alongside.places import queries
from alongside.places.states import RunState

AT = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)


def test_the_wards_of_larkmere_are_watched(db, tmp_path):
    places = build_places(tmp_path, at=AT)
    run_id = watch_wards(analyst=BUILDER, at=AT)
    newest, first = queries.runs()[0]
    assert (newest.id, newest.state, first.state) == (run_id, RunState.DONE, RunState.REFUSED)
    result = queries.run(run_id).result
    assert len(result["wards"]) == len(places.borough.wards) and result["judged"][-1] == "2026-09"
