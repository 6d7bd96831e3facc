"""What to expect next in each cell and area: a plain count, unless a model has been shown to beat it here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from typing import Any

import numpy as np
from scipy.special import betainc, pdtr  # type: ignore[import-untyped]

from alongside.analysis.events import Events, Unfit
from alongside.analysis.events.results import Floats, Ints
from alongside.analysis.events.times import EPOCH
from alongside.analysis.forecast import (
    Fitted,
    Forecaster,
    History,
    Score,
    baseline,
    blended,
    boosted,
    etas,
    score,
)
from alongside.analysis.hotspots import Grid
from alongside.common.periods import add_months, month_of
from alongside.common.text import sentence_list
from alongside.places.analyses.asking import SMALL, last_day
from alongside.places.analyses.gathering import Gathered
from alongside.places.source_forms import SourceSummary
from alongside.places.states import Precision

MOST_WINDOWS = {"month": 12, "week": 26}
# A test of forecasts on fewer windows, or with less than half a year before the first, says nothing.
FEWEST_WINDOWS = 3
LEAST_DAYS_BEFORE = 180
SHARES = (0.01, 0.02, 0.05, 0.10)
COVERAGE = 0.8
# What may be tested beside the blend of counts. Each takes minutes; none has beaten a count on street crime so far.
MODELS = {
    "etas": "ETAS (events that set off others, cell by cell)",
    "boosted": "Boosting (trees on many maps of the past)",
}
_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class _Windows:
    """Edges of past windows, oldest first; the last one is where the forecast starts."""

    edges: tuple[date, ...]
    end: date

    @property
    def start(self) -> date:
        return self.edges[-1]

    @property
    def horizon(self) -> float:
        return float((self.end - self.start).days)

    @property
    def moments(self) -> list[np.datetime64]:
        return [np.datetime64(edge, "us") for edge in self.edges]


def models_for(summary: SourceSummary) -> dict[str, str]:
    """What can be tested on this source here: ETAS needs the day of each event, boosting a library of its own."""
    fit = {"etas": summary.precision != Precision.MONTH, "boosted": find_spec("sklearn") is not None}
    return {name: words for name, words in MODELS.items() if fit[name]}


def foretell(
    gathered: Gathered, grid: Grid, label: Ints, horizon: str, seed: int, beside: Sequence[str] = ()
) -> dict[str, Any]:
    """Expected events by cell and by area over the next month or week, with the test of the method on past ones.
    `beside`: which of `MODELS` are tested too."""
    moments = EPOCH + np.round(gathered.days * 86_400_000_000).astype("timedelta64[us]")
    history = History.of(Events.of(gathered.x, gathered.y, moments, weight=gathered.count), grid)
    windows = _windows(gathered, horizon)
    models, left_out = _models(history, grid, windows, horizon, seed, beside)
    tested, why_not = _tested(models, history, grid, windows, seed)
    model = _chosen(tested, models)
    fitted = model.fit(history, grid, windows.moments[-1])
    expected = fitted.expected(windows.horizon).values
    is_open = gathered.summary.is_snapped
    return {
        "first": windows.start.isoformat(),
        "last": (windows.end - timedelta(days=1)).isoformat(),
        "horizon": horizon,
        "model": model.name,
        "verdict": " ".join([_verdict(tested, model) if tested else why_not, *left_out]),
        "is_plain": model.name == baseline().name,
        "values": [round(value, 2 if is_open else 1) for value in expected.tolist()],
        "score": _scored(tested, model) if tested else None,
    } | _likely(history, windows, fitted, expected, label, tested is not None, is_open)


def _windows(gathered: Gathered, horizon: str) -> _Windows:
    after = gathered.span.last + timedelta(days=1)
    many = MOST_WINDOWS[horizon]
    if horizon == "month":
        start = month_of(after) if after.day == 1 else month_of(gathered.span.last)
        edges = [add_months(start, -number) for number in range(many, -1, -1)]
        end = last_day(start) + timedelta(days=1)
    else:
        edges = [after - timedelta(days=7 * number) for number in range(many, -1, -1)]
        end = after + timedelta(days=7)
    earliest = gathered.history.first + timedelta(days=LEAST_DAYS_BEFORE)
    kept = [edge for edge in edges if edge >= earliest]
    return _Windows(tuple(kept if len(kept) > FEWEST_WINDOWS else edges[-1:]), end)


def _models(
    history: History, grid: Grid, windows: _Windows, horizon: str, seed: int, beside: Sequence[str]
) -> tuple[list[Forecaster], list[str]]:
    """What is tested, and in words what was asked for and cannot learn from this history. The blend of counts is last
    in its own right: without enough history the plain counts stand alone."""
    is_month = horizon == "month"
    makers: dict[str, Callable[[], Forecaster]] = {
        "etas": etas,
        "boosted": lambda: boosted(step=_MONTH, steps=36, every=1, seed=seed) if is_month else boosted(seed=seed),
    }
    models, left_out = [_model(horizon)], []
    for name in beside:
        model = makers[name]()
        try:
            model.fit(history, grid, windows.moments[0])
            models.append(model)
        except Unfit as unfit:
            left_out.append(f"{MODELS[name]} could not be tested: {unfit}")
    return models, left_out


def _tested(
    asked: list[Forecaster], history: History, grid: Grid, windows: _Windows, seed: int
) -> tuple[Score | None, str]:
    shares = [share for share in SHARES if share * len(grid) >= 1]
    if len(windows.edges) <= FEWEST_WINDOWS or not shares:
        return None, (
            "There is too little history, or there are too few cells, to test a forecast on the past. The plain count "
            "is used, in which what is a year old weighs half."
        )
    for models in (asked, [*asked[1:], baseline()]):
        try:
            return score(
                models, history, grid, edges=windows.moments, shares=shares, decide_at=shares[-1], learn_every=4,
                seed=seed,
            ), ""  # fmt: skip
        except Unfit as unfit:
            why = str(unfit)
    return None, f"A test on the past was not possible: {why} The plain count is used."


def _model(horizon: str) -> Forecaster:
    return blended(step=_MONTH, steps=36, every=1) if horizon == "month" else blended()


def _chosen(tested: Score | None, models: Sequence[Forecaster]) -> Forecaster:
    """A model, or the count in which age does not matter, only where its gain over the decayed count is beyond chance."""
    offered = [*models, baseline("count")]
    return next((model for model in offered if tested is not None and tested.use == model.name), baseline())


def _verdict(tested: Score, model: Forecaster) -> str:
    if model.name != baseline().name:
        others = [name for name, wins in zip(tested.models, tested.beats, strict=True) if wins and name != model.name]
        also = f" So {'do' if len(others) > 1 else 'does'} {sentence_list(others)}, but by no more." if others else ""
        return f"{tested.verdicts[tested.row(model.name)]} It is used here.{also}"
    others = [
        words
        for name, words in zip(tested.models, tested.verdicts, strict=True)
        if name not in ("decayed count", "count")
    ]
    if not others:
        return "The history is too short for a model to learn from. The plain count is used."
    told = " ".join(words.removesuffix("Use the decayed count.").strip() for words in others)
    return f"{told} So the plain count is used, in which what is a year old weighs half."


def _scored(tested: Score, model: Forecaster) -> dict[str, Any]:
    def row(name: str) -> dict[str, Any]:
        k = tested.row(name)
        columns = {"hit": tested.hit_rate, "low": tested.hit_low, "high": tested.hit_high, "pai": tested.pai}
        return {"model": name} | {key: np.round(values[k], 4).tolist() for key, values in columns.items()}

    plain = baseline().name
    return {
        "windows": len(tested.events),
        "events": int(tested.events.sum()),
        "cells": tested.cells.tolist(),
        "shares": np.round(tested.shares, 4).tolist(),
        "oracle": np.round(tested.oracle, 4).tolist(),
        "rows": [row(name) for name in dict.fromkeys([model.name, plain, *tested.models])],
    }


def _likely(
    history: History, windows: _Windows, fitted: Fitted, expected: Floats, label: Ints, is_tested: bool, is_open: bool
) -> dict[str, Any]:
    """Ranges for the areas and for the whole, as wide as past windows were off the mark, at least as wide as chance."""
    areas = int(label.max()) + 1
    told = _by_area(expected, label, areas)
    spread = spread_all = 0.0
    if is_tested:
        seen, meant = _past(history, windows, fitted, label, areas)
        spread = _overdispersion(seen[:, :areas], meant[:, :areas])
        spread_all = _overdispersion(seen[:, areas:], meant[:, areas:])
    whole = np.array([expected.sum()])
    return {
        "coverage": COVERAGE,
        "areas": _ranges(told, spread, is_open),
        "whole": _ranges(whole, spread_all, is_open)[0],
    }


def _past(history: History, windows: _Windows, fitted: Fitted, label: Ints, areas: int) -> tuple[Floats, Floats]:
    """Seen and expected in each past window by area, the whole in the last column."""
    days = [history.clock.days(moment) for moment in windows.moments]
    seen, meant = [], []
    for k, moment in enumerate(windows.moments[:-1]):
        happened = history.counts(days[k], days[k + 1])
        expected = fitted.forward(moment).expected(days[k + 1] - days[k]).values
        seen.append([*_by_area(happened, label, areas), happened.sum()])
        meant.append([*_by_area(expected, label, areas), expected.sum()])
    return np.array(seen), np.array(meant)


def _by_area(values: Floats, label: Ints, areas: int) -> Floats:
    inside = label >= 0
    return np.asarray(np.bincount(label[inside], weights=values[inside], minlength=areas), dtype=np.float64)


def _overdispersion(seen: Floats, meant: Floats) -> float:
    """How much more than chance counts lay off what was expected; 0 where they did not."""
    squares = float((meant**2).sum())
    return max(0.0, float(((seen - meant) ** 2 - meant).sum()) / squares) if squares else 0.0


def _ranges(mean: Floats, spread: float, is_open: bool) -> list[dict[str, Any]]:
    return [
        {"expected": round(one, 1), "low": low, "high": high}
        if is_open or round(one) >= SMALL
        else {"expected": None, "low": None, "high": None}
        for one in mean.tolist()
        for low, high in [_range(one, spread)]
    ]


def _range(mean: float, spread: float) -> tuple[int, int]:
    """Whole counts that hold the middle of a Poisson law, or of a gamma-Poisson one where counts vary more than that."""
    if mean <= 0:
        return 0, 0
    deviation = np.sqrt(mean + spread * mean**2)
    counts = np.arange(int(mean + 12 * deviation) + 20, dtype=np.float64)
    if spread > 1e-9:
        at_most = betainc(1.0 / spread, counts + 1.0, 1.0 / (1.0 + spread * mean))
    else:
        at_most = pdtr(counts, mean)
    low, high = (int(np.argmax(at_most >= share)) for share in ((1 - COVERAGE) / 2, (1 + COVERAGE) / 2))
    return low, high
