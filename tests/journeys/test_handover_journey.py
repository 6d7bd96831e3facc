"""A primary names and sends, a secondary meets the child; a hospital hands over to the community; the outsider is refused."""

import re
from datetime import date

import pytest
from django.utils import timezone

from alongside.support.actions import handovers
from alongside.support.actions.handovers_documents import document_sent, list_document
from alongside.support.models import Handover
from tests.cast import NOW
from tests.handovers import UP, WARD, WARD_PAGE, make_handover_world, named, sent, step
from tests.journeys.conftest import DESK, PHONE, accessible, fits

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def world(cast):
    return make_handover_world(cast)


def good(page, picture, name):
    accessible(page)
    fits(page)
    picture(page, name)


def day(page, label, on):
    group = page.get_by_role("group", name=label)
    for part, value in zip(("Day", "Month", "Year"), (on.day, on.month, on.year), strict=True):
        group.get_by_label(part, exact=True).fill(str(value))


def refused(world, visit, reference):
    for path in ("", "print/", "do/accept/"):
        page = visit(f"/handovers/{reference}/{path}", member=world.members["outsider"], width=PHONE)
        assert "Amina" not in page.content() and "You cannot open this" in page.content()


@WIDTHS
def test_a_primary_names_two_of_a_class_and_sends_one(world, visit, picture, width):
    page = visit("/handovers/", member=world.members["dsl"], width=width)
    good(page, picture, "handover-empty")
    page.get_by_role("link", name="Name children of a class").click()
    page.get_by_label("Class", exact=True).fill("6 Heron")
    page.get_by_label("The children for whom").fill("Amina, Marsh, 27/3/2016\nBo, Quill, 1/9/2015")
    day(page, "First day of the new school", date(2027, 9, 1))
    page.get_by_label("Who is to receive it?").select_option("Saltmarsh High")
    good(page, picture, "handover-class")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Name these children").wait_for()
    for row in range(2):
        page.get_by_label("More: a mentor").nth(row).check()
        page.get_by_label("No friend goes to the same school").nth(row).check()
    good(page, picture, "handover-class-rows")
    page.get_by_role("button", name="Name these children").click()
    good(page, picture, "handover-queue")
    page.get_by_role("link", name="Amina Marsh").click()
    good(page, picture, "handover-named")
    page.get_by_role("button", name="Write the page").click()
    page.get_by_label("What I hope for").fill("I hope there is football.")
    page.get_by_label("What I am good at").fill("I draw maps.")
    page.get_by_label("What helps on a bad day").fill("A quiet place.")
    page.get_by_label("Who to call").fill("Priya, 01632 960 200")
    page.get_by_label("No", exact=True).check()
    good(page, picture, "handover-edit")
    page.get_by_role("button", name="Keep the page").click()
    page.get_by_role("button", name="Send it").click()
    good(page, picture, "handover-send")
    page.get_by_role("button", name="Send it").click()
    page.get_by_text("Sent to Saltmarsh High").wait_for()
    good(page, picture, "handover-sent")
    refused(world, visit, Handover.objects.get(state="sent").reference)


@WIDTHS
def test_a_secondary_receives_accepts_meets_and_checks(world, visit, picture, width):
    made, dsl = sent(world), world.viewer("dsl")
    listed = list_document(reference=made.reference, name="Two parts", is_protection_file=True, by=dsl, at=NOW)
    document_sent(reference=made.reference, document=listed.pk, how="By hand", sent_at=NOW, by=dsl, at=NOW)
    page = visit("/handovers/", member=world.members["other_dsl"], width=width)
    good(page, picture, "handover-incoming")
    page.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    good(page, picture, "handover-received")
    page.get_by_role("button", name="Accept, and name who meets the child").click()
    page.get_by_label("Who meets the child, and when").fill("Owen Trellick, on Friday")
    good(page, picture, "handover-accept")
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("link", name="Give a receipt").click()
    page.get_by_label("Who has it, by name").fill("O. Trellick")
    page.get_by_role("button", name="Give a receipt").click()
    page.get_by_role("button", name="Met the child").click()
    good(page, picture, "handover-contact")
    page.get_by_role("button", name="Met the child").click()
    Handover.objects.update(moves_on=NOW.date())  # her first day is over
    page.get_by_role("button", name="First-term check").click()
    page.get_by_label("95% or more").check()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("What the child says").fill("It is fine.")
    page.get_by_label("What next").fill("Nothing more.")
    page.get_by_role("button", name="First-term check").click()
    page.get_by_text("The handover stands at “Complete” now.").wait_for()
    good(page, picture, "handover-done")
    refused(world, visit, made.reference)


