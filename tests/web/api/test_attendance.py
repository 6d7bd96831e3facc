"""Attendance from a provider's own system: four words, whatever the pathway calls its sessions."""

import json
from datetime import date
from uuid import uuid4

import pytest

from alongside.partners.actions import restrict
from alongside.people.models import SourceRecord
from alongside.support.actions.attendance import Came
from alongside.support.actions.sessions import plan_session
from alongside.support.definitions.parts import EntryUse
from alongside.support.definitions.reading import read
from alongside.support.models import Case, CaseEntry, CaseSession, NextStep, PathwayVersion
from alongside.support.provided import provided_case
from alongside.support.queries.session_boards import session_board
from alongside.support.queries.sessions import sessions_of
from alongside.support.shipped import shipped
from tests.cast import NOW, later
from tests.providers import make_provider_world, supported
from tests.systems import make_case, system

CAME = {"date": "2026-11-16", "came": "late"}


@pytest.fixture
def case(pathways):
    return make_case(pathways)


def send(own, case, **changes):
    return own.post(f"/cases/{case.reference}/attendance", {**CAME, **changes})


@pytest.mark.parametrize(
    ("word", "option", "more"),
    [("attended", "came", {}), ("late", "late", {}), ("was_not_brought", "not_brought", {"obstacle": "travel"})],
)
def test_attendance_is_the_pathways_own_entry_of_a_session(pathways, case, word, option, more):
    answer = send(system(pathways, "provider"), case, came=word, answers={**more, "note": "Bus was late."})
    assert answer.status_code == 201, answer.json()
    entry = CaseEntry.objects.get(pk=answer.json()["entry"])
    assert (entry.use, entry.answers) == (EntryUse.SESSION, {"came": option, **more, "note": "Bus was late."})
    assert (str(entry.happened_at.date()), entry.agency.code) == ("2026-11-16", "provider")
    assert entry.by == "Key “School records” (Stepping Stones)"
    assert Case.objects.get().last_contact_at == entry.happened_at


def test_a_child_is_not_brought_and_somebody_grown_up_does_not_attend(pathways, case):
    own = system(pathways, "provider")
    told = send(own, case, came="did_not_attend").json()["errors"][0]
    assert (told["field"], told["what_to_do"]) == ("came", "Send was_not_brought.")
    SourceRecord.objects.update(date_of_birth=date(2008, 1, 1))
    assert send(own, case, came="did_not_attend").json()["errors"][0]["field"] == "answers.obstacle"
    assert send(own, case, came="did_not_attend", answers={"obstacle": "unwell"}).status_code == 201
    assert CaseEntry.objects.get().answers["came"] == "no"


def test_an_entry_is_corrected_once_and_stays_to_be_read(pathways, case):
    own = system(pathways, "provider")
    first = send(own, case).json()["entry"]
    mended = send(own, case, came="attended", corrects=first, correction_reason="Mixed up two names.")
    assert mended.status_code == 201 and CaseEntry.objects.count() == 2
    again = send(own, case, came="late", corrects=first, correction_reason="Again.")
    assert again.status_code == 409 and again["Content-Type"] == "application/problem+json"
    assert CaseEntry.objects.count() == 2


