"""A member is told in Alongside, and by a message that names nobody; both belong to the caller's transaction."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from alongside.partners.models import MemberNotice, NoticeChoice, OutboxMessage
from alongside.partners.posting import Notice, tell_agency, tell_members
from alongside.partners.roles import Permission
from alongside.partners.states import NoticeKind
from tests.cast import NOW, later

FEEDBACK = Notice(NoticeKind.FEEDBACK, "C-2345-6789", "/concerns/ours/C-2345-6789/")
URGENT = Notice(NoticeKind.SECOND_LOOK, "C-2345-6789", "/triage/")


@pytest.fixture
def reachable(cast):
    for name, member in cast.members.items():
        member.email = f"{name}@agency.example"
        member.save(update_fields=["email"])
    return cast


def tell(cast, name="dsl", notice=FEEDBACK, at=NOW, **when):
    return tell_members(member_ids=[cast.members[name].pk], notice=notice, at=at, **when)


def test_a_member_is_told_here_and_by_a_message(reachable):
    assert tell(reachable) == 1
    notice, message = MemberNotice.objects.get(), OutboxMessage.objects.get()
    assert (notice.kind, notice.reference, notice.seen_at) == ("feedback", "C-2345-6789", None)
    assert (message.notice, message.state, message.next_try_at) == (notice, "waiting", NOW)


def test_the_same_notice_of_the_same_moment_is_told_once(reachable):
    assert [tell(reachable), tell(reachable)] == [1, 0]
    assert (MemberNotice.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_what_was_undone_is_told_to_nobody(reachable):
    with pytest.raises(IntegrityError), transaction.atomic():
        tell(reachable)
        raise IntegrityError
    assert not MemberNotice.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_an_agency_is_told_through_those_whose_role_does_that_work(reachable):
    council, officer = reachable.agencies["council"], reachable.members["colleague"]
    officer.is_active = False
    officer.save()
    told = tell_agency(agency_id=council.pk, permission=Permission.TRIAGE, notice=FEEDBACK, at=NOW)
    assert told == 2
    assert set(MemberNotice.objects.values_list("member__username", flat=True)) == {"triage", "manager"}


def test_an_agency_that_left_is_not_told(reachable):
    school = reachable.agencies["school"]
    school.is_active = False
    school.save()
    assert tell_agency(agency_id=school.pk, permission=Permission.RAISE_CONCERN, notice=FEEDBACK, at=NOW) == 0
    assert tell_agency(agency_id=0, permission=Permission.RAISE_CONCERN, notice=FEEDBACK, at=NOW) == 0


def test_a_message_leaves_no_sooner_than_asked_and_the_notice_is_there_at_once(reachable):
    tell(reachable, not_before=later(hours=9))
    assert OutboxMessage.objects.get().next_try_at == later(hours=9)
    assert MemberNotice.objects.get().told_at == NOW


@pytest.mark.parametrize("how", ["digest", "none"])
def test_a_member_who_chose_otherwise_has_the_notice_and_no_message(reachable, how):
    NoticeChoice.objects.create(member=reachable.members["dsl"], kind=FEEDBACK.kind, how=how)
    assert tell(reachable) == 1
    assert not OutboxMessage.objects.exists()


def test_notices_that_are_not_urgent_are_gathered_while_a_message_waits(reachable):
    for minute in range(5):
        tell(reachable, at=later(minutes=minute))
    assert (MemberNotice.objects.count(), OutboxMessage.objects.count()) == (5, 1)
    OutboxMessage.objects.update(tries=1)
    tell(reachable, at=later(minutes=9))
    assert OutboxMessage.objects.count() == 2


def test_a_member_without_an_address_has_no_message_unless_it_is_urgent(cast, monkeypatch):
    tell(cast)
    assert not OutboxMessage.objects.exists()
    monkeypatch.setattr(NoticeKind.SECOND_LOOK, "urgent", True)
    tell(cast, notice=URGENT)
    assert OutboxMessage.objects.get().kind == "second_look"


def test_no_wording_has_room_for_a_person():
    assert all(kind.told and "{" not in kind.told and "%" not in kind.told for kind in NoticeKind)


def test_telling_many_takes_no_more_queries_than_telling_one(reachable, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        tell_members(
            member_ids=[one.pk for one in reachable.members.values()], notice=FEEDBACK, at=NOW + timedelta(days=1)
        )
