"""What is said about ties, as far as the child may read it; what the child says against it; what came of that."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from alongside.common.clock_status import ClockState
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused
from alongside.partners.models import Member, MemberNotice
from alongside.partners.own_access import visitor
from alongside.partners.roles import Role
from alongside.people.models import SourceRecord
from alongside.support.actions import own_view as keeping
from alongside.support.actions.affiliation import answer_challenge, challenge_tie, say_tie
from alongside.support.actions.own_said import challenge_what_is_said
from alongside.support.actions.transferring import transfer_case
from alongside.support.models import ClockRun, TieAssertion, TieChallenge
from alongside.support.queries.outcomes import support_page
from alongside.support.queries.own_ties import own_challenges, own_ties
from alongside.support.queries.own_view import own_queue, own_view_page, waiting_count
from tests.cast import NOW, later
from tests.own_views import WORDS, reading
from tests.providers import contract, make_provider_world, supported

SAID = "Said to carry things at the station."
NOT_SO = "That is my cousin."


@pytest.fixture
def world(cast):
    return make_provider_world(cast)


@pytest.fixture
def case(world):
    return supported(world)


def said(world, case, seen_by="agency"):
    day = NOW.date()
    return say_tie(
        reference=case.reference, said=SAID, source="A neighbour", grade="told", said_on=day,
        lapses_on=day + timedelta(days=90), seen_by=seen_by, by=world.viewer("youth_worker"), at=NOW,
    )  # fmt: skip


@pytest.fixture
def tie(world, case):
    return said(world, case)


def let(world, case, *ties):
    viewer = world.viewer("youth_worker")
    shown = own_view_page(viewer, case.reference).rule
    draft = keeping.RuleDraft(shown.number, WORDS, (), (), (), "Names a place.", [str(one.pk) for one in ties])
    keeping.keep_rule(reference=case.reference, draft=draft, by=viewer, at=NOW)


def read(world, case, reader="child", because="", key="k1"):
    made = keeping.make_link(
        reference=case.reference, reader=reader, because=because, sent_key=key, by=world.viewer("youth_worker"), at=NOW
    )  # fmt: skip
    return reading(made)


def against(reader, tie, words=NOT_SO):
    return challenge_what_is_said(reader=reader, tie=tie.pk, words=words, by=visitor(NOW), at=NOW)


def given_away(world, case):
    contract(world, "lantern")
    transfer_case(
        reference=case.reference, receiver="lantern", reason="Nearer home.", by=world.viewer("youth_worker"), at=NOW
    )


def answer(world, made, end):
    answer_challenge(challenge=made.pk, end=end, text="We asked him.", by=world.viewer("second_worker"), at=NOW)


def test_nothing_that_is_said_is_shown_until_a_worker_ticks_it(world, case, tie):
    let(world, case)
    reader = read(world, case)
    assert own_ties(reader.viewer, reader.link) == ()
    with pytest.raises(Refused):
        against(reader, tie)
    let(world, case, tie)
    [shown] = own_ties(reader.viewer, reader.link)
    assert shown.said == SAID and not {"source", "said_on", "by"} & set(dir(shown))
    assert shown.goes_in == (NOW.date() + timedelta(days=90)).replace(day=1)


def test_what_the_child_says_against_it_stands_where_it_stands_and_the_child_reads_the_answer(world, case, tie):
    let(world, case, tie)
    reader = read(world, case)
    made = against(reader, tie)
    assert against(reader, tie) == made and waiting_count(world.viewer("second_worker")) == 1
    [shown] = support_page(world.viewer("second_worker"), case.reference).ties
    assert shown.is_challenged and shown.may_answer and shown.challenges[0].words == NOT_SO
    answer(world, made, "stands")
    [told] = own_challenges(reader.viewer, reader.link)
    assert told.answer == "It stays, and what you say stands beside it" and told.answer_words == "We asked him."


def test_of_what_is_taken_back_the_child_and_the_workers_see_that_it_was(world, case, tie):
    let(world, case, tie)
    reader = read(world, case)
    answer(world, against(reader, tie), "taken_back")
    assert own_ties(reader.viewer, reader.link) == ()
    [told] = own_challenges(reader.viewer, reader.link)
    assert told.answer.startswith("We took it back")
    page = support_page(world.viewer("youth_worker"), case.reference)
    assert page.ties == () and [one.challenger for one in page.taken_back] == ["The child or young person"]
    assert support_page(world.viewer("youth_worker", later(days=90)), case.reference).taken_back == ()


def test_one_thing_at_a_time_and_the_answer_first(world, case, tie):
    let(world, case, tie)
    reader = read(world, case)
    against(reader, tie)
    assert own_ties(reader.viewer, reader.link)[0].waits
    with pytest.raises(Invalid, match="looking at whether this is so"):
        against(reader, tie, "And I was not there.")


def test_what_a_parent_says_against_it_is_not_told_to_the_child(world, case, tie):
    challenge_tie(tie=tie.pk, challenger="parent", text="Not my son.", by=world.viewer("youth_worker"), at=NOW)
    let(world, case, tie)
    reader = read(world, case)
    assert own_ties(reader.viewer, reader.link)[0].waits and own_challenges(reader.viewer, reader.link) == ()
    with pytest.raises(Invalid, match="looking at whether this is so"):
        against(reader, tie)


def test_whoever_says_that_it_is_not_so_has_an_answer_in_ten_working_days(world, case, tie):
    let(world, case, tie)
    made = against(read(world, case), tie)
    worker = world.viewer("second_worker")
    [row] = own_queue(worker)
    [shown] = support_page(worker, case.reference).ties
    assert row.clock == shown.challenges[0].clock and row.clock.state is ClockState.RUNNING
    late = world.viewer("second_worker", later(days=20))
    assert own_queue(late)[0].clock.state is ClockState.BREACHED
    answer(world, made, "stands")
    assert not ClockRun.objects.filter(kind="challenge", stopped_at=None).exists()
    assert support_page(worker, case.reference).ties[0].challenges[0].clock is None
    with pytest.raises(Refused):
        support_page(world.viewer("outsider"), case.reference)


@pytest.mark.parametrize("challenger", ["child", "parent", "advocate"])
def test_what_a_worker_writes_down_for_somebody_has_the_same_clock(world, case, tie, challenger):
    made = challenge_tie(tie=tie.pk, challenger=challenger, text=NOT_SO, by=world.viewer("youth_worker"), at=NOW)
    clock = ClockRun.objects.get(kind="challenge")
    assert clock.matter == f"TC-{made.pk}" and (clock.amount, clock.calendar) == (10, "working_days")
    assert clock.owner == world.agencies["provider"]


def test_what_was_said_and_what_was_said_against_it_cannot_be_changed(world, case, tie):
    made = challenge_tie(tie=tie.pk, challenger="child", text=NOT_SO, by=world.viewer("youth_worker"), at=NOW)
    rows = TieChallenge.objects.filter(pk=made.pk)
    answer(world, made, "stands")
    for change in (
        lambda: TieAssertion.objects.update(said="Something else."), lambda: rows.update(words="Nothing."),
        lambda: rows.update(end_words="Another answer."), lambda: rows.update(end="taken_back"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


def test_the_writer_does_not_find_it_in_her_own_queue_and_a_colleague_does(world, case, tie):
    let(world, case, tie)
    against(read(world, case), tie)
    assert own_queue(world.viewer("youth_worker")) == ()
    [row] = own_queue(world.viewer("second_worker"))
    assert row.what == "Says that something is not so" and row.challenge[0] == tie.pk


def test_what_a_worker_wrote_down_for_the_child_is_read_only_where_it_is_shown(world, case, tie):
    made = challenge_tie(tie=tie.pk, challenger="child", text=NOT_SO, by=world.viewer("youth_worker"), at=NOW)
    let(world, case)
    reader = read(world, case)
    answer(world, made, "stands")
    assert own_challenges(reader.viewer, reader.link) == ()
    let(world, case, tie)
    assert [one.words for one in own_challenges(reader.viewer, reader.link)] == [NOT_SO]


def test_a_link_of_the_stricter_rule_tells_of_nothing_but_what_the_child_said_there(world, case, tie):
    challenge_tie(tie=tie.pk, challenger="child", text=NOT_SO, by=world.viewer("youth_worker"), at=NOW)
    let(world, case, tie)
    cleared = [world.members[name].pk for name in ("youth_worker", "second_worker")]
    restrict(person_id=case.record.person_id, reason="x", cleared=cleared, by=world.viewer("governance"), at=NOW)
    reader = read(world, case)
    assert reader.link.strict
    assert own_ties(reader.viewer, reader.link) == () and own_challenges(reader.viewer, reader.link) == ()


def test_what_the_worker_alone_may_see_waits_in_no_colleagues_queue(world, case):
    kept = said(world, case, seen_by="worker")
    world.members["plain"] = Member.objects.create_member(
        username="plain", name="Ivo Sand", agency=world.agencies["provider"], role=Role.PRACTITIONER
    )
    let(world, case, kept)
    against(read(world, case), kept)
    plain = world.viewer("plain")
    assert waiting_count(plain) == 0 and own_queue(plain) == ()
    assert waiting_count(world.viewer("second_worker")) == 1


def test_what_the_child_says_goes_with_the_case_to_its_new_provider(world, case, tie):
    let(world, case, tie)
    against(read(world, case), tie)
    given_away(world, case)
    assert waiting_count(world.viewer("second_worker")) == 0 and own_queue(world.viewer("second_worker")) == ()
    [row] = own_queue(world.viewer("mentor"))
    assert row.challenge[0] == tie.pk and row.clock.state is ClockState.RUNNING
    assert ClockRun.objects.get(kind="challenge").owner == world.agencies["lantern"]


def test_whoever_wrote_it_is_told_nothing_once_the_case_is_anothers(world, case):
    kept = said(world, case, seen_by="referrer")
    given_away(world, case)
    Member.objects.filter(username="mentor").update(is_active=False)
    challenge_tie(tie=kept.pk, challenger="child", text=NOT_SO, by=world.viewer("dsl"), at=NOW)
    assert not MemberNotice.objects.filter(kind="tie_challenged").exists()


def test_a_parent_reads_nothing_of_it(world, case, tie):
    let(world, case, tie)
    SourceRecord.objects.filter(pk=case.record_id).update(date_of_birth=NOW.date() - timedelta(days=3_700))
    parent = read(world, case, reader="parent", because="His mother, who came along.", key="k2")
    assert own_ties(parent.viewer, parent.link) == () and own_challenges(parent.viewer, parent.link) == ()
    with pytest.raises(Refused):
        against(parent, tie)


def test_nobody_says_against_what_is_not_of_this_case(world, case, tie):
    let(world, case, tie)
    reader = read(world, case)
    with pytest.raises(Refused):
        challenge_what_is_said(reader=reader, tie=uuid4(), words="x", by=visitor(NOW), at=NOW)


def test_the_outsider_finds_nothing_of_it(world, case, tie):
    let(world, case, tie)
    against(read(world, case), tie)
    for who in ("outsider", "mentor"):
        assert waiting_count(world.viewer(who)) == 0
        with pytest.raises(Refused):
            own_view_page(world.viewer(who), case.reference)
