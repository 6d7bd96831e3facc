"""A member sees her own notices and nobody else's, and chooses what reaches her by e-mail."""

import pytest

from alongside.audit.models import Event
from alongside.partners import noticeboard
from alongside.partners.errors import Invalid, Refused
from alongside.partners.models import Member, MemberNotice, OutboxMessage
from alongside.partners.posting import Notice, tell_members
from alongside.partners.states import NoticeKind
from tests.cast import NOW, later


def tell(cast, name="dsl", kind=NoticeKind.FEEDBACK, at=NOW):
    notice = Notice(kind, "CN-234-567", "/concerns/CN-234-567/")
    tell_members(member_ids=[cast.members[name].pk], notice=notice, at=at)
    return MemberNotice.objects.order_by("-pk").first()


def test_the_newest_is_first_and_only_her_own(cast):
    tell(cast), tell(cast, kind=NoticeKind.CLOCK_BREACHED, at=later(hours=1)), tell(cast, "triage")
    rows = noticeboard.own_notices(cast.viewer("dsl")).rows
    assert [one.told for one in rows] == [NoticeKind.CLOCK_BREACHED.told, NoticeKind.FEEDBACK.told]
    assert noticeboard.unread_count(cast.viewer("outsider")) == 0


def test_to_open_one_is_to_see_it(cast):
    notice = tell(cast)
    path = noticeboard.open_notice(id=notice.pk, by=cast.viewer("dsl"), at=later(hours=1))
    assert path == "/concerns/CN-234-567/"
    assert noticeboard.own_notices(cast.viewer("dsl")).rows[0].seen_at == later(hours=1)
    noticeboard.open_notice(id=notice.pk, by=cast.viewer("dsl"), at=later(hours=2))
    assert noticeboard.own_notices(cast.viewer("dsl")).rows[0].seen_at == later(hours=1)


def test_another_members_notice_and_none_at_all_look_the_same(cast):
    notice = tell(cast)
    for number in (notice.pk, 987_654):
        with pytest.raises(Refused, match="not a notice of this member"):
            noticeboard.open_notice(id=number, by=cast.viewer("outsider"), at=NOW)
    assert noticeboard.see_notices(ids=(notice.pk,), by=cast.viewer("outsider"), at=NOW) == 0


def test_all_so_far_are_marked_and_what_comes_later_is_not(cast):
    tell(cast), tell(cast, at=later(hours=2))
    assert noticeboard.see_notices(ids=None, by=cast.viewer("dsl"), at=later(hours=1)) == 1
    assert noticeboard.unread_count(cast.viewer("dsl")) == 1


def choose(cast, address="dsl@school.example", digest=True, **kinds):
    noticeboard.choose(address=address, kinds=kinds, digest=digest, by=cast.viewer("dsl"), at=NOW)


def test_a_choice_is_kept_logged_and_obeyed(cast):
    choose(cast, feedback="none", digest=False)
    tell(cast), tell(cast, kind=NoticeKind.INFORMATION_ASKED)
    assert [one.kind for one in OutboxMessage.objects.all()] == ["information_asked"]
    chosen = noticeboard.choices_of(cast.viewer("dsl"))
    assert (chosen.address, chosen.digest) == ("dsl@school.example", False)
    assert "chose how to hear" in Event.objects.get(subject_kind="account").reason


def test_an_urgent_kind_cannot_be_switched_off(cast, monkeypatch):
    monkeypatch.setattr(NoticeKind.INFORMATION_ASKED, "urgent", True)
    choose(cast, information_asked="none")
    tell(cast, kind=NoticeKind.INFORMATION_ASKED)
    assert OutboxMessage.objects.count() == 1
    assert dict(noticeboard.choices_of(cast.viewer("dsl")).kinds)[NoticeKind.INFORMATION_ASKED] == "each"


@pytest.mark.parametrize("address", ["not an address", "a@b", "a@b.example\nBcc: c@d.example"])
def test_what_is_no_address_is_refused_and_nothing_is_kept(cast, address):
    with pytest.raises(Invalid, match="Enter an e-mail address"):
        choose(cast, address=address)
    assert Member.objects.get(username="dsl").email == ""


def test_a_way_of_hearing_that_does_not_exist_is_refused_whole(cast):
    with pytest.raises(Invalid):
        choose(cast, feedback="by pigeon")
    assert Member.objects.get(username="dsl").email == ""
