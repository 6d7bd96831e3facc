"""What every journey along a pathway does: say of whom, send, decide, be refused."""

from playwright.sync_api import expect

from alongside.support.models import Case
from tests.journeys.conftest import PHONE, accessible, fits


def good(page, picture, name):
    accessible(page)
    fits(page)
    picture(page, name)


def of_whom(page, pathway):
    page.locator(f'a[href="/pathways/{pathway}/refer/"]').click()
    page.get_by_label("First name").fill("Amina")
    page.get_by_label("Last name").fill("Okafor-Lindqvist")
    date_of(page, "14", "5", "2010")
    page.get_by_role("button", name="Continue").click()


def date_of(page, *given):
    for part, value in zip(("Day", "Month", "Year"), given, strict=True):
        page.get_by_label(part, exact=True).fill(value)


def decide(page, name, why, meeting=""):
    page.get_by_role("link", name=name, exact=True).click()
    if meeting:
        page.get_by_label(meeting).check()
    page.get_by_label("Why", exact=True).fill(why)
    page.get_by_role("button", name=name).click()


def sent(page, pathway):
    page.get_by_role("button", name="Send the referral").click()
    page.get_by_text("has your referral").wait_for()
    return Case.objects.get(pathway__code=pathway)


def refused(visit, world, *paths):
    for path in paths:
        page = visit(path, member=world.members["outsider"], width=PHONE)
        assert "Amina" not in page.content()
        expect(page.get_by_text("Every refusal is written to the log.")).to_be_visible()
