"""The arithmetic of two periods: which months are fair to compare, and each area's ratio with its exact interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from alongside.analysis.counts import poisson_interval, ratio_of_counts
from alongside.analysis.evaluation.etest import count_test
from alongside.analysis.events.corrections import adjusted_p
from alongside.analysis.events.results import Floats
from alongside.common.periods import add_months
from alongside.places.analyses.asking import SMALL, Span, last_day, shown
from alongside.places.errors import PlacesRefused

ALPHA = 0.05


@dataclass(frozen=True, eq=False)
class Side:
    """One of the periods: counts by area (what lies in none of them last) over `days` that were held and compared."""

    span: Span
    counts: Floats
    days: float
    left_out: tuple[date, ...]
    unplaced: int
    outside: int


@dataclass(frozen=True, slots=True)
class Fair:
    """`positions`: which months of the periods, counted from 0, are left out in both of them."""

    positions: tuple[int, ...]
    first: frozenset[np.datetime64]
    second: frozenset[np.datetime64]

    def exposure(self, side: int, span: Span) -> tuple[float, tuple[date, ...]]:
        months = tuple(add_months(span.months[0], position) for position in self.positions)
        return float(span.days - sum(last_day(month).day for month in months)), months


def fair_months(
    earlier: Span, later: Span, gaps_earlier: Sequence[date], gaps_later: Sequence[date], by_months: bool
) -> Fair:
    """A month that one period lacks is left out in both. Raises `PlacesRefused` where that cannot be done."""
    if not gaps_earlier and not gaps_later:
        return Fair((), frozenset(), frozenset())
    named = ", ".join(f"{gap:%B %Y}" for gap in sorted([*gaps_earlier, *gaps_later]))
    if not by_months:
        raise PlacesRefused(
            f"The source holds nothing for {named}.", "Choose two periods of whole months, or two without that month."
        )
    lost = {earlier.months.index(gap) for gap in gaps_earlier} | {later.months.index(gap) for gap in gaps_later}
    if len(lost) == len(earlier.months):
        raise PlacesRefused(
            f"The source holds nothing for {named}, so that no month is held in both periods.",
            "Choose other periods, or load those months.",
        )
    positions = tuple(sorted(lost))
    first, second = (
        frozenset(np.datetime64(f"{span.months[position]:%Y-%m}", "M") for position in positions)
        for span in (earlier, later)
    )
    return Fair(positions, first, second)


def left_out(earlier: Side, later: Side) -> str:
    if not earlier.left_out:
        return ""
    pairs = "; ".join(f"{a:%B %Y} and {b:%B %Y}" for a, b in zip(earlier.left_out, later.left_out, strict=True))
    return f"Left out in both periods, because one of the two months is not held: {pairs}."


def areas_compared(
    names: Sequence[str], earlier: Side, later: Side, before: Side | None, is_open: bool, codes: Sequence[str] = ()
) -> dict[str, Any]:
    """Every area with its two counts, the ratio with its exact interval, and p before and after correction."""
    rows = [
        _row(name, earlier, later, before, k, is_open) | {"code": codes[k] if codes else ""}
        for k, name in enumerate(names)
    ]
    tested = [k for k, row in enumerate(rows) if row["p"] is not None]
    corrected = adjusted_p(np.array([rows[k]["p"] for k in tested], dtype=np.float64), "fdr")
    for k, value in zip(tested, corrected.tolist(), strict=True):
        rows[k] |= {"p_adjusted": float(f"{value:.3g}"), "is_change": bool(value <= ALPHA)}
    return {
        "areas": rows,
        "elsewhere": [shown(side.counts[-1], is_open) for side in (earlier, later)] if names else None,
        "whole": _row(
            "The whole place", _sums(earlier), _sums(later), _sums(before) if before is not None else None, 0, is_open
        ),
        "days": [earlier.days, later.days],
    }  # fmt: skip


def _sums(side: Side) -> Side:
    return Side(side.span, np.array([side.counts.sum()]), side.days, side.left_out, side.unplaced, side.outside)


def _row(name: str, earlier: Side, later: Side, before: Side | None, k: int, is_open: bool) -> dict[str, Any]:
    one, other = int(earlier.counts[k]), int(later.counts[k])
    row: dict[str, Any] = {
        "name": name,
        "earlier": shown(one, is_open),
        "later": shown(other, is_open),
        "before": shown(before.counts[k], is_open) if before is not None else None,
        "ratio": None, "p": None, "p_adjusted": None, "is_change": False,
    }  # fmt: skip
    if one + other == 0 or (not is_open and min(one, other) < SMALL):
        return row
    ratio = ratio_of_counts(before=one, after=other, exposure_before=earlier.days, exposure_after=later.days)
    limits = (ratio.value, ratio.interval.low, ratio.interval.high)
    p = count_test(other, later.days, one, earlier.days, method="conditional")
    return row | {
        "ratio": [round(value, 3) if np.isfinite(value) else None for value in limits],
        "limits": [[round(limit, 1) for limit in (chance.low, chance.high)]
                   for chance in (poisson_interval(one), poisson_interval(other))],
        "p": float(f"{p:.3g}"),
    }  # fmt: skip