def test_a_correction_of_no_entry_of_this_case_is_not_called_corrected_already(pathways, case):
    answer = send(system(pathways, "provider"), case, corrects=999, correction_reason="Mixed up.")
    assert answer.status_code == 422 and answer.json()["errors"][0] == {
        "field": "corrects", "reason": "This case has no such entry.", "what_to_do": "Look up its number at the case.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"date": "2026-11-18"}, "date"), ({"date": "16/11/2026"}, "date"), ({"came": "yes"}, "came"),
        ({"kind": "contact"}, "kind"), ({"answers": {"strand": ["home"]}}, "answers.strand"),
        ({"answers": {"came": "came"}}, "answers.came"), ({"corrects": 0}, "corrects"), ({"note": "x"}, "note"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_told_at_its_place(pathways, case, changes, field):
    answer = send(system(pathways, "provider"), case, **changes)
    assert answer.status_code == 422 and [one["field"] for one in answer.json()["errors"]] == [field]
    assert not CaseEntry.objects.exists()


@pytest.mark.parametrize("agency", ["outside", "council", "school", "other_school"])
def test_only_the_agency_that_works_the_case_records_and_nobody_else_learns_of_it(pathways, case, agency):
    other = system(pathways, agency)
    real = send(other, case)
    unreal = other.post("/cases/CS-222-222/attendance", CAME)
    assert real.status_code == 404 and real.content == unreal.content and not CaseEntry.objects.exists()


def test_a_restricted_child_is_hidden_from_the_key_of_her_worker(pathways, case):
    person = Case.objects.get().record.person_id
    restrict(person_id=person, reason="x", cleared=[], by=pathways.viewer("manager"), at=NOW)
    assert send(system(pathways, "provider"), case).status_code == 404


def test_every_pathway_with_sessions_understands_the_words_or_says_which_it_uses():
    told = {}
    for document in shipped():
        kinds = [one for one in read(document).entries if one.use is EntryUse.SESSION]
        told[document["code"]] = [[option.code for option in one.asks[0].options] for one in kinds]
    assert {code for code, kinds in told.items() if kinds} == {"camhs", "hospital-navigator", "leaving-gangs"}
    assert len(Came) == 4


def test_a_pathway_without_a_word_says_which_to_send(pathways, case):
    version = PathwayVersion.objects.get(pathway__code="leaving-gangs")
    text = json.dumps(version.document)
    changed = text.replace(
        '"code": "no", "label": "Did not attend (18 or over)"', '"code": "off", "label": "Called off"'
    )
    assert changed != text
    PathwayVersion.objects.filter(pk=version.pk).update(document=json.loads(changed))
    SourceRecord.objects.update(date_of_birth=None)
    told = send(system(pathways, "provider"), case, came="did_not_attend").json()["errors"]
    assert told[0]["what_to_do"] == "Send attended, late or was_not_brought."


@pytest.fixture
def provided(cast, now):
    """A case under a contract, with a session on the plan for yesterday and one for this evening."""
    world = make_provider_world(cast)
    case = supported(world, at=later(days=-3))
    worker = world.viewer("youth_worker", later(days=-3))
    for hours in (-20, 8):
        plan_session(
            reference=case.reference, key=uuid4(), starts_at=later(hours=hours), strand="safety", place="Library",
            by=worker, at=worker.at,
        )  # fmt: skip
    return world, case


def to_write(world):
    return len(session_board(world.viewer("youth_worker")).to_write)


def test_a_planned_session_of_that_day_is_closed_as_the_workers_own_page_would(provided):
    world, case = provided
    assert to_write(world) == 1
    answer = send(system(world, "provider"), case, came="was_not_brought", answers={"obstacle": "travel", "note": "x"})
    assert answer.status_code == 201, answer.json()
    session = CaseSession.objects.get(entry=answer.json()["entry"])
    assert session.starts_at == session.entry.happened_at == later(hours=-20)
    assert session.entry.answers == {"came": "not_brought", "obstacle": "travel", "note": "x"}
    board = session_board(world.viewer("youth_worker"))
    assert (len(board.to_write), len(board.to_come), len(board.steps)) == (0, 1, 1)
    assert NextStep.objects.get().entry == session.entry
    page = provided_case(world.viewer("youth_worker"), case.reference)
    assert [one.entry for one in sessions_of(world.viewer("youth_worker"), page)] == [session.entry_id]


def test_what_cannot_stand_leaves_the_planned_session_open(provided):
    world, case = provided
    answer = send(system(world, "provider"), case, came="was_not_brought")
    assert [one["field"] for one in answer.json()["errors"]] == ["answers.obstacle"]
    assert to_write(world) == 1 and not CaseEntry.objects.filter(use="session").exists()


@pytest.mark.parametrize("changes", [{"date": "2026-11-15"}, {"date": "2026-11-17"}, {"answers": {"strand": "home"}}])
def test_a_session_that_is_not_on_the_plan_is_written_down_beside_it(provided, changes):
    world, case = provided
    answer = send(system(world, "provider"), case, **changes)
    assert answer.status_code == 201 and to_write(world) == 1
    assert not CaseSession.objects.filter(entry=answer.json()["entry"]).exists()


def test_a_correction_closes_no_other_session(provided):
    world, case = provided
    own = system(world, "provider")
    first = send(own, case, date="2026-11-15").json()["entry"]
    mended = send(own, case, corrects=first, correction_reason="The day after.")
    assert mended.status_code == 201 and to_write(world) == 1
