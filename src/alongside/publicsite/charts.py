"""One chart: counts by period as a line with its interval, drawn as plain SVG. Its table stands beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 36
MOST_STEPS, LETTER = 5, 9


@dataclass(frozen=True, slots=True)
class Size:
    """Drawn twice, so that letters stay readable on a phone; the stylesheet shows one."""

    name: str
    width: int
    height: int


SIZES = (Size("wide", 640, 300), Size("narrow", 340, 260))


@dataclass(frozen=True, slots=True)
class Mark:
    """One period. `value` None: held back, or not held; the line stays open there, and has no label where it is empty."""

    label: str
    short: str
    value: float | None
    low: float | None = None
    high: float | None = None


def line_chart(identifier: str, title: str, description: str, marks: Sequence[Mark]) -> Markup:
    """Lines between periods that follow one another; a whisker over each point is its 95% interval."""
    highest = max((one.high or one.value or 0.0 for one in marks), default=0.0)
    return Markup("").join(_drawn(f"{identifier}-{one.name}", title, description, marks, highest, one) for one in SIZES)


def _drawn(identifier: str, title: str, description: str, marks: Sequence[Mark], highest: float, size: Size) -> Markup:
    plot = Plot(size, marks, _steps(highest))
    parts = "".join((_grid(plot), _axis(plot), _whiskers(plot), _lines(plot), _dots(plot)))
    return framed(identifier, title, description, parts, size)


def framed(identifier: str, title: str, description: str, parts: str, size: Size) -> Markup:
    """A drawing with its title and what it shows in words. `parts` is markup already."""
    name = escape(identifier)
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="chart chart--{size.name}" viewBox="0 0 {size.width} {size.height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{parts}</svg>'
    )


@dataclass(frozen=True, slots=True)
class Plot:
    """Where values lie."""

    size: Size
    marks: Sequence[Mark]
    steps: Sequence[float]

    def x(self, place: int) -> float:
        return round(LEFT + (self.size.width - LEFT - RIGHT) * (place + 0.5) / max(1, len(self.marks)), 1)

    def y(self, value: float) -> float:
        return round(self.size.height - BOTTOM - (self.size.height - TOP - BOTTOM) * value / self.steps[-1], 1)


def _steps(highest: float) -> list[float]:
    if highest <= 1:
        return [0.0, 1.0]
    rough = highest / MOST_STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = max(1.0, next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough * (1 - 1e-9)))
    return [step * number for number in range(math.ceil(highest / step) + 1)]


def _grid(plot: Plot) -> str:
    return "".join(
        f'<line class="grid" x1="{LEFT}" y1="{plot.y(step)}" x2="{plot.size.width - RIGHT}" y2="{plot.y(step)}"/>'
        f'<text class="tick" x="{LEFT - 8}" y="{plot.y(step) + 5}" text-anchor="end">{step:,.0f}</text>'
        for step in plot.steps
    )


def _axis(plot: Plot) -> str:
    """As many labels as fit without touching."""
    longest = max((len(one.short) for one in plot.marks), default=1) * LETTER + 10
    every = max(1, math.ceil(len(plot.marks) * longest / (plot.size.width - LEFT - RIGHT)))
    return "".join(
        f'<text class="tick" x="{plot.x(place)}" y="{plot.size.height - 12}" text-anchor="middle">'
        f"{escape(one.short)}</text>"
        for place, one in enumerate(plot.marks)
        if place % every == 0
    )


def _whiskers(plot: Plot) -> str:
    return "".join(
        f'<line class="interval" x1="{plot.x(place)}" y1="{plot.y(one.low)}" x2="{plot.x(place)}" '
        f'y2="{plot.y(one.high)}"/>'
        for place, one in enumerate(plot.marks)
        if one.low is not None and one.high is not None
    )


def _lines(plot: Plot) -> str:
    runs: list[list[str]] = [[]]
    for place, one in enumerate(plot.marks):
        if one.value is None:
            runs.append([])
        else:
            runs[-1].append(f"{plot.x(place)},{plot.y(one.value)}")
    return "".join(f'<polyline class="line" points="{" ".join(run)}"/>' for run in runs if len(run) > 1)


def _dots(plot: Plot) -> str:
    return "".join(
        f'<circle class="dot" cx="{plot.x(place)}" cy="{plot.y(one.value)}" r="4"><title>{escape(one.label)}: '
        f"{one.value:,.0f}</title></circle>"
        for place, one in enumerate(plot.marks)
        if one.value is not None
    )
