"""A statement of waits as its page shows it: words, charts and the tables that say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString

from alongside.common.text import counted
from alongside.support.measures.waits import SPLITS
from alongside.support.queries.waits_figures import WaitsFigures
from alongside.web.design.charts import Mark, Series, line_chart
from alongside.web.design.wording import day, number

# Fewer points than this are no line: nearly everybody had left before the second could be shown.
POINTS = 3
HELD, FEW = "Held back", "Too few to show"
WAYS = {
    "waits": "Still waits", "on": "Went on to the next step", "before_help": "Closed before help",
    "taken_back": "Ended otherwise: taken back, or not needed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Headline:
    value: str
    interval: str
    comparator: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and the rows that say the same."""

    drawn: SafeString
    rows: tuple[tuple[str, ...], ...]
    has_earlier: bool = False


@dataclass(frozen=True, slots=True)
class SplitShown:
    name: str
    rows: tuple[tuple[str, ...], ...]
    held: int


@dataclass(frozen=True, slots=True)
class QueueShown:
    code: str
    label: str
    today: str
    total: str
    median: Headline
    p92: Headline
    counts: tuple[tuple[str, str], ...]
    curve: Chart | None
    ways: Chart | None
    splits: tuple[SplitShown, ...]


def period_of(body: Mapping[str, Any]) -> str:
    first, as_at = date.fromisoformat(body["first"]), date.fromisoformat(body["as_at"])
    return f"waits that began from {day(first)} up to {day(as_at)}, as they stood then"


def queues_shown(shown: WaitsFigures, at: datetime) -> tuple[QueueShown, ...]:
    return tuple(_queue(one, shown.today) for one in shown.body.get("queues", ()))


def count(value: int | None) -> str:
    return HELD if value is None else number(value)


def _queue(told: Mapping[str, Any], today: Mapping[str, int | None]) -> QueueShown:
    code = told["code"]
    stand = today.get(code, 0)
    return QueueShown(
        code=code, label=told["label"], today="Fewer than 5" if stand is None else number(stand),
        total=count(told["total"]), median=_headline(told, "median"), p92=_headline(told, "p92"),
        counts=tuple((words, count(told["counts"][way])) for way, words in WAYS.items()),
        curve=_curve(told) if len(told["curve"]) >= POINTS else None,
        ways=_ways(told) if told["ways"] and len(told["curve"]) >= POINTS else None,
        splits=tuple(_split(one) for one in told["splits"]),
    )  # fmt: skip


def weeks(found: Mapping[str, Any] | None) -> str:
    if found is None:
        return FEW
    if found["weeks"] is None:
        return f"More than {found['over']} weeks"
    return counted(found["weeks"], "week")


def interval(found: Mapping[str, Any] | None) -> str:
    if found is None or (found["low"] is None and found["high"] is None):
        return ""
    if found["high"] is None:
        return f"(95% from {counted(found['low'], 'week')}, no upper limit yet)"
    return f"(95% {found['low']} to {found['high']} weeks)"


def _headline(told: Mapping[str, Any], name: str) -> Headline:
    before = told["before"]
    earlier = f"{weeks(before[name])} {interval(before[name])}".strip() if before[name] else "too few to show"
    return Headline(weeks(told[name]), interval(told[name]), f"The year before: {earlier[:1].lower()}{earlier[1:]}")


def _curve(told: Mapping[str, Any]) -> Chart:
    now, before = (_by_week(one["curve"]) for one in (told, told["before"]))
    axis = sorted({*now, *before})
    series = [_series("This year", now, axis)]
    if before:
        series.append(_series("The year before", before, axis, is_comparison=True))
    drawn = line_chart(
        f"curve-{told['code']}", f"{told['label']}: of 100 children, how many still wait",
        "Of every 100 children whose wait began, how many still waited after so many weeks. The table beside it holds "
        "the same numbers.", series,
    )  # fmt: skip
    rows = tuple(
        (
            counted(int(week), "week"),
            *_cells(now.get(week)),
            f"{100 * before[week][0]:.0f}" if week in before else "Not shown",
        )
        for week in axis
        if _in_table(week, axis)
    )
    return Chart(drawn, rows, bool(before))


def _in_table(week: float, axis: Sequence[float]) -> bool:
    """Of a line by the month its first months and each quarter; of one by the week its first four and each second one."""
    if len(axis) > 1 and axis[1] - axis[0] < 4:
        return week <= 4 or week % 2 == 0
    return week % 12 == 0 or week in (4, 8, 16)


def _by_week(curve: Sequence[Sequence[float]]) -> dict[float, tuple[float, float, float]]:
    return {week: (still, low, high) for week, still, low, high in curve}


def _series(
    name: str, points: Mapping[float, tuple[float, float, float]], axis: Sequence[float], *, is_comparison: bool = False
) -> Series:
    marks = [
        Mark(counted(int(week), "week"), f"{week:g}", 100 * points[week][0] if week in points else None) for week in axis
    ]  # fmt: skip
    return Series(name, marks, is_comparison)


def _cells(point: tuple[float, float, float] | None) -> tuple[str, str]:
    if point is None:
        return "Not shown", ""
    still, low, high = (100 * one for one in point)
    return f"{still:.0f}", f"{low:.0f} to {high:.0f}"


def _ways(told: Mapping[str, Any]) -> Chart:
    """The ways out apart: of two ways the second is drawn as the comparison is."""
    by_way = {way: dict(told["ways"][way]) for way in ("on", "before_help") if way in told["ways"]}
    last = max((one[0] for one in told["curve"]), default=0)
    axis = [week for week in next(iter(by_way.values())) if week <= last]
    series = [
        Series(
            WAYS[way],
            [Mark(counted(int(week), "week"), f"{week:g}", 100 * shares[week]) for week in axis],
            way == "before_help",
        )
        for way, shares in by_way.items()
    ]
    drawn = line_chart(
        f"ways-{told['code']}", f"{told['label']}: of 100 children, how many had left the queue, and how",
        "Going on and being closed before help are shown apart; with those who still wait they make 100. The table "
        "beside it holds the same numbers.", series,
    )  # fmt: skip
    rows = tuple(
        (
            counted(int(week), "week"),
            *(f"{100 * by_way[way][week]:.0f}" if way in by_way else FEW for way in ("on", "before_help")),
        )
        for week in axis
        if _in_table(week, axis)
    )
    return Chart(drawn, rows, "before_help" in by_way)


def _split(told: Mapping[str, Any]) -> SplitShown:
    rows = tuple(
        (
            one["label"],
            count(one["count"]),
            *(f"{weeks(one[name])} {interval(one[name])}" for name in ("median", "p92")),
        )
        for one in told["groups"]
        if one["count"] != 0
    )
    return SplitShown(SPLITS[told["name"]], rows, sum(one["count"] is None for one in told["groups"]))
