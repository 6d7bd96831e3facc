"""Charts drawn on the server as plain SVG: no script, no style attribute, colours from figures.css.

Each comes twice, for a wide screen and for a phone, so that its letters stay readable; the stylesheet shows one. A
chart never stands alone: the page gives its table beside it, and the description says in words what it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from alongside.web.design.chart_frames import (
    LETTER,
    Frame,
    Mark,
    Size,
    drawn_twice,
    grid,
    labels,
    nice_steps,
    number,
)

__all__ = ["Bar", "Mark", "Series", "Step", "bar_chart", "line_chart", "nice_steps", "signed", "waterfall_chart"]


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
    return drawn_twice(identifier, title, description, lambda size: _lines(series, size))


def bar_chart(identifier: str, title: str, description: str, bars: Sequence[Bar]) -> SafeString:
    """Horizontal bars, each with its label and number."""
    return drawn_twice(identifier, title, description, lambda size: _bars(bars, size), height=_bars_height(bars))


def waterfall_chart(
    identifier: str, title: str, description: str, steps: Sequence[Step], total: str
) -> SafeString:  # fmt: skip
    """From zero step by step to the sum, which is drawn last under the name `total`."""
    tall = (len(steps) + 1) * BAR_ROW
    return drawn_twice(identifier, title, description, lambda size: _waterfall(steps, total, size), height=tall)


def _lines(series: Sequence[Series], size: Size) -> tuple[SafeString, int]:
    values = [mark.value for one in series for mark in one.marks if mark.value is not None]
    count = max((len(one.marks) for one in series), default=0)
    frame = Frame(size, count, nice_steps(max(values, default=0)))
    # The comparison lies below the line that is compared.
    order = sorted(series, key=lambda one: not one.is_comparison)
    parts = [grid(frame), labels(frame, series[0].marks if series else ())]
    parts += [_line(frame, one) for one in order]
    return mark_safe("".join(parts)), size.height


def _line(frame: Frame, series: Series) -> SafeString:
    kind = "comparison" if series.is_comparison else "main"
    placed = [(place, mark) for place, mark in enumerate(series.marks)]
    paths = []
    for is_gap, run in groupby(placed, key=lambda pair: pair[1].value is None):
        if not is_gap:
            points = " ".join(f"{number(frame.x(place))},{number(frame.y(mark.value or 0))}" for place, mark in run)
            paths.append((kind, points))
    lines = format_html_join("", '<polyline class="al-chart__line al-chart__line--{0}" points="{1}"/>', paths)
    dots = format_html_join(
        "",
        '<circle class="al-chart__dot al-chart__dot--{0}" cx="{1}" cy="{2}" r="{3}"><title>{4}</title></circle>',
        (
            (
                kind,
                number(frame.x(place)),
                number(frame.y(mark.value)),
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
            number(max(1.0, bar.value * scale)),
            number(max(bar.value, bar.high or 0) * scale + 8),
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
        (number(bar.low * scale), number(bar.high * scale), place * BAR_ROW + LABEL_ROW + 11)
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
            place * BAR_ROW + LABEL_ROW - 3, _fitting(label, size), number((min(begin, begin + change) - low) * scale),
            place * BAR_ROW + LABEL_ROW + 2, number(max(1.0, abs(change) * scale)), "up" if change >= 0 else "down",
            size.width, place * BAR_ROW + LABEL_ROW + 17, signed(change),
        )
        for place, (label, begin, change) in enumerate(bars)
    ]  # fmt: skip
    zero = format_html(
        '<line class="al-chart__grid" x1="{0}" y1="0" x2="{0}" y2="{1}"/>', number(-low * scale), size.height
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
