"""Starting a plan, goals, actions, reviews and sharing: a small page each; what cannot stand is told at its field."""

from datetime import date

import pytest

from alongside.partners.errors import Invalid
from alongside.partners.models import AgreementParty
from alongside.support.actions import planning
from alongside.support.actions.raising import raise_concern
from alongside.support.models import Goal, Plan, PlanAction, PlanShare, Review
from alongside.support.states import PlanPart
from tests.cast import NOW, details
from tests.web.reading import errors_in, text_of


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


START = {"lead": "youth_worker", "reason": "So that she is safe.", **day("first_review_on", date(2026, 12, 15))}


def test_a_plan_starts_from_a_decided_concern(decided, as_member):
    client, url = as_member("triage"), f"/plans/start/{decided.reference}/"
    shown = client.get(url)
    assert "Decision: Early help" in text_of(shown) and "Kez Marlow, Stepping Stones" in text_of(shown)
    assert 'value="29"' in shown.content.decode(), "the first review is proposed in six weeks"
    response = client.post(url, START)
    plan = Plan.objects.get()
    assert response.headers["Location"] == f"/plans/{plan.reference}/"
    assert plan.lead.username == "youth_worker" and plan.next_review_on == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"lead": ""}, {"id_lead": "Choose a lead professional"}),
        ({"lead": "analyst"}, {"id_lead": "Choose from the list for “Lead professional”"}),
        ({"reason": " "}, {"id_reason": "Write why there is a plan"}),
        (day("first_review_on", date(2026, 11, 1)),
         {"id_first_review_on-day": "The day is in the past. Give a day from today on."}),
        ({"reason": "م" * 500_000},
         {"id_reason": "Your answer to “Why is there a plan?” must be 10,000 characters or fewer. It has 500,000: shorten it"}),
    ],
)  # fmt: skip
def test_a_start_that_cannot_stand_says_why(decided, as_member, changes, errors):
    response = as_member("triage").post(f"/plans/start/{decided.reference}/", {**START, **changes})
    assert errors_in(response) == errors and not Plan.objects.exists()


def test_a_lead_whose_agency_may_not_see_the_plan_is_not_offered_and_the_page_says_why(cast, decided, as_member):
    AgreementParty.objects.filter(agency=cast.agencies["provider"]).delete()
    client, url = as_member("triage"), f"/plans/start/{decided.reference}/"
    shown = text_of(client.get(url))
    assert "Kez Marlow" not in shown and "Why is somebody not in the list?" in shown and "Stepping Stones" in shown
    assert (
        errors_in(client.post(url, START)) == {"id_lead": "Choose from the list for “Lead professional”"}
        and not Plan.objects.exists()
    )


def test_the_domain_refuses_a_lead_whose_agency_may_not_see_the_plan(cast, decided):
    with pytest.raises(Invalid, match="No agreement in force lets Breakwater Leisure Trust see a plan"):
        planning.start_plan(
            concern_reference=decided.reference, lead_username="outsider", reason="So.",
            first_review_on=date(2026, 12, 15), by=cast.viewer("triage"), at=NOW,
        )  # fmt: skip


@pytest.mark.parametrize(("path", "field"), [("action", "owner_agency"), ("sharing", "agency")])
def test_an_action_or_a_share_is_offered_to_agencies_that_may_see_the_plan(plan, as_member, path, field):
    page = as_member("youth_worker").get(f"/plans/{plan.reference}/{path}").content.decode()
    assert '<option value="school"' in page and '<option value="outside"' not in page, field


def test_before_a_decision_there_is_no_plan_and_the_page_says_so(cast, as_member):
    concern = raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    shown = text_of(as_member("triage").get(f"/plans/start/{concern.reference}/"))
    assert "A plan starts when the decision is early help" in shown and "Nobody has decided" in shown


def test_who_starts_a_plan_that_a_colleague_has_started_keeps_her_words(plan, as_member):
    client, url = as_member("colleague"), f"/plans/start/{plan.concern.reference}/"
    assert client.get(url).headers["Location"] == f"/plans/{plan.reference}/"
    shown = text_of(client.post(url, {**START, "reason": "My own reason."}))
    assert "A colleague has started the plan already" in shown and "My own reason." in shown


