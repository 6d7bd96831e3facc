"""An operation in a browser: planned and locked, worked on a phone, answered by a partner, told to residents."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.places import actions
from alongside.places.operation_drafts import ItemDraft
from tests.cast import NOW, make_cast
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.places.operating import BEGUN, counted, did, make_ground, responding, sent, tasked, used, when

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])
LATER = BEGUN + timedelta(hours=4)


@pytest.fixture
def cast(transactional_db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    return make_cast()


@pytest.fixture
def running(cast, tmp_path):
    return responding(cast, make_ground(tmp_path))


def good(page, picture, name, script=True):
    if script:
        accessible(page)
    fits(page)
    picture(page, name)


def fill_day(page, legend, day, month, year):
    group = page.get_by_role("group", name=legend)
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        group.get_by_label(label).fill(value)


@WIDTHS
def test_a_sergeant_begins_an_operation_and_locks_its_protocol(cast, tmp_path, visit, picture, monkeypatch, width):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    make_ground(tmp_path)
    page = visit("/operations/", member=cast.members["sergeant"], width=width)
    page.get_by_role("button", name="Begin an operation").click()
    page.get_by_label("Name of the operation").fill("Heron")
    page.get_by_label("What is wrong there?").fill("Robbery at the bus stops after school.")
    page.get_by_label("Ward A").check()
    page.get_by_label("Stepping Stones").check()
    good(page, picture, "operation-new")
    page.get_by_role("button", name="Begin an operation").click()
    page.get_by_text("The operation is begun, in scanning").wait_for()
    page.get_by_role("link", name="Write the protocol").first.click()
    page.get_by_label("What is to fall, and for whom?").fill("Fewer robberies of young people")
    page.get_by_label("Police calls").check()
    page.get_by_label("What counts, and what does not?").fill("Robbery, as called in")
    fill_day(page, "First day of the time to compare with", "1", "1", "2025")
    fill_day(page, "First day of the operation", "24", "11", "2026")
    fill_day(page, "Last day", "28", "2", "2027")
    page.get_by_role("group", name="Areas to compare with").get_by_label("Ward D").check()
    good(page, picture, "operation-protocol")
    page.get_by_role("button", name="Keep this version").click()
    page.get_by_role("link", name="Lock the protocol").click()
    page.get_by_text("Read it once more").wait_for()
    good(page, picture, "operation-lock")
    page.get_by_role("button", name="Lock the protocol").click()
    page.get_by_text("The protocol is locked. Whatever is changed").wait_for()
    page.get_by_text("Not yet:").first.wait_for()
    good(page, picture, "operation")


@pytest.mark.parametrize(
    ("width", "script"), [(PHONE, True), (PHONE, False), (DESK, True)], ids=["phone", "phone without script", "desk"]
)
def test_activity_is_written_in_two_taps(running, cast, visit, picture, width, script):
    did(cast, running)
    page = visit("/operations/activity/", member=cast.members["sergeant"], width=width, javascript=script)
    page.get_by_role("heading", name="What was done?").wait_for()
    good(page, picture, "activity-choose", script)
    page.get_by_role("button", name="Knife sweep").click()
    page.get_by_label("Minutes").wait_for()
    good(page, picture, "activity", script)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("Knife sweep written down.").wait_for()
    expect(page.get_by_role("rowheader", name="Knife sweep")).to_be_visible()


@WIDTHS
def test_a_partner_answers_her_tasking(running, cast, visit, picture, width):
    tasked(cast, running)
    page = visit("/operations/taskings/", member=cast.members["youth_worker"], width=width)
    good(page, picture, "taskings")
    page.get_by_role("link", name="Youth outreach: Bus stops").click()
    page.get_by_label("Accepted").check()
    good(page, picture, "tasking")
    page.get_by_role("button", name="Keep the answer").click()
    page.get_by_text("The tasking stands at: accepted.").wait_for()
    page.get_by_role("link", name="The operation Heron").click()
    page.get_by_text("You see what your own agency is asked").wait_for()
    good(page, picture, "operation-brief")


@WIDTHS
def test_powers_results_and_the_police_only_part_are_clean(running, cast, visit, picture, width):
    tasked(cast, running, doer="police"), used(cast, running, hours=10), did(cast, running, spoken_to=4)
    for rung, total in (("arrests", 70), ("knives", 15), ("convicted", 24), ("awaiting", 17)):
        counted(cast, running, rung, total)
    page = visit(f"/operations/{running}/work/", member=cast.members["sergeant"], width=width)
    for name, text in (
        ("work", "Duty inspector"),
        ("results", "Arrests: 70"),
        ("police-only", "Nothing is kept here yet"),
    ):
        page.goto(f"/operations/{running}/{name}/")
        page.get_by_text(text).first.wait_for()
        good(page, picture, f"operation-{name}")
    page.goto(f"/operations/{running}/power/?power=dispersal")
    page.get_by_text("At most 48 hours.").wait_for()
    good(page, picture, "power")
    page.goto("/operations/powers/")
    page.get_by_text("Runs out").first.wait_for()
    good(page, picture, "powers")


@WIDTHS
def test_what_residents_said_comes_back_to_them_signed_off_by_somebody_else(running, cast, visit, picture, width):
    sergeant = when(cast, at=LATER)
    meeting = actions.hold_meeting(
        kind="ward_panel", name="Quayside", held_on=LATER.date(), place="Library", **sent(), **sergeant
    )
    draft = ItemDraft("The steps", "The steps are dark.", operation=running)
    item = actions.put_item(meeting_id=meeting, draft=draft, **sent(), **sergeant)
    actions.write_answer(item_id=item, you_said="It is dark.", we_did="Lamps in May.", **sent(), **sergeant)
    page = visit("/operations/meetings/", member=cast.members["community_officer"], width=width)
    good(page, picture, "meetings")
    page.get_by_role("link", name="Quayside").click()
    page.get_by_role("link", name="Write down the decision").click()
    page.get_by_label("An operation takes it up").check()
    page.get_by_label("Which operation takes it up?").select_option(label=f"Heron ({running})")
    page.get_by_label("What was decided, and why?").fill("It is under way there.")
    page.get_by_role("button", name="Keep the decision").click()
    page.get_by_role("button", name="It is fit to publish").click()
    page.get_by_text("The text is fit to publish.").wait_for()
    good(page, picture, "meeting")


def test_the_outsider_meets_one_and_the_same_refusal(running, cast, visit):
    page = visit(f"/operations/{running}/", member=cast.members["outsider"])
    refused = page.get_by_role("main").inner_text()
    page.goto("/operations/SA-XXX-XXX/")
    assert page.get_by_role("main").inner_text() == refused and "Heron" not in page.content()
