"""A designated safeguarding lead raises a concern between two lessons: on a phone, by keyboard, without JavaScript."""

import contextlib

import pytest
from django.utils import timezone
from playwright.sync_api import Error, expect

from alongside.partners.models import Agreement
from alongside.people.actions import add_record
from alongside.support.actions import raising, triage
from alongside.support.models import Concern, ConcernDraft
from tests.cast import NOW, child, details
from tests.journeys.conftest import DESK, PHONE, accessible, fits

FACT = "She came in with two new phones and a cut hand.\nShe hid them in her coat."
VISIBLE = "main input:visible, main textarea:visible, main select:visible"


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def search(page, given="Amina", family="Okafor-Lindqvist", born=("14", "5", "2012")):
    page.get_by_label("First name").fill(given)
    page.get_by_label("Last name").fill(family)
    for part, value in zip(("day", "month", "year"), born, strict=True):
        page.locator(f"#id_date_of_birth-{part}").fill(value)
    page.get_by_role("button", name="Search", exact=True).click()


def fill_in(page):
    page.get_by_role("radio", name="No, not at this moment").check()
    page.get_by_label("What did you see or hear yourself?").fill(FACT)
    page.get_by_role("radio", name="Today, ").check()
    page.get_by_role("radio", name="I know what the child says").check()
    page.get_by_label("In the child’s own words").fill("“I can't say. Don't ring my mum.”")
    page.get_by_role("radio", name="Child at risk").check()
    page.get_by_role("radio", name="Not asked: asking could put somebody in danger").check()
    page.get_by_label("Why do you share without consent?").fill("The person who gives her things collects her.")


def check(page):
    page.get_by_role("button", name="Check your answers").last.click()


def good(page, picture, name, javascript=True):
    if javascript:
        accessible(page)
        picture(page, name)
    fits(page)


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_concern_is_raised_and_every_page_on_the_way_is_good(visit, picture, cast, width, javascript):
    page = visit("/concern/", member=cast.members["dsl"], width=width, javascript=javascript)
    good(page, picture, "concern-1-search", javascript)
    search(page)
    page.get_by_role("heading", name="What are you worried about?").wait_for()
    good(page, picture, "concern-2-details", javascript)
    fill_in(page)
    check(page)
    page.get_by_role("heading", name="Check your answers before you send").wait_for()
    good(page, picture, "concern-3-check", javascript)
    page.get_by_role("button", name="Send the concern").click()
    page.get_by_role("heading", name="Concern sent").wait_for()
    good(page, picture, "concern-4-sent", javascript)
    concern = Concern.objects.get()
    assert concern.fact == FACT and concern.raised_by == cast.members["dsl"]
    expect(page.get_by_text(concern.reference)).to_be_visible()
    expect(page.get_by_text("Charlie November, ")).to_be_visible()
    assert not ConcernDraft.objects.exists()


def test_a_common_concern_shows_fewer_than_20_fields(visit, cast):
    page = visit("/concern/", member=cast.members["dsl"], width=PHONE)
    names = fields_of(page)
    search(page)
    page.get_by_role("heading", name="What are you worried about?").wait_for()
    page.get_by_role("radio", name="I know what the child says").check()
    names |= fields_of(page)
    assert {"given", "family", "date_of_birth", "fact", "child_voice", "consent", "call_back"} <= names
    assert len(names) < 20, sorted(names)


def fields_of(page) -> set[str]:
    """Boxes of a date and buttons of one question count once."""
    return {field.get_attribute("name").partition("-")[0] for field in page.locator(VISIBLE).all()}


def test_it_is_raised_by_keyboard_alone_from_the_first_box_to_sending(visit, cast):
    page = visit("/concern/", member=cast.members["dsl"], width=PHONE)
    keys = Keys(page)
    keys.to("given").type("Amina").to("family").type("Okafor").enter()
    page.get_by_role("heading", name="What are you worried about?").wait_for()
    keys.to("in_danger").press("ArrowDown").to("fact").type("A cut hand.").to("happened").press("Space")
    keys.to("voice").press("ArrowDown").to("child_role").press("Space")
    keys.to("consent").press("Space").to("call_back").enter()
    page.get_by_role("heading", name="Check your answers before you send").wait_for()
    page.get_by_role("button", name="Send the concern").press("Enter")
    page.get_by_role("heading", name="Concern sent").wait_for()
    concern = Concern.objects.get()
    assert (concern.fact, concern.in_danger_now, concern.consent) == ("A cut hand.", False, "given")
    assert concern.child_voice_missing == "There was no chance to ask yet"
    assert keys.pressed < 120, "with what was typed; a key takes about 0.3 seconds, so two minutes are left to think"


