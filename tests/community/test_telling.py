"""Asking and telling without an account: read first, answered in time or publicly late, in confidence where it must be."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from alongside.audit.models import Event, EventBody
from alongside.community.actions import answering, door, limits, moderating, telling
from alongside.community.actions.forgetting import AT_THE_DOOR, ORIGINAL_OF_POST, forget_words
from alongside.community.actions.moderating import Judgement
from alongside.community.codes import digest_of
from alongside.community.errors import CommunityRefused
from alongside.community.models import DoorReport, FormHour, Moderation, Post
from alongside.community.queries import door as door_queries
from alongside.community.queries import kept, public
from alongside.community.queries.codes import CodeKind, by_code
from alongside.community.states import DoorState, PostState, Verdict
from alongside.partners.errors import Refused
from tests.cast import NOW, later
from tests.residents import NOBODY, TEXT, confided, post, shown_post

REJECTED = Judgement(Verdict.REJECTED, because="unkind", words="Please say it in other words.")
TO_DOOR = Judgement(Verdict.TO_THE_DOOR)


def judge(cast, row, judgement):
    moderating.moderate_post(post_id=row.pk, judgement=judgement, by=cast.viewer("community_officer"), at=NOW)


def test_nothing_is_public_before_a_moderator_has_read_it(cast):
    code, row = post()
    assert public.posts(at=NOW)[0] == [] and public.post(row.pk, at=NOW) is None
    kind, found = by_code(code, at=NOW)
    assert kind is CodeKind.POST and found.state is PostState.WAITING
    judge(cast, row, Judgement(Verdict.SHOWN, shown_text=TEXT))
    assert [one.said for one in public.posts(at=NOW)[0]] == [TEXT]


def test_a_rejected_post_is_never_shown_and_its_writer_reads_the_reason(cast):
    code, row = post()
    judge(cast, row, REJECTED)
    found = by_code(code, at=NOW)[1]
    assert (found.state, found.because, found.words) == (
        PostState.REJECTED, "It attacks a person or a group", "Please say it in other words.",
    )  # fmt: skip
    assert public.posts(at=NOW)[0] == []


def test_a_rejection_needs_a_reason(cast):
    with pytest.raises(CommunityRefused, match="Choose the reason"):
        judge(cast, post()[1], Judgement(Verdict.REJECTED))
    assert not Moderation.objects.exists()


def test_what_names_somebody_is_refused_from_writer_and_moderator_alike(cast):
    with pytest.raises(CommunityRefused, match="a phone number"):
        post("Ring me on 07700 900123 about it.")
    with pytest.raises(CommunityRefused, match="somebody’s name"):
        judge(cast, post()[1], Judgement(Verdict.SHOWN, shown_text="Mr Harrow broke the lamps."))
    assert Post.objects.filter(shown_text="").count() == Post.objects.count() == 1


def test_a_post_that_tells_of_a_person_goes_to_the_front_door_and_is_gone_from_here(cast):
    code, row = post("The girl at the kiosk has bruises, and she is afraid.")
    judge(cast, row, TO_DOOR)
    row.refresh_from_db()
    assert row.text == "" and row.shown_text == ""
    handed = DoorReport.objects.get()
    assert "bruises" in handed.words and handed.from_public_form
    assert by_code(code, at=NOW)[1].state is PostState.TO_THE_DOOR
    assert not EventBody.objects.filter(text__contains="bruises").exists()


def test_an_answer_in_ten_working_days_is_in_time_and_a_later_one_is_publicly_late(cast):
    _code, row = shown_post(cast)
    assert public.post(row.pk, at=row.due_at).state is PostState.SHOWN
    assert public.post(row.pk, at=row.due_at + timedelta(minutes=1)).state is PostState.LATE
    assert public.late_posts(at=row.due_at + timedelta(minutes=1)) == 1
    answering.answer_post(
        post_id=row.pk, did="New lamps came.", by=cast.viewer("community_officer"), at=row.due_at + timedelta(days=1)
    )
    found = public.post(row.pk, at=row.due_at + timedelta(days=2))
    assert found.state is PostState.ANSWERED and found.was_late and found.answers[0].did == "New lamps came."


def test_the_days_of_moderation_count(cast):
    _code, row = post()
    assert row.due_at == post(at=NOW)[1].due_at
    assert (row.due_at - NOW).days == 14


def test_only_what_is_shown_is_answered_and_twice_is_once(cast):
    _code, row = post()
    officer = cast.viewer("community_officer")
    with pytest.raises(CommunityRefused, match="Only what is shown"):
        answering.answer_post(post_id=row.pk, did="Done.", by=officer, at=NOW)
    judge(cast, row, Judgement(Verdict.SHOWN, shown_text=TEXT))
    for _ in range(2):
        answering.answer_post(post_id=row.pk, did="Done.", by=officer, at=NOW)
    assert row.answers.count() == 1


def test_a_form_that_is_sent_twice_enters_once_and_the_code_is_told_once(db):
    key, draft = uuid4(), telling.PostDraft("question", TEXT)
    first, second = (telling.send_post(draft=draft, sent_key=key, by=NOBODY, at=NOW) for _ in range(2))
    assert first.code and not second.code and Post.objects.count() == 1


def test_two_moderators_do_not_decide_twice(cast):
    _code, row = shown_post(cast)
    with pytest.raises(CommunityRefused, match="decided on this already"):
        judge(cast, row, REJECTED)


def test_a_code_is_kept_only_as_a_keyed_digest(db):
    code, row = post()
    assert row.code_digest == digest_of(code) and code not in str(vars(row))
    assert by_code(code.lower().replace("-", " "), at=NOW) is not None
    assert by_code("AN-777-777-777", at=NOW) is None and by_code("", at=NOW) is None and by_code("\x00", at=NOW) is None


def test_only_the_front_door_reads_what_was_told_in_confidence_and_each_reading_is_logged(cast):
    _code, row = confided()
    assert door_queries.report(cast.viewer("triage"), row.pk).words == row.words
    assert Event.objects.filter(act="view", subject_kind="told in confidence", agency_code="council").count() == 1
    for name in ("community_officer", "outsider", "resident", "governance", "lead"):
        with pytest.raises(Refused):
            door_queries.report(cast.viewer(name), row.pk)
    assert Event.objects.filter(outcome="refused", subject_kind="told in confidence").count() == 5
    assert not Event.objects.filter(reason__contains="gate").exists()


def test_whoever_told_it_sees_that_it_was_read_and_nothing_else(cast):
    code, row = confided()
    assert by_code(code, at=NOW)[1].state is DoorState.NEW
    worker = cast.viewer("triage")
    door.step_at_door(report_id=row.pk, to=DoorState.READ, reason="Her aunt rang too.", by=worker, at=NOW)
    found = by_code(code, at=NOW)[1]
    assert found.state is DoorState.READ and "aunt" not in str(found)


def test_it_is_late_a_working_day_later_while_nobody_has_read_it(cast):
    confided()
    late = cast.viewer("triage", at=later(days=2))
    rows, _part = door_queries.queue(late)
    assert rows[0].is_late and door_queries.waiting(late) == 1


def test_a_concern_is_named_when_it_was_raised(cast):
    _code, row = confided()
    worker = cast.viewer("triage")
    door.step_at_door(report_id=row.pk, to=DoorState.READ, reason="", by=worker, at=NOW)
    with pytest.raises(CommunityRefused, match="Raise the concern first"):
        door.step_at_door(report_id=row.pk, to=DoorState.CONCERN, reason="", by=worker, at=NOW)


def test_a_moderator_s_reading_is_logged(cast):
    _code, row = post()
    kept.post_to_read(cast.viewer("community_officer"), row.pk)
    assert Event.objects.filter(act="view", subject_kind="public post", subject_id=str(row.pk)).count() == 1
    with pytest.raises(Refused):
        kept.post_to_read(cast.viewer("outsider"), row.pk)


def test_a_form_is_counted_by_the_hour_and_by_nobody(db):
    most = limits.MOST_AN_HOUR["review"]
    said = [limits.count_form(form="review", by=NOBODY, at=NOW) for _ in range(most + 1)]
    assert said == [True] * most + [False]
    assert limits.count_form(form="review", by=NOBODY, at=later(hours=1))
    assert {field.name for field in FormHour._meta.fields} == {"id", "form", "hour", "sent"}


def test_words_are_forgotten_when_their_time_is_up_and_what_is_public_stays(cast):
    _code, row = shown_post(cast)
    _code, told = confided(how_to_reach="07700 900123")
    worker = cast.viewer("triage")
    door.step_at_door(report_id=told.pk, to=DoorState.READ, reason="", by=worker, at=NOW)
    door.step_at_door(report_id=told.pk, to=DoorState.NO_MORE, reason="Too little.", by=worker, at=NOW)
    assert forget_words(at=NOW + ORIGINAL_OF_POST) == 0
    assert forget_words(at=NOW + AT_THE_DOOR + timedelta(days=1)) == 2
    row.refresh_from_db()
    told.refresh_from_db()
    assert (row.text, row.shown_text, told.words, told.how_to_reach) == ("", TEXT, "", "")
    assert set(told.steps.values_list("reason", flat=True)) == {""}
    assert Event.objects.filter(act="destroy").count() == 1


def test_the_steps_are_added_and_never_changed(cast):
    shown_post(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        Moderation.objects.update(verdict="rejected")
