"""Minutes as PDF: conforming, bound, and without a word that the page would not show this agency."""

import json
import re
import zlib

import pytest

from alongside.exchange.minutes_pdf import minutes_data, minutes_pdf
from alongside.partners.errors import Refused
from alongside.support.actions.disruption_agenda import decide_disruption, put_disruption_on_agenda
from alongside.support.actions.exporting import export_minutes
from alongside.support.models import AgendaItem, Export
from alongside.support.queries.minutes import minutes
from tests.cast import NOW, later
from tests.exploitation import place
from tests.panels import closed, heard, invited, make_panel_world, on_panel, opened, planned, proposed, say

SAID = {
    "officer": ("Seen at the station with T. Marsh.", "invited"),
    "clinician": ("She told us of her flashbacks.", "in_room"),
    "youth_worker": ("Her uncle drives the car.", "chair"),
}


@pytest.fixture
def meeting(cast):
    """Two cases: police and health on the first, the provider on both; three ways of telling."""
    make_panel_world(cast)
    meeting = planned(cast)
    first, second = (proposed(cast, meeting, on_panel(cast, name)) for name in ("Amina", "Bo"))
    invited(cast, first, "police", "health", "provider")
    invited(cast, second, "provider")
    for name, (words, release) in SAID.items():
        say(cast, first, name, words, release)
    opened(cast, meeting)
    heard(cast, first, 'See her on Friday. #eval("sys") *not bold* ليلى 李')
    heard(cast, AgendaItem.objects.get(pk=second.pk), "Move Bo to the aunt.")
    closed(cast, meeting)
    return meeting


def made(cast, meeting, name):
    """The file, and the JSON from which it was made."""
    given = {}

    def write(shown, bound):
        given["data"] = minutes_data(shown, bound)
        return minutes_pdf(shown, bound)

    by = cast.viewer(name, later(days=8))
    handed = export_minutes(meeting_id=meeting.pk, write=write, by=by, at=by.at)
    return handed.file, given["data"]


def streams(pdf):
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            yield zlib.decompress(part)
        except zlib.error:
            yield part


def test_it_conforms_to_pdf_ua_1_with_tags_title_and_language(cast, meeting):
    pdf, _ = made(cast, meeting, "officer")
    whole = pdf + b"\n".join(streams(pdf))
    assert pdf.startswith(b"%PDF-1.7") and b"pdfuaid:part>1<" in whole
    for mark in (b"/MarkInfo", b"/Marked true", b"/StructTreeRoot", b"/Lang(en-GB)", b"/DisplayDocTitle true"):
        assert mark in whole, mark
    assert b"Minutes of Exploitation panel" in whole and b"/H1" in whole and b"/LI" in whole


def test_the_same_minutes_without_a_title_would_be_refused(cast, meeting, tmp_path, monkeypatch):
    """The conformance is really asked for: Typst refuses to write a file that breaks it."""
    import typst

    from alongside.exchange import minutes_pdf as module

    broken = tmp_path / "minutes.typ"
    broken.write_text("\n".join(line for line in module.TEMPLATE.read_text().split("\n") if "set document" not in line))
    monkeypatch.setattr(module, "TEMPLATE", broken)
    with pytest.raises(typst.TypstError, match="title"):
        made(cast, meeting, "officer")


@pytest.mark.parametrize(
    ("name", "told"), [("officer", {"officer"}), ("clinician", {"officer", "clinician"}),
                       ("youth_worker", {"officer", "youth_worker"}), ("triage", {"officer", "youth_worker"})],
)  # fmt: skip
def test_each_agency_gets_its_own_cut_and_nothing_of_the_others(cast, meeting, name, told):
    _, data = made(cast, meeting, name)
    text = json.dumps(data, ensure_ascii=False)
    assert {who for who, (words, _) in SAID.items() if words in text} == told
    assert ("Move Bo" in text) == (name in ("youth_worker", "triage"))


def test_the_file_holds_what_the_page_shows(cast, meeting):
    shown = minutes(cast.viewer("officer", later(days=8)), meeting.pk)
    _, data = made(cast, meeting, "officer")
    assert [one["reference"] for one in data["items"]] == [one.reference for one in shown.items]
    assert [len(one["contributions"]) for one in data["items"]] == [len(one.contributions) for one in shown.items]


def test_words_are_data_and_letters_that_no_font_draws_stand_in_latin(cast, meeting):
    _, data = made(cast, meeting, "officer")
    assert data["items"][0]["decision"] == 'See her on Friday. #eval("sys") *not bold* ليلى Li'


def test_each_download_is_a_copy_of_its_own(cast, meeting):
    (one, first), (other, second) = made(cast, meeting, "officer"), made(cast, meeting, "officer")
    assert first["copy"] != second["copy"] and one != other
    assert first["mark"] == ["Dev Anand", "Larkmere Police", "25 November 2026", first["copy"]]
    assert list(Export.objects.values_list("rows", "recipient__username").distinct()) == [(1, "officer")]
    assert Export.objects.count() == 2


def test_an_outsider_gets_no_minutes(cast, meeting):
    with pytest.raises(Refused):
        made(cast, meeting, "outsider")
    assert not Export.objects.exists()


def test_a_place_on_the_agenda_is_in_the_minutes_of_every_agency_of_the_panel_and_names_no_child(cast):
    make_panel_world(cast)
    meeting = planned(cast)
    plan = place(cast)
    item = put_disruption_on_agenda(
        meeting_id=meeting.pk, reference=plan.reference, why="Two calls a week.", by=cast.viewer("officer"), at=NOW
    )
    opened(cast, meeting)
    decide_disruption(
        item_id=item.pk, decision="Serve the notice.", changes=item.changes, by=cast.viewer("chair"), at=NOW
    )
    closed(cast, meeting)
    for name in ("clinician", "youth_worker"):
        shown = minutes(cast.viewer(name, later(days=8)), meeting.pk)
        assert shown.items == () and [(one.theme, one.decision) for one in shown.places] == [
            ("Rooms booked for cash", "Serve the notice.")
        ]  # fmt: skip
    _, data = made(cast, meeting, "clinician")
    assert data["places"][0]["where"].endswith("The Quay Lodge, Tidewater Road")
    with pytest.raises(Refused):
        minutes(cast.viewer("outsider", later(days=8)), meeting.pk)
