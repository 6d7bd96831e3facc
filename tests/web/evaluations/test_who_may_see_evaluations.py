"""What an evaluation rests on may be closed: then it is closed too, by whatever address somebody comes to it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from alongside.audit.models import Event
from alongside.partners.errors import Refused
from alongside.partners.models import Member
from alongside.partners.roles import Role
from alongside.places.actions.evaluations import (
    EvaluationDraft,
    ask_for_evaluation,
    state_claim,
    withdraw_claim,
    work_evaluation_again,
)
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_sight import evaluation, evaluations
from alongside.places.models import ClaimWithdrawal, Evaluation, OperationStage, PlaceProblem, PlaceRun, ProblemStep
from tests.cast import NOW
from tests.places.evaluated import drawn_study, evaluated, published, worked
from tests.places.test_evaluations_of_operations import operation, world
from tests.web.places.test_who_may_see_answers import made
from tests.web.reading import text_of

__all__ = ["world"]
EARLY = datetime(2025, 6, 2, 10, 0, tzinfo=UTC)
STUDY = ("source", "ring", "units", "kinds", "start", "last", "question")


@pytest.fixture
def analyst(cast):
    return cast.viewer("analyst")


def begun(of):
    OperationStage.objects.create(operation=of, stage="response", reason="x", agency_code="council", by="x", at=NOW)


def asked_of(viewer, reference):
    """The evaluation and its run, which waits."""
    draft = EvaluationDraft({"question": "cause"}, operation=reference)
    row = Evaluation.objects.get(pk=ask_for_evaluation(draft=draft, sent_key=uuid4(), by=viewer, at=NOW))
    return row.pk, row.run_id


@pytest.mark.usefixtures("world")
def test_a_plan_carries_its_operation_on_so_that_other_agencies_do_not_see_what_follows(cast, analyst):
    closed = operation(stage="analysis")
    plan = evaluated(analyst, at=EARLY, operation=closed.reference, question="cause")
    followed = evaluated(analyst, plan_id=plan.summary.id, question="smaller")
    assert followed.operation == (closed.reference, closed.name)
    for name in ("sergeant", "lead", "outsider"):
        own = name == "lead"  # of the same agency
        assert (followed.summary.id in [one.id for one in evaluations(cast.viewer(name))[0]]) == own, name
    with pytest.raises(Refused):
        evaluation(cast.viewer("sergeant"), followed.summary.id)
    begun(closed)
    assert evaluation(cast.viewer("sergeant"), followed.summary.id)


@pytest.mark.usefixtures("world")
def test_the_run_of_a_closed_operation_looks_like_none_and_is_not_stopped(analyst, as_member):
    _, run = asked_of(analyst, operation(stage="analysis").reference)
    for name in ("sergeant", "triage", "outsider", "teacher"):
        client = as_member(name)
        for number in (run, run + 1000):
            assert client.get(f"/places/runs/{number}/").status_code == 404, name
            assert client.get(f"/places/runs/{number}/state/").status_code == 404, name
    assert as_member("sergeant").post(f"/places/runs/{run}/stop/").status_code == 404
    assert PlaceRun.objects.get(pk=run).state == "waiting"
    assert Event.objects.filter(subject_kind="analysis of places", subject_id=str(run), outcome="refused").count() == 9
    assert "Lapwing" in text_of(as_member("analyst").get(f"/places/runs/{run}/"))


@pytest.mark.usefixtures("world")
def test_an_analysis_is_stopped_by_the_agency_that_asked_for_it_alone(analyst, as_member):
    _, run = asked_of(analyst, operation().reference)
    sergeant = as_member("sergeant")
    shown = text_of(sergeant.get(f"/places/runs/{run}/"))
    assert "Lapwing" in shown and "Stop this analysis" not in shown
    assert "Another agency asked" in text_of(sergeant.post(f"/places/runs/{run}/stop/", follow=True))
    assert PlaceRun.objects.get(pk=run).state == "waiting"
    analyst_page = as_member("analyst")
    assert "Stop this analysis" in text_of(analyst_page.get(f"/places/runs/{run}/"))
    analyst_page.post(f"/places/runs/{run}/stop/")
    assert PlaceRun.objects.get(pk=run).state == "stopped"


@pytest.mark.usefixtures("world")
def test_a_run_that_repeats_a_closed_evaluation_leads_nowhere(analyst, as_member):
    number, _ = asked_of(analyst, operation(stage="analysis").reference)
    worked()
    again = work_evaluation_again(evaluation_id=number, by=analyst, at=NOW)
    sergeant, asker = as_member("sergeant"), as_member("analyst")
    for page in (f"/evaluations/run/{again}/", f"/places/runs/{again}/", "/evaluations/run/999999/"):
        assert sergeant.get(page).status_code == 404, page
    assert as_member("analyst").get(f"/evaluations/run/{again}/").url == f"/evaluations/{number}/"
    assert asker.get(f"/places/runs/{again}/").status_code == 200


def problem(outline, run):
    raised = PlaceProblem.objects.create(
        name="The Sluice steps", why="Robberies after dark", plane="EPSG:27700", outline=outline, hectares=16, run=run,
        sent_key=uuid4(), agency_code="council", raised_by="Hal Vey", raised_at=NOW,
    )  # fmt: skip
    ProblemStep.objects.create(problem=raised, state="open", reason="Raised", agency_code="council", by="x", at=NOW)
    return raised


def test_a_problem_that_is_closed_closes_what_is_evaluated_there_its_plan_and_its_repeats(
    cast, analyst, as_member, tmp_path
):
    first = drawn_study(analyst, tmp_path, at=EARLY)
    settings = {key: first.run.settings[key] for key in STUDY}
    closed = problem(first.run.settings["outline"], made("hot_spots"))
    draft = EvaluationDraft(settings, problem_id=closed.pk)
    plan = ask_for_evaluation(draft=draft, sent_key=uuid4(), by=analyst, at=EARLY)
    worked()
    followed = evaluated(analyst, plan_id=plan, question="smaller").summary.id
    again = work_evaluation_again(evaluation_id=plan, by=analyst, at=NOW)
    assert evaluation(analyst, plan).summary.name == closed.name
    assert set(Evaluation.objects.values_list("problem", flat=True)) == {None, closed.pk}
    for name in ("lead", "community_officer"):
        client = as_member(name)
        listed = text_of(client.get("/evaluations/"))
        assert "The parade" in listed and "Sluice" not in listed
        for number in (plan, followed):
            assert client.get(f"/evaluations/{number}/").status_code == 403
            assert client.get(f"/places/runs/{Evaluation.objects.get(pk=number).run_id}/").status_code == 404
        assert client.get(f"/places/runs/{again}/").status_code == 404
    assert as_member("outsider").get(f"/evaluations/{plan}/").status_code == 403


def test_a_problem_raised_by_hand_is_evaluated_for_all_who_see_operations(analyst, as_member, tmp_path):
    first = drawn_study(analyst, tmp_path)
    raised = problem(first.run.settings["outline"], None)
    form = {**{key: first.run.settings[key] for key in STUDY}, "first": "2024-01", "sent_key": str(uuid4())}
    answer = as_member("analyst").post(f"/evaluations/new/?problem={raised.pk}&source=recorded_crime", form)
    assert answer.status_code == 302, text_of(answer)
    worked()
    assert Evaluation.objects.first().problem == raised
    assert "The Sluice steps" in text_of(as_member("lead").get(answer.url))
    with pytest.raises(PlacesRefused, match="problem is not held here"):
        ask_for_evaluation(draft=EvaluationDraft({}, problem_id=9999), sent_key=uuid4(), by=analyst, at=NOW)


def test_a_claim_is_taken_back_by_the_agency_that_stated_it_alone(cast, analyst, as_member):
    published()
    claim = state_claim(
        evaluation_id=evaluated(analyst).summary.id, definition_version="2022", used_in="Report", sent_key=uuid4(),
        by=analyst, at=NOW,
    )  # fmt: skip
    cast.members["police_analyst"] = Member.objects.create_member(
        username="police_analyst", name="Mo Farrier", agency=cast.agencies["police"], role=Role.ANALYST,
        password="a long enough secret 7",
    )  # fmt: skip
    other, page = as_member("police_analyst"), f"/evaluations/claims/{claim}/"
    assert "Take this claim back" not in text_of(other.get(page))
    refused = other.post(f"{page}withdraw/", {"reason": "We see it otherwise"})
    assert "Another agency stated that claim" in text_of(refused)
    with pytest.raises(PlacesRefused, match="Another agency"):
        withdraw_claim(claim_id=claim, reason="x", by=cast.viewer("police_analyst"), at=NOW)
    assert not ClaimWithdrawal.objects.exists()
    assert "Take this claim back" in text_of(as_member("analyst").get(page))


def test_an_answer_stored_with_its_months_leaves_without_them(cast, analyst, as_member, tmp_path):
    number = drawn_study(analyst, tmp_path).summary.id
    run = Evaluation.objects.get(pk=number).run
    closed = {**run.result, "is_open": False, "inputs": None, "calls": None}
    assert len(closed["found"]["chart"]["values"]) == 24
    PlaceRun.objects.filter(pk=run.pk).update(result=closed)
    client = as_member("analyst")
    told = client.get(f"/evaluations/{number}/files/json/").json()
    assert not {"values", "lower", "upper"} & set(told["found"]["chart"])
    assert "placebo_changes" not in told["found"]["compare"] and told["withheld"]
    assert "The months are not shown" in text_of(client.get(f"/evaluations/{number}/"))
    assert client.get(f"/evaluations/{number}/files/pdf/").content.startswith(b"%PDF")
