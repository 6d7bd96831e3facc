"""Pages of files of concerns: send one, and read what became of every row."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.audit.models import Event
from alongside.exchange.concern_downloads import template_workbook
from alongside.exchange.concern_rows import look
from alongside.exchange.concerns_csv import take_in, work_waiting
from alongside.partners.models import AgreementParty
from alongside.support.models import Concern, ConcernFile
from tests.cast import NOW
from tests.exchange.made_files import TITLES, csv_file, row, rows
from tests.web.reading import errors_in, plain, text_of


@pytest.fixture
def dsl(as_member):
    return as_member("dsl")


def send(client, raw, name="concerns.csv"):
    return client.post("/files/send", {"file": SimpleUploadedFile(name, raw)}, follow=True)


def test_a_file_is_sent_and_its_report_tells_what_became_of_it(dsl):
    made = rows(3)
    made[1]["consent"] = "maybe"
    page = text_of(send(dsl, csv_file(made)))
    assert "Entered 2" in page and "Rejected 1" in page and "UTF-8; cells separated by commas" in page
    assert "Consent : Write one of: given, refused, not_sought_unsafe, not_sought_other. Sent: “ maybe ”" in page
    assert Concern.objects.count() == 2


def test_the_same_file_again_leads_to_the_same_report(dsl):
    first = send(dsl, csv_file(rows(1)))
    again = send(dsl, csv_file(rows(1)))
    assert again.request["PATH_INFO"] == first.request["PATH_INFO"]
    assert "The very same file was sent before." in text_of(again) and ConcernFile.objects.count() == 1


def test_a_file_that_cannot_be_read_says_why_on_a_page_that_stays(dsl):
    page = send(dsl, b"", name="empty.csv")
    assert "The file is empty." in text_of(page) and "The file is empty." in text_of(dsl.get(page.request["PATH_INFO"]))
    assert "Could not be read" in text_of(dsl.get("/files/"))


def test_a_changed_header_names_the_columns_that_are_missing(dsl):
    titles = [title if title != "Consent" else "Agreed?" for title in TITLES]
    assert "1 column is missing: “Consent”" in text_of(send(dsl, csv_file(rows(1), titles=titles)))


def test_no_file_and_one_that_is_too_large_are_errors_of_the_form(dsl, settings):
    assert errors_in(dsl.post("/files/send", {})) == {"id_file": "Choose a file"}
    settings.UPLOAD_MAX_BYTES = 10
    assert "larger than" in errors_in(send(dsl, csv_file(rows(1))))["id_file"]
    assert not ConcernFile.objects.exists()


def test_a_large_file_says_how_far_it_is_and_goes_on_without_the_sender(dsl, cast):
    received = take_in(name="large.csv", raw=csv_file(rows(3)), by=cast.viewer("dsl"), at=NOW, at_once=0)
    url = f"/files/{received.file_id}/"
    assert "0 of 3 rows have been looked at" in text_of(dsl.get(url)) and "1 file not finished" in text_of(dsl.get("/"))
    work_waiting(NOW)
    assert "have been looked at" not in text_of(dsl.get(url)) and "not finished" not in text_of(dsl.get("/"))


def test_five_hundred_errors_are_grouped_first_and_then_shown_page_by_page(dsl):
    made = [*rows(120, consent="maybe"), *rows(30, child_date_of_birth="31/02/2026")]
    url = send(dsl, csv_file(made)).request["PATH_INFO"]
    page = text_of(dsl.get(url))
    assert page.index("Write one of: given") < page.index("There is no such day") < page.index("Showing 1 to 25 of 150")
    assert "Showing 126 to 150 of 150" in text_of(dsl.get(f"{url}?page=6"))
    only = text_of(dsl.get(url, {"column": "Child date of birth", "problem": LAST_DAY}))
    assert "Showing 1 to 25 of 30" in only and "Sent: “ maybe ”" not in only
    assert dsl.get(f"{url}?page=99").url.endswith("?page=6")


LAST_DAY = "There is no such day. Dates are written like 2012-05-14 or 14/05/2012."


def test_the_rejects_can_be_downloaded_harmless_mended_and_sent_again(dsl):
    made = [row(reference=f"I{n}", consent="maybe", fact="=1+1", call_back="+44 1632 960100") for n in range(2)]
    url = send(dsl, csv_file([*made, row(reference="I9")])).request["PATH_INFO"]
    got = dsl.get(f"{url}rejects.csv")
    assert got["Content-Disposition"] == f'attachment; filename="rejects-of-file-{ConcernFile.objects.get().pk}.csv"'
    text = b"".join(got.streaming_content).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [(one["Row"], one["Column"]) for one in lines] == [("2", "Consent"), ("3", "Consent")]
    assert (lines[0]["What was seen or heard"], lines[0]["Telephone to call back"]) == ("'=1+1", "'+44 1632 960100")
    page = text_of(send(dsl, text.replace("maybe", "refused").encode()))
    assert "Entered 2" in page and "Columns not read Row, Column, Problem" in page
    assert set(Concern.objects.filter(fact="=1+1").values_list("call_back", flat=True)) == {"+44 1632 960100"}


def test_our_references_can_be_downloaded_for_the_senders_own_system(dsl):
    url = send(dsl, csv_file(rows(1))).request["PATH_INFO"]
    text = b"".join(dsl.get(f"{url}outcomes.csv").streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1] == ["2", "INC-0", "Entered", Concern.objects.get().reference]


def test_each_page_and_download_is_in_the_log_before_it_is_given(dsl):
    url = send(dsl, csv_file(rows(1, consent="maybe"))).request["PATH_INFO"]
    for path in (url, f"{url}rejects.csv", f"{url}outcomes.csv"):
        dsl.get(path)
    acts = list(Event.objects.filter(subject_kind="concern file").values_list("act", flat=True))
    assert acts == ["import", "import", "view", "view", "export", "export"]


def test_a_child_in_danger_now_is_named_at_the_top_with_the_number_to_phone(dsl):
    made = [row(in_danger_now="yes", reference="A"), row(in_danger_now="yes", consent="maybe", reference="B")]
    page = text_of(send(dsl, csv_file(made)))
    assert "In 1 rejected row a child is said to be in danger now. Nobody has received it. Phone" in page
    assert "Row 3." in page and "01632 960 000" in page and Concern.objects.get().reference in page


def test_concerns_that_no_agreement_lets_go_are_said_to_be_held(dsl, cast):
    AgreementParty.objects.filter(agency=cast.agencies["school"]).delete()
    assert "2 concerns of this file are held: no agreement in force" in text_of(send(dsl, csv_file(rows(2))))


def test_templates_have_the_header_and_no_row_that_could_be_sent_by_mistake(dsl):
    assert look(dsl.get("/files/template.csv").content).refused == "The file has a header, but no row below it."
    assert dsl.get("/files/template.xlsx").content == template_workbook()
    assert "no row below it" in look(template_workbook()).refused
    assert dsl.get("/files/template.exe").status_code == 404


def test_every_column_is_explained(dsl):
    page = text_of(dsl.get("/files/columns"))
    assert all(title in page for title in TITLES) and "not_sought_unsafe : Not asked: asking could" in page


@pytest.mark.parametrize("path", ["", "rejects.csv", "outcomes.csv"])
@pytest.mark.parametrize("name", ["outsider", "other_dsl", "governance"])
def test_others_get_the_refusal_that_tells_nothing(dsl, as_member, refusals, path, name):
    url = send(dsl, csv_file(rows(1, consent="maybe"))).request["PATH_INFO"]
    real, none = as_member(name).get(f"{url}{path}"), as_member(name).get(f"/files/987654/{path}")
    assert real.status_code == none.status_code == 403 and plain(real) == plain(none)
    assert refusals({"outsider": "outside", "other_dsl": "other_school", "governance": "council"}[name]) == 2


def test_a_name_that_is_markup_is_shown_as_text(dsl):
    page = send(dsl, csv_file([row(consent="<script>alert(1)</script>")]), name="<img src=x onerror=1>.csv")
    assert b"<script>alert" not in page.content and b"<img src=x" not in page.content


@pytest.mark.parametrize("query", ["column=%00", "column=First%20name&problem=%00"])
def test_an_address_with_what_no_database_compares_shows_the_report_without_rows(dsl, query):
    page = send(dsl, csv_file(rows(1)))
    assert dsl.get(f"{page.request['PATH_INFO']}?{query}").status_code == 200
