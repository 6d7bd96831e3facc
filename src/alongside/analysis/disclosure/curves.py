"""A waiting curve as it may be shown: every step of the whole curve is somebody's own day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.evaluation.arrays import numbers
from alongside.analysis.waiting import read_waits, waiting_curve


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The share still waiting after `time`, 0 to 1, with its interval."""

    time: float
    still_waiting: float
    low: float
    high: float


def shown_curve(
    durations: ArrayLike, ended: ArrayLike, times: Sequence[float], *, threshold: int = 5, confidence: float = 0.95
) -> tuple[CurvePoint, ...]:
    """The Kaplan-Meier curve at these times only. It moves on when `threshold` more waits have ended, and stops when
    fewer than that have waited longer; empty when fewer than twice as many people waited or fewer than `threshold`
    waits ended.

    `durations`, `ended` as in `waiting_curve`, `times` in the unit of the durations. Shares are rounded to whole per
    cent. Raises `ValueError` for times that are not in order. Source: the rule that each step rests on no fewer events
    than the threshold, as for published Kaplan-Meier curves in OpenSAFELY.
    """
    asked = numbers(times, "times", dimensions=1).tolist() if len(times) else []
    if asked != sorted(asked):
        raise ValueError("times must be in order")
    if not threshold >= 1:
        raise ValueError(f"threshold must be 1 or more, not {threshold!r}")
    curve = waiting_curve(durations, ended, confidence=confidence)
    waited, done = read_waits(durations, ended)
    if len(waited) < 2 * threshold or done.sum() < threshold:
        return ()
    points: list[CurvePoint] = []
    last, counted = CurvePoint(0.0, 1.0, 1.0, 1.0), 0
    for time in asked:
        if (waited > time).sum() < threshold:
            break
        gone = int((done & (waited <= time)).sum())
        if gone - counted >= threshold:
            place = int(np.searchsorted(curve.times, time, side="right")) - 1
            left = (curve.still_waiting[place], curve.lower[place], curve.upper[place])
            counted, last = gone, CurvePoint(time, *(round(one, 2) for one in left))
        points.append(CurvePoint(time, last.still_waiting, last.low, last.high))
    return tuple(points)
