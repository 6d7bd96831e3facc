"""Lessons of a class: planned by the school's terms, moved, written down, caught up."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.areas.errors import SchoolUnknown
from alongside.areas.queries import school_terms
from alongside.audit.states import Act
from alongside.common.calendars import CalendarError, SchoolTerms
from alongside.partners.access import writing
from alongside.partners.standing import Viewer
from alongside.programmes.actions.writing import day_words, log, step, words
from alongside.programmes.drafts import LessonWritten
from alongside.programmes.errors import ChangedMeanwhile, ProgrammeRefused
from alongside.programmes.models import SchoolClass, Session, SessionStep
from alongside.programmes.queries.access import class_for, session_for
from alongside.programmes.rules.delivering import reason_not_to_catch_up, reason_not_to_write
from alongside.programmes.rules.scheduling import days_of_lessons, moved
from alongside.programmes.states import LessonState

KIND = "lesson of a class"


def plan_class(*, class_id: int, first_day: date, by: Viewer, at: datetime) -> list[date]:
    """Give each lesson its day, weekly from the first day by the school's terms. Until a lesson is written down, the
    class can be planned anew."""
    with writing():
        one = class_for(by, class_id, act=Act.CHANGE, lock=True)
        if one.offered_on is None or one.declined_on is not None:
            raise ProgrammeRefused("The programme is not offered to this class. Whoever runs it offers it first.")
        if one.sessions.exclude(state=LessonState.PLANNED).exists():
            raise ProgrammeRefused("Lessons of this class were written down already. Move single lessons instead.")
        lessons = list(one.version.lessons.all())
        days = days_of_lessons(first_day, len(lessons), _terms(one).is_school_day)
        one.sessions.all().delete()
        Session.objects.bulk_create(
            Session(school_class=one, lesson=lesson, day=day) for lesson, day in zip(lessons, days, strict=True)
        )
        SchoolClass.objects.filter(pk=one.pk).update(weekday=first_day.weekday(), changes=one.changes + 1)
        told = f"planned {len(days)} lessons from {day_words(days[0])} to {day_words(days[-1])}"
        step(one, told, by=by.actor, at=at)
        log(Act.CHANGE, "class of a programme", one.pk, told, by=by.actor, at=at)
    return days


def move_lesson(*, session_id: int, to: date, changes: int, by: Viewer, at: datetime) -> int:
    """Move a lesson; those after it follow where they must. Gives how many were moved, this one included."""
    with writing():
        one = session_for(by, session_id, act=Act.CHANGE)
        of = class_for(by, one.school_class_id, act=Act.CHANGE, lock=True)
        _check_same(one, changes)
        if one.state != LessonState.PLANNED:
            raise ProgrammeRefused("This lesson was written down already, so it cannot be moved.", "to")
        rows = _in_order(of, one)
        place = rows.index(one)
        weekday = of.weekday if of.weekday is not None else one.day.weekday()
        days = moved([row.day for row in rows], place, to, weekday, _terms(of).is_school_day)
        shifted = [(row, day) for row, day in zip(rows, days, strict=True) if row.day != day]
        if written := next((row for row, _ in shifted if row.state != LessonState.PLANNED), None):
            raise ProgrammeRefused(
                f"Lesson {written.lesson.number} was already written down for {written.day:%-d %B %Y}. Choose an earlier "
                "day.",
                "to",
            )
        for row, day in shifted:
            Session.objects.filter(pk=row.pk).update(day=day, changes=row.changes + 1)
            _keep_step(row, LessonWritten(LessonState.PLANNED), day, None, by, at)
        told = f"moved lesson {one.lesson.number} to {day_words(to)}, {len(shifted) - 1} more with it"
        if shifted:
            step(of, told, by=by.actor, at=at)
            log(Act.CHANGE, KIND, one.pk, told, by=by.actor, at=at)
    return len(shifted)


def write_lesson(
    *, session_id: int, written: LessonWritten, changes: int, sent_key: UUID, by: Viewer, at: datetime
) -> None:
    """Write down what came of a lesson, or put it right. Sent twice, it enters once. Raises `ChangedMeanwhile` when
    somebody else has written since the page was opened."""
    try:
        with writing(), transaction.atomic():
            one = session_for(by, session_id, act=Act.CHANGE)
            if SessionStep.objects.filter(sent_key=sent_key).exists():
                return
            of = class_for(by, one.school_class_id, act=Act.CHANGE, lock=True)
            one.refresh_from_db(fields=["state", "head_count", "changes", "day"])
            _check_same(one, changes)
            why_not = reason_not_to_write(
                state=written.state, day=one.day, today=by.day, head_count=written.head_count, size=of.size,
                why=written.why,
            )  # fmt: skip
            if why_not is not None:
                raise ProgrammeRefused(*why_not)
            head_count = written.head_count or None
            Session.objects.filter(pk=one.pk).update(
                state=written.state, head_count=head_count, changes=one.changes + 1
            )
            _keep_step(one, written, one.day, sent_key, by, at)
            told = f"lesson {one.lesson.number}: {written.state.label.lower()}"
            log(Act.CHANGE, KIND, one.pk, told, by=by.actor, at=at)
    except IntegrityError:
        if not SessionStep.objects.filter(sent_key=sent_key).exists():
            raise
        # The same form was sent twice at once: the other has entered.


def catch_up(*, session_id: int, day: date, by: Viewer, at: datetime) -> int:
    """A further day for a lesson that was missed, in whole or in part; gives its number. Sent twice, it is one."""
    with writing():
        one = session_for(by, session_id, act=Act.CHANGE)
        of = class_for(by, one.school_class_id, act=Act.CHANGE, lock=True)
        later = of.sessions.filter(lesson=one.lesson_id, attempt__gt=one.attempt).order_by("-attempt").first()
        if later is not None and later.day == day and later.state == LessonState.PLANNED:
            return later.pk
        why_not = reason_not_to_catch_up(state=LessonState(one.state), is_newest=later is None)
        if why_not is not None:
            raise ProgrammeRefused(why_not, "day")
        if not _terms(of).is_school_day(day):
            raise ProgrammeRefused(f"{day:%A %-d %B %Y} is not a day with school. Choose another day.", "day")
        if day <= one.day:
            raise ProgrammeRefused("Choose a day after the one on which the lesson was missed.", "day")
        made = Session.objects.create(school_class=of, lesson=one.lesson, attempt=one.attempt + 1, day=day)
        told = f"lesson {one.lesson.number} is caught up on {day_words(day)}"
        step(of, told, by=by.actor, at=at)
        log(Act.CHANGE, KIND, made.pk, told, by=by.actor, at=at)
    return made.pk


def _terms(of: SchoolClass) -> SchoolTerms:
    try:
        return school_terms(of.school_urn)
    except (SchoolUnknown, CalendarError) as missing:
        raise ProgrammeRefused(f"{missing} Without the terms of {of.school_name} no day can be chosen.") from None


def _in_order(of: SchoolClass, one: Session) -> Sequence[Session]:
    """The lessons of the first round, or a catch-up by itself: it pushes nothing on."""
    if one.attempt > 1:
        return [one]
    return list(of.sessions.filter(attempt=1).select_related("lesson").order_by("lesson__number"))


def _check_same(one: Session, changes: int) -> None:
    if one.changes == changes:
        return
    last = one.steps.last()
    told = f"{one.get_state_display()}" + (f", {one.head_count} pupils" if one.head_count else "")
    raise ChangedMeanwhile(f"{told}, on {one.day:%-d %B %Y}", last.by if last else "Somebody else")


def _keep_step(
    one: Session, written: LessonWritten, day: date, sent_key: UUID | None, by: Viewer, at: datetime
) -> None:
    SessionStep.objects.create(
        session=one, state=written.state, day=day, head_count=written.head_count or None, why=written.why,
        how_it_went=written.how_it_went, words=words(written.words, 500, "What you wrote", "words", required=False),
        sent_key=sent_key, agency_code=by.agency_code, by=by.actor.name, at=at,
    )  # fmt: skip
