"""One chart: counts by period as a line with its interval, drawn as plain SVG. Its table stands beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 36
MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """One period. `value` None: held back, or not held; the line stays open there."""

    label: str
    short: str
    value: float | None
    low: float | None = None
    high: float | None = None


def line_chart(identifier: str, title: str, description: str, marks: Sequence[Mark]) -> Markup:
    """Lines between periods that follow one another; a whisker over each point is its 95% interval."""
    highest = max((one.high or one.value or 0.0 for one in marks), default=0.0)
    steps = _steps(highest)
    parts = [_grid(steps), _axis(marks), _whiskers(marks, steps[-1]), _lines(marks, steps[-1]), _dots(marks, steps[-1])]
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{escape(identifier)}-title '
        f'{escape(identifier)}-desc"><title id="{escape(identifier)}-title">{escape(title)}</title>'
        f'<desc id="{escape(identifier)}-desc">{escape(description)}</desc>{"".join(parts)}</svg>'
    )


def _steps(highest: float) -> list[float]:
    if highest <= 1:
        return [0.0, 1.0]
    rough = highest / MOST_STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = max(1.0, next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough * (1 - 1e-9)))
    return [step * number for number in range(math.ceil(highest / step) + 1)]


def _x(place: int, marks: Sequence[Mark]) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (place + 0.5) / max(1, len(marks)), 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)


def _grid(steps: Sequence[float]) -> str:
    rows = [(_y(step, steps[-1]), step) for step in steps]
    return "".join(
        f'<line class="grid" x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}"/>'
        f'<text class="tick" x="{LEFT - 8}" y="{y + 5}" text-anchor="end">{step:,.0f}</text>'
        for y, step in rows
    )


def _axis(marks: Sequence[Mark]) -> str:
    return "".join(
        f'<text class="tick" x="{_x(place, marks)}" y="{HEIGHT - 12}" text-anchor="middle">{escape(one.short)}</text>'
        for place, one in enumerate(marks)
        if len(marks) <= 8 or place % 2 == 0
    )


def _whiskers(marks: Sequence[Mark], top: float) -> str:
    return "".join(
        f'<line class="interval" x1="{_x(place, marks)}" y1="{_y(one.low, top)}" x2="{_x(place, marks)}" '
        f'y2="{_y(one.high, top)}"/>'
        for place, one in enumerate(marks)
        if one.low is not None and one.high is not None
    )


def _lines(marks: Sequence[Mark], top: float) -> str:
    runs: list[list[str]] = [[]]
    for place, one in enumerate(marks):
        if one.value is None:
            runs.append([])
        else:
            runs[-1].append(f"{_x(place, marks)},{_y(one.value, top)}")
    return "".join(f'<polyline class="line" points="{" ".join(run)}"/>' for run in runs if len(run) > 1)


def _dots(marks: Sequence[Mark], top: float) -> str:
    return "".join(
        f'<circle class="dot" cx="{_x(place, marks)}" cy="{_y(one.value, top)}" r="4"><title>{escape(one.label)}: '
        f"{one.value:,.0f}</title></circle>"
        for place, one in enumerate(marks)
        if one.value is not None
    )
