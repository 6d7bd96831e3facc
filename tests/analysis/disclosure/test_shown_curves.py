"""A curve that is shown is made of steps of several people each."""

import numpy as np
import pytest

from alongside.analysis.disclosure import shown_curve

WEEKS = [0, 4, 8, 12, 18, 26]


def test_every_step_stands_for_five_ended_waits_or_more():
    waits = np.arange(1, 41)
    points = shown_curve(waits, waits % 4 > 0, WEEKS)
    ended = [int(((waits <= one.time) & (waits % 4 > 0)).sum()) for one in points]
    moved = [place for place in range(1, len(points)) if points[place].still_waiting < points[place - 1].still_waiting]
    assert moved and all(ended[place] - ended[place - 1] >= 3 for place in moved)
    assert points[1].still_waiting == 1.0 and points[-1].still_waiting == 0.45


def test_the_curve_stops_before_the_last_five():
    points = shown_curve(list(range(1, 21)), [1] * 20, WEEKS)
    assert [one.time for one in points] == [0, 4, 8, 12]


@pytest.mark.parametrize(("waits", "ended"), [([3] * 9, [1] * 9), ([3] * 20, [1] * 4 + [0] * 16)])
def test_few_people_or_few_ended_waits_make_no_curve(waits, ended):
    assert shown_curve(waits, ended, WEEKS) == ()


def test_the_curve_does_not_go_on_where_nobody_has_waited_so_long_yet():
    points = shown_curve([2] * 10 + [9] * 20, [1] * 10 + [0] * 20, WEEKS)
    assert [one.time for one in points] == [0, 4, 8] and points[-1].still_waiting == 0.67
