"""Each agency sees the part of a plan that is shared with it, and the page says which part that is."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alongside.audit.models import Event
from alongside.support.actions import planning
from alongside.support.states import PlanPart
from tests.cast import NOW
from tests.web.reading import plain, text_of


@pytest.fixture
def full(cast, plan, schools_action):
    """Goals, two agencies' actions and a review."""
    lead = cast.viewer("youth_worker")
    planning.add_goal(reference=plan.reference, goal="I want to go home safe.", is_childs_words=True, by=lead, at=NOW)
    planning.add_action(
        reference=plan.reference, what="Find a mentor", owner_agency="provider", owner="Kez", due_on=date(2026, 12, 1),
        by=lead, at=NOW,
    )  # fmt: skip
    review = planning.ReviewDetails(NOW.date(), "improved", "She comes every day.", "It is better.", date(2026, 12, 20))
    planning.hold_review(reference=plan.reference, details=review, by=lead, at=NOW)
    return plan


def page(client, plan) -> str:
    return text_of(client.get(f"/plans/{plan.reference}/"))


@pytest.mark.parametrize("member", ["triage", "youth_worker"])
def test_the_holder_and_the_lead_see_the_whole_plan(full, as_member, member):
    shown = page(as_member(member), full)
    for words in (
        "You see the whole plan.", "So that she is safe.", "I want to go home safe. In the child’s own words",
        "Meet her at the gate", "Find a mentor", "She comes every day.", "Kez Marlow, Stepping Stones", "Who sees what",
        "Elmsgate Academy Its own actions only",
    ):  # fmt: skip
        assert words in shown, words


def test_an_agency_sees_its_own_action_and_is_told_what_is_not_shared(full, as_member):
    shown = page(as_member("dsl"), full)
    assert "Meet her at the gate" in shown and "Your agency sees its own actions." in shown
    assert "Not shared with your agency: goals, everybody's actions, reviews, why there is a plan." in shown
    for words in (
        "So that she is safe.",
        "I want to go home safe.",
        "Find a mentor",
        "She comes every day.",
        "Who sees",
    ):
        assert words not in shown, words


def test_what_is_shared_shows_and_what_is_not_does_not(cast, full, as_member):
    planning.share_plan(
        reference=full.reference, agency_code="school", parts=[PlanPart.GOALS], by=cast.viewer("youth_worker"), at=NOW
    )
    shown = page(as_member("dsl"), full)
    assert "Your agency sees its own actions, and: goals." in shown and "I want to go home safe." in shown
    assert "Find a mentor" not in shown and "She comes every day." not in shown


def test_the_page_says_why_it_may_be_seen(full, as_member):
    assert "Elmsgate Academy is involved with the child and FD-1 v1 covers it" in page(as_member("dsl"), full)


def test_only_who_leads_is_offered_to_change_the_plan(full, as_member):
    for member, offered in (("triage", True), ("youth_worker", True), ("dsl", False)):
        assert ("Add a goal" in page(as_member(member), full)) is offered
    assert "Say how it ended" in page(as_member("dsl"), full), "of its own action"


def test_the_list_shows_next_review_and_what_is_late(full, as_member, monkeypatch):
    shown = text_of(as_member("dsl").get("/plans/"))
    assert "Amina Okafor-Lindqvist" in shown and "20 Dec 2026" in shown and "1 action Kez Marlow" in shown
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=40))
    shown = text_of(as_member("triage").get("/plans/"))
    assert "20 Dec 2026 Late 2 actions 2 late" in shown
    assert "2 actions to do" not in shown and "No plan of your agency is closed yet." in text_of(
        as_member("triage").get("/plans/?closed")
    )


def test_the_start_page_counts_what_the_agency_has_to_do(full, as_member):
    assert "Actions of plans 1" in text_of(as_member("dsl").get("/"))


def test_an_agency_without_a_part_has_an_empty_list(full, as_member):
    assert "Your agency has a part in no open plan." in text_of(as_member("clinician").get("/plans/"))


STEPS = ["", "goal", "action", "action/{action}", "review", "sharing", "sharing/school/end"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_outsider_is_refused_alike_whether_it_exists_or_not(
    full, schools_action, as_member, refusals, step, method
):
    client, step = as_member("outsider"), step.format(action=schools_action.pk)
    if method == "post" and not step:
        return
    there = getattr(client, method)(f"/plans/{full.reference}/{step}")
    nowhere = getattr(client, method)(f"/plans/PN-333-333/{step}")
    assert there.status_code == nowhere.status_code == 403 and plain(there) == plain(nowhere)
    assert b"Amina" not in there.content and refusals("outside") == 2


@pytest.mark.parametrize("step", [step for step in STEPS[1:] if "{" not in step])
def test_who_has_a_part_but_does_not_lead_changes_nothing(full, as_member, refusals, step):
    client = as_member("dsl")
    assert client.get(f"/plans/{full.reference}/{step}").status_code == 403
    assert client.post(f"/plans/{full.reference}/{step}", {"goal": "x", "whose": "ours"}).status_code == 403
    assert refusals("school") == 2


@pytest.mark.parametrize("role", ["analyst", "governance"])
def test_a_role_that_works_on_no_plans_opens_none(full, as_member, refusals, role):
    client = as_member(role)
    for url in ("/plans/", f"/plans/{full.reference}/", f"/plans/start/{full.concern.reference}/"):
        assert client.get(url).status_code == 403
    assert refusals("council") == 3


def test_somebody_not_signed_in_is_sent_to_sign_in(full, client):
    for url in ("/plans/", f"/plans/{full.reference}/", f"/plans/start/{full.concern.reference}/"):
        assert client.get(url).headers["Location"].startswith("/account/sign-in?next=")


def test_a_longer_plan_asks_no_more_of_the_database(cast, full, as_member, queries):
    client, url = as_member("triage"), f"/plans/{full.reference}/"
    few = queries(client, url), queries(client, "/plans/")
    for number in range(5):
        planning.add_action(
            reference=full.reference, what=f"Step {number}", owner_agency="school", owner="Jo",
            due_on=date(2026, 12, 1), by=cast.viewer("triage"), at=NOW,
        )  # fmt: skip
    assert (queries(client, url), queries(client, "/plans/")) == few


def test_list_and_page_are_in_the_log_with_the_child(full, as_member):
    client = as_member("dsl")
    before = Event.objects.filter(agency_code="school").count()
    client.get("/plans/")
    client.get(f"/plans/{full.reference}/")
    seen = Event.objects.filter(agency_code="school", persons__person_id=full.record.person_id).order_by("pk")
    assert list(seen.values_list("act", flat=True))[-2:] == ["list", "view"]
    assert Event.objects.filter(agency_code="school").count() == before + 2
