"""Whoever says that something is wrong, and hears nothing, is late for somebody: told once, to those who can answer."""

import pytest
from django.urls import resolve

from alongside.partners.actions import restrict
from alongside.partners.errors import Refused
from alongside.partners.models import Member, MemberNotice
from alongside.partners.roles import Role
from alongside.support.actions import own_reading, own_view
from alongside.support.actions.affiliation import answer_challenge, challenge_tie, say_tie
from alongside.support.actions.clocks import breach_clocks
from alongside.support.actions.transferring import transfer_case
from alongside.support.models import Case
from alongside.support.queries.affiliation import tie_at_hand
from alongside.support.queries.own_view import correction_page, own_queue, own_view_page, waiting_count
from tests.cast import NOW, later
from tests.own_views import let_show, linked, make_plan, reading
from tests.providers import contract, make_provider_world, supported

LATE = later(days=20)


@pytest.fixture
def world(cast):
    return make_provider_world(cast)


@pytest.fixture
def case(world):
    """In hand of a practitioner; a colleague of hers has nothing to do with it."""
    made = supported(world)
    for name in ("plain", "other_plain"):
        world.members[name] = Member.objects.create_member(
            username=name, name=name.title(), agency=world.agencies["provider"], role=Role.PRACTITIONER
        )
    Case.objects.filter(pk=made.pk).update(worker=world.members["plain"])
    return made


@pytest.fixture
def tie(world, case):
    day = NOW.date()
    return say_tie(
        reference=case.reference, said="Said to carry things.", source="A neighbour", grade="told", said_on=day,
        lapses_on=later(days=90).date(), seen_by="agency", by=world.viewer("youth_worker"), at=NOW,
    )  # fmt: skip


def challenged(world, tie, words="Not my son."):
    return challenge_tie(tie=tie.pk, challenger="parent", text=words, by=world.viewer("youth_worker"), at=NOW)


def told():
    late = MemberNotice.objects.filter(kind="clock_breached", told_at__gte=later(days=11))
    late = late.filter(path__startswith="/said/") | late.filter(path="/own-views/")
    return sorted(late.values_list("member__username", flat=True))


def test_a_challenge_without_its_answer_is_told_once_to_who_has_the_case_and_to_who_leads(world, case, tie):
    challenged(world, tie)
    breach_clocks(at=LATE)
    breach_clocks(at=later(days=21))
    assert told() == ["plain", "second_worker"]  # never whoever wrote it down
    row = MemberNotice.objects.filter(kind="clock_breached", path__startswith="/said/").first()
    assert row.reference == case.reference and resolve(row.path).url_name == "tie_answer"
    for name in ("plain", "second_worker"):
        assert tie_at_hand(world.viewer(name, LATE), resolve(row.path).kwargs["tie"]).tie.may_answer
    with pytest.raises(Refused):
        tie_at_hand(world.viewer("outsider", LATE), resolve(row.path).kwargs["tie"])


@pytest.mark.parametrize("days", [5, 100])
def test_of_a_challenge_that_is_answered_or_of_something_that_has_lapsed_nobody_hears(world, tie, days):
    made = challenged(world, tie)
    if days == 5:
        by = world.viewer("second_worker")
        answer_challenge(challenge=made.pk, end="stands", text="We asked him.", by=by, at=NOW)
    breach_clocks(at=later(days=100))
    assert told() == []


def test_a_late_challenge_of_a_restricted_child_is_told_to_those_alone_who_are_cleared(world, case, tie):
    challenged(world, tie)
    cleared = [world.members["other_plain"].pk]
    restrict(person_id=case.record.person_id, reason="x", cleared=cleared, by=world.viewer("governance"), at=NOW)
    breach_clocks(at=LATE)
    assert told() == ["other_plain"]


def asked_by_the_child(cast):
    plan = make_plan(cast)
    let_show(cast, plan)
    reader = reading(linked(cast, plan))
    own_reading.ask_correction(
        reader=reader, about="knows", words="He is my brother.", sent_key="c1", by=reader.viewer, at=NOW
    )


def test_a_childs_correction_without_its_answer_is_told_once_to_who_gave_the_link_and_to_who_leads(cast):
    asked_by_the_child(cast)
    breach_clocks(at=LATE)
    breach_clocks(at=later(days=21))
    assert told() == ["manager", "triage"]
    for name in ("manager", "triage"):
        assert any(one.what == "Asks for a correction" for one in own_queue(cast.viewer(name, LATE)))
    assert waiting_count(cast.viewer("outsider", LATE)) == 0


def test_a_correction_that_is_answered_in_time_is_late_for_nobody(cast):
    asked_by_the_child(cast)
    [waits] = own_queue(cast.viewer("triage"))
    reference = own_view.OwnCorrection.objects.get(matter=waits.matter).reference
    own_view.answer_correction(
        reference=reference, outcome="changed", answer="We wrote brother.", by=cast.viewer("triage"), at=NOW
    )
    breach_clocks(at=LATE)
    assert told() == []


def asked_on_the_case(world, case):
    """Of a case that was then given to another provider."""
    by = world.viewer("youth_worker")
    shown = own_view_page(by, case.reference).rule
    draft = own_view.RuleDraft(shown.number, "We meet on Mondays.", (), (), (), "It names a place.", ())
    own_view.keep_rule(reference=case.reference, draft=draft, by=by, at=NOW)
    link = own_view.make_link(reference=case.reference, reader="child", because="", sent_key="k", by=by, at=NOW)
    reader = reading(link)
    asked = own_reading.ask_correction(
        reader=reader, about="other", words="I go to college.", sent_key="c1", by=reader.viewer, at=NOW
    )
    contract(world, "lantern")
    transfer_case(reference=case.reference, receiver="lantern", reason="Nearer home.", by=by, at=NOW)
    return asked


def test_what_a_child_asks_for_goes_with_the_case_to_its_new_provider_and_is_late_there(world, case):
    asked = asked_on_the_case(world, case)
    [row] = own_queue(world.viewer("mentor"))
    assert row.clock and correction_page(world.viewer("mentor"), asked.reference).shown.words == "I go to college."
    for name in ("youth_worker", "second_worker", "outsider"):
        assert waiting_count(world.viewer(name)) == 0
        with pytest.raises(Refused):
            correction_page(world.viewer(name), asked.reference)
    breach_clocks(at=LATE)
    assert told() == ["mentor"]
