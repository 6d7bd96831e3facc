"""The pages of Encompass: corrections, withdrawals, a further child, a referral filled in, a file from the command line."""

import io

import pytest
from django.core.management import call_command

from alongside.support.models import Incident, IncidentChild, IncidentVersion, SchoolNotice
from tests.encompass import make_encompass, notice_of, take
from tests.exchange.test_encompass_csv import csv_file, row
from tests.web.reading import text_of


@pytest.fixture
def incident(cast):
    return take(make_encompass(cast)).incident


HAPPENED = {
    "happened_on-day": "17", "happened_on-month": "11", "happened_on-year": "2026", "happened_time": "00:00",
    "place": "Home", "circumstances": "Only shouting.", "presence_0": "home", "where_in_home_0": "Upstairs",
    "voice_0": "“I put my head under the pillow.”", "voice_with_0": "Officer, alone with the child",
    "reason": "Statement taken.", "changes": "1",
}  # fmt: skip


def test_a_correction_is_filled_in_with_what_stands_and_keeps_both(incident, as_member):
    url = f"/encompass/incidents/{incident.reference}/correct/"
    assert "broke a door" in text_of(as_member("officer").get(url))
    assert "Corrected." in text_of(as_member("officer").post(url, HAPPENED, follow=True))
    assert IncidentVersion.objects.filter(number=2).count() == 1
    again = text_of(as_member("officer").post(url, {**HAPPENED, "circumstances": "Other."}))
    assert "A colleague has corrected" in again and "Other." in again
    assert "broke a door" in text_of(as_member("dsl").get(f"/encompass/notices/{notice_of().reference}/"))


def test_what_is_withdrawn_is_told_on_the_schools_page(incident, as_member):
    url = f"/encompass/incidents/{incident.reference}/withdraw/"
    as_member("officer").post(url, {"child": "", "reason": "Wrong family."})
    page = text_of(as_member("dsl").get(f"/encompass/notices/{SchoolNotice.objects.get().reference}/"))
    assert "Do not act on it" in page and "Wrong family." in page
    assert Incident.objects.get().withdrawn_at is not None


def test_a_further_child_is_added_and_told_to_its_own_school(incident, as_member):
    told = {"given": "Bilqis", "family": "Marsh", "school": "other-school", "presence": "saw"}
    url = f"/encompass/incidents/{incident.reference}/child/"
    assert "The child was added" in text_of(as_member("officer").post(url, told, follow=True))
    assert notice_of("Bilqis").receiver.code == "other-school"
    assert "in the incident already" in text_of(as_member("officer").post(url, told, follow=True))


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(cast, as_member):
    make_encompass(cast)
    page = text_of(as_member("officer").post("/encompass/new/", {"count": "1", "circumstances": "A broken door."}))
    assert "There is a problem" in page and "A broken door." in page and not Incident.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "yesterday"])
def test_a_day_that_is_none_shows_the_board_of_today(incident, as_member, day):
    assert "Tuesday 17 November 2026" in text_of(as_member("officer").get(f"/encompass/?day={day}"))


def test_lists_ask_the_same_number_of_questions_however_long(cast, incident, as_member, queries):
    counts = []
    for more in range(2):
        counts.append(
            [queries(as_member(who), url) for who, url in (("officer", "/encompass/"), ("dsl", "/encompass/notices/"))]
        )
        for number in range(4):
            take(cast, reference=f"P/{more}{number}")
    assert counts[0] == counts[1]


def test_a_file_from_the_command_line_tells_what_became_of_it(cast, incident, tmp_path):
    file = tmp_path / "night.csv"
    file.write_bytes(csv_file([row(reference="L/1"), row(reference="L/2", happened_time="late")]))
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("load", "encompass", str(file), "--agency", "police", "--member", "officer", stdout=out)
    assert "1 entered" in out.getvalue() and "row 3, Time: Write the time like 23:40." in out.getvalue()
    assert IncidentChild.objects.count() == 2