@pytest.mark.parametrize("member", ["outsider", "youth_worker", "dsl"])
def test_only_the_front_door_starts_a_plan(decided, as_member, member):
    assert as_member(member).get(f"/plans/start/{decided.reference}/").status_code == 403


def test_a_goal_is_added_in_the_childs_words(plan, as_member):
    as_member("youth_worker").post(
        f"/plans/{plan.reference}/goal", {"goal": "I want to go home safe.", "whose": "childs"}
    )
    assert Goal.objects.get().is_childs_words
    response = as_member("youth_worker").post(f"/plans/{plan.reference}/goal", {"goal": "", "whose": ""})
    assert list(errors_in(response)) == ["id_goal", "id_whose"]


def test_an_action_is_added_for_an_agency_which_then_sees_it(plan, as_member):
    goal = goal_of(plan)
    given = {"what": "Meet her", "owner_agency": "school", "owner": "أمينة", "goal": str(goal.pk)}
    as_member("youth_worker").post(f"/plans/{plan.reference}/action", {**given, **day("due_on", date(2026, 11, 20))})
    shown = text_of(as_member("dsl").get(f"/plans/{plan.reference}/"))
    assert "Meet her" in shown and "أمينة , Elmsgate Academy" in shown and "20 Nov 2026" in shown
    assert PlanAction.objects.get().goal == goal


def goal_of(plan) -> Goal:
    return Goal.objects.create(plan=plan, words="Home, safe.", by="Kez", at=NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": ""}, "id_what"),
        ({"owner_agency": "nobody"}, "id_owner_agency"),
        ({"owner": "  "}, "id_owner"),
        (day("due_on", date(2026, 11, 16)), "id_due_on-day"),
        ({"goal": "999"}, "id_goal"),
        ({"owner_agency": "outside"}, "id_owner_agency"),
    ],
)
def test_an_action_that_cannot_stand_says_why(plan, as_member, changes, field):
    given = {"what": "Meet her", "owner_agency": "school", "owner": "Jo", **day("due_on", date(2026, 11, 20))}
    response = as_member("youth_worker").post(f"/plans/{plan.reference}/action", {**given, **changes})
    assert list(errors_in(response)) == [field] and not PlanAction.objects.exists()


def test_the_agency_that_does_it_says_how_it_ended(plan, schools_action, as_member):
    url = f"/plans/{plan.reference}/action/{schools_action.pk}"
    client = as_member("dsl")
    assert "Meet her at the gate" in text_of(client.get(url))
    client.post(url, {"state": "impossible", "outcome": "She moved away.", "version": "1"})
    schools_action.refresh_from_db()
    assert (schools_action.state, schools_action.outcome) == ("impossible", "She moved away.")
    assert "Impossible after a change She moved away." in text_of(client.get(f"/plans/{plan.reference}/"))


def test_of_two_who_end_an_action_the_second_sees_both_texts(cast, plan, schools_action, as_member):
    planning.end_action(
        reference=plan.reference, action_id=schools_action.pk, state="done", outcome="She was met.", version=1,
        by=cast.viewer("youth_worker"), at=NOW,
    )  # fmt: skip
    url = f"/plans/{plan.reference}/action/{schools_action.pk}"
    shown = text_of(as_member("dsl").post(url, {"state": "not_done", "outcome": "Nobody came.", "version": "1"}))
    assert "Somebody else saved this first" in shown and "She was met." in shown and "Nobody came." in shown
    schools_action.refresh_from_db()
    assert schools_action.state == "done"
    assert "Ended Done" in text_of(as_member("dsl").get(url)), "and the page offers no second end"


