"""Last night's incidents: the police send them and watch the board, a school answers, the council finds the rest."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.support.models import SchoolNotice
from tests.encompass import NIGHT, make_encompass, notice_of, take, told
from tests.exchange.test_encompass_csv import csv_file, row
from tests.journeys.conftest import DESK, PHONE, accessible, fits

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


@pytest.fixture(autouse=True)
def before_school(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)


@pytest.fixture
def world(cast):
    return make_encompass(cast)


@pytest.fixture
def good(picture):
    def look(page, name):
        accessible(page)
        fits(page)
        picture(page, f"encompass-{name}")

    return look


def fill_child(page, number, given, school):
    child = page.locator(f"#child-{number}")
    child.get_by_label("First name").fill(given)
    child.get_by_label("Last name").fill("Okafor")
    for part, value in zip(("Day", "Month", "Year"), ("14", "5", "2012"), strict=True):
        child.get_by_label(part, exact=True).fill(value)
    child.get_by_label("School", exact=True).select_option(label=school)
    child.get_by_label("Saw or heard it").check()


@WIDTHS
def test_the_police_send_an_incident_and_a_file_and_look_at_the_board(world, visit, good, tmp_path, width):
    page = visit("/encompass/", member=world.members["officer"], width=width)
    page.get_by_role("button", name="Send an incident").click()
    good(page, "new")
    page.get_by_label("Police reference").fill("LK/1")
    page.get_by_label("Day", exact=True).first.fill("16")
    page.get_by_label("Month", exact=True).first.fill("11")
    page.get_by_label("Year", exact=True).first.fill("2026")
    page.get_by_label("At what time?").fill("11:40pm")
    page.get_by_label("What happened").fill("A broken door.")
    fill_child(page, 1, "Amina", "Elmsgate Academy")
    page.get_by_role("button", name="Add another child").click()
    expect(page.locator("#child-1").get_by_label("First name")).to_have_value("Amina")
    fill_child(page, 2, "Bilqis", "Saltmarsh High")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Below is where each notice went").wait_for()
    good(page, "incident")
    file = tmp_path / "night.csv"
    file.write_bytes(
        csv_file(
            [
                row(reference="P/2", first_name="Cai"),
                row(reference="P/3", first_name="Di", school=""),
                row(presence="?"),
            ]
        )
    )
    page.goto("/encompass/files/send/")
    good(page, "send")
    page.locator('input[type="file"]').set_input_files(str(file))
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Rejected rows").first.wait_for()
    good(page, "report")
    page.goto("/encompass/")
    good(page, "board")
    expect(page.get_by_text("Nobody has told the child’s school")).to_be_visible()
    page.get_by_role("button", name="Chase Saltmarsh High").click()
    page.get_by_text("was reminded. It is in the log.").wait_for()
    page.get_by_role("button", name="Chase Saltmarsh High").click()
    page.get_by_text("You can chase again at").wait_for()
    good(page, "chased")


@WIDTHS
def test_the_lead_opens_acknowledges_and_records_support(world, visit, good, width):
    take(world, told(), told("Bilqis", school_name="Saltmarsh High"))
    page = visit("/", member=world.members["dsl"], width=width)
    page.get_by_role("link", name="Domestic abuse notices").last.click()
    good(page, "notices")
    page.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    good(page, "notice")
    assert page.get_by_text("Bilqis").count() == 0
    page.get_by_role("button", name="Seen, will act").click()
    page.get_by_text("can see that you have seen it").wait_for()
    page.get_by_role("link", name="Record what was offered").click()
    page.get_by_label("Silent support").check()
    good(page, "offer")
    page.get_by_role("button", name="Record what was offered").click()
    page.get_by_text("Recorded: Silent support").wait_for()
    good(page, "acknowledged")
    page.get_by_role("button", name="Raise a concern").click()
    page.get_by_text("Write what you saw yourself").wait_for()
    page.go_back()
    page.get_by_role("link", name="Not our child any more").click()
    page.get_by_label("Why?").fill("She left in July.")
    good(page, "return")
    page.get_by_role("button", name="Send it back").click()
    page.get_by_text("No notice waits for you").wait_for()
    assert notice_of().reason == "returned"


@WIDTHS
def test_the_councils_officer_works_the_queue(world, visit, good, width):
    take(world, told(school_name="Nowhere School"), told("Bilqis", home_educated=True, school_name=""))
    page = visit("/encompass/queue/", member=world.members["manager"], width=width)
    page.get_by_role("link", name="Name an officer").click()
    page.get_by_label("Officer who finds the setting").check()
    page.get_by_label("Who answers for it?").select_option(label="Tomasz Wilk")
    page.get_by_role("button", name="Name an officer").click()
    page = visit("/encompass/queue/", member=world.members["triage"], width=width)
    good(page, "queue")
    page.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    good(page, "waiting")
    page.get_by_role("button", name="Send it on").click()
    page.get_by_label("Where does the child learn?").select_option(label="Saltmarsh High")
    page.get_by_label("How do you know?").fill("Admissions say so.")
    good(page, "send-on")
    page.get_by_role("button", name="Send it on").click()
    page.get_by_text("Every child has a setting").wait_for()
    assert notice_of().receiver == world.agencies["other_school"]
    page.goto("/encompass/")
    good(page, "board-council")
    assert page.get_by_text("Amina").count() == 0


@pytest.mark.parametrize("width", [PHONE])
def test_the_outsider_is_refused_at_each_step(world, visit, width):
    incident = take(world).incident
    reference = SchoolNotice.objects.get().reference
    page = visit("/", member=world.members["outsider"], width=width)
    for path in (
        "", "new/", "files/", "files/send/", "notices/", f"notices/{reference}/", f"notices/{reference}/offer/",
        f"incidents/{incident.reference}/", "queue/", f"queue/{reference}/send-on/", "officers/",
    ):  # fmt: skip
        answer = page.goto(f"/encompass/{path}")
        assert answer.status == 403 and page.get_by_text("Amina").count() == 0, path
    fits(page)


def test_without_a_script_the_lead_can_still_answer(world, visit):
    take(world)
    page = visit("/encompass/notices/", member=world.members["dsl"], width=PHONE, javascript=False)
    page.get_by_role("link", name="Amina Okafor-Lindqvist").click()
    page.get_by_role("button", name="Seen, will act").click()
    page.get_by_text("can see that you have seen it").wait_for()
    fits(page)
