"""The governance officer's journey: an agreement from its first draft to a concern let go; whose disclosures; the log."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.audit.actions import seal_all
from alongside.audit.models import Event
from alongside.partners.models import Agreement
from alongside.support.actions import raising
from alongside.support.models import Concern
from tests.audit.made_log import guards_lifted
from tests.cast import child, details
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.journeys.front_door import set_up


@pytest.fixture
def desk(cast, transactional_db, settings, tmp_path):
    settings.VAR = tmp_path  # where published roots would stand
    return set_up(cast)


def press(page, name):
    page.get_by_role("button", name=name).click()


def notice(page) -> str:
    return page.locator(".govuk-notification-banner__content").inner_text()


def fill_day(page, legend, day, month, year):
    group = page.get_by_role("group", name=legend)
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        group.get_by_label(label).fill(str(value))


@pytest.mark.parametrize(("width", "javascript"), [(PHONE, True), (DESK, False)])
def test_an_agreement_is_written_signed_and_lets_a_held_concern_go(visit, cast, desk, width, javascript):
    now = timezone.now()
    told = details(child=child("Kit", "Rowe"), happened_on=now.date())
    held = raising.raise_concern(details=told, by=cast.viewer("outsider", now), at=now)
    page = visit("/agreements/", member=cast.members["governance"], width=width, javascript=javascript)
    press(page, "New agreement")
    page.get_by_label("Reference").fill("LT-1")
    page.get_by_label("Title").fill("Leisure centres and the front door")
    page.get_by_label("Power or duty in law").fill("Children Act 2004, section 16LA")
    page.get_by_label("Safeguarding a child").check()
    fill_day(page, "First day", now.day, now.month, now.year)
    fill_day(page, "Last day", 30, 12, now.year + 1)
    fill_day(page, "Review on", 1, 6, now.year + 1)
    for part in ("Name, date of birth and sex", "The concern: what happened"):
        page.get_by_label(part).select_option("Shared when involved")
    page.get_by_label("Breakwater Leisure Trust").select_option("Gives only")
    page.get_by_label("Larkmere Council front door").select_option("Receives only")
    press(page, "Keep the agreement")
    page.get_by_text("Waiting for signatures").wait_for()
    for agency in ("Breakwater Leisure Trust", "Larkmere Council front door"):
        page.get_by_role("link", name=f"Record a signature for {agency}").click()
        expect(page.get_by_label(agency)).to_be_checked()
        page.get_by_label("Name of the person who signs").fill("A. Signatory, director")
        press(page, "Keep the signature")
    assert notice(page) == "The signature is kept. One concern that was held is sent."
    assert Concern.objects.get(pk=held.pk).status == "received"
    page.get_by_role("link", name="See who may tell whom today").click()
    page.get_by_label("Who would tell?").select_option("Breakwater Leisure Trust")
    press(page, "Show")
    page.get_by_text("LT-1 v1 covers it").first.wait_for()


@pytest.mark.parametrize(("width", "javascript"), [(PHONE, True), (DESK, False)])
def test_whose_disclosures_who_saw_and_who_was_refused(visit, cast, desk, width, javascript):
    outsider = visit(f"/triage/{desk.reference}/", member=cast.members["outsider"])
    outsider.get_by_role("heading", name="There is nothing here that you may open").wait_for()
    page = visit("/disclosures/", member=cast.members["governance"], width=width, javascript=javascript)
    page.get_by_label("By the reference of a concern").check()
    page.get_by_label("Reference", exact=True).fill(desk.reference.lower())
    press(page, "Find")
    page.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    page.get_by_text(f"shared the concern {desk.reference} for safeguarding a child").wait_for()
    assert page.get_by_text("two new phones").count() == 0
    page.get_by_text("Filter this list").click()
    page.get_by_label("Agency", exact=True).select_option("Elmsgate Academy")
    press(page, "Apply")
    page.get_by_text("(on)").wait_for()
    assert page.get_by_text("Ines Pell (").count() == 0
    page.get_by_role("link", name="Who was refused").click()
    page.get_by_text("Corin Vale (Breakwater Leisure Trust) was refused").first.wait_for()


def test_the_page_of_disclosures_prints_without_what_is_not_paper(visit, cast, desk):
    page = visit(f"/disclosures/{desk.person_id}/", member=cast.members["governance"])
    page.emulate_media(media="print")
    page.get_by_role("heading", name="Amina Okafor-Lindqvist").wait_for()
    page.locator("tbody tr").first.wait_for()
    for gone in (".al-filters", ".al-tabs", ".govuk-service-navigation", ".al-footer"):
        expect(page.locator(gone).first).not_to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_log_is_sealed_verified_and_a_change_is_named(visit, cast, desk, javascript):
    page = visit("/log/", member=cast.members["governance"], javascript=javascript)
    press(page, "Seal what waits")
    press(page, "Verify every log now")
    page.get_by_text("logs hold: nothing that was sealed has been changed.").wait_for()
    with guards_lifted():
        Event.objects.filter(agency_code="school").update(reason="nothing to see here")
    press(page, "Verify every log now")
    page.get_by_text("1 log does not hold").wait_for()
    page.get_by_role("heading", name="Elmsgate Academy").wait_for()
    accessible(page) if javascript else None


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_is_accessible_and_fits(visit, picture, cast, desk, width):
    seal_all(at=timezone.now())
    cast.agreement("FD-1", ["council", "school"], version=2, title="Front door sharing, wider")
    one, told = (
        f"/agreements/{Agreement.objects.get(reference='FD-1', version=1).pk}",
        f"/disclosures/{desk.person_id}/",
    )
    explain = "/agreements/who-may-tell-whom?receiver=council&purpose=safeguarding&giver="
    pages = {
        "agreements": "/agreements/", "agreements-ending": "/agreements/?ending", "agreement": f"{one}/",
        "agreement-new": "/agreements/new", "agreement-sign": f"{one}/sign", "agreement-leave": f"{one}/leave",
        "agreement-withdraw": f"{one}/withdraw", "explain": explain, "explain-one": f"{explain}health",
        "find": "/disclosures/", "disclosures": told, "disclosures-refused": f"{told}?refused=on", "log": "/log/",
        "refusals": "/log/refusals", "restrictions-none": "/restrictions/", "restrict": f"/restrictions/{desk.person_id}/place",
    }  # fmt: skip
    page = visit("/agreements/", member=cast.members["governance"], width=width)
    for name, path in pages.items():
        page.goto(path)
        accessible(page)
        fits(page)
        picture(page, name)
    page.get_by_label("Why the child is hidden").fill("Somebody looks for her.")
    page.get_by_label("Who may still see the child").fill(cast.members["manager"].username)
    page.get_by_role("button", name="Hide the child").click()
    page.get_by_text("Not shown to you").wait_for()
    accessible(page)
    fits(page)
    picture(page, "restrictions")
