"""Notices, the choice of what comes by e-mail, and the counts of the outbox: each to whom it belongs."""

import pytest

from alongside.partners.models import Member, MemberNotice, OutboxMessage
from alongside.partners.posting import Notice, tell_members
from alongside.partners.states import NoticeKind
from tests.cast import NOW


@pytest.fixture
def told(cast):
    notice = Notice(NoticeKind.FEEDBACK, "CN-234-567", "/concerns/CN-234-567/")
    tell_members(member_ids=[cast.members["dsl"].pk], notice=notice, at=NOW)
    return MemberNotice.objects.get()


def text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_member_reads_her_notices_and_nobody_elses(told, as_member):
    assert NoticeKind.FEEDBACK.told in text_of(as_member("dsl"), "/notices/")
    assert "You have not been told anything yet" in text_of(as_member("outsider"), "/notices/")
    assert as_member("outsider").get(f"/notices/{told.pk}/").status_code == 403


def test_one_or_all_are_marked_as_read(told, as_member):
    client = as_member("dsl")
    assert "Mark all as read" in text_of(client, "/notices/")
    assert "1 notice marked as read." in client.post("/notices/seen", {"notice": told.pk}, follow=True).content.decode()
    assert "Mark all as read" not in text_of(client, "/notices/")
    assert "You have read every notice." in text_of(client, "/notices/?unread")
    assert "0 notices marked" in client.post("/notices/seen", follow=True).content.decode()


def test_a_page_beyond_the_last_leads_to_the_last(told, as_member):
    assert as_member("dsl").get("/notices/?page=9").headers["Location"] == "/notices/?page=1"


def choice(**changes):
    kinds = {f"kind-{kind}": "each" for kind in NoticeKind if not kind.urgent}
    return {**kinds, "address": "dsl@school.example", "digest": "on", **changes}


def test_a_choice_is_kept_and_shown_again(cast, as_member):
    client = as_member("dsl")
    answer = client.post("/account/messages", choice(**{"kind-feedback": "digest"}), follow=True).content.decode()
    assert "Your choice is kept." in answer and 'value="dsl@school.example"' in answer
    assert Member.objects.get(username="dsl").notice_choices.get(kind="feedback").how == "digest"
    assert "dsl@school.example" in text_of(client, "/account")


@pytest.mark.parametrize("wrong", [{"address": "nowhere"}, {"kind-feedback": "by pigeon"}, {"kind-feedback": ""}])
def test_what_makes_no_sense_is_shown_beside_its_field_and_nothing_is_kept(cast, as_member, wrong):
    answer = as_member("dsl").post("/account/messages", choice(**wrong)).content.decode()
    assert "There is a problem" in answer
    assert Member.objects.get(username="dsl").email == ""


def test_an_urgent_kind_offers_no_choice(cast, as_member, monkeypatch):
    monkeypatch.setattr(NoticeKind.SECOND_LOOK, "urgent", True)
    text = text_of(as_member("dsl"), "/account/messages")
    assert "cannot be switched off" in text and 'name="kind-second_look"' not in text


def test_whoever_looks_after_accounts_sees_counts_and_no_name(cast, told, as_member):
    OutboxMessage.objects.create(
        member=cast.members["triage"], kind="digest", for_day=NOW.date(), made_at=NOW, not_before=NOW, next_try_at=NOW,
        state="given_up",
    )  # fmt: skip
    for name in ("manager", "governance"):
        text = text_of(as_member(name), "/messages/")
        assert "1 message could not be delivered" in text and "Tomasz" not in text
        assert "1 message could not be delivered." in text_of(as_member(name), "/")
    for name in ("dsl", "outsider", "triage"):
        assert as_member(name).get("/messages/").status_code == 403


def test_without_a_way_out_the_page_says_what_to_do(cast, as_member, settings):
    settings.SENDS_MESSAGES = False
    assert "ALONGSIDE_EMAIL_URL" in text_of(as_member("governance"), "/messages/")
