"""What is made from a source for those who study places is shown to nobody else, in a list or on a page."""

from uuid import uuid4

import pytest

from alongside.places.models import PlaceProblem, PlaceRun, ProblemStep
from alongside.places.states import RunKind, RunState
from tests.cast import NOW
from tests.web.reading import text_of

# A set of incidents that is not held, or not open: for everybody else it is the same.
CLOSED = {"source": "incidents:77", "first": "2026-01-01", "last": "2026-06-30"}
SQUARE = [[[530000, 180000], [530100, 180000], [530100, 180100], [530000, 180100], [530000, 180000]]]
PAGES = {
    RunKind.HOT_SPOTS: ("/places/hot-spots/", "", "map/", "files/csv/", "area/1/", "why/0/", "find/?q=x", "problem/"),
    RunKind.COMPARISON: ("/places/comparisons/", "", "files/csv/", "files/gpkg/"),
    RunKind.NEAR_REPEATS: ("/places/near-repeats/", ""),
    RunKind.PATROL_PLAN: ("/places/patrol-plans/", "", "plan.csv", "plan.ics", "day/1/"),
    RunKind.WARD_WATCH: ("/places/wards/", "", "ranges.csv"),
}


def made(kind, settings=CLOSED):
    return PlaceRun.objects.create(
        kind=kind, title="Calls about the Sluice", settings=settings, question=f"{kind}{settings}"[:64],
        state=RunState.WAITING, agency_code="council", asked_by="Hal Vey", asked_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("kind", list(PAGES))
def test_no_list_page_or_file_shows_an_answer_whose_source_is_closed(cast, as_member, kind):
    run, (listing, *pages) = made(kind), PAGES[kind]
    triage = as_member("triage")
    assert "Sluice" not in text_of(triage.get(listing))
    for page in pages:
        assert triage.get(f"{listing}{run.pk}/{page}").status_code == 403, page
    assert triage.get(f"/places/runs/{run.pk}/").status_code == 403
    assert triage.get(f"/places/runs/{run.pk}/state/").status_code == 403


def test_a_second_source_closes_an_answer_too(cast, as_member):
    run = made(RunKind.COMPARISON, {**CLOSED, "source": "recorded_crime", "beside": "incidents:77"})
    for address in ("", "files/csv/", "files/gpkg/"):
        assert as_member("triage").get(f"/places/comparisons/{run.pk}/{address}").status_code == 403
    assert "Sluice" not in text_of(as_member("triage").get("/places/comparisons/"))


def test_a_problem_raised_from_a_closed_answer_is_closed_too(cast, as_member):
    raised = PlaceProblem.objects.create(
        name="The Sluice steps", why="Robberies after dark", plane="EPSG:27700", outline=SQUARE, hectares=1,
        run=made(RunKind.HOT_SPOTS), sent_key=uuid4(), agency_code="council", raised_by="Hal Vey", raised_at=NOW,
    )  # fmt: skip
    ProblemStep.objects.create(
        problem=raised, state="open", reason="Raised", agency_code="council", by="Hal Vey", at=NOW
    )
    triage, analyst = as_member("triage"), as_member("analyst")
    assert "Sluice" not in text_of(triage.get("/places/problems/"))
    assert triage.get(f"/places/problems/{raised.pk}/").status_code == 404
    assert "Sluice steps" in text_of(analyst.get("/places/problems/"))
    assert "Robberies after dark" in text_of(analyst.get(f"/places/problems/{raised.pk}/"))


@pytest.mark.parametrize("kind", list(PAGES))
def test_who_studies_places_sees_it(cast, as_member, kind):
    run = made(kind)
    assert "Sluice" in text_of(as_member("analyst").get(PAGES[kind][0]))
    assert "It waits for its turn" in text_of(as_member("analyst").get(f"/places/runs/{run.pk}/"))
