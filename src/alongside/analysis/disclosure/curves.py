"""A waiting curve as it may be shown: every step of the whole curve is somebody's own day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alongside.analysis.waiting import WaitingCurve


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The share still waiting after `time`, 0 to 1, with its interval."""

    time: float
    still_waiting: float
    low: float
    high: float


def shown_curve(curve: WaitingCurve, times: Sequence[float], *, threshold: int = 5) -> tuple[CurvePoint, ...]:
    """The curve at these times only. It moves on when `threshold` more waits have ended, and stops when fewer than
    that are left; empty when fewer than twice as many people waited or fewer than `threshold` waits ended.

    Shares are rounded to whole per cent. Raises `ValueError` for times that are not in order. Source: the rule that
    each step rests on no fewer events than the threshold, as for published Kaplan-Meier curves in OpenSAFELY.
    """
    if list(times) != sorted(times):
        raise ValueError("times must be in order")
    if curve.people < 2 * threshold or sum(curve.ended) < threshold:
        return ()
    points: list[CurvePoint] = []
    last, ended = CurvePoint(times[0], 1.0, 1.0, 1.0), 0
    for time in times:
        place = int(np.searchsorted(curve.times, time, side="right"))
        so_far = sum(curve.ended[:place])
        if place and curve.at_risk[place - 1] - curve.ended[place - 1] < threshold:
            break
        if place and so_far - ended >= threshold:
            left = (curve.still_waiting[place - 1], curve.lower[place - 1], curve.upper[place - 1])
            ended, last = so_far, CurvePoint(time, *(round(one, 2) for one in left))
        points.append(CurvePoint(time, last.still_waiting, last.low, last.high))
    return tuple(points)
