"""A series against the range expected of it, month by month, and a funnel: plain SVG, as the other charts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from alongside.web.design.chart_frames import Frame, Mark, Size, drawn_twice, grid, labels, nice_steps, number

# Wards with an expected count so small share one place on the axis of a funnel.
FEWEST_EXPECTED = 1.0


@dataclass(frozen=True, slots=True)
class Ranged:
    """One month: what was counted (None: not held, or yet to come), and the expected range where there is one."""

    label: str
    short: str
    value: float | None
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    stands_out: bool = False
    is_to_come: bool = False


@dataclass(frozen=True, slots=True)
class FunnelMark:
    """One area: expected count across, ratio up, its limits at that size."""

    label: str
    expected: float
    ratio: float
    warning: tuple[float, float]
    action: tuple[float, float]
    stands_out: bool


def range_chart(identifier: str, title: str, description: str, months: Sequence[Ranged]) -> SafeString:
    """Counts as a line, each month's expected range as a box behind it; what stands out is ringed."""
    return drawn_twice(identifier, title, description, lambda size: _ranges(months, size))


def funnel_chart(identifier: str, title: str, description: str, marks: Sequence[FunnelMark]) -> SafeString:
    """Ratio of seen to expected against the expected count, inside the two pairs of limits."""
    return drawn_twice(identifier, title, description, lambda size: _funnel(marks, size))


def _ranges(months: Sequence[Ranged], size: Size) -> tuple[SafeString, int]:
    highest = max((each for month in months for each in (month.value, month.high) if each is not None), default=0.0)
    frame = Frame(size, len(months), nice_steps(highest))
    half = (frame.x(1) - frame.x(0)) / 2 - 0.5
    boxes = format_html_join(
        "",
        '<rect class="al-chart__range al-chart__range--{0}" x="{1}" y="{2}" width="{3}" height="{4}">'
        "<title>{5}</title></rect>",
        (
            (
                "coming" if month.is_to_come else "known", number(frame.x(place) - half), number(frame.y(month.high)),
                number(2 * half), number(max(1.5, frame.y(month.low) - frame.y(month.high))),
                f"{month.label}: {month.low:,.0f} to {month.high:,.0f} expected",
            )
            for place, month in enumerate(months)
            if month.low is not None and month.high is not None
        ),
    )  # fmt: skip
    middles = format_html_join(
        "",
        '<line class="al-chart__expected" x1="{0}" y1="{2}" x2="{1}" y2="{2}"/>',
        (
            (number(frame.x(place) - half), number(frame.x(place) + half), number(frame.y(month.mean)))
            for place, month in enumerate(months)
            if month.mean is not None
        ),
    )
    marks = [Mark(month.label, month.short, month.value) for month in months]
    parts = [grid(frame), boxes, middles, labels(frame, marks), _counts(frame, months)]
    return mark_safe("".join(parts)), size.height


def _counts(frame: Frame, months: Sequence[Ranged]) -> SafeString:
    runs: list[list[str]] = [[]]
    for place, month in enumerate(months):
        if month.value is None:
            runs.append([])
        else:
            runs[-1].append(f"{number(frame.x(place))},{number(frame.y(month.value))}")
    lines = format_html_join(
        "",
        '<polyline class="al-chart__line al-chart__line--main" points="{0}"/>',
        ((" ".join(run),) for run in runs if len(run) > 1),
    )
    dots = format_html_join(
        "",
        '<circle class="al-chart__dot--{0}" cx="{1}" cy="{2}" r="{3}"><title>{4}</title></circle>',
        (
            (
                "out" if month.stands_out else "main",
                number(frame.x(place)),
                number(frame.y(month.value)),
                "6" if month.stands_out else "3",
                f"{month.label}: {month.value:,.0f}{', an alert' if month.stands_out else ''}",
            )
            for place, month in enumerate(months)
            if month.value is not None
        ),
    )
    return lines + dots


def _funnel(marks: Sequence[FunnelMark], size: Size) -> tuple[SafeString, int]:
    ordered = sorted(marks, key=lambda mark: mark.expected)
    highest = max(max(mark.ratio for mark in marks), *(mark.warning[1] for mark in marks))
    frame = Frame(size, 1, _ratio_steps(highest))
    widest = max(FEWEST_EXPECTED, ordered[-1].expected) * 1.05
    span = size.width - frame.left - frame.right

    def x(expected: float) -> float:
        return frame.left + span * expected / widest

    def y(ratio: float) -> float:
        # The outer limit of a very small area may lie above the chart.
        return max(float(frame.top), frame.y(ratio))

    limits = format_html_join(
        "",
        '<polyline class="al-chart__limit al-chart__limit--{0}" points="{1}"/>',
        (
            (name, " ".join(f"{number(x(mark.expected))},{number(y(getattr(mark, name)[side]))}" for mark in ordered))
            for name in ("warning", "action")
            for side in (0, 1)
        ),
    )
    dots = format_html_join(
        "",
        '<circle class="al-chart__dot--{0}" cx="{1}" cy="{2}" r="{3}"><title>{4}</title></circle>',
        (
            (
                "out" if mark.stands_out else "main", number(x(mark.expected)), number(y(mark.ratio)),
                "6" if mark.stands_out else "4", mark.label,
            )
            for mark in ordered
        ),
    )  # fmt: skip
    even = format_html_join(
        "",
        '<line class="al-chart__even" x1="{0}" y1="{2}" x2="{1}" y2="{2}"/>',
        [(frame.left, size.width - frame.right, number(frame.y(1.0)))],
    )
    return mark_safe("".join([_ratio_grid(frame), even, limits, dots, _expected_labels(frame, widest, x)])), size.height


def _ratio_steps(highest: float) -> list[float]:
    step = 0.5 if highest <= 3 else 1.0 if highest <= 6 else 2.0
    steps = [0.0]
    while steps[-1] < highest:
        steps.append(steps[-1] + step)
    return steps


def _ratio_grid(frame: Frame) -> SafeString:
    return format_html_join(
        "",
        '<line class="al-chart__grid" x1="{0}" y1="{1}" x2="{2}" y2="{1}"/>'
        '<text class="al-chart__tick" x="{3}" y="{4}" text-anchor="end">{5}</text>',
        (
            (
                frame.left, number(frame.y(step)), frame.size.width - frame.right, frame.left - 8,
                number(frame.y(step) + 5), f"{step:g}",
            )
            for step in frame.steps
        ),
    )  # fmt: skip


def _expected_labels(frame: Frame, widest: float, x: Callable[[float], float]) -> SafeString:
    steps = [step for step in nice_steps(widest, 4) if step <= widest]
    return format_html_join(
        "",
        '<text class="al-chart__tick" x="{0}" y="{1}" text-anchor="middle">{2}</text>',
        ((number(x(step)), frame.size.height - 10, f"{step:,.0f}") for step in steps),
    )
