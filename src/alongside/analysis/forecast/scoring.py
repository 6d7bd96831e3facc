"""Forecasts held against what happened, the plain counts always beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from numbers import Real
from typing import Any

import numpy as np

from alongside.analysis.events.chance import check_draws, generator, whole_within, within
from alongside.analysis.events.results import Floats, Ints, Result, stamp
from alongside.analysis.events.times import EPOCH, elapsed_days
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.forecast.counting import baseline
from alongside.analysis.forecast.history import History
from alongside.analysis.forecast.interface import Fitted, Forecaster
from alongside.analysis.hotspots.cells import Cells

_TO_BEAT = "decayed count"


_DAY = 86_400_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Score(Result):
    """Models (rows) by shares of the cells (columns), over all windows together.

    `hit_rate`: share of the events that fell in the chosen cells, with `hit_low`, `hit_high`. `pai`: hit rate over the
    share of cells. `pei`: hits over those of an oracle that knew the window and chose as many cells (its own share of
    events is `oracle`). `gain`: hit rate less that of the decayed count, with `gain_low`, `gain_high`: 95%, by drawing
    windows with replacement. `beats`: the interval of the gain lies above 0 at the share that decides. `use`: the model
    to use. `hits`, `events`: by window, for charts.
    """

    models: tuple[str, ...]
    shares: Floats
    cells: Ints
    hit_rate: Floats
    hit_low: Floats
    hit_high: Floats
    pai: Floats
    pei: Floats
    oracle: Floats
    gain: Floats
    gain_low: Floats
    gain_high: Floats
    beats: tuple[bool, ...]
    use: str
    verdicts: tuple[str, ...]
    hits: Floats
    events: Floats

    def row(self, model: str) -> int:
        return self.models.index(model)


def rolling(start: Any, every: float, windows: int) -> list[float] | list[Any]:
    """Edges of `windows` windows of `every` days from `start`, a date or a number of days.

    Raises `Unfit` for windows or days that are not positive, and for a start that is neither date nor number.
    """
    windows, every = whole_within(windows, "windows", most=100_000), within(every, "every", above=0, most=36_525)
    if isinstance(start, Real):
        return [float(start) + every * k for k in range(windows + 1)]
    first, step = EPOCH + np.timedelta64(round(elapsed_days([start])[0][0] * _DAY), "us"), round(every * _DAY)
    return [first + np.timedelta64(step * k, "us") for k in range(windows + 1)]


def score(
    models: Forecaster | Sequence[Forecaster],
    events: Any,
    grid: Cells,
    *,
    edges: Sequence[Any],
    shares: Sequence[float] = (0.01, 0.02, 0.05, 0.10),
    decide_at: float | None = None,
    learn_every: int = 1,
    draws: int = 999,
    seed: int,
) -> Score:
    """Forecast each window from all before it, choose the cells of highest expected count, and count what falls in.

    `edges`: of the windows, as from `rolling`. `shares` of the cells, rounded down; equal forecasts are taken in order
    of the cells' numbers. `decide_at`: the share that settles whether a model beats the decayed count, the second if
    not given. `learn_every`: learn anew at every so many windows, and between them only take in newer events. A count
    and a decayed count are always scored too. Raises `Unfit` when no event falls in any window.
    Sources: Chainey, Tompson and Uhlig (2008) for PAI; Hunt (2016) for PEI.
    """
    entries = _with_baselines(_asked(models))
    chance, draws = generator(seed), check_draws(draws, noun="draws")
    history = History.of(events, grid)
    bounds = [history.clock.days(edge) for edge in (() if edges is None else edges)]
    if len(bounds) < 2 or (np.diff(bounds) <= 0).any():
        raise Unfit("The windows have fewer than two edges, or are out of order.", "Give edges=rolling(…).")
    learn_every = whole_within(learn_every, "learn_every")
    covered, decide = _covered(shares, len(grid), decide_at)
    happened = np.stack([history.counts(a, b) for a, b in pairwise(bounds)])
    if not happened.sum():
        raise Unfit("No event falls in any of the windows.", "Choose windows that the data cover to their end.")
    hits = np.stack([_hits(model, history, bounds, happened, covered, learn_every) for model in entries])
    best = np.stack([_caught(row, row, covered) for row in happened])
    settings = {
        "grid": grid.describe(), "shares": list(shares), "windows": len(happened), "learn_every": learn_every,
        "first window": history.clock.text(bounds[0]), "end": history.clock.text(bounds[-1]), "draws": draws,
        "decided at": float(np.asarray(shares)[decide]), "ties": "lower cell number first",
    }  # fmt: skip
    record = stamp((history.x, history.y, history.day, history.weight), settings, seed=seed)
    return _answer(
        [model.name for model in entries],
        hits,
        best,
        happened.sum(axis=1),
        covered,
        decide,
        len(grid),
        chance.integers(0, len(happened), size=(draws, len(happened))),
        record,
    )


def _asked(models: Any) -> list[Forecaster]:
    asked: list[Any] = list(models) if isinstance(models, Sequence) and not isinstance(models, str) else [models]
    if not all(hasattr(model, "fit") and hasattr(model, "name") for model in asked):
        raise Unfit("A model is none that can be fitted.", "Give forecasters, such as baseline(), etas() or boosted().")
    return asked


def _with_baselines(asked: list[Forecaster]) -> list[Forecaster]:
    names = [model.name for model in asked]
    if len(set(names)) != len(names):
        raise Unfit(
            "Two models have one name.", "Score them one after another, or rename one with dataclasses.replace."
        )
    decayed, count = baseline(), baseline("count")
    return [*asked, *(plain for plain in (decayed, count) if plain.name not in names)]


def _covered(shares: Sequence[float], cells: int, decide_at: float | None) -> tuple[Ints, int]:
    asked = np.array(
        [within(share, "A share", above=0, most=1) for share in np.atleast_1d(np.asarray(shares, dtype=object))]
    )
    usable = asked.ndim == 1 and len(asked) > 0 and bool(((asked > 0) & (asked <= 1)).all())
    covered = np.floor(cells * asked + 1e-9).astype(np.int64) if usable else np.zeros(1, dtype=np.int64)
    if (covered < 1).any():
        raise Unfit(f"Shares {list(shares)} of {cells:,} cells.", "Give shares up to 1 that hold a cell or more each.")
    if decide_at is None:
        return covered, min(1, len(asked) - 1)
    if within(decide_at, "decide_at", above=0, most=1) not in asked:
        raise Unfit(f"{decide_at} is not among the shares.", "Decide at one of the shares that are scored.")
    return covered, int(np.flatnonzero(asked == decide_at)[0])


def _hits(
    model: Forecaster, history: History, bounds: list[float], happened: Floats, covered: Ints, learn_every: int
) -> Floats:
    rows: list[Floats] = []
    fitted: Fitted | None = None
    for k, row in enumerate(happened):
        # The clock of the history is numbers of days by now, whatever the caller's dates were.
        moment = history.clock.moment(bounds[k])
        fitted = (
            model.fit(history, history.grid, moment)
            if fitted is None or k % learn_every == 0
            else fitted.forward(moment)
        )
        rows.append(_caught(fitted.expected(bounds[k + 1] - bounds[k]).values, row, covered))
    return np.stack(rows)


def _caught(ranking: Floats, happened: Floats, covered: Ints) -> Floats:
    """What falls in the first `covered` cells by falling rank."""
    order = np.argsort(-ranking, kind="stable")
    return np.cumsum(happened[order])[covered - 1]


def _answer(
    names: list[str], hits: Floats, best: Floats, events: Floats, covered: Ints, decide: int, cells: int,
    pick: Ints, record: dict[str, Any],
) -> Score:  # fmt: skip
    whole = events.sum()
    rate, plain = hits.sum(axis=1) / whole, names.index(_TO_BEAT)
    resampled = hits[:, pick].sum(axis=2) / np.maximum(events[pick].sum(axis=1), 1e-300)[None, :, None]
    low, high = np.quantile(resampled, (0.025, 0.975), axis=1)
    gain_low, gain_high = np.quantile(resampled - resampled[plain], (0.025, 0.975), axis=1)
    gain = rate - rate[plain]
    beats = tuple(bool(gain_low[k, decide] > 0) for k in range(len(names)))
    verdicts = tuple(
        _verdict(name, k == plain, gain[k, decide], gain_low[k, decide], gain_high[k, decide], covered[decide] / cells)
        for k, name in enumerate(names)
    )
    winners = [k for k in range(len(names)) if beats[k]]
    use = names[max(winners, key=lambda k: rate[k, decide])] if winners else _TO_BEAT
    return Score(
        **record, models=tuple(names), shares=covered / cells, cells=covered,
        hit_rate=rate, hit_low=low, hit_high=high, pai=rate / (covered / cells), pei=hits.sum(axis=1) / best.sum(axis=0),
        oracle=best.sum(axis=0) / whole, gain=gain, gain_low=gain_low, gain_high=gain_high,
        beats=beats, use=use, verdicts=verdicts, hits=hits, events=events,
    )  # fmt: skip


def _verdict(name: str, is_plain: bool, gain: float, low: float, high: float, share: float) -> str:
    if is_plain:
        return "The decayed count: what every model has to beat."
    figures = (
        f"{100 * gain:+.2f} points of hit rate at {share:.1%} of cells (95% {100 * low:+.2f} to {100 * high:+.2f})"
    )
    if low > 0:
        return f"{name} beats the decayed count: {figures}."
    if high < 0:
        return f"{name} is worse than the decayed count: {figures}. Use the decayed count."
    return f"{name} does not beat the decayed count: {figures}. Use the decayed count."
