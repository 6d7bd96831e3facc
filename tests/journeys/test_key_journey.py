"""An agency's administrator lets a system in and takes its key back; people read what a system can send."""

from datetime import date, timedelta

import pytest
from django.test import Client
from playwright.sync_api import expect

from alongside.partners.models import AgencyKey, Member
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.systems import API, CONCERN, administrator


@pytest.fixture
def una(cast):
    return Member.objects.get(pk=administrator(cast, "school").member_id)


def good(page, picture, name):
    accessible(page)
    fits(page)
    picture(page, f"keys-{name}")


def asked_with(text):
    return Client().get(f"{API}/pathways", headers={"Authorization": f"Bearer {text}"}).status_code


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_key_is_made_works_and_is_taken_back(visit, cast, una, picture, width):
    page = visit("/", member=una, width=width)
    page.locator("main").get_by_role("link", name="Keys").click()
    good(page, picture, "none")
    page.get_by_role("button", name="Make a key").click()
    page.get_by_role("button", name="Make the key").click()
    page.get_by_role("alert").wait_for()
    good(page, picture, "make-errors")
    page.get_by_label("Which system is it for?").fill("School records")
    page.get_by_label("Raise concerns, and read how far they are").check()
    page.get_by_label("Refer along pathways, and read how far referrals are").check()
    page.get_by_role("radio", name="Designated safeguarding lead").check()
    for part, value in zip(("Day", "Month", "Year"), in_half_a_year(), strict=True):
        page.get_by_role("group", name="What is its last day?").get_by_label(part).fill(value)
    good(page, picture, "make")
    page.get_by_role("button", name="Make the key").click()
    page.get_by_text("It is shown only now.").wait_for()
    text = page.locator(".al-key").first.inner_text()
    good(page, picture, "given")
    assert asked_with(text) == 200
    page.get_by_role("link", name="I have kept it").click()
    page.get_by_role("heading", name="What happened with this key").wait_for()
    good(page, picture, "one")
    assert text not in page.content()
    page.get_by_role("link", name="Back").click()
    good(page, picture, "list")
    page.get_by_role("link", name="School records").click()
    page.get_by_role("button", name="Revoke the key").click()
    page.get_by_label("Why is the key revoked?").fill("The laptop was lost")
    good(page, picture, "revoke")
    page.get_by_role("button", name="Revoke the key").click()
    page.get_by_text("is revoked.").first.wait_for()
    assert asked_with(text) == 401 and AgencyKey.objects.get().revoked_because == "The laptop was lost"
    page.reload()
    page.get_by_text("the key was revoked").wait_for()
    good(page, picture, "revoked")


def in_half_a_year():
    """The pages of a journey run on the real clock."""
    day = date.today() + timedelta(days=180)
    return str(day.day), str(day.month), str(day.year)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_people_read_what_a_system_can_send(visit, cast, picture, width):
    page = visit("/api/docs", width=width)
    page.get_by_role("link", name="Raise a concern about a child").click()
    expect(page.get_by_role("heading", name="Raise a concern about a child")).to_be_visible()
    expect(page.get_by_text("child", exact=True).first).to_be_hidden()
    page.locator("summary", has_text="Fields of “Raise a concern about a child”").click()
    for name in CONCERN:
        expect(page.get_by_text(name, exact=True).first).to_be_visible()
    good(page, picture, "documentation")


def test_a_key_is_made_and_revoked_without_javascript_and_the_outsider_sees_nothing_of_it(visit, cast, una):
    page = visit("/keys/make/", member=una, width=PHONE, javascript=False)
    page.get_by_label("Which system is it for?").fill("School records")
    page.get_by_label("Raise concerns, and read how far they are").check()
    page.get_by_role("radio", name="Practitioner").check()
    for part, value in zip(("Day", "Month", "Year"), in_half_a_year(), strict=True):
        page.get_by_role("group", name="What is its last day?").get_by_label(part).fill(value)
    page.get_by_role("button", name="Make the key").click()
    page.get_by_text("It is shown only now.").wait_for()
    key = AgencyKey.objects.get()
    outsider = Member.objects.get(pk=administrator(cast, "outside").member_id)
    other = visit("/keys/", member=outsider, javascript=False)
    expect(other.get_by_text("Your agency has no key.")).to_be_visible()
    assert other.goto(f"/keys/{key.pk}/").status == 403
