"""A claim is checked by anybody; a definition is changed by an analyst; police and hospital stand side by side."""

from datetime import date

import pytest

from alongside.audit.entries import Actor
from alongside.exchange.counted_records import count_attacks
from tests.cast import NOW, make_cast
from tests.exchange.incident_files import text
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.web.measures.test_measure_pages import load

MONTHS = [date(2025 + (month > 12), month - 12 * (month > 12), 1) for month in range(9, 23)]


@pytest.fixture
def people(transactional_db, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_cast().members


@pytest.fixture
def both(people):
    for number, month in enumerate(MONTHS):
        rows = [(f"{month:%d/%m/%Y} 21:30", weapon, "Quayside") for weapon, count in
                (("Knife", 3 + number % 6), ("Fist", 25 + 3 * number % 11), ("Glass", 6)) for _ in range(count)]  # fmt: skip
        raw = text(("Assault date time", "Assault method", "Location text"), rows)
        count_attacks(
            f"{month:%Y-%m}.csv", raw, hospital="Larkmere General", licence="ISTV 1", by=Actor.system("t"), at=NOW
        )
    load([(month, 20 + 7 * number % 13) for number, month in enumerate(MONTHS)])


def test_anybody_checks_a_claim_on_a_phone_without_script_and_passes_the_address_on(visit, picture, people):
    page = visit("/check-a-claim/", width=PHONE, javascript=False)
    page.get_by_label("What is claimed?").fill("knife crime fell 38% in six months")
    page.get_by_role("button", name="Check it").click()
    page.get_by_role("heading", name="What stands behind it").wait_for()
    page.get_by_text("7 of 7 things that a claim needs are not told").wait_for()
    fits(page)
    passed_on = visit("/" + page.url.split("/", 3)[3], width=DESK)
    passed_on.get_by_role("heading", name="What stands behind it").wait_for()
    passed_on.get_by_text("“Knife crime” can mean 6 things").click()
    passed_on.get_by_text("only intimated").first.wait_for()


def test_the_pages_of_a_claim_are_clean_in_both_widths(visit, picture, people):
    asked = (
        "said=robbery+went+from+23+to+14&months_before=6&months_after=6&same=yes&picked=bad&rest=The+rest+of+the+borough"
        "&rest_before=421&rest_after=401"
    )
    for path, heading, name in (
        ("/check-a-claim/", "Check a claim", "claim-form"),
        (f"/check-a-claim/?{asked}", "The two counts", "claim-counts"),
        ("/check-a-claim/?said=knife+crime+fell+38%25", "What is missing", "claim-words"),
        ("/check-a-claim/?said=70+arrests+and+15+knives", "This is no result", "claim-refused"),
        ("/check-a-claim/?said=38+per+cent&before=x", "There is a problem", "claim-unread"),
    ):
        for width in (PHONE, DESK):
            page = visit(path, width=width)
            page.get_by_role("heading", name=heading).first.wait_for()
            accessible(page)
            fits(page)
            picture(page, name)


def test_an_analyst_changes_a_definition_and_the_old_version_stays(visit, picture, people):
    page = visit("/measures/", member=people["analyst"], width=PHONE)
    page.get_by_role("link", name="Knife crime", exact=True).click()
    page.get_by_role("heading", name="Knife crime", exact=True).wait_for()
    picture(page, "measure")
    page.get_by_role("link", name="Knife crime (Metropolitan Police)", exact=True).click()
    page.get_by_role("button", name="Add a version").click()
    page.get_by_label("Mind", exact=True).fill("Ask the force before you quote it.")
    page.get_by_label("Why is this version needed?").fill("It was quoted wrongly.")
    picture(page, "measure-change")
    page.get_by_role("button", name="Keep this version").click()
    page.get_by_text("Kept as met-knife-crime@1.1").wait_for()
    page.get_by_role("link", name="Version 1", exact=True).click()
    page.get_by_text("Version 1.1 is in force").wait_for()
    accessible(page)
    fits(page)


def test_police_and_hospital_stand_side_by_side_in_both_widths(visit, picture, both, people):
    for width in (PHONE, DESK):
        page = visit("/measures/police-and-hospital/", member=people["analyst"], width=width)
        page.get_by_label("Hurt with").select_option("Knife")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("heading", name="What the hospital treated: Knife").wait_for()
        page.get_by_role("cell", name="held back").first.wait_for()
        accessible(page)
        fits(page)
        picture(page, "police-beside-hospital")
        page = visit("/measures/definitions/met-knife-crime/", member=people["analyst"], width=width)
        page.get_by_role("heading", name="The series held here").wait_for()
        accessible(page)
        fits(page)
        picture(page, "measure-series")


def test_who_does_not_study_places_sees_no_hospital(visit, both, people):
    page = visit("/measures/police-and-hospital/", member=people["lead"], width=PHONE, javascript=False)
    page.get_by_text("There is nothing here that you may see").wait_for()
    assert "Larkmere General" not in page.content()