@WIDTHS
def test_a_ward_hands_over_to_a_community_worker_who_meets_her(world, visit, picture, width):
    page = visit("/handovers/begin/", member=world.members["clinician"], width=width)
    good(page, picture, "handover-kinds")
    page.locator(f'a[href="/handovers/begin/{WARD}/"]').click()
    page.get_by_label("First name").fill("Amina")
    page.get_by_label("Last name").fill("Okafor-Lindqvist")
    day(page, "Date of birth", date(2012, 5, 14))
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Who is to receive it?").select_option("Stepping Stones")
    day(page, "The day on which", date(2026, 11, 18))
    page.get_by_label("What I want to happen now").fill(WARD_PAGE["says"])
    page.get_by_label("What helps on a bad day").fill(WARD_PAGE["helps"])
    page.get_by_label("How she or he can be reached").fill(WARD_PAGE["safe_contact"])
    page.get_by_label("Who to call").fill(WARD_PAGE["call"])
    good(page, picture, "handover-begin")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Send it").click()
    page.get_by_role("button", name="Send it").click()
    page.get_by_text("Sent to Stepping Stones").wait_for()
    kez = visit("/handovers/", member=world.members["youth_worker"], width=width)
    kez.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    kez.get_by_role("button", name="Accept").click()
    kez.get_by_label("Who takes it").fill("Kez, tomorrow at ten")
    kez.get_by_role("button", name="Accept").click()
    kez.get_by_role("button", name="First contact made").click()
    kez.get_by_label("In person").check()
    kez.get_by_role("button", name="First contact made").click()
    kez.get_by_text("The handover stands at “First contact made” now.").wait_for()
    refused(world, visit, Handover.objects.get().reference)


@WIDTHS
def test_a_return_a_change_of_school_and_the_numbers(world, visit, picture, width):
    made = step(world, sent(world), "return", reason="She goes elsewhere.")
    page = visit(f"/handovers/{made.reference}/", member=world.members["dsl"], width=width)
    good(page, picture, "handover-returned")
    page.get_by_role("link", name="Send it elsewhere").click()
    page.get_by_label("Or an agency outside").fill("Fernley High, Westmere")
    page.get_by_label("Who is to receive it?").select_option("")
    page.get_by_label("Why").fill("The family moved in August.")
    good(page, picture, "handover-elsewhere")
    page.get_by_role("button", name="Send it elsewhere").click()
    page.get_by_text("Sent to Fernley High").wait_for()
    good(page, picture, "handover-outside")
    for name in ("Ada", "Bo", "Cy", "Di"):
        named(world, name)
    numbers = visit("/handovers/numbers/", member=world.members["manager"], width=width)
    good(numbers, picture, "handover-numbers")


def test_the_page_about_a_child_fits_one_side_of_a4(world, visit, picture):
    long = "I hope that somebody I know is in my form, and I worry about the bus. " * 4
    made = named(world, page={"grade": "most", "criteria": ["friends", "send", "caring"], "file": "yes", "says": long,
                              "strengths": long, "helps": long, "worries": long, "call": "Priya", "mentor": "Jo"})  # fmt: skip
    handovers.send(reference=made.reference, by=world.viewer("dsl"), at=NOW)
    page = visit(f"/handovers/{made.reference}/print/", member=world.members["other_dsl"])
    good(page, picture, "handover-print")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert made.kind.code == UP
