"""What is known of each class, in four questions to the database however many classes there are. No person is in it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef

from alongside.programmes.models import Lesson, Reading, SchoolClass, Session
from alongside.programmes.rules.reaching import ClassFacts
from alongside.programmes.states import HELD, LessonState, Moment

_CLASS = (
    "pk", "school_urn", "ward_code", "ward_name", "school_year", "year_group", "need", "size", "version_id",
    "offered_on", "declined_on",
)  # fmt: skip


class _Given(NamedTuple):
    lesson_id: int
    day: date
    state: str
    head_count: int | None


def class_facts(programme_id: int, *, on: date, years: Iterable[int] | None = None) -> list[ClassFacts]:
    """Every class of a programme as it stood on a day; of these school years, if they are given."""
    classes = SchoolClass.objects.filter(programme_id=programme_id)
    if years is not None:
        classes = classes.filter(school_year__in=list(years))
    lessons = _lessons(programme_id)
    sessions = _sessions(programme_id, years)
    measured = _measured(programme_id)
    return [
        _facts(row, lessons.get(row[8], 0), sessions.get(row[0], []), measured.get(row[0], 0), on)
        for row in classes.order_by("pk").values_list(*_CLASS)
    ]


def _lessons(programme_id: int) -> dict[int, int]:
    rows = Lesson.objects.filter(version__programme_id=programme_id).order_by().values_list("version_id")
    return dict(rows.annotate(number=Count("pk")))


def _sessions(programme_id: int, years: Iterable[int] | None) -> dict[int, list[_Given]]:
    rows = Session.objects.filter(school_class__programme_id=programme_id)
    if years is not None:
        rows = rows.filter(school_class__school_year__in=list(years))
    found: dict[int, list[_Given]] = defaultdict(list)
    wanted = rows.order_by("school_class_id", "lesson_id", "attempt")
    given = wanted.values_list("school_class_id", "lesson_id", "day", "state", "head_count")
    for class_id, lesson_id, day, state, head_count in given:
        found[class_id].append(_Given(lesson_id, day, state, head_count))
    return found


def _measured(programme_id: int) -> dict[int, int]:
    """Codes with points both before and after, of one questionnaire or another."""
    before = Reading.objects.filter(
        school_class=OuterRef("school_class"), instrument=OuterRef("instrument"), code=OuterRef("code"),
        moment=Moment.BEFORE,
    )  # fmt: skip
    after = Reading.objects.filter(Exists(before), school_class__programme_id=programme_id, moment=Moment.AFTER)
    return dict(after.order_by().values_list("school_class_id").annotate(number=Count("code", distinct=True)))


def _facts(row: tuple, lessons: int, given: list[_Given], measured: int, on: date) -> ClassFacts:
    head_counts: dict[int, int] = {}
    delivered: set[int] = set()
    due: dict[int, bool] = {}
    last: date | None = None
    for one in given:
        if one.state in HELD and one.head_count:
            head_counts[one.lesson_id] = one.head_count
        if one.state == LessonState.DELIVERED:
            delivered.add(one.lesson_id)
        if one.day <= on:
            due[one.lesson_id] = due.get(one.lesson_id, True) and one.state != LessonState.PLANNED
        last = max(last, one.day) if last else one.day
    pk, urn, ward, ward_name, year, group, need, size, _, offered_on, declined_on = row
    return ClassFacts(
        id=pk, school_urn=urn, ward_code=ward, ward_name=ward_name, school_year=year, year_group=group, need=need,
        size=size, lessons=lessons, is_offered=offered_on is not None and offered_on <= on,
        is_declined=declined_on is not None, head_counts=tuple(min(count, size) for count in head_counts.values()),
        delivered=len(delivered), written=sum(due.values()), due=len(due), measured=min(measured, size),
        last_day=last,
    )  # fmt: skip
