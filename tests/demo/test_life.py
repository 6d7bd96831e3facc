"""Stories side by side, in the order of time."""

from datetime import UTC, datetime, timedelta

import pytest

from alongside.demo.life import Life

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


def story(written, name, *hours):
    for hour in hours:
        yield START + timedelta(hours=hour)
        written.append((hour, name))


def test_what_two_stories_do_is_written_in_the_order_of_time():
    written, life = [], Life(START + timedelta(days=1))
    life.add(story(written, "a", 1, 5, 6))
    life.add(story(written, "b", 2, 3, 7))
    life.run()
    assert written == sorted(written) and len(written) == life.moments == 6


def test_a_story_may_begin_in_the_middle_of_another():
    written, life = [], Life(START + timedelta(days=1))

    def parent():
        yield START + timedelta(hours=1)
        life.add(story(written, "child", 2, 4))
        yield START + timedelta(hours=3)
        written.append((3, "parent"))

    life.add(parent())
    life.run()
    assert written == [(2, "child"), (3, "parent"), (4, "child")]


def test_nothing_happens_after_the_demo_was_built():
    with pytest.raises(ValueError, match="after the demo was built"):
        Life(START).add(story([], "a", 1))
