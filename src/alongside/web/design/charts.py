"""Charts drawn on the server as plain SVG: no script, no style attribute, colours from figures.css.

Each comes twice, for a wide screen and for a phone, so that its letters stay readable; the stylesheet shows one. A
chart never stands alone: the page gives its table beside it, and the description says in words what it shows.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

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


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    marks: Sequence[Mark]
    is_comparison: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its text; `low` and `high` draw an interval over its end."""

    label: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a waterfall: how far it leads up or down from where the last one ended."""

    label: str
    change: float


def line_chart(identifier: str, title: str, description: str, series: Sequence[Series]) -> SafeString:
    """A line for each series over the same labels; gaps stay open. `identifier` must be the only one on its page."""
    return _twice(identifier, title, description, lambda size: _lines(series, size))


def bar_chart(identifier: str, title: str, description: str, bars: Sequence[Bar]) -> SafeString:
    """Horizontal bars, each with its label and number."""
    return _twice(identifier, title, description, lambda size: _bars(bars, size), height=_bars_height(bars))


def waterfall_chart(
    identifier: str, title: str, description: str, steps: Sequence[Step], total: str
) -> SafeString:  # fmt: skip
    """From zero step by step to the sum, which is drawn last under the name `total`."""
    tall = (len(steps) + 1) * BAR_ROW
    return _twice(identifier, title, description, lambda size: _waterfall(steps, total, size), height=tall)


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


def _twice(
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


@dataclass(frozen=True, slots=True)
class _Frame:
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


def _lines(series: Sequence[Series], size: Size) -> tuple[SafeString, int]:
    values = [mark.value for one in series for mark in one.marks if mark.value is not None]
    count = max((len(one.marks) for one in series), default=0)
    frame = _Frame(size, count, nice_steps(max(values, default=0)))
    # The comparison lies below the line that is compared.
    order = sorted(series, key=lambda one: not one.is_comparison)
    parts = [_grid(frame), _labels(frame, series[0].marks if series else ())]
    parts += [_line(frame, one) for one in order]
    return mark_safe("".join(parts)), size.height


def _grid(frame: _Frame) -> SafeString:
    rows = [
        (
            frame.left,
            _n(frame.y(step)),
            frame.size.width - frame.right,
            frame.left - 8,
            _n(frame.y(step) + 5),
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


def _labels(frame: _Frame, marks: Sequence[Mark]) -> SafeString:
    """As many labels as fit without touching, at even steps."""
    longest = max((len(mark.short) for mark in marks), default=1)
    room = (frame.size.width - frame.left - frame.right) / (longest * LETTER + 14)
    step = max(1, math.ceil(len(marks) / max(1, room)))
    rows = [
        (_n(frame.x(place)), frame.size.height - 10, mark.short)
        for place, mark in enumerate(marks)
        if place % step == 0
    ]
    return format_html_join("", '<text class="al-chart__tick" x="{0}" y="{1}" text-anchor="middle">{2}</text>', rows)


def _line(frame: _Frame, series: Series) -> SafeString:
    kind = "comparison" if series.is_comparison else "main"
    placed = [(place, mark) for place, mark in enumerate(series.marks)]
    paths = []
    for is_gap, run in groupby(placed, key=lambda pair: pair[1].value is None):
        if not is_gap:
            points = " ".join(f"{_n(frame.x(place))},{_n(frame.y(mark.value or 0))}" for place, mark in run)
            paths.append((kind, points))
    lines = format_html_join("", '<polyline class="al-chart__line al-chart__line--{0}" points="{1}"/>', paths)
    dots = format_html_join(
        "",
        '<circle class="al-chart__dot al-chart__dot--{0}" cx="{1}" cy="{2}" r="{3}"><title>{4}</title></circle>',
        (
            (
                kind,
                _n(frame.x(place)),
                _n(frame.y(mark.value)),
                "3" if series.is_comparison else "4",
                f"{series.name}, {mark.label}: {mark.value:,.0f}",
            )
            for place, mark in placed
            if mark.value is not None
        ),
    )
    return lines + dots


BAR_ROW, LABEL_ROW = 46, 18


def _bars_height(bars: Sequence[Bar]) -> int:
    return BAR_ROW * len(bars) + 8


def _bars(bars: Sequence[Bar], size: Size) -> tuple[SafeString, int]:
    """Label above its bar, so that long names need no margin and no turning."""
    longest = max((len(bar.text) for bar in bars), default=0) * LETTER + 12
    highest = max([max(bar.value, bar.high or 0) for bar in bars] or [0]) or 1
    scale = (size.width - longest) / highest
    rows = [
        (
            place * BAR_ROW + LABEL_ROW - 3,
            bar.label,
            place * BAR_ROW + LABEL_ROW + 2,
            _n(max(1.0, bar.value * scale)),
            _n(max(bar.value, bar.high or 0) * scale + 8),
            place * BAR_ROW + LABEL_ROW + 17,
            bar.text,
        )
        for place, bar in enumerate(bars)
    ]
    drawn = format_html_join(
        "",
        '<text class="al-chart__label" x="0" y="{0}">{1}</text><rect class="al-chart__bar" x="0" y="{2}" width="{3}" '
        'height="18"/><text class="al-chart__number" x="{4}" y="{5}">{6}</text>',
        rows,
    )
    return drawn + _whiskers(bars, scale), size.height


def _whiskers(bars: Sequence[Bar], scale: float) -> SafeString:
    rows = [
        (_n(bar.low * scale), _n(bar.high * scale), place * BAR_ROW + LABEL_ROW + 11)
        for place, bar in enumerate(bars)
        if bar.low is not None and bar.high is not None
    ]
    return format_html_join("", '<line class="al-chart__interval" x1="{0}" y1="{2}" x2="{1}" y2="{2}"/>', rows)


def _waterfall(steps: Sequence[Step], total: str, size: Size) -> tuple[SafeString, int]:
    """Each bar begins where the last one ended; what leads down is hollow, so that no colour is needed to tell."""
    ends = list(accumulate((step.change for step in steps), initial=0.0))
    room = size.width - 8 * LETTER
    low, high = min(ends), max(ends)
    scale = room / ((high - low) or 1.0)
    bars = [
        *((step.label, begin, step.change) for step, begin in zip(steps, ends, strict=False)),
        (total, 0.0, ends[-1]),
    ]
    rows = [
        (
            place * BAR_ROW + LABEL_ROW - 3, _fitting(label, size), _n((min(begin, begin + change) - low) * scale),
            place * BAR_ROW + LABEL_ROW + 2, _n(max(1.0, abs(change) * scale)), "up" if change >= 0 else "down",
            size.width, place * BAR_ROW + LABEL_ROW + 17, signed(change),
        )
        for place, (label, begin, change) in enumerate(bars)
    ]  # fmt: skip
    zero = format_html(
        '<line class="al-chart__grid" x1="{0}" y1="0" x2="{0}" y2="{1}"/>', _n(-low * scale), size.height
    )
    drawn = format_html_join(
        "",
        '<text class="al-chart__label" x="0" y="{0}">{1}</text><rect class="al-chart__step al-chart__step--{5}" x="{2}" '
        'y="{3}" width="{4}" height="18"/><text class="al-chart__number" x="{6}" y="{7}" text-anchor="end">{8}</text>',
        rows,
    )
    return zero + drawn, size.height


def signed(change: float) -> str:
    """+12.3, −5.5, 0.0: with the sign that is meant."""
    return f"{change:+.1f}".replace("-", "−") if abs(change) >= 0.05 else "0.0"


def _fitting(label: str, size: Size) -> str:
    """Cut to what the width holds; the table beside the chart has it whole."""
    most = int(size.width / LETTER)
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _n(value: float) -> str:
    """A coordinate, one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")
