"""Three years of Life Skills: schools that keep up and schools that lag, a term lost, lessons caught up, points missing.

The register goes in through the action that a real file goes through, and so does all that Callum and Lucian do. The
lessons of the other three hundred classes are kept in bulk, as the actions would have kept them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from uuid import UUID

from alongside.common.timelines import LONDON
from alongside.demo.cast import LEAD_SCHOOL
from alongside.demo.life import World
from alongside.demo.programme_points import keep_points
from alongside.demo.schools import PRIMARY, DemoSchool, schools
from alongside.programmes.actions import lessons, programmes, register, starts
from alongside.programmes.drafts import (
    ClassDraft,
    ClassRowRead,
    DrawDraft,
    InstrumentDraft,
    LessonWritten,
    ProgrammeDraft,
    TargetDraft,
    TrainingDraft,
    VersionDraft,
)
from alongside.programmes.models import Lesson, SchoolClass, Session, SessionStep
from alongside.programmes.rules.scheduling import days_of_lessons, school_year_of
from alongside.programmes.states import HELD, Counted, HowItWent, LessonState, Need, WhyNot

LIFE_SKILLS, STEADY = "life-skills", "steady-steps"
LESSONS = (
    "Naming what I feel", "When I am angry", "Being a friend", "Saying no", "Who puts pressure on me", "What I see online",
    "Asking for help", "Choices and what follows", "My next step",
)  # fmt: skip
BIRDS = ("Heron", "Plover")
DONE, PART, NOT, PLANNED = (
    LessonState.DELIVERED, LessonState.PART, LessonState.NOT_DELIVERED, LessonState.PLANNED,
)  # fmt: skip
TARGET = 4_000


@dataclass(frozen=True)
class _Programmes:
    world: World
    now: datetime
    rng: Random

    @property
    def year(self) -> int:
        return school_year_of(self.now.astimezone(LONDON).date())

    @cached_property
    def codes(self) -> dict[str, str]:
        """The agency of each school, by the school's number."""
        return {one.school_urn: code for code, one in self.world.partnership.agencies.items() if one.school_urn}


def programme_stories(world: World, *, at: datetime) -> None:
    """Everything; needs the schools and their terms to be held."""
    told = _Programmes(world, at, Random(f"larkmere programmes {world.truth.seed}"))  # noqa: S311
    _begin(told)
    _enrol(told)
    _lessons(told)
    keep_points(told.rng, told.year)
    _callum(told)
    _stepped(told)


def _begin(told: _Programmes) -> None:
    lucian = told.world.viewer("lucian", told.now)
    first = VersionDraft(date(told.year - 3, 9, 1), (4, 5, 6, 7), LESSONS, "First version")
    about = "Nine lessons of an hour, given by trained class teachers."
    programmes.keep_programme(
        draft=ProgrammeDraft(LIFE_SKILLS, "Life Skills", about), first=first, by=lucian, at=told.now
    )
    target = TargetDraft(told.year - 2, told.year, TARGET, Counted.FINISHED, "The partnership’s pledge at its launch.")
    programmes.set_target(code=LIFE_SKILLS, draft=target, by=lucian, at=told.now)
    for back, pounds in ((2, 61_500), (1, 88_200), (0, 47_000)):
        programmes.spend(
            code=LIFE_SKILLS, school_year=told.year - back, pence=pounds * 100, what_for="Licence, material and trainers",
            sent_key=_key(told.rng), by=lucian, at=told.now,
        )  # fmt: skip
    for school in _primaries()[:22]:
        held_on = date(told.year - 2, 9, 1) + timedelta(days=school.number % 20)
        draft = TrainingDraft(school.urn, held_on, 2 + school.number % 3, _key(told.rng))
        programmes.train(code=LIFE_SKILLS, draft=draft, by=lucian, at=told.now)
    programmes.keep_instrument(
        draft=InstrumentDraft(
            "coping", "Coping questionnaire (invented)", "the pupil", 0, 40, True, 0.74, 6.1,
            "Invented for the demo borough; its numbers stand for those of a manual.", 22,
        ), by=lucian, at=told.now,
    )  # fmt: skip