class Keys:
    """A member who has no mouse."""

    def __init__(self, page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> "Keys":
        self.page.keyboard.press(key)
        self.pressed += 1
        return self

    def to(self, name: str) -> "Keys":
        for _ in range(30):
            self.press("Tab")
            if self.page.evaluate("() => document.activeElement.name") == name:
                return self
        raise AssertionError(f"Tab does not lead to {name}")

    def type(self, text: str) -> "Keys":
        self.page.keyboard.type(text)
        self.pressed += len(text)
        return self

    def enter(self) -> "Keys":
        return self.press("Enter")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_candidates_are_told_apart_and_one_is_chosen(visit, picture, cast, width):
    by, agency = cast.members["dsl"].actor, cast.agencies["school"]
    for number, (given, year) in enumerate([("Amina", 2012), ("Amina", 2011), ("أمينة", 2012)], start=41):
        born = child().date_of_birth.replace(year=year)
        draft = child(given, date_of_birth=born, agency_ref=f"P-00{number}")
        add_record(draft=draft, holder=agency, source="form", by=by, at=NOW, today=NOW.date())
    page = visit("/concern/", member=cast.members["dsl"], width=width)
    search(page)
    page.get_by_role("heading", name="Is it one of these children?").wait_for()
    good(page, picture, "concern-match")
    page.get_by_role("radio", name="Amina Okafor-Lindqvist").first.check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Your own", exact=True).wait_for()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_errors_are_listed_and_lead_to_their_fields(visit, picture, cast, width):
    page = visit("/concern/", member=cast.members["dsl"], width=width)
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator(".govuk-error-summary").wait_for()
    good(page, picture, "concern-search-errors")
    search(page)
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("Name", exact=True).fill("سام بيل")
    page.get_by_role("radio", name="Yes", exact=True).check()
    page.get_by_label("Somebody else told me").check()
    check(page)
    page.locator(".govuk-error-summary").wait_for()
    good(page, picture, "concern-details-errors")
    page.get_by_role("link", name="Write what you were told").click()
    assert page.locator("#id_allegation").evaluate("field => field === document.activeElement")
    expect(page.get_by_text("Phone 999 first.")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("سام بيل")


def test_a_draft_is_saved_by_itself_and_found_again_after_the_session_is_lost(visit, picture, cast):
    page = visit("about:blank", member=cast.members["dsl"], width=PHONE)
    page.clock.install()
    page.goto("/concern/")
    search(page)
    page.get_by_label("What did you see or hear yourself?").fill(FACT)
    with page.expect_response("**/autosave"):
        page.clock.run_for(21_000)
    page.get_by_text("Draft saved 10am").wait_for()
    page.context.clear_cookies()
    again = visit("/", member=cast.members["dsl"], width=PHONE)
    expect(again.get_by_text("1 unsent draft")).to_be_visible()
    again.goto("/concern/")
    good(again, picture, "concern-drafts")
    again.get_by_role("link", name="Go on with Amina Okafor-Lindqvist").click()
    assert again.get_by_label("What did you see or hear yourself?").input_value() == FACT


def test_what_is_sent_before_the_answer_to_a_draft_arrives_does_not_collide_with_itself(visit, cast):
    page = visit("about:blank", member=cast.members["dsl"])
    page.clock.install()
    page.goto("/concern/")
    search(page)
    fill_in(page)
    kept = []
    page.route("**/autosave", lambda route: kept.append((route, route.fetch())))
    page.clock.run_for(21_000)
    while not kept:
        page.wait_for_timeout(20)
    page.get_by_role("button", name="Check your answers").last.click(no_wait_after=True)
    page.wait_for_timeout(200)
    route, answer = kept[0]
    with contextlib.suppress(Error):  # a page that did not wait for the answer is gone
        route.fulfill(response=answer)
    page.get_by_role("heading", name="Check your answers before you send").wait_for()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_two_windows_see_both_texts(visit, picture, cast, width):
    page = visit("/concern/", member=cast.members["dsl"], width=width)
    search(page)
    page.get_by_label("What did you see or hear yourself?").fill("From the first window.")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("What did you see or hear yourself?").fill("From the second window.")
    other.get_by_role("button", name="Save and come back later").click()
    other.get_by_text("Your draft is kept.").wait_for()
    check(page)
    page.get_by_role("heading", name="This draft was changed in another window").wait_for()
    good(page, picture, "concern-collision")
    expect(page.get_by_text("From the second window.")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_without_an_agreement_the_page_says_whom_to_phone_now(visit, picture, cast, width):
    Agreement.objects.all().delete()
    held = raising.raise_concern(details=details(in_danger_now=True), by=cast.viewer("dsl"), at=NOW)
    page = visit(f"/concerns/{held.reference}/sent", member=cast.members["dsl"], width=width)
    expect(page.get_by_role("heading", name="Your concern is kept, but not sent")).to_be_visible()
    good(page, picture, "concern-held")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_she_follows_her_agencys_concerns_and_reads_the_feedback(visit, picture, cast, width):
    concern = told(cast)
    raising.raise_concern(details=details(child=child("Bo", "Yilmaz")), by=cast.viewer("dsl"), at=NOW)
    page = visit("/concerns/", member=cast.members["dsl"], width=width)
    good(page, picture, "concern-list")
    page.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    page.get_by_text("Early help has begun.").wait_for()
    good(page, picture, "concern-own")
    page.get_by_role("button", name="I have read this").click()
    page.get_by_text("Thank you.").wait_for()
    assert concern.feedback.get().read_at == NOW


def told(cast) -> Concern:
    said = details(allegation="He hit her.", allegation_by="A friend in Year 9")
    concern, worker = raising.raise_concern(details=said, by=cast.viewer("dsl"), at=NOW), cast.viewer("triage")
    triage.rate(reference=concern.reference, level_code="complex", reason="Signs of exploitation.", by=worker, at=NOW)
    concern.refresh_from_db()
    triage.decide_concern(
        reference=concern.reference, kind="early_help", rationale="A plan.", version=concern.version, by=worker, at=NOW
    )
    triage.give_feedback(reference=concern.reference, form="decision", text="Early help has begun.", by=worker, at=NOW)
    return concern
