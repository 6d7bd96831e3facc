"""Sending a file of concerns in the browser: at a phone's width and a desk's, with and without JavaScript."""

import pytest

from alongside.exchange.concerns_csv import take_in
from tests.exchange.made_files import csv_file, row, rows
from tests.journeys.conftest import DESK, PHONE, accessible, fits


def made_file():
    """Good rows, bad rows in numbers, long words, another script, a child in danger, advice."""
    bad = {"consent": "maybe"}
    strange = row(child_first_name="أمينة", child_nhs_number="9991234570", reference="INC-9999")
    danger = row(in_danger_now="yes", reference="INC-1000")
    worst = row(in_danger_now="yes", fact="", child_date_of_birth="x" * 300, child_sex="<b>", reference="R" * 60)
    return csv_file([*rows(40), strange, danger, worst, *rows(70, **bad), row(child_date_of_birth="31/02/2026")])


@pytest.fixture
def sent(cast):
    return take_in(name="September to November, all years.csv", raw=made_file(), by=cast.viewer("dsl"), at=cast.now)


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("javascript", [True, False])
def test_she_sends_a_file_and_reads_what_became_of_it(visit, cast, picture, tmp_path, width, javascript):
    (tmp_path / "concerns.csv").write_bytes(made_file())
    page = visit("/files/send", member=cast.members["dsl"], width=width, javascript=javascript)
    page.locator("input[type=file]").set_input_files(tmp_path / "concerns.csv")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("heading", name="concerns.csv").wait_for()
    page.get_by_text("In 1 rejected row a child is said to be in danger now").wait_for()
    fits(page)
    page.get_by_role("link", name="There is no such day").click()
    page.get_by_text("Only those with this problem: Child date of birth").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the rejected rows (CSV)").click()
    assert "Problem" in download.value.path().read_text(encoding="utf-8-sig").splitlines()[0]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_of_files_is_accessible_and_fits(visit, cast, picture, sent, width):
    take_in(name="broken.xlsx", raw=b"PK\x03\x04", by=cast.viewer("dsl"), at=cast.now)
    take_in(name="waiting.csv", raw=csv_file(rows(300)), by=cast.viewer("dsl"), at=cast.now, at_once=0)
    names = {
        "/files/": "list", "/files/send": "send", "/files/columns": "columns", f"/files/{sent.file_id}/": "report",
        f"/files/{sent.file_id + 1}/": "refused", f"/files/{sent.file_id + 2}/": "waiting",
    }  # fmt: skip
    for path, name in names.items():
        page = visit(path, member=cast.members["dsl"], width=width)
        accessible(page)
        fits(page)
        picture(page, f"files-{name}")


def test_a_form_without_a_file_says_so_and_takes_the_focus_there(visit, cast, picture):
    page = visit("/files/send", member=cast.members["dsl"], width=PHONE)
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator(".govuk-error-summary").wait_for()
    assert page.title().startswith("Error: ")
    accessible(page)
    picture(page, "files-send-error")
    page.get_by_role("link", name="Choose a file").click()
    assert page.evaluate("() => document.activeElement.closest('.govuk-form-group') !== null")
