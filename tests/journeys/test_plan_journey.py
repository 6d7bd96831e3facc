"""A decided concern becomes a plan; an agency is asked and answers; each sees its own part, on a phone and at a desk."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.partners.states import FieldGroup
from alongside.support.actions import asking, planning, raising, triage
from alongside.support.models import Answer, Concern, Plan
from tests.cast import NOW, details
from tests.journeys.conftest import DESK, PHONE, accessible, fits

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def decided(cast) -> Concern:
    concern, worker = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW), cast.viewer("triage")
    triage.rate(reference=concern.reference, level_code="complex", reason="Signs of exploitation.", by=worker, at=NOW)
    concern.refresh_from_db()
    triage.decide_concern(
        reference=concern.reference, kind="early_help", rationale="A plan.", version=concern.version, by=worker, at=NOW
    )
    return concern


@pytest.fixture
def plan(cast, decided) -> Plan:
    """Led by the provider's youth worker, with goals, actions of two agencies and a review."""
    worker, lead = cast.viewer("triage"), cast.viewer("youth_worker")
    made = planning.start_plan(
        concern_reference=decided.reference, lead_username="youth_worker", reason="So that she is safe on her way.",
        first_review_on=date(2026, 11, 17), by=worker, at=NOW,
    )  # fmt: skip
    wish = planning.add_goal(
        reference=made.reference,
        goal="I want to go home\nand nobody waits for me.",
        is_childs_words=True,
        by=lead,
        at=NOW,
    )
    planning.add_goal(reference=made.reference, goal="أريد أن أعود إلى المدرسة", is_childs_words=True, by=lead, at=NOW)
    for what, agency, owner, day in (
        ("Meet her at the gate", "school", "Ms Nandakumar", date(2026, 11, 18)),
        ("Find a mentor", "provider", "Kez", date(2026, 12, 1)),
    ):
        planning.add_action(
            reference=made.reference, what=what, owner_agency=agency, owner=owner, due_on=day, goal_id=wish.pk, by=lead,
            at=NOW,
        )  # fmt: skip
    found = planning.ReviewDetails(NOW.date(), "improved", "She comes every day.", "It is better.", date(2026, 12, 20))
    planning.hold_review(reference=made.reference, details=found, by=lead, at=NOW)
    return made


def good(page, picture, name):
    accessible(page)
    fits(page)
    picture(page, name)


def fill_day(page, name, *parts):
    for part, value in zip(("day", "month", "year"), parts, strict=True):
        page.locator(f"#id_{name}-{part}").fill(value)


@WIDTHS
def test_a_plan_is_started_and_gets_its_goal_action_and_share(visit, picture, cast, decided, width):
    page = visit(f"/plans/start/{decided.reference}/", member=cast.members["triage"], width=width)
    page.get_by_role("button", name="Start the plan").click()
    page.locator(".govuk-error-summary").wait_for()
    good(page, picture, "plan-start-errors")
    page.get_by_label("Lead professional").select_option(label="Kez Marlow, Stepping Stones")
    page.get_by_label("Why is there a plan?").fill("So that she is safe on her way.")
    page.get_by_role("button", name="Start the plan").click()
    page.get_by_role("link", name="Add a goal").or_(page.get_by_role("button", name="Add a goal")).click()
    page.get_by_label("What does the child want?").fill("I want to go home.")
    page.get_by_role("radio", name="The child’s own words").check()
    good(page, picture, "plan-goal")
    page.get_by_role("button", name="Add the goal").click()
    page.get_by_role("button", name="Add an action").click()
    page.get_by_label("What is to be done?").fill("Meet her at the gate")
    page.get_by_label("Which agency does it?").select_option("school")
    page.get_by_label("Who in the agency?").fill("Ms Nandakumar")
    fill_day(page, "due_on", "20", "Nov", "2026")
    good(page, picture, "plan-action")
    page.get_by_role("button", name="Add the action").click()
    page.get_by_role("link", name="Change what Elmsgate Academy sees").click()
    page.get_by_role("checkbox", name="Goals").check()
    good(page, picture, "plan-share")
    page.get_by_role("button", name="Share").click()
    page.get_by_text("The plan is shared with Elmsgate Academy, as you said.").wait_for()
    assert Plan.objects.get().goals.get().words == "I want to go home."


