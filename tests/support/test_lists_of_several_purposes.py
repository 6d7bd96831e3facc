"""A list of cases of several pathways is logged under the purpose of each, in as many questions however long it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.audit.entries import Actor
from alongside.audit.models import Event
from alongside.partners.errors import Refused
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions.contracts import change_contract, make_contract
from alongside.support.actions.panel_items import put_on_agenda
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.referring import Referral, refer
from alongside.support.models import DefinedPathway, Panel
from alongside.support.queries.own_words import told_to_panels
from alongside.support.queries.panels import meeting as meeting_page
from alongside.support.queries.session_boards import session_board
from tests.cast import NOW, child
from tests.panels import invited, make_panel_world, on_panel, planned, say
from tests.providers import ANSWERS, LEAVING, make_provider_world, moved, supported, terms

NAMES = ("Noor", "Lena", "Sami")


def logged(kind, viewer):
    """By purpose: the persons of the newest lists of this kind."""
    rows = Event.objects.filter(subject_kind=kind, act="list", actor_id=viewer.actor.id).order_by("pk")
    return {one.purpose: {row.person_id for row in one.persons.all()} for one in rows}


def asked(read):
    with CaptureQueriesContext(connection) as seen:
        read()
    return len(seen)


@pytest.fixture
def world(cast):
    make_panel_world(cast)
    make_provider_world(cast)
    Panel.objects.get().pathways.set(DefinedPathway.objects.all())
    change_contract(
        reference=cast.contract.reference,
        terms=terms(capacity=9),
        reason="x",
        changes=1,
        by=cast.viewer("manager"),
        at=NOW,
    )
    return cast


def person(case):
    return case.record.person_id


@pytest.fixture
def meeting(world):
    return planned(world)


def heard_by_police(world, meeting, case, by="triage"):
    item = put_on_agenda(meeting_id=meeting.pk, case_reference=case.reference, why="x", by=world.viewer(by), at=NOW)
    invited(world, item, "police")
    say(world, item, "officer", "Seen with a man.")
    return case


def test_what_an_agency_told_panels_and_an_agenda_are_logged_under_the_purpose_of_each_case(world, meeting):
    first = heard_by_police(world, meeting, on_panel(world))
    second = heard_by_police(world, meeting, supported(world, "Noor"), by="youth_worker")
    officer = world.viewer("officer")
    told_to_panels(officer)
    meeting_page(officer, meeting.pk)
    wanted = {Purpose.EXPLOITATION.code: {person(first)}, Purpose.LEAVING_GANGS.code: {person(second)}}
    assert logged("contributions", officer) == logged("agenda items", officer) == wanted
    with pytest.raises(Refused):
        meeting_page(world.viewer("outsider"), meeting.pk)
    assert told_to_panels(world.viewer("outsider")).rows == () and not logged("contributions", world.viewer("outsider"))


def test_neither_asks_more_questions_the_more_cases_there_are(world, meeting):
    heard_by_police(world, meeting, on_panel(world))
    heard_by_police(world, meeting, supported(world, "Noor"), by="youth_worker")
    reads = (
        lambda: told_to_panels(world.viewer("officer")), lambda: meeting_page(world.viewer("officer"), meeting.pk)
    )  # fmt: skip
    few = [asked(read) for read in reads]
    for name in NAMES[1:]:
        heard_by_police(world, meeting, on_panel(world, name))
    assert [asked(read) for read in reads] == few


def supported_elsewhere(world, given):
    """By the same provider, on a pathway of its own with another purpose."""
    case = refer(
        referral=Referral("way-out", child(given), ANSWERS, "given", receiver="provider"),
        by=world.viewer("dsl"),
        at=NOW,
    )
    for move, answers in (("accept", {}), ("met", {}), ("start", {"strands": ["safety"]})):
        moved(world, case, move, answers)
    return case


def with_another_pathway(world):
    """Agreed on, installed and under contract."""
    reach = {"purposes": frozenset({Purpose.SAFEGUARDING}), "field_groups": frozenset(FieldGroup)}
    world.agreement("LG-2", ["council", "school", "provider"], **reach)
    document = {**LEAVING, "code": "way-out", "name": "Ways out", "purpose": "safeguarding"}
    install(document=document, receivers=["provider"], change_note="A copy", by=Actor.system("t"), at=NOW)
    by = world.viewer("manager")
    make_contract(pathway="way-out", provider="provider", terms=terms(capacity=9), reason="x", by=by, at=NOW)


def test_the_board_of_sessions_is_logged_under_the_purpose_of_each_case_and_asks_no_more_for_many(world):
    with_another_pathway(world)
    cases = [supported(world, "Noor"), supported_elsewhere(world, "Lena")]
    worker = world.viewer("youth_worker")
    few = asked(lambda: session_board(world.viewer("youth_worker")))
    wanted = {Purpose.LEAVING_GANGS.code: {person(cases[0])}, Purpose.SAFEGUARDING.code: {person(cases[1])}}
    assert logged("sessions", worker) == wanted
    supported(world, "Sami")
    supported_elsewhere(world, "Amina")
    assert asked(lambda: session_board(world.viewer("youth_worker"))) == few
    with pytest.raises(Refused):
        session_board(world.viewer("outsider"))
