"""My work and notices: the lead between two lessons on a phone, the duty worker at her desk, the outsider with nothing."""

import pytest

from alongside.partners.states import FieldGroup
from alongside.support.actions import asking, raising, triage
from alongside.support.actions.clocks import breach_clocks
from tests.cast import NOW, child, details, later
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.panels import invited, make_panel_world, on_panel, planned, proposed


@pytest.fixture
def busy(cast, transactional_db, monkeypatch):
    """A late concern, a request to the police, a meeting, and feedback for the school."""
    world = make_panel_world(cast)
    told = raising.raise_concern(details=details(), by=world.viewer("dsl"), at=NOW)
    raising.raise_concern(details=details(child=child("Noor")), by=world.viewer("other_dsl"), at=NOW)
    by = world.viewer("triage")
    asking.ask(
        reference=told.reference, agency_code="police", groups=[FieldGroup.CONCERN], question="Known?", by=by, at=NOW
    )
    triage.rate(reference=told.reference, level_code="complex", reason="As told.", by=by, at=NOW)
    told.refresh_from_db()
    triage.decide_concern(
        reference=told.reference, kind="early_help", rationale="Fits.", version=told.version, by=by, at=NOW
    )
    triage.give_feedback(reference=told.reference, form="decision", text="Early help.", by=by, at=NOW)
    invited(world, proposed(world, planned(world), on_panel(world)), "police")
    breach_clocks(at=later(days=3))
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(days=3))
    return world


def press(page, name):
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize(("width", "javascript"), [(PHONE, True), (DESK, False)])
def test_the_lead_reads_her_notice_and_chooses_what_she_hears(visit, busy, picture, width, javascript):
    page = visit("/", member=busy.members["dsl"], width=width, javascript=javascript)
    page.get_by_role("heading", name="Notices", exact=True).wait_for()
    fits(page)
    picture(page, f"my-work-dsl-{width}")
    page.get_by_role("link", name="All notices").click()
    fits(page)
    picture(page, f"notices-{width}")
    page.get_by_role("link", name="There is feedback on what your agency raised").first.click()
    assert "Early help." in page.inner_text("main")
    page.goto("/notices/")
    press(page, "Mark all as read")
    assert "marked as read" in page.inner_text(".govuk-notification-banner__content")
    page.get_by_role("link", name="Choose what you hear by e-mail").click()
    page.get_by_label("Your e-mail address at work").fill("priya@elmsgate.example")
    page.get_by_role("group", name="Something that your agency owns is late").get_by_label("No e-mail").check()
    fits(page)
    picture(page, f"message-choices-{width}")
    press(page, "Keep my choice")
    assert page.inner_text(".govuk-notification-banner__content").strip() == "Your choice is kept."
    if javascript:
        accessible(page)


def test_the_duty_worker_sees_what_is_late_and_goes_to_it(visit, busy, picture):
    for width in (PHONE, DESK):
        page = visit("/", member=busy.members["triage"], width=width)
        fits(page)
        picture(page, f"my-work-triage-{width}")
        accessible(page)
    page.get_by_role("region", name="Concerns to decide").get_by_text("1 late").wait_for()
    page.get_by_role("link", name="Noor Okafor-Lindqvist").first.click()
    assert "/triage/CN-" in page.url


def test_the_chair_moves_a_meeting_and_the_officer_puts_the_date_into_a_calendar(visit, busy, picture):
    chair = visit("/panels/", member=busy.members["chair"])
    chair.locator("table a").first.click()
    chair.get_by_role("link", name="Move the meeting").click()
    chair.get_by_label("Place").fill("Room 9")
    fits(chair)
    press(chair, "Move the meeting")
    assert "The meeting is moved." in chair.inner_text(".govuk-notification-banner__content")
    officer = visit("/", member=busy.members["officer"], width=PHONE)
    officer.get_by_role("link", name="A meeting of a panel on which your agency sits was moved").click()
    picture(officer, "meeting-360")
    with officer.expect_download() as download:
        officer.get_by_role("link", name="Put the date into your calendar").click()
    assert "LOCATION:Room 9" in download.value.path().read_text()


def test_the_outsider_has_no_work_and_opens_nobodys_notice(visit, busy, picture):
    page = visit("/", member=busy.members["outsider"], width=PHONE)
    page.get_by_text("Nothing waits for you").wait_for()
    assert "Okafor" not in page.content()
    fits(page)
    picture(page, "my-work-outsider-360")


def test_whoever_looks_after_accounts_sees_whether_messages_leave(visit, busy, picture):
    page = visit("/messages/", member=busy.members["governance"], width=PHONE)
    page.get_by_text("Members without an e-mail address").first.wait_for()
    fits(page)
    picture(page, "outbox-360")
    accessible(page)
