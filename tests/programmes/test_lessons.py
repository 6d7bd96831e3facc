from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from alongside.audit.models import Event
from alongside.partners.errors import Refused
from alongside.programmes.actions import lessons
from alongside.programmes.drafts import LessonWritten
from alongside.programmes.errors import ChangedMeanwhile, ProgrammeRefused
from alongside.programmes.models import Session, SessionStep
from alongside.programmes.queries.lessons import board, class_told, lesson
from alongside.programmes.states import LessonState, WhyNot
from tests.cast import NOW
from tests.programmes.world import DONE, NOT, PART, lesson_of, world, write


def days_of(own):
    return [one.day for one in Session.objects.filter(school_class=own).order_by("lesson__number", "attempt")]


def test_lessons_are_planned_weekly_by_the_schools_own_terms(cast):
    own = world(cast)
    assert days_of(own) == [date(2026, 11, 3), date(2026, 11, 10), date(2026, 11, 17)]
    with pytest.raises(ProgrammeRefused, match="not a day with school"):
        lessons.plan_class(class_id=own.pk, first_day=date(2026, 10, 27), by=cast.viewer("teacher"), at=NOW)


def test_a_teacher_sees_todays_lesson_and_those_nobody_wrote_down(cast):
    world(cast)
    found = board(cast.viewer("teacher"))
    assert [one.title for one in found.today] == ["Choices"]
    assert [one.title for one in found.silent] == ["Feelings", "Friends"]
    assert {one.school for one in found.classes} == {"Elmsgate Academy"}


def test_a_lesson_is_written_down_with_a_head_count(cast):
    own = world(cast)
    write(cast, own, 1, heads=26)
    told = lesson(cast.viewer("teacher"), lesson_of(own, 1).pk)
    assert (told.row.state, told.row.head_count, told.steps[0].by) == (DONE, 26, "Callum Adeyi (Elmsgate Academy)")
    assert Event.objects.filter(subject_kind="lesson of a class", act="change").exists()


