"""A code that others name, and a sentence that names a time: what follows a change, and what is told where it does not."""

import pytest

from alongside.audit.entries import Actor
from alongside.support.actions.pathway_versions import install
from alongside.support.definitions.checking import faults_in
from alongside.support.definitions.mentions import times_named
from alongside.support.definitions.reading import read
from alongside.support.definitions.remarks import remarks_on
from alongside.support.models import PathwayVersion
from alongside.support.shipped import shipped
from tests.cast import NOW
from tests.web.pathways.kept import EARLY_HELP, HOME, draft
from tests.web.reading import text_of

DOCUMENTS = {one["code"]: one for one in shipped()}
STAGE = next(number for number, one in enumerate(EARLY_HELP["stages"]) if one["code"] == "assessment")
NAMED = times_named(EARLY_HELP, f"stages.{STAGE}")
LABEL = EARLY_HELP["stages"][STAGE]["label"]
RENAMED = {"code": "looking", "label": LABEL, "kind": "working", "was": "assessment"}
CLOCK = {
    "code": "first-contact", "label": "Speak to the family", "starts": "opened", "owner": "worker",
    "stops": "entry:first-contact\r\nclosed", "breach": "Nobody has spoken to the family in five working days.",
}  # fmt: skip


@pytest.fixture
def client(cast, as_member):
    install(document=EARLY_HELP, receivers=["council"], change_note="As it comes", by=Actor.system("test"), at=NOW)
    return as_member("manager")


def test_a_stage_is_renamed_with_all_that_name_it(client):
    page = client.get(f"{HOME}part/stages.{STAGE}/")
    assert f"change it in the {NAMED} places that name it too" in text_of(page) and NAMED > 5
    client.post(f"{HOME}part/stages.{STAGE}/", {**RENAMED, "rename": "on"})
    assert faults_in(read(draft())) == [] and times_named(draft(), f"stages.{STAGE}") == NAMED
    assert "assessment" not in [draft()["stages"][STAGE]["code"], *(one["target"] for one in draft()["moves"])]


def test_left_as_they_are_it_is_told_once_and_first_what_happened(client):
    client.post(f"{HOME}part/stages.{STAGE}/", RENAMED)
    [fault] = faults_in(read(draft()))
    assert fault.startswith(f"There is no stage “assessment” (any more), and {NAMED} places name it: the decision “")
    page = text_of(client.get(f"{HOME}publish/"))
    assert fault in page and "Mend what is said above first" in page
    client.post(f"{HOME}part/stages.{STAGE}/", {**RENAMED, "code": "assessment", "was": "looking"})
    assert faults_in(read(draft())) == []


def test_a_code_that_another_stage_has_takes_nobody_s_place(client):
    first = EARLY_HELP["stages"][0]["code"]
    client.post(f"{HOME}part/stages.{STAGE}/", {**RENAMED, "code": first, "rename": "on"})
    assert [one["target"] for one in draft()["moves"]] == [one["target"] for one in EARLY_HELP["moves"]]
    assert any("stands there 2 times" in fault for fault in faults_in(read(draft())))


def test_an_entry_is_renamed_with_the_clocks_that_wait_for_it(client):
    place = next(number for number, one in enumerate(EARLY_HELP["entries"]) if one["code"] == "first-contact")
    kept = {"label": "First contact", "use": "first_contact", "by": "worker", "code": "spoken-to", "rename": "on"}
    client.post(f"{HOME}part/entries.{place}/", kept)
    assert "entry:spoken-to" in draft()["clocks"][0]["stops"] and faults_in(read(draft())) == []


def test_a_handover_s_stages_keep_their_codes():
    assert times_named(DOCUMENTS["primary-to-secondary"], "stages.1") == 0


def test_a_sentence_that_names_another_time_than_its_clock_is_shown_and_stops_nothing(client):
    client.post(f"{HOME}part/clocks.0/", {**CLOCK, "allowance": "3 working days"})
    for path in ("", "part/", "publish/"):
        page = text_of(client.get(f"{HOME}{path}"))
        assert "runs 3 working days, and what is said when it runs out names another time, “five working days”" in page
    assert "Mend what is said above first" not in page
    client.post(
        f"{HOME}part/clocks.0/", {**CLOCK, "allowance": "3 working days", "breach": "Three working days are over."}
    )
    assert "names another time" not in text_of(client.get(f"{HOME}publish/"))


@pytest.mark.parametrize("code", DOCUMENTS)
def test_every_sentence_that_comes_with_alongside_names_the_time_of_its_clock(code):
    assert list(remarks_on(read(DOCUMENTS[code]))) == []


@pytest.mark.parametrize(
    ("time", "words", "fits"),
    [
        ("126 days", "Eighteen weeks have passed.", True), ("24 hours", "A day has passed.", True),
        ("31 days", "A month has passed.", True), ("365 days", "Twelve months are over.", True),
        ("10 working days", "Two weeks have passed.", True), ("5 school days", "Nobody has looked.", True),
        ("2 days", "24 hours have passed.", False), ("20 days", "A month has passed.", False),
        ("10 working days", "Phone within 2 days: 10 working days are over.", True),
    ],
)  # fmt: skip
def test_a_time_may_be_named_in_other_words(time, words, fits):
    clock = {**EARLY_HELP["clocks"][0], "allowance": time, "breach": words}
    assert (not list(remarks_on(read({**EARLY_HELP, "clocks": [clock]})))) is fits


@pytest.mark.parametrize("name", ["triage", "outsider"])
def test_nobody_else_renames_anything(client, as_member, refusals, name):
    answer = as_member(name).post(f"{HOME}part/stages.{STAGE}/", {**RENAMED, "rename": "on"})
    assert answer.status_code == 403 and not PathwayVersion.objects.filter(state="draft").exists()
