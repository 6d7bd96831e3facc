"""Life Skills in the demo: three years, schools that lag, a term lost, a catch-up, points missing, a sealed draw."""

from datetime import UTC, date, datetime
from random import Random

import pytest

from alongside.areas import actions as areas
from alongside.demo import cast, partnership
from alongside.demo.building import _code, _place
from alongside.demo.life import Life, World
from alongside.demo.moments import Moments
from alongside.demo.programme_stories import programme_stories
from alongside.demo.schools import schools
from alongside.demo.truth import Truth
from alongside.programmes.queries import lessons, programmes
from alongside.programmes.states import LessonState, Stage
from tests.areas.invented import AT, keep, school

# A school day, a Sunday, the summer holiday, and the first days of a school year.
DAYS = [date(2026, 11, 17), date(2026, 11, 22), date(2027, 8, 11), date(2027, 9, 7)]


def told(day):
    now = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    moments = Moments(now)
    found = schools()
    keep(areas.load_schools, [school(one.urn, one.name) for one in found])
    for one in found:
        terms = one.terms(now.year - 2, now.year + 1)
        areas.set_school_calendar(urn=one.urn, terms=terms, by="t", at=AT, log=lambda deed: None)
    made = partnership.make([_place(one) for one in found], {_code(one.name): one.urn for one in found}, moments)
    world = World(made, moments, Truth("small", 1, moments.today), Random(1), Life(now))
    programme_stories(world, at=now)
    return world, now


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS)
def test_callum_has_a_lesson_to_write_and_lucian_sees_what_is_missing(day):
    world, now = told(day)
    board = lessons.board(world.viewer("callum", now))
    assert len([one for one in (*board.today, *board.silent) if one.number == 4]) == 1
    own = lessons.class_told(world.viewer("callum", now), board.classes[0].id)
    assert [one.attempt for one in own.sessions if one.number == 2] == [1, 2]
    assert (own.sessions[0].state, own.lessons_had) == (LessonState.DELIVERED, 3)
    report, shown = programmes.reach(world.viewer("lucian", now), "life-skills")
    assert len(report.years) == 3 and {gap.code for gap in report.gaps} >= {"not_offered", "stopped"}
    stages = {row.stage: row.pupils.point for row in report.stages}
    assert stages[Stage.ELIGIBLE] > stages[Stage.OFFERED] > stages[Stage.STARTED] > stages[Stage.FINISHED] > 500
    assert report.forecast.expected > 0 and len(shown.splits) == 3
    (change,) = programmes.change(world.viewer("noemi", now), "life-skills")
    whole = change.arms[0].rows[0]
    assert whole.missing > 500 and whole.better > 0 and whole.worse > 0
    (draw,) = programmes.draws(world.viewer("lucian", now), "steady-steps")
    assert [wave.schools for wave in draw.waves] == [None, None]
    assert cast.NOTES["callum"]
