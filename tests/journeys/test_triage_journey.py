"""The duty worker's journey: queue, one page, ask, rate, decide, second look, feedback; on a phone, without
JavaScript, and with a colleague who is quicker."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.journeys.front_door import ask_and_answer, set_up


@pytest.fixture
def desk(cast, transactional_db):
    return set_up(cast)


def press(page, name):
    page.get_by_role("button", name=name).click()


def notice(page) -> str:
    return page.locator(".govuk-notification-banner__content").inner_text()


@pytest.mark.parametrize(("width", "javascript"), [(PHONE, True), (DESK, False)])
def test_from_the_queue_to_the_referrers_feedback(visit, cast, desk, width, javascript):
    page = visit("/triage/", member=cast.members["triage"], width=width, javascript=javascript)
    page.locator("tbody tr").first.get_by_text("In danger").wait_for()
    page.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    press(page, "Take it")
    assert notice(page) == "You work on this concern now."
    press(page, "Rate the need")
    page.get_by_label("Complex").check()
    page.get_by_label("Why this level").fill("Two phones, an injury, an older boy.")
    press(page, "Keep the rating")
    page.get_by_role("link", name="Ask Larkmere CAMHS").click()
    expect(page.get_by_label("Health notes")).to_be_checked()
    page.get_by_label("Your question").fill("Is she waiting for you?")
    press(page, "Send the request")
    assert notice(page).startswith("Larkmere CAMHS is asked. The request is RQ-")
    press(page, "Decide")
    page.get_by_text("A manager looks at this too. The referrer said").first.wait_for()
    page.get_by_label("Information and advice").check()
    page.get_by_label("Why", exact=True).fill("The school can hold this, with advice.")
    press(page, "Keep the decision")
    assert notice(page).startswith("Your decision waits for a manager")

    manager = visit("/triage/queue/second-look", member=cast.members["manager"], width=width, javascript=javascript)
    manager.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    press(manager, "Look at the decision")
    manager.get_by_label("Yes, I agree").check()
    manager.get_by_label("Your words to the worker").fill("Agreed.")
    press(manager, "Keep")

    page.goto("/triage/queue/awaiting-feedback")
    page.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    press(page, "Tell the referrer")
    page.get_by_label("The decision", exact=True).check()
    text = page.locator("#id_text_decision")
    assert "The decision: information and advice." in text.input_value()
    press(page, "Send the feedback")
    assert notice(page) == "The referrer is told. The concern is closed."
    page.get_by_text("Closed, referrer told").first.wait_for()


def decide(page, words):
    page.get_by_label("Assessment by social care (section 17)").check()
    page.get_by_label("Why", exact=True).fill(words)
    press(page, "Keep the decision")


@pytest.mark.parametrize("javascript", [True, False])
def test_of_two_who_decide_at_once_the_second_sees_both_texts_and_loses_nothing(visit, cast, desk, javascript):
    ask_and_answer(desk)
    desk.rate()
    path = f"/triage/{desk.reference}/decide"
    first, second = (visit(path, member=cast.members[name], javascript=javascript) for name in ("triage", "colleague"))
    decide(first, "First: a social worker must see her.")
    decide(second, "Second: she needs an assessment.")
    collision = second.locator(".al-collision")
    assert "First: a social worker must see her." in collision.inner_text()
    expect(second.get_by_label("Why", exact=True)).to_have_value("Second: she needs an assessment.")
    accessible(second) if javascript else None
    second.get_by_label("Why the concern goes back into triage").fill("My call to the school changed the picture.")
    press(second, "Keep the decision")
    assert "Second: she needs an assessment." in second.locator("#decisions").locator("..").inner_text()
    assert "First: a social worker must see her." in second.locator("#decisions").locator("..").inner_text()


def test_a_record_of_another_agency_is_joined_and_taken_apart_again(visit, cast, desk):
    page = visit(f"/triage/{desk.reference}/", member=cast.members["triage"], width=PHONE)
    page.get_by_role("link", name="Who else knows this child?", exact=True).click()
    page.get_by_label("Amina Okafor Lindqvist, Larkmere Police").check()
    page.get_by_label("Why it is the same child").fill("The same birthday, and the school says so.")
    press(page, "It is the same child")
    page.locator(".al-agency", has_text="Larkmere Police").get_by_text("Knows the child").wait_for()
    page.get_by_role("link", name="Not the same child").click()
    page.get_by_label("Why it is not the same child").fill("Another girl of that name.")
    press(page, "Take them apart")
    assert notice(page) == "1 record stands alone again."


def test_errors_take_the_focus_and_lead_to_their_field(visit, cast, desk):
    page = visit(f"/triage/{desk.reference}/rate", member=cast.members["triage"])
    press(page, "Keep the rating")
    assert page.locator(".govuk-error-summary").evaluate("summary => summary === document.activeElement")
    page.get_by_role("link", name="Give the reason for the rating").click()
    assert page.get_by_label("Why this level").evaluate("field => field === document.activeElement")
    accessible(page)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_is_accessible_and_fits(visit, picture, cast, desk, width):
    ask_and_answer(desk)
    desk.rate()
    one, decided = f"/triage/{desk.reference}", f"/triage/{desk.decided}"
    pages = {
        "queue": "/triage/", "queue-feedback": "/triage/queue/awaiting-feedback", "concern": f"{one}/",
        "ask-whom": f"{one}/ask", "ask": f"{one}/ask?agency=health&group=health", "rate": f"{one}/rate",
        "decide": f"{one}/decide", "who-else": f"{one}/who-else", "pause": f"{one}/pause",
        "feedback": f"{decided}/feedback", "reopen": f"{decided}/reopen", "decided": f"{decided}/",
    }  # fmt: skip
    page = visit("/triage/", member=cast.members["triage"], width=width)
    for name, path in pages.items():
        page.goto(path)
        accessible(page)
        fits(page)
        picture(page, name)
    manager = visit(f"/triage/{desk.waiting}/second-look", member=cast.members["manager"], width=width)
    accessible(manager)
    fits(manager)
    picture(manager, "second-look")