def _enrol(told: _Programmes) -> None:
    """One file with the classes of three years; two rows are wrong, and the report says why."""
    rows = [ClassRowRead(number, draft) for number, draft in enumerate(_classes(told), start=2)]
    wrong = (
        ClassRowRead(len(rows) + 2, None, (("Pupils", "Write how many pupils are in the class, as a number."),)),
        ClassRowRead(len(rows) + 3, ClassDraft("990099", told.year, 4, "4 Heron", 27)),
    )
    lucian = told.world.viewer("lucian", told.now)
    register.take_register(
        code=LIFE_SKILLS, name="life-skills-classes.csv", raw=b"demo", read_as="UTF-8; cells separated by commas",
        rows=[*rows, *wrong], by=lucian, at=told.now,
    )  # fmt: skip


def _classes(told: _Programmes) -> Iterator[ClassDraft]:
    """Year 4 first, then 5 and 6; more schools each year, and Year 7 where Callum teaches."""
    groups = {2: (4,), 1: (4, 5), 0: (4, 5, 6)}
    for back in (2, 1, 0):
        for school in _primaries()[: 22 + 3 * (2 - back)]:
            need = (Need.HIGH, Need.MIDDLE, Need.LOW, Need.MIDDLE)[school.number % 4]
            offered = None if back == 0 and school.number % 9 == 4 else date(told.year - back, 9, 10)
            for group in groups[back]:
                for bird in BIRDS[: 1 + school.number % 2]:
                    size = told.rng.randint(22, 31)
                    yield ClassDraft(school.urn, told.year - back, group, f"{group} {bird}", size, need, offered)
    for bird in BIRDS:
        yield ClassDraft(_elmsgate().urn, told.year, 7, f"7 {bird}", 27, Need.MIDDLE, date(told.year, 9, 10))


def _lessons(told: _Programmes) -> None:
    """How each school went: most well, some stop, one lost the spring term, some write nothing down."""
    by_urn = {school.urn: school for school in _primaries()}
    wanted = SchoolClass.objects.filter(programme__code=LIFE_SKILLS, school_urn__in=by_urn, offered_on__isnull=False)
    sessions, steps = [], []
    numbered = list(wanted.select_related("version").order_by("pk"))
    titles = list(numbered[0].version.lessons.all()) if numbered else []
    for one in numbered:
        for session, given in _of_class(told, one, by_urn[one.school_urn], titles):
            sessions.append(session)
            steps.append(given)
    SchoolClass.objects.filter(pk__in=[one.pk for one in numbered]).update(weekday=0)
    kept = Session.objects.bulk_create(sessions)
    SessionStep.objects.bulk_create(
        SessionStep(
            session=session, state=session.state, day=session.day, head_count=session.head_count, why=why,
            how_it_went=_felt(told.rng, session.state), agency_code=code, by="Class teacher",
            at=datetime.combine(session.day, time(15, 0), LONDON).astimezone(UTC),
        )
        for session, (why, code) in zip(kept, steps, strict=True)
        if session.state != PLANNED
    )  # fmt: skip


def _of_class(
    told: _Programmes, one: SchoolClass, school: DemoSchool, titles: list[Lesson]
) -> Iterator[tuple[Session, tuple[WhyNot, str]]]:  # fmt: skip
    terms, back = school.terms(one.school_year, one.school_year), told.year - one.school_year
    begins = date(one.school_year, 10, 1) + timedelta(days=7 * (school.number % 4))
    while begins.weekday() != school.number % 5 or not terms.is_school_day(begins):
        begins += timedelta(days=1)
    if back == 0 and school.number % 7 == 3:  # offered, and nothing planned yet
        return
    today, lost = told.now.astimezone(LONDON).date(), back == 1 and school.number % 8 == 2
    stops = 3 if school.number % 6 == 5 and back else len(titles)
    usual, code = told.rng.uniform(0.86, 0.97), told.codes[school.urn]
    for lesson, day in zip(titles, days_of_lessons(begins, len(titles), terms.is_school_day), strict=True):
        session = Session(school_class=one, lesson=lesson, day=day)
        why = WhyNot.NONE
        if day < today and not (back == 0 and school.number % 5 == 1 and lesson.number > 2):
            closed = lost and day.year > one.school_year
            why = _happened(told.rng, session, closed or lesson.number > stops, usual, one.size, closed=closed)
        yield session, (why, code)
        if session.state == NOT and why is WhyNot.TEACHER_AWAY:
            again = Session(school_class=one, lesson=lesson, day=day + timedelta(days=2), attempt=2)
            if again.day < today and terms.is_school_day(again.day):
                again.state, again.head_count = DONE, _heads(told.rng, usual, one.size)
                yield again, (WhyNot.NONE, code)


