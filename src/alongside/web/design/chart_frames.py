"""What every chart has in common: its two sizes, its axes, its grid."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

LETTER = 9.0  # the width of an average letter of the chart's text


@dataclass(frozen=True, slots=True)
class Size:
    name: str
    width: int
    height: int


WIDE, NARROW = Size("wide", 560, 300), Size("narrow", 340, 260)


@dataclass(frozen=True, slots=True)
class Mark:
    """One value of a series; None is a gap, not a zero. `short` stands at the axis, `label` in the mark's own title."""

    label: str
    short: str
    value: float | None


def drawn_twice(
    identifier: str,
    title: str,
    description: str,
    draw: Callable[[Size], tuple[SafeString, int]],
    *,
    height: int | None = None,
) -> SafeString:
    drawn = []
    for size in (WIDE, NARROW):
        sized = Size(size.name, size.width, height or size.height)
        content, tall = draw(sized)
        drawn.append(
            format_html(
                '<svg class="al-chart al-chart--{name}" viewBox="0 0 {width} {height}" role="img" '
                'aria-labelledby="{id}-{name}-title {id}-{name}-desc">'
                '<title id="{id}-{name}-title">{title}</title><desc id="{id}-{name}-desc">{desc}</desc>{content}</svg>',
                name=size.name,
                width=size.width,
                height=tall,
                id=identifier,
                title=title,
                desc=description,
                content=content,
            )
        )
    return mark_safe("".join(drawn))


def nice_steps(highest: float, most: int = 5) -> list[float]:
    """Round steps from zero to at least `highest`, no more than `most` above zero."""
    if highest <= 1:
        return [0.0, 1.0]
    rough = highest / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * (1 - 1e-9))
    if step < 1:
        step = 1.0
    return [step * number for number in range(max(1, math.ceil(highest / step)) + 1)]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where values lie between the axes."""

    size: Size
    count: int
    steps: Sequence[float]

    left: int = 52
    right: int = 12
    top: int = 14
    bottom: int = 34

    def x(self, place: int) -> float:
        span = self.size.width - self.left - self.right
        return self.left + span * (place + 0.5) / max(1, self.count)

    def y(self, value: float) -> float:
        span = self.size.height - self.top - self.bottom
        return self.size.height - self.bottom - span * value / self.steps[-1]


def grid(frame: Frame) -> SafeString:
    rows = [
        (
            frame.left,
            number(frame.y(step)),
            frame.size.width - frame.right,
            frame.left - 8,
            number(frame.y(step) + 5),
            f"{step:,.0f}",
        )
        for step in frame.steps
    ]
    return format_html_join(
        "",
        '<line class="al-chart__grid" x1="{0}" y1="{1}" x2="{2}" y2="{1}"/>'
        '<text class="al-chart__tick" x="{3}" y="{4}" text-anchor="end">{5}</text>',
        rows,
    )


def labels(frame: Frame, marks: Sequence[Mark]) -> SafeString:
    """As many labels as fit without touching, at even steps."""
    longest = max((len(mark.short) for mark in marks), default=1)
    room = (frame.size.width - frame.left - frame.right) / (longest * LETTER + 14)
    step = max(1, math.ceil(len(marks) / max(1, room)))
    rows = [
        (number(frame.x(place)), frame.size.height - 10, mark.short)
        for place, mark in enumerate(marks)
        if place % step == 0
    ]
    return format_html_join("", '<text class="al-chart__tick" x="{0}" y="{1}" text-anchor="middle">{2}</text>', rows)


def number(value: float) -> str:
    """A coordinate, one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")
