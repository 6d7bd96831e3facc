"""This borough beside those that were picked as like it: a funnel as plain SVG, a sentence and a table."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from alongside.publicsite.charts import BOTTOM, LEFT, RIGHT, SIZES, TOP, Size, framed
from alongside.publicsite.tables import TableShown
from alongside.publicsite.wording import period

Json = Mapping[str, Any]
STANDS = {
    "within": "inside the limits", "rather high": "above the inner limit, inside the outer",
    "rather low": "below the inner limit, inside the outer", "high": "above both limits", "low": "below both limits",
}  # fmt: skip
COLUMNS = ("Borough", "Number", "People", "Per 100,000 (95% interval)", "Where it lies")


@dataclass(frozen=True, slots=True)
class FunnelShown:
    """One category. Without a table the words say why there is none."""

    label: str
    words: str
    chart: Markup
    table: TableShown | None


def funnels(measure: Json) -> tuple[FunnelShown, ...]:
    told = measure.get("funnels")
    if not told:
        return ()
    when = period(told["first"], told["until"])
    return tuple(
        _shown(f"funnel-{measure['code']}-{place}", measure, one, when) for place, one in enumerate(told["groups"])
    )


def _shown(identifier: str, measure: Json, group: Json, when: str) -> FunnelShown:
    label, points = group["label"], group["points"]
    if not points:
        words = f"{label}: too few are counted, here or in the boroughs like this one, to set one beside the other."
        return FunnelShown(label, words, Markup(), None)
    here = next(one for one in points if one["place"] == group["here"])
    out = f" Not shown, as too few are counted there: {', '.join(group['left_out'])}." if group["left_out"] else ""
    words = (
        f"{label}, {when}: {here['count']:,} {measure['noun']} here. {here['expected']:,.1f} would be expected at the rate "
        f"of the group of {len(points)} boroughs together. {here['place']} lies {STANDS[here['stands']]}: "
        f"{_meaning(here['stands'])}{out}"
    )
    rows = tuple(_row(one) for one in points)
    caption = f"{label}: boroughs like this one, by name, {when}"
    return FunnelShown(label, words, _chart(identifier, label, group), TableShown(caption, COLUMNS, rows))


def _meaning(stands: str) -> str:
    if stands == "within":
        return "no more unlike the others than chance makes boroughs of its size."
    if stands.startswith("rather"):
        return "a little unlike the others; of twenty boroughs that are all alike, one would lie there."
    return "unlike the others by more than chance explains. Why, this does not say."


def _row(one: Json) -> tuple[str, ...]:
    rate = "Too few for a rate"
    if "rate" in one:
        rate = f"{one['rate']:,.1f} ({one['rate_low']:,.1f} to {one['rate_high']:,.1f})"
    stands = STANDS[one["stands"]]
    return one["place"], f"{one['count']:,}", f"{one['people']:,}", rate, stands[0].upper() + stands[1:]


def _chart(identifier: str, label: str, group: Json) -> Markup:
    title = f"{label}: this borough among those like it"
    words = "Each dot is a borough: how many were counted over how many were expected. The table holds the same."
    return Markup("").join(_drawn(f"{identifier}-{size.name}", title, words, group, size) for size in SIZES)


def _drawn(identifier: str, title: str, words: str, group: Json, size: Size) -> Markup:
    plot = _Plot.of(size, group)
    parts = "".join((_grid(plot), _limits(plot, group["curve"]), _dots(plot, group)))
    return framed(identifier, title, words, parts, size)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Across: the expected count; up: counted over expected."""

    size: Size
    least: float
    most: float
    highest: float

    @classmethod
    def of(cls, size: Size, group: Json) -> "_Plot":
        inner = [row[2] for row in group["curve"]]
        highest = max(1.5, *(one["ratio"] for one in group["points"]), *inner)
        return cls(size, group["curve"][0][0], group["curve"][-1][0], math.ceil(2 * highest) / 2)

    def x(self, expected: float) -> float:
        share = (expected - self.least) / (self.most - self.least)
        return round(LEFT + (self.size.width - LEFT - RIGHT) * share, 1)

    def y(self, ratio: float) -> float:
        # The outer limit of a very small borough may lie above the chart.
        share = min(1.0, ratio / self.highest)
        return round(self.size.height - BOTTOM - (self.size.height - TOP - BOTTOM) * share, 1)


def _grid(plot: _Plot) -> str:
    size, step = plot.size, 0.5 if plot.highest <= 3 else 1.0
    lines = "".join(
        f'<line class="{"even" if each == 1 else "grid"}" x1="{LEFT}" y1="{plot.y(each)}" x2="{size.width - RIGHT}" '
        f'y2="{plot.y(each)}"/><text class="tick" x="{LEFT - 8}" y="{plot.y(each) + 5}" text-anchor="end">{each:g}</text>'
        for each in (step * number for number in range(int(plot.highest / step) + 1))
    )
    ticks = "".join(
        f'<text class="tick" x="{plot.x(each)}" y="{size.height - 12}" text-anchor="{anchor}">{each:,.0f}</text>'
        for each, anchor in ((plot.least, "start"), ((plot.least + plot.most) / 2, "middle"), (plot.most, "end"))
    )
    return lines + ticks


def _limits(plot: _Plot, curve: Sequence[Sequence[float]]) -> str:
    return "".join(
        f'<polyline class="limit limit--{"inner" if column < 3 else "outer"}" '
        f'points="{" ".join(f"{plot.x(row[0])},{plot.y(row[column])}" for row in curve)}"/>'
        for column in (1, 2, 3, 4)
    )


def _dots(plot: _Plot, group: Json) -> str:
    return "".join(
        f'<circle class="dot{" dot--here" if one["place"] == group["here"] else " dot--there"}" cx="{plot.x(one["expected"])}" '
        f'cy="{plot.y(one["ratio"])}" r="{7 if one["place"] == group["here"] else 5}"><title>{escape(one["place"])}: '
        f"{one['count']:,}, {one['expected']:,.1f} expected</title></circle>"
        for one in group["points"]
    )
