"""Lessons of classes: what a teacher has today, what is not written down, one lesson, one class."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.programmes.models import ClassStep, Reading, SchoolClass, Session, SessionStep
from alongside.programmes.queries.access import class_for, open_classes, own_school, session_for
from alongside.programmes.queries.parts import PAGE, Part, cut
from alongside.programmes.rules.codes import school_year_words, year_words
from alongside.programmes.rules.delivering import reason_not_to_catch_up
from alongside.programmes.states import HELD, HowItWent, LessonState, Moment, Need, WhyNot


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A dated lesson. `note`: what was written down last, in words."""

    id: int
    day: date
    class_id: int
    class_name: str
    school: str
    programme: str
    number: int
    title: str
    attempt: int
    state: LessonState
    head_count: int | None
    size: int

    @property
    def lesson(self) -> str:
        return f"{self.number}. {self.title}"


@dataclass(frozen=True, slots=True)
class StepTold:
    state: LessonState
    day: date
    head_count: int | None
    why: str
    how_it_went: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LessonTold:
    """One lesson with what was written down of it. `changes` guards against writing over somebody else's."""

    row: LessonRow
    changes: int
    weekday: int | None
    steps: tuple[StepTold, ...]
    can_catch_up: bool
    why: WhyNot
    how_it_went: HowItWent
    words: str


@dataclass(frozen=True, slots=True)
class ClassTold:
    id: int
    name: str
    school: str
    school_urn: str
    programme: str
    programme_code: str
    version: int
    school_year: str
    year_group: str
    size: int
    need: Need
    ward: str
    offered_on: date | None
    declined_on: date | None
    lessons_had: int
    lessons_planned: int
    changes: int
    is_written: bool
    sessions: tuple[LessonRow, ...]
    readings: tuple[tuple[str, Moment, int], ...]
    steps: tuple[tuple[str, str, datetime], ...]


@dataclass(frozen=True, slots=True)
class ClassRow:
    id: int
    name: str
    school: str
    year_group: str
    school_year: str
    size: int
    need: Need
    is_offered: bool
    is_declined: bool
    is_planned: bool
    had: int
    silent: int


@dataclass(frozen=True, slots=True)
class Board:
    """A teacher's own page."""

    school_is_known: bool
    today: tuple[LessonRow, ...]
    silent: tuple[LessonRow, ...]
    silent_total: int
    coming: tuple[LessonRow, ...]
    classes: tuple[ClassRow, ...]


class SilentProgramme(NamedTuple):
    """Lessons before today that nobody wrote down, and of how many classes they are."""

    code: str
    name: str
    lessons: int
    classes: int
    oldest: date


FEW = 10


def board(viewer: Viewer) -> Board:
    """Lessons of today, those that nobody wrote down, and the next ones, of the classes open to this viewer."""
    rows, today = _sessions(viewer), viewer.day
    silent = silent_lessons(viewer)
    return Board(
        school_is_known=viewer.may(Permission.RUN_PROGRAMMES) or bool(own_school(viewer)),
        today=_rows(rows.filter(day=today)[:FEW]),
        silent=_rows(silent[:FEW]), silent_total=silent.count(),
        coming=_rows(rows.filter(day__gt=today, state=LessonState.PLANNED)[:FEW]),
        classes=class_rows(viewer, open_classes(viewer).filter(school_year=_newest_year(viewer))[:60]),
    )  # fmt: skip


def silent_lessons(viewer: Viewer) -> QuerySet[Session]:
    """Lessons before today of which nobody said whether they were given."""
    return _sessions(viewer).filter(day__lt=viewer.day, state=LessonState.PLANNED)


def silent_count(viewer: Viewer) -> int:
    return silent_lessons(viewer).count() if viewer.may(Permission.DELIVER_LESSONS) else 0


def silent_by_programme(viewer: Viewer) -> list[SilentProgramme]:
    """For whoever runs programmes: where lessons have passed of which nobody said whether they were given."""
    if not viewer.may(Permission.RUN_PROGRAMMES):
        return []
    rows = silent_lessons(viewer).order_by("school_class__programme__name")
    found = rows.values_list("school_class__programme__code", "school_class__programme__name").annotate(
        Count("pk"), Count("school_class", distinct=True), Min("day")
    )
    return [SilentProgramme(*row) for row in found]


def today_count(viewer: Viewer) -> int:
    """Lessons of today that are still to be written down."""
    if not viewer.may(Permission.DELIVER_LESSONS):
        return 0
    return _sessions(viewer).filter(day=viewer.day, state=LessonState.PLANNED).count()


def to_write(viewer: Viewer, few: int = 3) -> tuple[LessonRow, ...]:
    """The next few to write down: those of today first, then the oldest."""
    rows = _sessions(viewer).filter(state=LessonState.PLANNED)
    today = _rows(rows.filter(day=viewer.day)[:few])
    return (*today, *_rows(rows.filter(day__lt=viewer.day)[:few]))[:few]


