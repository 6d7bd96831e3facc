"""A child is referred for early help, the family is met, a team starts, the school is told; a panel hears a case."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.audit.entries import Actor
from alongside.common.bank_holidays import announce
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions.pathway_versions import install
from alongside.support.models import Case
from alongside.support.shipped import shipped
from tests.cast import NOW, child
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.panels import invited, make_panel_world, on_panel, planned, proposed, say

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def no_day_stays_announced():
    yield
    announce([])


@pytest.fixture
def early_help(cast):
    cast.agreement("EH-1", ["council", "school"], purposes=frozenset({Purpose.EARLY_HELP}),
                   field_groups=frozenset(FieldGroup))  # fmt: skip
    document = next(one for one in shipped() if one["code"] == "early-help")
    install(document=document, receivers=["council"], change_note="As it comes", by=Actor.system("t"), at=NOW)
    return cast


def good(page, picture, name, script=True):
    if script:
        accessible(page)
    fits(page)
    picture(page, name)


def refer(page, picture, script):
    page.locator('a[href="/pathways/early-help/refer/"]').click()
    page.get_by_label("First name").fill("Amina")
    page.get_by_label("Last name").fill("Okafor-Lindqvist")
    for part, value in zip(("Day", "Month", "Year"), ("14", "5", "2012"), strict=True):
        page.get_by_label(part, exact=True).fill(value)
    good(page, picture, "case-who", script)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send the referral").click()
    good(page, picture, "case-refer-errors", script)
    page.get_by_label("What are you worried about?").fill("He is tired.")
    page.get_by_label("What does the child want to be different?").fill("I want to sleep at home.")
    page.get_by_label("Yes, the child or a parent agreed").check()
    page.get_by_role("button", name="Send the referral").click()
    page.get_by_text("has your referral").wait_for()
    good(page, picture, "case-own", script)


@WIDTHS
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_child_is_referred_worked_with_and_the_school_is_told(early_help, visit, picture, width, script):
    cast = early_help
    refer(visit("/pathways/", member=cast.members["dsl"], width=width, javascript=script), picture, script)
    page = visit("/pathways/early-help/cases/", member=cast.members["triage"], width=width, javascript=script)
    good(page, picture, "case-queue", script)
    page.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    page.get_by_role("link", name="Accept").click()
    good(page, picture, "case-move", script)
    page.get_by_label("Why").fill("The family asked for it.")
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("link", name="Write down: first contact with the family").click()
    page.get_by_label("At home").check()
    good(page, picture, "case-write", script)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("link", name="Tell the referrer").click()
    page.get_by_label("What I write below").check()
    page.get_by_label("Your words").fill("We met the family on Tuesday.")
    page.get_by_role("button", name="Tell the referrer").click()
    good(page, picture, "case", script)
    told = visit("/referrals/", member=cast.members["dsl"], width=width, javascript=script)
    good(told, picture, "case-list-own", script)
    told.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    expect(told.get_by_text("We met the family on Tuesday.")).to_be_visible()
    assert told.get_by_text("What was written down").count() == 0


@WIDTHS
def test_the_outsider_learns_nothing_of_a_case(early_help, visit, width):
    from alongside.support.actions.referring import Referral
    from alongside.support.actions.referring import refer as send

    answers = {"worry": "He is tired.", "child_says": "I want to sleep."}
    send(referral=Referral("early-help", child(), answers, "given"), by=early_help.viewer("dsl"), at=NOW)
    page = visit(f"/cases/{Case.objects.get().reference}/", member=early_help.members["outsider"], width=width)
    assert "Amina" not in page.content()
    accessible(page)


@WIDTHS
def test_a_pathway_is_changed_and_published_in_the_browser(early_help, visit, picture, width):
    page = visit("/pathways/keep/", member=early_help.members["manager"], width=width)
    good(page, picture, "keep-list")
    page.get_by_role("link", name="Early help").click()
    good(page, picture, "keep-one")
    page.get_by_role("link", name="Change it").click()
    good(page, picture, "keep-whole")
    page.get_by_role("link", name="Speak to the family").click()
    page.get_by_label("How long").fill("3 working days")
    good(page, picture, "keep-part")
    page.get_by_role("button", name="Keep in the draft").click()
    page.goto("/pathways/keep/early-help/")
    page.get_by_role("button", name="Look at what changed and publish").click()
    good(page, picture, "keep-publish")
    page.get_by_label("What changed, and why").fill("Families waited too long.")
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("New cases begin under this version").wait_for()


@WIDTHS
def test_a_bank_holiday_is_announced_in_the_browser(early_help, visit, picture, width):
    page = visit("/pathways/keep/bank-holidays/", member=early_help.members["manager"], width=width)
    for part, value in (("Day", "19"), ("Month", "11"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("Its name").fill("State funeral")
    page.get_by_role("button", name="Keep this day").click()
    page.get_by_text("Deadlines beyond it move within a few minutes").wait_for()
    good(page, picture, "bank-holidays")
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Taken back by Marian Quill").wait_for()


@WIDTHS
def test_a_panel_hears_a_case_and_an_agency_sees_what_it_is_invited_to(cast, visit, picture, width):
    world = make_panel_world(cast)
    meeting = planned(world)
    item, other = (proposed(world, meeting, on_panel(world, name)) for name in ("Amina", "Noor"))
    invited(world, item, "police", "health")
    say(world, item, "clinician", "She sleeps badly.")
    page = visit("/panels/", member=world.members["officer"], width=width)
    good(page, picture, "panel-list")
    page.get_by_role("link", name="24 November 2026").click()
    good(page, picture, "panel-meeting")
    expect(page.get_by_text("your agency is not invited")).to_be_visible()
    assert "Noor" not in page.content()
    page.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    good(page, picture, "panel-item")
    page.get_by_role("button", name="Tell the panel").click()
    page.get_by_label("Notes of support given").check()
    page.get_by_label("What your agency tells the panel").fill("Seen at the station.")
    page.get_by_label("All agencies invited to this case, and their minutes").check()
    good(page, picture, "panel-say")
    page.get_by_role("button", name="Tell the panel").click()
    page.get_by_text("Seen at the station.").wait_for()
    chair = visit(f"/panels/case/{other.pk}/", member=world.members["chair"], width=width)
    good(chair, picture, "panel-item-chair")
