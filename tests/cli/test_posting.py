"""E-mails leave by the outbox, name nobody, and a dead mail server loses none of them."""

from datetime import UTC, datetime
from io import StringIO
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.management import call_command

from alongside.cli import posting
from alongside.partners.models import NoticeChoice, OutboxMessage
from alongside.partners.noticeboard import see_notices
from alongside.partners.posting import Notice, tell_members
from alongside.partners.states import FieldGroup, NoticeKind
from alongside.support.actions import asking, panels, raising
from tests.cast import NOW, child, details, later
from tests.panels import make_panel_world, planned

# A Wednesday in winter, a quarter past seven; and the Sunday after.
MORNING, SUNDAY = datetime(2026, 11, 18, 7, 15, tzinfo=UTC), datetime(2026, 11, 22, 7, 15, tzinfo=UTC)


@pytest.fixture
def world(cast, settings, monkeypatch):
    settings.SENDS_MESSAGES, settings.DIGEST_HOUR = True, 7
    settings.PUBLIC_URL = "https://alongside.example"
    monkeypatch.setattr(posting.timezone, "now", lambda: NOW)
    for name, member in cast.members.items():
        member.email = f"{name}@agency.example"
        member.save(update_fields=["email"])
    return cast


def tell(world, *names, reference="CN-234-567"):
    notice = Notice(NoticeKind.FEEDBACK, reference, "/concerns/")
    tell_members(member_ids=[world.members[name].pk for name in names], notice=notice, at=NOW)


def test_a_message_says_what_kind_how_many_and_where_to_sign_in(world):
    tell(world, "dsl"), tell(world, "dsl", reference="CN-765-432")
    assert posting.send_messages(NOW) == 1
    message = mail.outbox[0]
    assert (message.to, message.subject) == (
        ["dsl@agency.example"], "Alongside: there is feedback on what your agency raised",
    )  # fmt: skip
    assert "2 notices of this kind" in message.body and "https://alongside.example" in message.body


def test_no_message_holds_a_name_or_a_reference(world):
    concern = raising.raise_concern(
        details=details(child=child("Zephyrine", "Quillfeather")), by=world.viewer("dsl"), at=NOW
    )
    request = asking.ask(
        reference=concern.reference, agency_code="police", groups=[FieldGroup.CONCERN], question="Is Zephyrine known?",
        by=world.viewer("triage"), at=NOW,
    )  # fmt: skip
    assert posting.send_messages(NOW) > 0
    for message in mail.outbox:
        whole = message.subject + message.body + "".join(str(one) for one in message.attachments)
        assert not [word for word in ("Zephyrine", "Quill", concern.reference, request.reference) if word in whole]


class Dead:
    """A mail server that refuses every connection; then one that refuses one recipient."""

    def __init__(self, error):
        self.error, self.tried = error, 0

    def open(self):
        self.tried += 1
        raise self.error

    def close(self):
        pass


def test_a_dead_mail_server_costs_one_try_a_turn_and_loses_nothing(world, monkeypatch):
    tell(world, "dsl", "triage", "officer")
    dead = Dead(ConnectionRefusedError("no"))
    with monkeypatch.context() as patched:
        patched.setattr(posting, "get_connection", lambda: dead)
        assert posting.send_messages(NOW) == 0
    assert dead.tried == 1
    assert sorted(OutboxMessage.objects.values_list("state", flat=True)) == ["failed", "waiting", "waiting"]
    assert posting.send_messages(later(minutes=2)) == 3
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"sent"}


def test_one_address_that_is_refused_holds_up_no_other(world, monkeypatch):
    tell(world, "dsl", "triage", "officer")
    dead = Dead(SMTPRecipientsRefused({}))
    monkeypatch.setattr(posting, "get_connection", lambda: dead)
    posting.send_messages(NOW)
    assert dead.tried == 3
    assert set(OutboxMessage.objects.values_list("last_error", flat=True)) == {"SMTPRecipientsRefused"}


def test_what_she_read_meanwhile_is_not_sent(world):
    tell(world, "dsl")
    see_notices(ids=None, by=world.viewer("dsl"), at=NOW)
    assert posting.send_messages(NOW) == 0
    assert OutboxMessage.objects.get().state == "not_needed"


def test_a_member_who_left_is_sent_nothing(world):
    tell(world, "dsl")
    world.members["dsl"].is_active = False
    world.members["dsl"].save()
    assert posting.send_messages(NOW) == 0 and mail.outbox == []


def test_without_a_way_out_messages_wait(world, settings):
    settings.SENDS_MESSAGES = False
    tell(world, "dsl")
    assert posting.send_messages(NOW) == 0
    assert (OutboxMessage.objects.get().state, OutboxMessage.objects.get().tries) == ("waiting", 0)


@pytest.mark.parametrize(
    ("at", "goes"),
    [(MORNING, True), (MORNING.replace(hour=6), False), (MORNING.replace(hour=11), False), (SUNDAY, False)],
)
def test_the_summary_leaves_at_its_hour_on_a_working_day(world, at, goes):
    assert bool(posting.put_out_summaries(at)) is goes


def test_the_summary_is_in_counts_and_comes_once(world, monkeypatch):
    raising.raise_concern(details=details(), by=world.viewer("dsl"), at=NOW)
    NoticeChoice.objects.bulk_create(
        NoticeChoice(member=one, kind="digest", how="none")
        for one in world.members.values()
        if one.username not in ("triage", "dsl", "outsider")
    )
    monkeypatch.setattr(posting.timezone, "now", lambda: later(days=9))
    for _ in range(2):
        posting.put_out_summaries(MORNING)
        posting.send_messages(MORNING)
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert set(bodies) == {"triage@agency.example", "dsl@agency.example"}
    assert "- 1 late" in bodies["triage@agency.example"]
    assert "- 1 waiting for feedback" in bodies["dsl@agency.example"]
    assert OutboxMessage.objects.get(member=world.members["outsider"]).state == "not_needed"


def test_a_meeting_comes_with_a_date_for_the_calendar_and_again_when_it_moves(world):
    make_panel_world(world)
    meeting = planned(world)
    panels.move_meeting(
        meeting_id=meeting.pk, starts_at=later(days=8), place="Room 9", changes=1, by=world.viewer("chair"), at=NOW
    )
    posting.send_messages(NOW)
    files = [one.attachments[0] for one in mail.outbox if one.to == ["officer@agency.example"]]
    assert [name for name, _, _ in files] == ["meeting.ics", "meeting.ics"]
    assert all("SEQUENCE:1" in text and "LOCATION:Room 9" in text for _, text, _ in files)


def test_the_operator_sees_counts_and_can_send_once_more(world):
    tell(world, "dsl", "triage")
    OutboxMessage.objects.update(state="given_up")
    assert "Given up: 2." in told("status")
    assert told("retry").strip() == "2 messages will be sent once more."
    assert "To send: 2, the oldest since 17 November 2026" in told("status")
    assert "dsl" not in told("status")


def told(verb):
    out = StringIO()
    call_command("post", verb, stdout=out)
    return out.getvalue()
