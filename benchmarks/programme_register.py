"""How fast a year's register of classes enters, and how fast three years of reach are counted.

    make bench BENCH=programme_register              (SQLite)
    DATABASE_URL=postgresql://… make bench BENCH=programme_register

Claim: 400 classes of 60 schools (10,000 pupils) enter in under 2 seconds; the page of a programme with three such years,
nine lessons each (1,200 classes, 10,800 lessons), is worked out in under 2 seconds of processor.
"""

import random
import time
from datetime import date, timedelta

from django.core.management import call_command
from django.db import connection

from alongside.areas import actions as areas
from alongside.exchange import class_register
from alongside.programmes.actions import programmes as acts
from alongside.programmes.drafts import TargetDraft
from alongside.programmes.models import ClassFile, SchoolClass, Session
from alongside.programmes.queries import programmes
from alongside.programmes.states import Counted, LessonState
from benchmarks.harness import NOW, report
from tests.areas.invented import keep, school
from tests.cast import make_cast
from tests.programmes.world import begin

SCHOOLS, CLASSES, YEARS = 60, 400, (2024, 2025, 2026)
LESSONS = tuple(f"Lesson {number}" for number in range(1, 10))


def register_of(year: int, dice: random.Random) -> bytes:
    """Classes of 25, twenty rows of them wrong."""
    lines = ["School URN,School year,Year group,Class,Pupils,Free meals,Offered on"]
    for number in range(CLASSES):
        urn, group = 200_001 + number % SCHOOLS, (4, 5, 7)[number % 3]
        need = dice.choice(("high", "low"))
        lines.append(f"{urn},{year}/{(year + 1) % 100},{group},{group} {number // SCHOOLS},25,{need},{year}-09-10")
    lines += ["1,x,y,,none,lots,soon"] * 20
    return "\n".join(lines).encode()


def teach(dice: random.Random) -> None:
    """Every lesson of every class, most of them given."""
    lessons = None
    sessions = []
    for one in SchoolClass.objects.select_related("version"):
        lessons = lessons or list(one.version.lessons.all())
        for place, lesson in enumerate(lessons):
            held = dice.random() < 0.93
            sessions.append(
                Session(
                    school_class=one, lesson=lesson, day=date(one.school_year, 10, 1) + timedelta(weeks=place),
                    state=LessonState.DELIVERED if held else LessonState.NOT_DELIVERED,
                    head_count=dice.randint(20, 25) if held else None,
                )
            )  # fmt: skip
    Session.objects.bulk_create(sessions, batch_size=2_000)


def timed(call):
    start = time.perf_counter()
    found = call()
    return time.perf_counter() - start, found


def main() -> None:
    call_command("migrate", verbosity=0)
    cast, dice = make_cast(), random.Random(7)
    begin(cast, LESSONS)
    keep(areas.load_schools, [school(str(200_001 + n), f"School {n}") for n in range(SCHOOLS)])
    lead = cast.viewer("programme_lead")
    acts.set_target(code="life-skills", draft=TargetDraft(2024, 2026, 30_000, Counted.FINISHED, "x"), by=lead, at=NOW)
    raw = {year: register_of(year, dice) for year in YEARS}
    took = [
        timed(lambda year=year: class_register.take_in(code="life-skills", name="r", raw=raw[year], by=lead, at=NOW))[0]
        for year in YEARS
    ]
    file = ClassFile.objects.first()
    assert (file.entered, file.rejected) == (CLASSES, 20)
    teach(dice)
    cpu = time.process_time()
    counted, (found, _) = timed(lambda: programmes.reach(lead, "life-skills"))
    cpu = time.process_time() - cpu
    report(
        f"{CLASSES} classes a year of {SCHOOLS} schools, {len(YEARS)} years, {connection.vendor}",
        {
            "register of one year, read, checked, entered": f"{max(took):.2f} s (slowest of {len(took)})",
            f"reach of {len(found.facts):,} classes, forecast and breakdowns": f"{counted:.2f} s, {cpu:.2f} s of processor",
        },
    )


if __name__ == "__main__":
    main()