def test_an_agency_cannot_end_what_another_does(cast, plan, as_member, refusals):
    other = planning.add_action(
        reference=plan.reference, what="Find a mentor", owner_agency="provider", owner="Kez", due_on=date(2026, 12, 1),
        by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
    planning.share_plan(
        reference=plan.reference, agency_code="school", parts=[PlanPart.ACTIONS], by=cast.viewer("triage"), at=NOW
    )
    url, client = f"/plans/{plan.reference}/action/{other.pk}", as_member("dsl")
    assert "Only Stepping Stones and the lead professional" in text_of(client.get(url))
    assert client.post(url, {"state": "done", "outcome": "x", "version": "1"}).status_code == 403
    assert refusals("school") == 1


REVIEW = {"summary": "She comes every day.", "outcome": "improved", **day("held_on", date(2026, 11, 17))}


def test_a_review_is_recorded_and_the_next_one_set(plan, as_member):
    given = {**REVIEW, "child_voice": "It is better.", **day("next_review_on", date(2026, 12, 20))}
    as_member("youth_worker").post(f"/plans/{plan.reference}/review", given)
    plan.refresh_from_db()
    assert Review.objects.get().child_voice == "It is better." and plan.next_review_on == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "id_next_review_on-day"),
        (day("next_review_on", date(2026, 11, 1)), "id_next_review_on-day"),
        (day("held_on", date(2026, 11, 18)) | day("next_review_on", date(2026, 12, 20)), "id_held_on-day"),
        (day("held_on", date(2026, 1, 1)) | day("next_review_on", date(2026, 12, 20)), "id_held_on-day"),
        ({"summary": ""}, "id_summary"),
        ({"outcome": ""}, "id_outcome"),
    ],
)
def test_a_review_that_cannot_stand_says_why(plan, as_member, changes, field):
    response = as_member("youth_worker").post(f"/plans/{plan.reference}/review", {**REVIEW, **changes})
    assert list(errors_in(response)) == [field] and not Review.objects.exists()


def test_a_plan_with_something_to_do_is_not_closed_and_a_closed_plan_stays_as_it_is(
    cast, plan, schools_action, as_member
):
    client, url = as_member("youth_worker"), f"/plans/{plan.reference}/"
    response = client.post(f"{url}review", {**REVIEW, "outcome": "close"})
    assert "Some actions are still to do" in errors_in(response)["id_outcome"]
    planning.end_action(
        reference=plan.reference, action_id=schools_action.pk, state="done", outcome="Met.", version=1,
        by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
    client = as_member("triage")
    client.post(f"{url}review", {**REVIEW, "outcome": "close"})
    assert "None: the plan is closed" in text_of(client.get(url)) and "Add a goal" not in text_of(client.get(url))
    assert client.get(f"{url}goal").status_code == 403
    assert "Amina" in text_of(client.get("/plans/?closed"))


def test_the_plan_is_shared_in_parts_and_the_parts_can_be_changed(plan, as_member):
    client, url = as_member("youth_worker"), f"/plans/{plan.reference}/sharing"
    client.post(url, {"agency": "school", "parts": ["goals", "reviews"]})
    assert PlanShare.objects.get(agency__code="school").parts == {PlanPart.GOALS, PlanPart.REVIEWS}
    page = client.get(f"{url}?agency=school").content.decode()
    assert page.count(" checked") == 2 and '<option value="school" selected>' in page
    client.post(url, {"agency": "school"})
    assert PlanShare.objects.get(agency__code="school").parts == frozenset()


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"agency": ""}, "id_agency", "Choose an agency to share with"),
        ({"agency": "outside"}, "id_agency", "Choose from the list for “Share with which agency?”"),
        ({"agency": "council"}, "id_agency", "Choose from the list"),
        ({"agency": "school", "parts": ["secrets"]}, "id_parts", ""),
    ],
)
def test_sharing_that_cannot_be_is_refused_in_words(plan, as_member, given, field, words):
    response = as_member("youth_worker").post(f"/plans/{plan.reference}/sharing", given)
    assert list(errors_in(response)) == [field] and words in errors_in(response)[field]


def test_sharing_is_stopped_from_now_on(cast, plan, as_member):
    planning.share_plan(
        reference=plan.reference, agency_code="school", parts=[PlanPart.GOALS], by=cast.viewer("triage"), at=NOW
    )
    client, url = as_member("triage"), f"/plans/{plan.reference}/sharing/school/end"
    assert "Stop sharing the plan with Elmsgate Academy?" in text_of(client.get(url))
    assert as_member("dsl").get(f"/plans/{plan.reference}/").status_code == 200
    client.post(url)
    assert as_member("dsl").get(f"/plans/{plan.reference}/").status_code == 403


@pytest.mark.parametrize(("agency", "words"), [("school", "still has something to do"), ("provider", "leads the plan")])
def test_who_has_something_to_do_or_leads_keeps_the_plan(plan, schools_action, as_member, agency, words):
    response = as_member("triage").post(f"/plans/{plan.reference}/sharing/{agency}/end")
    assert words in text_of(response) and PlanShare.objects.filter(agency__code=agency).exists()
