"""A reachable moment has an owner the same day, is never lost, and is told to nobody without business."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from alongside.common.clocks import add
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.models import Agreement, Involvement, Member, MemberNotice
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.actions.joining import join, undo_join
from alongside.support.actions import moments
from alongside.support.actions.clocks import breach_clocks
from alongside.support.actions.moments_routing import release_held_moments
from alongside.support.models import Case, ClockRun, ReachableMoment
from alongside.support.moment_states import RETURN_TALK
from alongside.support.queries import cases, in_hand, piles
from alongside.support.queries.moments import MomentQueue, held_count, moment_page, moment_queue, recorded_moments
from tests.cast import NOW, child, later
from tests.exploitation import exploited, make_exploitation_world, moment

HOUR = timedelta(hours=1)


@pytest.fixture
def world(cast):
    return make_exploitation_world(cast)


def met(world, case, **more):
    """Of the child of this case: recorded by the school, from its own record of her."""
    return moment(world, "dsl", record_id=case.record_id, **more)


def shown(world, row, name="triage", at=NOW):
    return moment_page(world.viewer(name, at), row.reference)


def lying(world, name="triage", at=NOW):
    viewer = world.viewer(name, at)
    return [in_hand.due_in(viewer, [one])[0].total for one in (piles.MOMENTS_WITH_ME, piles.MOMENTS_OF_TEAM)]


def running(row):
    return dict(ClockRun.objects.filter(matter=row.reference, stopped_at=None).values_list("kind", "due_at"))


def told(kind):
    return sorted(MemberNotice.objects.filter(kind=kind).values_list("member__username", flat=True))


def test_an_open_case_of_the_child_receives_it_and_its_worker_owns_it(world):
    case = exploited(world)
    row = met(world, case)
    assert (row.case, row.owner) == (case, world.members["triage"])
    assert told("reachable_moment") == ["triage"] and lying(world) == [1, 0]
    assert cases.case_page(world.viewer("triage"), case.reference).moments[0].reference == row.reference


def test_a_child_whom_nobody_works_with_is_the_front_doors(world):
    row = moment(world)
    assert (row.receiver, row.owner, row.state) == (world.agencies["council"], None, "open")
    assert told("reachable_moment") == ["colleague", "manager", "triage"]
    assert lying(world, "colleague") == [0, 1]


def test_a_worker_whose_account_is_closed_loses_nothing(world):
    case = exploited(world)
    Member.objects.filter(username="triage").update(is_active=False)
    row = met(world, case)
    assert row.owner is None and lying(world, "colleague") == [0, 1]


def test_when_the_owner_leaves_it_falls_to_the_team(world):
    row = met(world, exploited(world))
    moments.take_moment(reference=row.reference, by=world.viewer("triage"), at=NOW)
    assert lying(world, "colleague") == [0, 0]
    Member.objects.filter(username="triage").update(is_active=False)
    assert lying(world, "colleague") == [0, 1]


def test_it_needs_an_owner_before_midnight_of_the_same_day(world):
    saturday = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    row = moment(world, at=saturday)
    assert running(row)["moment-owner"] == datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
    breach_clocks(at=saturday + 2 * HOUR)
    assert told("clock_breached") == ["colleague", "manager", "triage"]


def test_a_breach_reaches_the_whole_team_not_the_owner_alone(world):
    row = met(world, exploited(world))
    breach_clocks(at=later(days=1))
    assert {"triage", "colleague"} <= set(told("clock_breached"))
    assert lying(world, "colleague", later(days=1)) == [0, 1]
    assert "Nobody has said" in shown(world, row, at=later(days=1)).clocks[0][2]


def test_i_have_it_is_said_once_and_by_one(world):
    row = moment(world)
    moments.take_moment(reference=row.reference, by=world.viewer("triage"), at=NOW)
    moments.take_moment(reference=row.reference, by=world.viewer("triage"), at=NOW)
    with pytest.raises(Stale, match="Tomasz Wilk has it already"):
        moments.take_moment(reference=row.reference, by=world.viewer("colleague"), at=NOW)
    assert row.steps.filter(kind="taken").count() == 1 and "moment-owner" not in running(row)


def test_a_colleague_to_whom_it_is_given_says_i_have_it_herself(world):
    row = moment(world)
    moments.take_moment(reference=row.reference, by=world.viewer("triage"), at=NOW)
    moments.give_moment(
        reference=row.reference, owner="colleague", reason="She knows the aunt.", by=world.viewer("triage"), at=NOW
    )
    assert lying(world, "colleague") == [1, 0] and "moment-owner" in running(row)


def test_the_72_hours_count_from_the_return_and_not_before(world):
    row = moment(world)
    assert set(running(row)) == {"moment-owner"}
    with pytest.raises(Invalid, match="not back yet"):
        moments.offer_talk(reference=row.reference, text="Rang.", by=world.viewer("triage"), at=NOW)
    back = NOW - 2 * HOUR
    moments.child_back(reference=row.reference, back_at=back, text="By bus.", by=world.viewer("officer"), at=NOW)
    assert running(row)["moment-offer"] == back + timedelta(hours=72)


@given(st.integers(0, 2 * 365 * 24 * 60))
def test_72_hours_are_elapsed_hours_whatever_the_day(minutes):
    """Nights, weekends, bank holidays and the two changes of the clock count like any other hours."""
    back = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert add(back, RETURN_TALK[1]) == back + timedelta(hours=72)


def test_an_offer_in_time_stops_its_clock_and_what_came_of_it_is_owed(world):
    row = moment(world, back_at=NOW - HOUR)
    moments.offer_talk(reference=row.reference, text="Rang her aunt.", by=world.viewer("triage"), at=NOW)
    assert set(running(row)) == {"moment-outcome"} and shown(world, row).owner == "Tomasz Wilk"
    end = {"reference": row.reference, "by": world.viewer("triage"), "at": NOW}
    with pytest.raises(Invalid, match="is empty"):
        moments.end_moment(**end, end="declined", text=" ", changes=shown(world, row).changes)
    moments.end_moment(**end, end="declined", text="“Not with you.”", changes=shown(world, row).changes)
    assert running(row) == {} and shown(world, row).end == "The child did not want it"


def test_without_an_offer_in_72_hours_it_is_escalated(world):
    row = moment(world, back_at=NOW - HOUR)
    moments.take_moment(reference=row.reference, by=world.viewer("triage"), at=NOW)
    breach_clocks(at=later(days=3))
    assert told("clock_breached") == ["colleague", "manager", "triage"]
    assert lying(world, "colleague", later(days=3)) == [0, 1]


@pytest.mark.parametrize("kind", ["away", "custody", "excluded"])
def test_every_other_kind_asks_for_a_talk_within_a_day(world, kind):
    row = moment(world, kind=kind)
    assert running(row)["moment-offer"] == NOW + timedelta(hours=24)
    with pytest.raises(Invalid, match="Only a child who was missing"):
        moment(world, kind=kind, key="b", back_at=NOW)


def test_a_talk_that_was_held_is_contact_in_the_case(world):
    case = exploited(world)
    row = met(world, case, kind="excluded")
    moments.end_moment(
        reference=row.reference, end="done", text="Seen at her aunt’s.", changes=row.changes,
        by=world.viewer("triage"), at=NOW,
    )  # fmt: skip
    assert Case.objects.get(pk=case.pk).last_contact_at == NOW


def test_the_list_shows_the_clock_that_runs_out_first(world):
    """The 72 hours ran out before midnight came."""
    moment(world, happened_at=NOW - timedelta(hours=90), back_at=NOW - timedelta(hours=80))
    row = moment_queue(world.viewer("triage"), MomentQueue.OPEN).rows[0]
    assert (row.clock_label, row.clock.state) == ("Offer the return home interview", "breached")


def test_a_stale_ending_is_refused(world):
    row = moment(world, kind="away")
    changes = shown(world, row).changes
    moments.note_moment(reference=row.reference, text="No answer.", by=world.viewer("colleague"), at=NOW)
    with pytest.raises(Stale):
        moments.end_moment(
            reference=row.reference, end="not_possible", text="x", changes=changes, by=world.viewer("triage"), at=NOW
        )


def test_the_same_form_sent_twice_enters_once(world):
    assert moment(world) == moment(world)
    assert ReachableMoment.objects.count() == 1


def test_without_an_agreement_it_is_held_counted_and_sent_when_there_is_one(world):
    Agreement.objects.all().delete()
    row = moment(world, "outsider")
    assert row.receiver is None and "Phone Larkmere Council" in row.held_because
    assert held_count(world.viewer("outsider")) == 1
    world.agreement("NEW", ["council", "outside"], purposes=frozenset({Purpose.SAFEGUARDING}))
    assert release_held_moments(by=world.viewer("triage"), at=later(hours=1)) == 1
    assert lying(world, at=later(hours=1)) == [0, 1] and held_count(world.viewer("outsider")) == 0


def test_whoever_works_with_the_child_gets_it_only_under_an_agreement_for_it(world):
    """The provider has the case; police may tell it nothing for safeguarding: so the front door has it."""
    case = exploited(world)
    Case.objects.filter(pk=case.pk).update(receiver=world.agencies["health"], worker=world.members["clinician"])
    assert met(world, case).receiver == world.agencies["council"]
    groups = frozenset({FieldGroup.IDENTITY, FieldGroup.CONCERN})
    world.agreement("SH", ["school", "health"], field_groups=groups)
    assert met(world, case, key="b").receiver == world.agencies["health"]


def test_passed_on_to_the_front_door_it_is_seen_no_more_by_who_had_it(world):
    world.agreement("SP", ["school", "provider"])
    case = exploited(world)
    Case.objects.filter(pk=case.pk).update(receiver=world.agencies["provider"], worker=world.members["youth_worker"])
    row = met(world, case)
    moments.pass_on(reference=row.reference, reason="She moved.", by=world.viewer("youth_worker"), at=NOW)
    with pytest.raises(Refused):
        shown(world, row, "youth_worker")
    assert lying(world) == [0, 1] and set(running(row)) == {"moment-owner"}


def unlike(world):
    """Nothing in what the officer wrote tells that she is the child of the case."""
    return moment(world, "officer", child=child("Zofia", date_of_birth=date(2009, 2, 3)))


def joined_with_her_case(world, at):
    """The officer's record of her joined with the school's, by whom a case is open."""
    case, row = exploited(world), unlike(world)
    assert row.case is None
    by = world.viewer("triage", at)
    event = join(
        record_id=row.record_id, to_person=current(case), reason="Same house.", by=by, at=at,
        may_find=[row.record_id], undo_earlier=True,
    )  # fmt: skip
    return case, row, event


def current(case):
    return Case.objects.get(pk=case.pk).record.person_id


def test_records_joined_send_it_to_whoever_works_with_the_child(world):
    case, row, _ = joined_with_her_case(world, later(hours=1))
    row.refresh_from_db()
    assert (row.case, row.receiver, row.owner) == (case, case.receiver, world.members["triage"])
    assert "works with the child" in row.steps.filter(kind="passed_on").get().words
    assert running(row)["moment-owner"]


def test_records_taken_apart_again_send_it_back_and_the_case_stays_with_its_child(world):
    case, row, event = joined_with_her_case(world, later(hours=1))
    undo_join(joined=event, reason="A cousin.", by=world.viewer("triage", later(hours=2)), at=later(hours=2))
    row.refresh_from_db()
    assert row.case is None and row.state == "open"
    assert Involvement.objects.filter(opened_for=case.reference, ended_at=None).get().person_id == current(case)


def test_who_has_it_keeps_it_when_records_are_joined(world):
    case, row = exploited(world), unlike(world)
    moments.take_moment(reference=row.reference, by=world.viewer("triage"), at=NOW)
    join(
        record_id=row.record_id, to_person=current(case), reason="Same house.", by=world.viewer("triage"), at=NOW,
        may_find=[row.record_id], undo_earlier=True,
    )  # fmt: skip
    row.refresh_from_db()
    assert row.state == "taken" and row.case is None and not row.steps.filter(kind="passed_on").exists()


def test_whoever_recorded_it_sees_how_far_it_is_and_not_who_works_with_the_child(world):
    case = exploited(world)
    row = met(world, case)
    moments.note_moment(reference=row.reference, text="Her worker rang.", by=world.viewer("triage"), at=NOW)
    page = shown(world, row, "dsl")
    assert (page.owner, page.receiver, page.matter, page.receives) == ("", "", "", False)
    assert "Her worker rang." not in str(page.steps) and "Tomasz" not in str(page.steps)
    assert recorded_moments(world.viewer("dsl")).rows[0].owner == ""


def test_its_recorder_may_only_say_that_it_was_an_error(world):
    row = moment(world, kind="away")
    end = {"reference": row.reference, "text": "Another girl.", "changes": row.changes, "at": NOW}
    with pytest.raises(Refused):
        moments.end_moment(**end, end="done", by=world.viewer("officer"))
    assert moments.end_moment(**end, end="in_error", by=world.viewer("officer")).state == "ended"


def test_an_ended_one_is_taken_up_again_with_a_reason(world):
    row = moment(world, kind="away")
    with pytest.raises(Invalid, match="has not ended"):
        moments.reopen_moment(reference=row.reference, reason="x", by=world.viewer("triage"), at=NOW)
    moments.end_moment(
        reference=row.reference,
        end="not_possible",
        text="Gone.",
        changes=row.changes,
        by=world.viewer("triage"),
        at=NOW,
    )
    moments.reopen_moment(reference=row.reference, reason="She rang.", by=world.viewer("triage"), at=NOW)
    assert lying(world, "colleague") == [0, 1]


@pytest.mark.parametrize("name", ["outsider", "clinician", "other_dsl"])
def test_an_agency_with_no_part_learns_nothing(world, name):
    row = moment(world)
    for act in (
        lambda: shown(world, row, name),
        lambda: moments.take_moment(reference=row.reference, by=world.viewer(name), at=NOW),
        lambda: moments.child_back(reference=row.reference, back_at=NOW, text="x", by=world.viewer(name), at=NOW),
    ):
        with pytest.raises(Refused):
            act()
    assert moment_queue(world.viewer(name), MomentQueue.OPEN).total == 0


@pytest.mark.parametrize("name", ["governance", "analyst"])
def test_a_role_without_it_records_nothing(world, name):
    with pytest.raises(Refused):
        moment(world, name)


def test_a_restricted_childs_moment_is_the_cleared_members_alone(world):
    case = exploited(world)
    cleared = [world.members[name].pk for name in ("manager", "dsl")]
    restrict(person_id=case.record.person_id, reason="x", cleared=cleared, by=world.viewer("manager"), at=NOW)
    row = met(world, case)
    assert row.owner is None and told("reachable_moment") == ["manager"]
    assert (lying(world), lying(world, "manager")) == ([0, 0], [0, 1])
    with pytest.raises(Refused):
        shown(world, row)


def test_its_rows_cannot_be_changed(world):
    row = moment(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.steps.update(words="Something else")


def test_a_queue_asks_the_same_however_long_it_is(world, django_assert_num_queries):
    def asked():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as found:
            moment_queue(world.viewer("triage"), MomentQueue.OPEN)
        return len(found)

    moment(world)
    one = asked()
    for number in range(4):
        moment(world, key=f"k{number}", given=f"Noor{number}")
    assert asked() == one