@WIDTHS
@pytest.mark.parametrize("member", ["triage", "dsl"])
def test_each_agency_sees_its_part(visit, picture, cast, plan, member, width):
    page = visit("/plans/", member=cast.members[member], width=width)
    good(page, picture, f"plan-list-{member}")
    page.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    page.get_by_text("Meet her at the gate").first.wait_for()
    assert page.get_by_text("Find a mentor").count() == (0 if member == "dsl" else 2)
    good(page, picture, f"plan-{member}")


@WIDTHS
def test_who_does_it_says_how_it_ended_and_a_collision_shows_both_texts(visit, picture, cast, plan, width):
    page = visit(f"/plans/{plan.reference}/", member=cast.members["dsl"], width=width)
    page.get_by_role("link", name="Say how it ended").click()
    page.get_by_role("radio", name="Done", exact=True).check()
    page.get_by_label("What happened?").fill("She was met every day.")
    good(page, picture, "plan-end")
    action = plan.actions.get(owner_agency=cast.agencies["school"])
    planning.end_action(
        reference=plan.reference, action_id=action.pk, state="impossible", outcome="She moved.", version=action.version,
        by=cast.viewer("youth_worker"), at=NOW,
    )  # fmt: skip
    page.get_by_role("button", name="Keep this").click()
    page.get_by_role("heading", name="Somebody else saved this first").wait_for()
    expect(page.get_by_text("She was met every day.")).to_be_visible()
    expect(page.get_by_text("She moved.")).to_be_visible()
    good(page, picture, "plan-end-collision")


@WIDTHS
def test_a_review_is_recorded_and_sharing_stopped(visit, picture, cast, plan, width):
    page = visit(f"/plans/{plan.reference}/review", member=cast.members["youth_worker"], width=width)
    page.get_by_label("What was found?").fill("She goes home with a friend.")
    page.get_by_role("radio", name="Improved").check()
    fill_day(page, "next_review_on", "12", "1", "2027")
    good(page, picture, "plan-review")
    page.get_by_role("button", name="Keep the review").click()
    page.get_by_text("12 January 2027").first.wait_for()
    page.get_by_role("link", name="Stop sharing with Elmsgate Academy").click()
    page.get_by_role("button", name="Stop sharing").click()
    page.get_by_text("Elmsgate Academy still has something to do.").wait_for()
    good(page, picture, "plan-unshare")


@WIDTHS
def test_an_agency_that_is_asked_answers(visit, picture, cast, width):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    asked = asking.ask(
        reference=concern.reference, agency_code="health", groups=[FieldGroup.HEALTH],
        question="Is she waiting for CAMHS?\nSince when?", by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
    page = visit("/requests/", member=cast.members["clinician"], width=width)
    good(page, picture, "request-list")
    page.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    page.get_by_role("radio", name="Here is what we hold").check()
    page.get_by_role("button", name="Send the answer").click()
    page.locator(".govuk-error-summary").wait_for()
    page.get_by_label("What you tell").fill("She waits since May.")
    good(page, picture, "request-errors")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("Your answer is sent.").wait_for()
    page.goto(f"/requests/{asked.reference}/")
    good(page, picture, "request-answered")
    assert Answer.objects.get().words == "She waits since May."


@WIDTHS
def test_without_javascript_an_answer_and_an_end_can_be_given(visit, cast, plan, width):
    page = visit(f"/plans/{plan.reference}/", member=cast.members["dsl"], width=width, javascript=False)
    page.get_by_role("link", name="Say how it ended").click()
    page.get_by_role("radio", name="Done", exact=True).check()
    page.get_by_label("What happened?").fill("She was met.")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("It is kept how the action ended.")).to_be_visible()
    fits(page)
