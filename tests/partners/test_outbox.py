"""Messages leave once, are tried again later and later, and are given up in the log; two workers never share one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.audit.entries import Actor
from alongside.audit.models import Event
from alongside.partners import outbox
from alongside.partners.errors import Refused
from alongside.partners.models import OutboxMessage
from alongside.partners.posting import Notice, tell_members
from alongside.partners.states import NoticeKind
from tests.cast import NOW, later

DAY = date(2026, 11, 18)


@pytest.fixture
def reachable(cast):
    for name, member in cast.members.items():
        member.email = f"{name}@agency.example"
        member.save(update_fields=["email"])
    return cast


def tell(cast, *names, kind=NoticeKind.FEEDBACK, **when):
    ids = [cast.members[name].pk for name in names]
    tell_members(member_ids=ids, notice=Notice(kind, "CN-1", "/concerns/"), at=NOW, **when)


def test_a_message_in_hand_is_nobody_elses(reachable):
    tell(reachable, "dsl", "triage")
    hands = [outbox.claim_next(at=NOW) for _ in range(3)]
    assert {one.member.username for one in hands[:2]} == {"dsl", "triage"}
    assert hands[2] is None


def test_what_another_worker_took_a_moment_ago_is_passed_over(reachable, monkeypatch):
    """Both read the same first row; only one of the two claims it."""
    tell(reachable, "dsl")
    real, taken = outbox.OutboxMessage.objects.filter, []

    def meanwhile(*args, **kwargs):
        rows = real(*args, **kwargs)
        if "pk" in kwargs and not taken:
            taken.append(real(pk=kwargs["pk"]).update(next_try_at=later(hours=1), tries=1))
        return rows

    monkeypatch.setattr(outbox.OutboxMessage.objects, "filter", meanwhile)
    assert outbox.claim_next(at=NOW) is None
    assert taken == [1]


def test_a_worker_that_died_leaves_a_lease_and_the_message_is_sent_once_more(reachable):
    tell(reachable, "dsl")
    first = outbox.claim_next(at=NOW)
    assert outbox.claim_next(at=NOW + outbox.LEASE - timedelta(seconds=1)) is None
    again = outbox.claim_next(at=NOW + outbox.LEASE)
    assert (again.id, again.tries) == (first.id, 2)
    outbox.mark_sent(first, at=later(hours=1))  # the dead come back too late
    assert OutboxMessage.objects.get().state == "waiting"
    outbox.mark_sent(again, at=later(hours=1))
    assert OutboxMessage.objects.get().state == "sent"


def test_the_urgent_leave_first_and_none_before_its_time(reachable, monkeypatch):
    monkeypatch.setattr(outbox, "_URGENT", ["second_look"])
    tell(reachable, "dsl")
    tell(reachable, "dsl", kind=NoticeKind.SECOND_LOOK)
    tell(reachable, "triage", not_before=later(minutes=20))
    assert [outbox.claim_next(at=NOW).kind for _ in range(2)] == ["second_look", "feedback"]
    assert outbox.claim_next(at=NOW) is None
    assert outbox.claim_next(at=later(minutes=20)).member.username == "triage"


def test_a_failure_is_tried_again_and_after_three_days_given_up_in_the_log(reachable):
    tell(reachable, "dsl")
    at = NOW
    while (message := OutboxMessage.objects.get()).state != "given_up":
        at = max(at, message.next_try_at)
        outbox.mark_failed(outbox.claim_next(at=at), error="ConnectionRefusedError", at=at)
    assert outbox.GIVEN_UP_AFTER <= at - NOW <= outbox.GIVEN_UP_AFTER + outbox.LONGEST_WAIT
    assert message.last_error == "ConnectionRefusedError"
    assert "gave up a message" in Event.objects.get(subject_kind="message").reason
    assert outbox.claim_next(at=later(days=30)) is None


def test_what_was_given_up_is_sent_when_somebody_asks(reachable):
    tell(reachable, "dsl", "triage")
    OutboxMessage.objects.update(state="given_up", tries=9)
    assert outbox.retry(by=Actor.system("tests"), at=later(days=9)) == 2
    parcel = outbox.claim_next(at=later(days=9))
    outbox.mark_failed(parcel, error="x", at=later(days=9))
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"failed", "waiting"}


@given(st.integers(1, 200))
def test_each_wait_is_no_shorter_than_the_one_before_and_has_a_limit(tries):
    assert outbox.wait_after(tries) <= outbox.wait_after(tries + 1) <= outbox.LONGEST_WAIT


def test_a_member_has_one_summary_a_day_however_often_it_is_put_out(reachable):
    first = outbox.put_out_summaries(day=DAY, at=NOW)
    assert first == len(reachable.members)
    assert outbox.put_out_summaries(day=DAY, at=later(minutes=1)) == 0
    assert outbox.put_out_summaries(day=date(2026, 11, 19), at=later(days=1)) == first


def test_the_standing_is_of_ones_own_agency_and_whole_for_governance(reachable):
    tell(reachable, "dsl", "triage")
    OutboxMessage.objects.filter(member=reachable.members["dsl"]).update(state="given_up")
    assert outbox.outbox_standing(reachable.viewer("manager")).given_up == 0
    whole = outbox.outbox_standing(reachable.viewer("governance"))
    assert (whole.given_up, whole.waiting, whole.oldest) == (1, 1, NOW)


def test_the_outsider_learns_nothing_of_the_outbox(reachable):
    with pytest.raises(Refused):
        outbox.outbox_standing(reachable.viewer("outsider"))
    with pytest.raises(Refused):
        outbox.given_up_count(reachable.viewer("outsider"))