def lesson(viewer: Viewer, session_id: int) -> LessonTold:
    """One lesson. Words that somebody wrote of it are personal: reading them is in the log."""
    row = session_for(viewer, session_id)
    steps = tuple(_step(one) for one in row.steps.all())
    newest = not Session.objects.filter(
        school_class=row.school_class_id, lesson=row.lesson_id, attempt__gt=row.attempt
    ).exists()
    last = row.steps.last()
    if any(one.words for one in steps):
        what = f"read the words on lesson {row.lesson.number}"
        record(Entry(viewer.at, viewer.actor, Act.VIEW, "lesson of a class", str(row.pk), reason=what))
    told = _row(row)
    return LessonTold(
        row=told, changes=row.changes, weekday=row.school_class.weekday, steps=steps,
        can_catch_up=reason_not_to_catch_up(state=told.state, is_newest=newest) is None,
        why=WhyNot(last.why) if last else WhyNot.NONE,
        how_it_went=HowItWent(last.how_it_went) if last else HowItWent.NOT_SAID, words=last.words if last else "",
    )  # fmt: skip


def class_told(viewer: Viewer, class_id: int) -> ClassTold:
    one = class_for(viewer, class_id)
    rows = _rows(_ordered(Session.objects.filter(school_class=one)))
    readings = Reading.objects.filter(school_class=one).order_by("instrument__name", "moment")
    counted: dict[tuple[str, str], int] = {}
    for key in readings.values_list("instrument__name", "moment"):
        counted[key] = counted.get(key, 0) + 1
    steps = ClassStep.objects.filter(school_class=one).order_by("-pk")[:20]
    return ClassTold(
        id=one.pk, name=one.name, school=one.school_name, school_urn=one.school_urn, programme=one.programme.name,
        programme_code=one.programme.code, version=one.version.number, school_year=school_year_words(one.school_year),
        year_group=year_words(one.year_group), size=one.size, need=Need(one.need), ward=one.ward_name,
        offered_on=one.offered_on, declined_on=one.declined_on,
        lessons_had=len({row.number for row in rows if row.state in HELD}), lessons_planned=one.version.lessons.count(),
        changes=one.changes, is_written=any(row.state is not LessonState.PLANNED for row in rows), sessions=rows,
        readings=tuple((name, Moment(moment), number) for (name, moment), number in counted.items()),
        steps=tuple((step.what, step.by, step.at) for step in steps),
    )  # fmt: skip


def classes_of(viewer: Viewer, programme_code: str, *, year: int | None, show: str, page: int) -> Part[ClassRow]:
    """Classes of a programme; `show`: waiting (not offered), silent (lessons not written down), planned or all."""
    rows = open_classes(viewer).filter(programme__code=programme_code)
    if year is not None:
        rows = rows.filter(school_year=year)
    late = Session.objects.filter(school_class=OuterRef("pk"), state=LessonState.PLANNED, day__lt=viewer.day)
    if show == "waiting":
        rows = rows.filter(offered_on__isnull=True)
    elif show == "silent":
        rows = rows.filter(Exists(late))
    elif show == "no-days":
        dated = Session.objects.filter(school_class=OuterRef("pk"))
        rows = rows.filter(~Exists(dated), offered_on__isnull=False, declined_on__isnull=True)
    found, number, total = cut(rows.order_by("-school_year", "school_name", "year_group", "name_key"), page)
    return Part(class_rows(viewer, found), number, PAGE, total)


def class_rows(viewer: Viewer, found: Iterable[SchoolClass]) -> tuple[ClassRow, ...]:
    classes = list(found)
    states: dict[int, list[tuple[int, str, date]]] = {one.pk: [] for one in classes}
    given = Session.objects.filter(school_class__in=[one.pk for one in classes]).order_by()
    for class_id, lesson_id, state, day in given.values_list("school_class_id", "lesson_id", "state", "day"):
        states[class_id].append((lesson_id, state, day))
    return tuple(
        ClassRow(
            one.pk, one.name, one.school_name, year_words(one.year_group), school_year_words(one.school_year),
            one.size, Need(one.need), one.offered_on is not None, one.declined_on is not None, bool(states[one.pk]),
            len({lesson for lesson, state, _ in states[one.pk] if state in HELD}),
            sum(state == LessonState.PLANNED and day < viewer.day for _, state, day in states[one.pk]),
        )
        for one in classes
    )  # fmt: skip


def _newest_year(viewer: Viewer) -> int:
    return open_classes(viewer).order_by("-school_year").values_list("school_year", flat=True).first() or 0


def _sessions(viewer: Viewer) -> QuerySet[Session]:
    return _ordered(Session.objects.filter(school_class__in=open_classes(viewer)))


def _ordered(rows: QuerySet[Session]) -> QuerySet[Session]:
    found = rows.select_related("lesson", "school_class__programme")
    return found.order_by("day", F("school_class__name_key"), "lesson__number", "pk")


def _rows(rows: QuerySet[Session]) -> tuple[LessonRow, ...]:
    return tuple(_row(one) for one in rows)


def _row(one: Session) -> LessonRow:
    of = one.school_class
    return LessonRow(
        one.pk, one.day, of.pk, of.name, of.school_name, of.programme.name, one.lesson.number, one.lesson.title,
        one.attempt, LessonState(one.state), one.head_count, of.size,
    )  # fmt: skip


def _step(one: SessionStep) -> StepTold:
    return StepTold(
        LessonState(one.state), one.day, one.head_count, one.get_why_display() if one.why else "",
        one.get_how_it_went_display() if one.how_it_went else "", one.words, one.by, one.at,
    )  # fmt: skip
