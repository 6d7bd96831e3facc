"""Early help on a phone, whole: met, assessed, a team that meets, stepped down; taken up again, stepped up, looked at twice.
Whoever has no part in it is refused at each step."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.audit.entries import Actor
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions.pathway_versions import install
from alongside.support.models import Case
from alongside.support.shipped import shipped
from tests.cast import NOW
from tests.journeys.casework import decide, good, of_whom, refused, sent
from tests.journeys.conftest import PHONE

SAID = {
    "What are you worried about?": "She sleeps at school.",
    "What does the child want to be different?": "“I want my own bed.”",
}  # fmt: skip
FOUND = {
    "Strengths": "Her aunt calls every day.", "Needs": "A bed, and a lock.", "In the child's words": "“It is cold.”"
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def world(cast):
    cast.agreement("EH-1", ["council", "school"], purposes=frozenset({Purpose.EARLY_HELP}),
                   field_groups=frozenset(FieldGroup))  # fmt: skip
    document = next(one for one in shipped() if one["code"] == "early-help")
    install(document=document, receivers=["council"], change_note="As it comes", by=Actor.system("t"), at=NOW)
    return cast


def referred(visit, world, picture):
    page = visit("/pathways/", member=world.members["dsl"], width=PHONE)
    of_whom(page, "early-help")
    for label, words in SAID.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("Complex").check()
    page.get_by_label("Yes, the child or a parent agreed").check()
    good(page, picture, "early-help-refer")
    return sent(page, "early-help")


def write(page, what, **answers):
    page.get_by_role("link", name=f"Write down: {what}").click()
    for label, words in answers.pop("words", {}).items():
        page.get_by_label(label).fill(words)
    for choice in answers.get("choices", ()):
        page.get_by_label(choice).check()
    page.get_by_role("button", name="Keep it").click()


def looked_at(visit, world, case, picture, verdict, words):
    page = visit(f"/cases/{case.reference}/", member=world.members["manager"], width=PHONE)
    page.get_by_role("button", name="Second look").click()
    expect(page.get_by_text("Step up to social care")).to_be_visible()
    good(page, picture, "early-help-second-look")
    page.get_by_label(verdict).check()
    page.get_by_label("Your words to the worker").fill(words)
    page.get_by_role("button", name="Keep my answer").click()
    return page


def test_a_family_is_met_assessed_and_steps_down_when_its_team_has_done_its_work(world, visit, picture):
    case = referred(visit, world, picture)
    here = f"/cases/{case.reference}/"
    refused(visit, world, here, f"{here}write/first-contact/", f"{here}do/accept/")
    page = visit(here, member=world.members["triage"], width=PHONE)
    expect(page.get_by_text("level of need for which early help is meant")).to_be_visible()
    write(page, "first contact with the family", choices=["At home"])
    decide(page, "Accept", "The family asked for it.")
    write(page, "assessment finished", words=FOUND)
    good(page, picture, "early-help-assessed")
    refused(visit, world, f"{here}write/assessment/", f"{here}do/start-team/")
    page.get_by_role("link", name="Start the Team Around the Family").click()
    page.get_by_label("Lead practitioner").fill("P. Nandakumar, school")
    page.get_by_label("Why", exact=True).fill("School, housing and her aunt each hold a part.")
    page.get_by_role("button", name="Start the Team Around the Family").click()
    write(page, "the team met", words={"What the family and the child said": "“I slept.”"}, choices=["Better"])
    expect(page.get_by_text("Meet again")).to_be_visible()
    good(page, picture, "early-help-team")
    refused(visit, world, f"{here}write/review/", f"{here}do/step-down/")
    page.get_by_role("link", name="Step down to ordinary services").click()
    page.get_by_label("What is different now, as the family sees it").fill("“I have a bed.”")
    page.get_by_label("Why", exact=True).fill("The school and her aunt carry it.")
    page.get_by_role("button", name="Step down to ordinary services").click()
    expect(page.get_by_role("link", name="Take the case up again")).to_be_visible()
    good(page, picture, "early-help-stepped-down")


def test_a_step_up_is_looked_at_twice_and_a_case_is_taken_up_again(world, visit, picture):
    case = referred(visit, world, picture)
    here = f"/cases/{case.reference}/"
    page = visit(here, member=world.members["triage"], width=PHONE)
    decide(page, "Accept", "The family asked for it.")
    decide(page, "Step up to social care", "He came back on Sunday.")
    expect(page.get_by_text("waits for a second look by somebody else")).to_be_visible()
    refused(visit, world, f"{here}second-look/", f"{here}do/step-up/")
    looked_at(visit, world, case, picture, "No, nothing changes for now", "Speak with the aunt first.")
    page.goto(here)
    expect(page.get_by_text("Speak with the aunt first.")).to_be_visible()
    decide(page, "Step up to social care", "He came back again; her aunt is afraid.")
    looked_at(visit, world, case, picture, "Yes, I agree", "Raise the concern today.")
    page.goto(here)
    page.get_by_role("link", name="Take the case up again").click()
    good(page, picture, "early-help-take-up-again")
    refused(visit, world, f"{here}reopen/")
    page.get_by_label("Why").fill("Social care closed it: the family wants help.")
    page.get_by_role("button", name="Take the case up again").click()
    expect(page.get_by_text("Assessment with the family").first).to_be_visible()
    assert Case.objects.get().ended_at is None
    good(page, picture, "early-help-again")