def _happened(rng: Random, session: Session, missed: bool, usual: float, size: int, *, closed: bool) -> WhyNot:
    """Puts into the session what became of it; gives why it was not whole."""
    draw = rng.random()
    if missed:
        session.state = NOT
        return WhyNot.SCHOOL_CLOSED if closed else WhyNot.OTHER_EVENT
    if draw < 0.04:
        session.state = NOT
        return WhyNot.TEACHER_AWAY
    session.head_count = _heads(rng, usual, size)
    session.state = PART if draw < 0.12 else DONE
    return WhyNot.TIME if session.state == PART else WhyNot.NONE


def _heads(rng: Random, usual: float, size: int) -> int:
    return max(1, min(size, round(size * usual + rng.gauss(0, 1.2))))


def _felt(rng: Random, state: str) -> HowItWent:
    felt = rng.choice((HowItWent.WELL, HowItWent.WELL, HowItWent.MIXED, HowItWent.NOT_SAID))
    return felt if state in HELD else HowItWent.NOT_SAID


def _callum(told: _Programmes) -> None:
    """His class has its fourth lesson today, or had it on the last day with school; the second was caught up."""
    school = _elmsgate()
    terms = school.terms(told.year - 1, told.year + 1)
    day = told.now.astimezone(LONDON).date()
    while not terms.is_school_day(day):
        day -= timedelta(days=1)
    days = [day]
    while len(days) < 4:
        day -= timedelta(days=7)
        if terms.is_school_day(day):
            days.insert(0, day)
    own = SchoolClass.objects.get(programme__code=LIFE_SKILLS, school_urn=school.urn, name="7 Heron")
    lucian = told.world.viewer("lucian", told.now)
    lessons.plan_class(class_id=own.pk, first_day=days[0], by=lucian, at=told.now)
    _write(told, own, 1, LessonWritten(DONE, 26, how_it_went=HowItWent.WELL, words="The pictures helped most."))
    _write(told, own, 2, LessonWritten(NOT, None, WhyNot.OTHER_EVENT))
    _write(told, own, 3, LessonWritten(PART, 25, WhyNot.TIME, HowItWent.MIXED))
    missed = Session.objects.get(school_class=own, lesson__number=2)
    again = next(on for n in (1, 2, 3, 4, 5, 6) if terms.is_school_day(on := missed.day + timedelta(days=n)))
    callum = told.world.viewer("callum", told.now)
    lessons.catch_up(session_id=missed.pk, day=again, by=callum, at=told.now)
    _write(told, own, 2, LessonWritten(DONE, 24, how_it_went=HowItWent.WELL), attempt=2)


def _write(told: _Programmes, own: SchoolClass, number: int, written: LessonWritten, attempt: int = 1) -> None:
    one = Session.objects.get(school_class=own, lesson__number=number, attempt=attempt)
    at = datetime.combine(one.day, time(15, 20), LONDON).astimezone(UTC)
    lessons.write_lesson(
        session_id=one.pk, written=written, changes=one.changes, sent_key=_key(told.rng),
        by=told.world.viewer("callum", at), at=at,
    )  # fmt: skip


def _stepped(told: _Programmes) -> None:
    """A younger programme that cannot begin everywhere at once: twelve schools drawn for two starts, sealed."""
    lucian, today = told.world.viewer("lucian", told.now), told.now.astimezone(LONDON).date()
    first = VersionDraft(
        date(told.year, 9, 1), (5,), ("Listening", "Falling out", "Making up", "Standing by"), "First version"
    )
    draft = ProgrammeDraft(STEADY, "Steady Steps", "Four lessons on falling out and making up.")
    programmes.keep_programme(draft=draft, first=first, by=lucian, at=told.now)
    rows = [
        ClassRowRead(number, ClassDraft(school.urn, told.year, 5, "5 Heron", 24 + school.number % 7))
        for number, school in enumerate(_primaries()[:12], start=2)
    ]
    register.take_register(
        code=STEADY, name="steady-steps.csv", raw=b"demo", read_as="UTF-8; cells separated by commas", rows=rows,
        by=lucian, at=told.now,
    )  # fmt: skip
    when = DrawDraft(told.year, (today + timedelta(days=49), today + timedelta(days=140)), 28)
    starts.draw_starts(code=STEADY, draft=when, by=lucian, at=told.now)


def _primaries() -> list[DemoSchool]:
    return [school for school in schools() if school.phase == PRIMARY]


def _elmsgate() -> DemoSchool:
    return next(school for school in schools() if school.name == LEAD_SCHOOL)


def _key(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)
