"""MARAC on a phone: judgement routes below the points, the case finds its meeting, the flag stands, a repeat comes back;
a community MARAC from referral to the end of its flag; and a young person in hospital is met, worked with and handed to
the community."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.audit.entries import Actor
from alongside.support.actions import panel_actions
from alongside.support.actions.pathway_versions import install
from alongside.support.models import AgendaItem
from alongside.support.shipped import shipped
from tests.cast import NOW, later
from tests.journeys.casework import date_of, decide, good, of_whom, refused, sent
from tests.journeys.conftest import PHONE
from tests.panels import heard, invited, make_panel_world, opened, planned

YES_NO = {
    "High danger by your professional judgement?": "Yes", "Five incidents or three crimes in twelve months?": "No",
    "Same two people heard here in the last twelve months?": "No",
}  # fmt: skip
SAID = {
    "What happened last, and when?": "He waited at the gate on Friday.", "Ticks on the DASH checklist": "9",
    "Who completed the checklist": "P. Nandakumar, safeguarding lead", "Why, in your judgement": "She plans around him.",
    "When and how is contact safe?": "At school, before noon", "Children in the home": "None",
    "What does she or he fear, and want?": "“I want him to forget where I live.”",
}  # fmt: skip
HARMED = {
    "What goes on, since when, and how often?": "Boys in the stairwell since August, each weekend.",
    "Points on the partnership's matrix": "12", "Who completed the matrix": "P. Nandakumar, safeguarding lead",
    "What was tried, by whom, and what came of it?": "Housing wrote twice. Nothing came of it.",
    "When and how is contact safe?": "By phone before noon", "What does she or he fear, and want?": "“I want to sleep.”",
}  # fmt: skip
HURT = {
    "What she or he wants": "“I am not going back there.”", "How she or he can be reached safely": "By text to his aunt"
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def world(cast):
    receivers = {"marac": ["council"], "community-marac": ["council"], "hospital-navigator": ["provider"]}
    for document in shipped():
        if found := receivers.get(document["code"]):
            install(document=document, receivers=found, change_note="x", by=Actor.system("t"), at=NOW)
    return make_panel_world(cast)


def proposed(page, stuck):
    page.get_by_role("link", name="Propose it for Exploitation panel, 24 November").click()
    page.get_by_label("What is stuck").fill(stuck)
    page.get_by_role("button", name="Propose a case").click()
    page.get_by_text("The case is proposed.").wait_for()
    return AgendaItem.objects.get()


def sat(world, meeting, item):
    invited(world, item, "police", "provider")
    opened(world, meeting, ("council", "police", "provider"))
    heard(world, item)


def test_a_marac_hears_a_case_its_flag_stands_and_a_repeat_comes_back(world, visit, picture):
    meeting = planned(world)
    page = visit("/pathways/", member=world.members["dsl"], width=PHONE)
    of_whom(page, "marac")
    for group, answer in YES_NO.items():
        page.get_by_role("group", name=group).get_by_label(answer).check()
    for label, words in SAID.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("Not asked: asking could put somebody in danger").check()
    page.get_by_label("Why there is no agreement").fill("He reads her messages.")
    good(page, picture, "marac-refer")
    case = sent(page, "marac")

    refused(visit, world, f"/cases/{case.reference}/", f"/cases/{case.reference}/do/to-agenda/")
    page = visit(f"/cases/{case.reference}/", member=world.members["triage"], width=PHONE)
    expect(page.get_by_text("professional judgement. This shows where it may belong")).to_be_visible()
    decide(page, "Put on the agenda", "Three agencies hold a part each.", "Exploitation panel, 24 November")
    page.get_by_text("The case is proposed.").wait_for()
    good(page, picture, "marac-on-the-agenda")
    item = AgendaItem.objects.get()
    refused(visit, world, f"/panels/case/{item.pk}/", f"/panels/meeting/{meeting.pk}/")
    sat(world, meeting, item)
    act = panel_actions.agree_action(
        item_id=item.pk, what="Fit a second lock at her aunt’s.", owner_agency="council", owner="Tomasz Wilk",
        due_on=later(days=9).date(), by=world.viewer("chair"), at=NOW,
    )  # fmt: skip
    page.goto(f"/panels/case/{item.pk}/action/{act.pk}/")
    page.get_by_label("Impossible after a change").check()
    page.get_by_label("What came of it?").fill("She moved to her father’s.")
    page.get_by_role("button", name="Say how it ended").click()
    expect(page.get_by_text("Impossible after a change", exact=True)).to_be_visible()

    page.goto(f"/cases/{case.reference}/")
    decide(page, "Heard by the conference", "Heard.")
    expect(page.get_by_text("Flag stands", exact=True)).to_be_visible()
    decide(page, "Repeat: hear again", "He followed her home.")
    expect(page.get_by_text("Flag stands", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Exploitation panel, 24 November")).to_be_visible()
    good(page, picture, "marac-repeat")


def test_a_community_marac_hears_whom_others_harm_and_lets_the_flag_lapse(world, visit, picture):
    meeting = planned(world)
    page = visit("/pathways/", member=world.members["dsl"], width=PHONE)
    of_whom(page, "community-marac")
    for label, words in HARMED.items():
        page.get_by_label(label).fill(words)
    for choice in ("Is harmed by it", "None fits"):
        page.get_by_label(choice).check()
    for group, answer in {"High harm by your": "No", "Three reports in six": "Yes", "Heard here in the": "No"}.items():
        page.get_by_role("group", name=group).get_by_label(answer).check()
    page.get_by_label("Yes, the child or a parent agreed").check()
    good(page, picture, "community-marac-refer")
    case = sent(page, "community-marac")

    refused(visit, world, f"/cases/{case.reference}/", f"/cases/{case.reference}/do/elsewhere/")
    page = visit(f"/cases/{case.reference}/", member=world.members["triage"], width=PHONE)
    expect(page.get_by_text("escalation. This shows where it may belong")).to_be_visible()
    decide(page, "Put on the agenda", "Worse each month.", "None yet")
    good(page, picture, "community-marac-on-no-agenda")
    item = proposed(page, "Nobody owns the stairwell.")
    refused(visit, world, f"/panels/case/{item.pk}/")
    sat(world, meeting, item)

    page.goto(f"/cases/{case.reference}/")
    decide(page, "Heard by the conference", "Heard.")
    expect(page.get_by_text("Flag stands", exact=True)).to_be_visible()
    good(page, picture, "community-marac-flag")
    page.get_by_role("link", name="Write down: it happened again").click()
    page.get_by_label("What, and who was told").fill("Bins alight on Sunday; the fire service came.")
    page.get_by_role("button", name="Keep it").click()
    decide(page, "Let the flag lapse", "The stairwell has a door and a light. It stopped.")
    expect(page.get_by_text("Flag lapsed").first).to_be_visible()
    good(page, picture, "community-marac-over")


def test_a_young_person_in_hospital_is_met_and_worked_with(world, visit, picture):
    page = visit("/pathways/", member=world.members["triage"], width=PHONE)
    of_whom(page, "hospital-navigator")
    date_of(page, "16", "11", "2026")
    page.get_by_label("Knife or sharp object").check()
    for label, words in HURT.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("Yes, the child or a parent agreed").check()
    good(page, picture, "hospital-refer")
    case = sent(page, "hospital-navigator")

    refused(visit, world, f"/cases/{case.reference}/", f"/cases/{case.reference}/write/first-contact/")
    page = visit(f"/cases/{case.reference}/", member=world.members["youth_worker"], width=PHONE)
    page.get_by_role("link", name="Write down: first contact").click()
    page.get_by_label("At the bedside").check()
    page.get_by_role("group", name="Was the attendance at a weekend?").get_by_label("No").check()
    good(page, picture, "hospital-first-contact")
    page.get_by_role("button", name="Keep it").click()
    decide(page, "She or he wants support", "She asked me to come back.")
    expect(page.get_by_text("Weeks of work")).to_be_visible()
    decide(page, "Begin the handover", "Her youth club takes it from here.")
    good(page, picture, "hospital-handover")
    page.get_by_role("link", name="Hand over to another agency").click()
    expect(page.get_by_role("heading", name="Hand somebody over")).to_be_visible()