@pytest.mark.parametrize(
    ("state", "heads", "why", "field"),
    [
        (DONE, None, WhyNot.NONE, "head_count"), (DONE, 29, WhyNot.NONE, "head_count"), (PART, 20, WhyNot.NONE, "why"),
        (NOT, None, WhyNot.NONE, "why"), (NOT, 5, WhyNot.TIME, "head_count"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(cast, state, heads, why, field):
    own = world(cast)
    with pytest.raises(ProgrammeRefused) as refused:
        write(cast, own, 1, state, heads, why)
    assert refused.value.field == field and not SessionStep.objects.exists()


def test_a_lesson_that_has_not_been_cannot_be_written_down(cast):
    own = world(cast)
    one = lesson_of(own, 3)
    lessons.move_lesson(
        session_id=one.pk, to=date(2026, 11, 24), changes=one.changes, by=cast.viewer("teacher"), at=NOW
    )
    with pytest.raises(ProgrammeRefused, match="has not been yet"):
        write(cast, own, 3)


def test_the_same_form_sent_twice_enters_once(cast):
    own, key = world(cast), uuid4()
    write(cast, own, 1, sent_key=key)
    write(cast, own, 1, sent_key=key, changes=1)
    assert SessionStep.objects.count() == 1


def test_whoever_writes_second_is_told_what_the_first_wrote(cast):
    own = world(cast)
    write(cast, own, 1, heads=26)
    with pytest.raises(ChangedMeanwhile, match=r"Callum Adeyi .* changed this.*26 pupils"):
        write(cast, own, 1, changes=1)
    write(cast, own, 1, heads=25)
    assert [one.head_count for one in SessionStep.objects.all()] == [26, 25]


def test_a_moved_lesson_pushes_the_next_over_a_closed_day(cast):
    own = world(cast)
    one = lesson_of(own, 2)
    moved = lessons.move_lesson(session_id=one.pk, to=date(2026, 12, 15), changes=1, by=cast.viewer("teacher"), at=NOW)
    assert moved == 2 and days_of(own)[1:] == [date(2026, 12, 15), date(2027, 1, 5)]  # Christmas lies between


def test_a_lesson_moves_neither_onto_a_closed_day_nor_past_one_that_was_given(cast):
    own, teacher = world(cast), cast.viewer("teacher")
    with pytest.raises(ProgrammeRefused, match="not a day with school"):
        lessons.move_lesson(session_id=lesson_of(own, 3).pk, to=date(2026, 11, 18), changes=1, by=teacher, at=NOW)
    write(cast, own, 2)
    with pytest.raises(ProgrammeRefused, match="already written down"):
        lessons.move_lesson(session_id=lesson_of(own, 1).pk, to=date(2026, 11, 12), changes=1, by=teacher, at=NOW)


def test_a_missed_lesson_is_caught_up_once_and_counts(cast):
    own, teacher = world(cast), cast.viewer("teacher")
    write(cast, own, 1, NOT, None, WhyNot.SCHOOL_CLOSED)
    given = {"session_id": lesson_of(own, 1).pk, "day": date(2026, 11, 16), "by": teacher, "at": NOW}
    assert lessons.catch_up(**given) == lessons.catch_up(**given)
    write(cast, own, 1, attempt=2, heads=24)
    assert class_told(teacher, own.pk).lessons_had == 1
    with pytest.raises(ProgrammeRefused, match="later date already"):
        lessons.catch_up(**{**given, "day": date(2026, 11, 20)})


def test_a_class_with_written_lessons_is_not_planned_anew(cast):
    own = world(cast)
    write(cast, own, 1)
    with pytest.raises(ProgrammeRefused, match="written down already"):
        lessons.plan_class(class_id=own.pk, first_day=date(2026, 11, 20), by=cast.viewer("teacher"), at=NOW)


def test_what_was_written_down_cannot_be_changed_in_the_database(cast):
    own = world(cast)
    write(cast, own, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        SessionStep.objects.update(head_count=3)


@pytest.mark.parametrize("who", ["outsider", "dsl", "analyst", "triage", "other_teacher"])
def test_nobody_else_reads_or_writes_a_class_and_each_try_is_logged(cast, who):
    own = world(cast)
    if who == "other_teacher":  # of another school
        cast.members["teacher"].agency = cast.agencies["other_school"]
        cast.members["teacher"].save()
    viewer = cast.viewer("teacher" if who == "other_teacher" else who)
    one = lesson_of(own, 1)
    written = LessonWritten(LessonState.DELIVERED, 20)
    for attempt in (
        lambda: class_told(viewer, own.pk),
        lambda: class_told(viewer, 987_654),
        lambda: lessons.write_lesson(
            session_id=one.pk, written=written, changes=1, sent_key=uuid4(), by=viewer, at=NOW
        ),
    ):
        before = Event.objects.filter(outcome="refused").count()
        with pytest.raises(Refused):
            attempt()
        assert Event.objects.filter(outcome="refused").count() > before
    assert not SessionStep.objects.exists()


def test_a_programme_manager_of_another_agency_sees_figures_and_no_class(cast):
    own = world(cast)
    member = cast.members["outsider"]
    member.role = "programme_lead"
    member.save()
    with pytest.raises(Refused):
        class_told(cast.viewer("outsider"), own.pk)


def test_whoever_reads_the_words_of_a_lesson_is_in_the_log_and_the_outsider_refused(cast):
    own = world(cast)
    one = lesson_of(own, 1)
    said = LessonWritten(DONE, 26, WhyNot.NONE, words="They asked to go on.")
    lessons.write_lesson(
        session_id=one.pk, written=said, changes=one.changes, sent_key=uuid4(), by=cast.viewer("teacher"), at=NOW
    )
    reads = Event.objects.filter(subject_kind="lesson of a class", subject_id=str(one.pk), act="view")
    before = reads.count()
    assert lesson(cast.viewer("teacher"), one.pk).words == "They asked to go on."
    assert reads.count() == before + 1 and "words" in reads.latest("pk").reason
    lesson(cast.viewer("teacher"), lesson_of(own, 2).pk)  # of which nobody wrote a word
    assert Event.objects.filter(subject_kind="lesson of a class", act="view").count() == before + 1
    with pytest.raises(Refused):
        lesson(cast.viewer("outsider"), one.pk)
