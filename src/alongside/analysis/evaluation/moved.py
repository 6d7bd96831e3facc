"""Whether what left the target turned up next door, in three words and never a fourth."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Literal

import numpy as np

from alongside.analysis.evaluation.answers import Interval, NotAnswerable
from alongside.analysis.evaluation.design import Design

Words = Literal["moved", "spread of benefit", "too few to tell"]


@dataclass(frozen=True, slots=True)
class Displacement:
    """Events that the buffer gained beyond its control, the target's own change, and both together."""

    words: Words
    estimate: float
    interval: Interval
    target_change: float
    net: float
    net_interval: Interval
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({
        "estimate": "events", "interval": "events", "target_change": "events", "net": "events", "net_interval": "events",
    })  # fmt: skip


def displaced(design: Design, phi: float, critical: float, confidence: float) -> Displacement | NotAnswerable:
    """Weighted displacement difference of target and buffer, each against the comparison areas scaled to it.

    Both share one control, so that its variance counts with the square of both scales together. The words follow the
    interval: wholly above zero “moved”, wholly below “spread of benefit”, otherwise “too few to tell”; there is no
    “no displacement”. Source: Wheeler and Ratcliffe (2018), Crime Science 7:11.
    """
    if design.buffer is None:
        raise ValueError("Displacement needs a buffer")
    buffer = float(design.buffer[:, : design.start].sum()), float(design.buffer[:, design.start :].sum())
    if buffer[0] == 0:
        return NotAnswerable(
            "nothing was counted in the buffer before the start", "a wider buffer or a longer baseline"
        )
    target, elsewhere = (design.target_before, design.target_after), design.elsewhere
    rate = design.length / design.start
    scales = np.array([target[0] / elsewhere[0], buffer[0] / elsewhere[0]])
    drift = elsewhere[1] - elsewhere[0] * rate
    changes = np.array([area[1] - area[0] * rate for area in (target, buffer)]) - scales * drift
    own = np.array([area[1] + area[0] * rate**2 for area in (target, buffer)])
    control = elsewhere[1] + elsewhere[0] * rate**2
    reach = critical * math.sqrt(phi * (own[1] + scales[1] ** 2 * control))
    reach_net = critical * math.sqrt(phi * (own.sum() + scales.sum() ** 2 * control))
    estimate, net = float(changes[1]), float(changes.sum())
    interval = Interval(estimate - reach, estimate + reach, confidence)
    words: Words = "moved" if interval.low > 0 else "spread of benefit" if interval.high < 0 else "too few to tell"
    return Displacement(
        words=words,
        estimate=estimate,
        interval=interval,
        target_change=float(changes[0]),
        net=net,
        net_interval=Interval(net - reach_net, net + reach_net, confidence),
        sentence=(
            f"{words[0].upper()}{words[1:]}: the buffer changed by {estimate:+.0f} beyond its control "
            f"({confidence:.0%} {interval.low:+.0f} to {interval.high:+.0f}), the target by {changes[0]:+.0f}."
        ),
    )
