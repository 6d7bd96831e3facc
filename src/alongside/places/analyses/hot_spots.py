"""Hot spots: where events gather beyond chance, as areas, with what to expect next."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.analysis.events.corrections import CORRECTIONS
from alongside.analysis.events.results import Floats, Ints
from alongside.analysis.hotspots import Clusters, Counts, GiStar, Grid, Neighbours, concentration, counts, gi_star
from alongside.places.analyses.asking import (
    IN_A_TITLE,
    Span,
    day_asked,
    kinds_asked,
    kinds_words,
    one_of,
    place_name,
    shown,
    source_asked,
    span_asked,
)
from alongside.places.analyses.gathering import Gathered, gather
from alongside.places.analyses.hot_areas import (
    LETTERS,
    InParts,
    area_rows,
    counted,
    in_parts,
    joined,
    refuse_too_many_cells,
)
from alongside.places.analyses.hot_forecast import MODELS, foretell
from alongside.places.analyses.hot_times import times_of
from alongside.places.analyses.interface import Answer, Progress, Settings
from alongside.places.analyses.periods import Parts, equal_parts, held_days
from alongside.places.analyses.surroundings import deciles_in, streets_of, surroundings, ward_of
from alongside.places.boundaries import WHOLE, outline
from alongside.places.errors import PlacesRefused
from alongside.places.source_forms import SourceSummary
from alongside.places.states import Precision, RunKind

MOST_CELLS = 40_000
LEAST_CELL, MOST_CELL = 50.0, 5_000.0
ALPHA = 0.05
SEED = 1
# By the size of the place: a ward in small squares, a borough in usual ones, a county in large ones.
USUAL_CELLS = ((10e6, 100.0), (1_500e6, 250.0), (float("inf"), 500.0))
HORIZONS = {"month": "the next month", "week": "the next week"}


class HotSpots:
    """Settings: source, boundary, first, last, kinds, cell, correction, weights (harm by kind), horizon, seed."""

    kind = RunKind.HOT_SPOTS

    def complete(self, settings: Settings) -> dict[str, Any]:
        summary = source_asked(settings.get("source"))
        key = str(settings.get("boundary") or WHOLE)
        place_name(key, summary)
        span = span_asked(settings, summary)
        square_metres = outline(key).area if key != WHOLE else 0.0
        cell = _cell(settings.get("cell"), square_metres)
        refuse_too_many_cells(square_metres, cell, MOST_CELLS)
        kinds = kinds_asked(settings.get("kinds") or (), summary)
        return {
            "source": summary.key,
            "boundary": key,
            "first": span.first.isoformat(),
            "last": span.last.isoformat(),
            "kinds": kinds,
            "cell": cell,
            "correction": one_of(settings.get("correction") or "fdr", CORRECTIONS, "correction"),
            "weights": _weights(settings.get("weights") or {}, kinds, summary),
            "horizon": _horizon(settings.get("horizon"), summary),
            "forecasters": _forecasters(settings.get("forecasters") or (), summary),
            "seed": int(settings.get("seed", SEED)),
        }

    def title(self, settings: Settings) -> str:
        summary = source_asked(settings["source"])
        span = Span(day_asked(settings["first"]), day_asked(settings["last"]))
        what = kinds_words(settings["kinds"], summary, IN_A_TITLE)
        where = place_name(settings["boundary"], summary)
        return f"{what}, {where}, {span.words(summary.precision)}"

    def sources_of(self, settings: Settings) -> tuple[str, ...]:
        return (settings["source"],)

    def work(self, settings: Settings, progress: Progress) -> Answer:
        progress("Reading the events", 0.05)
        summary = source_asked(settings["source"])
        span = Span(day_asked(settings["first"]), day_asked(settings["last"]))
        gathered = gather(summary, settings["boundary"], span, settings["kinds"], settings["weights"])
        refuse_too_many_cells(gathered.outline.area, settings["cell"], MOST_CELLS)
        grid = Grid.over(gathered.outline, settings["cell"], gathered.plane)
        return Answer(
            result=_Study(settings, gathered, grid).result(progress),
            data_hash=gathered.data_hash,
            licences=gathered.licences,
            seed=settings["seed"],
        )


def _cell(asked: Any, square_metres: float) -> float:
    if asked in (None, ""):
        return next(cell for most, cell in USUAL_CELLS if (square_metres or 40e6) < most)
    try:
        cell = float(asked)
    except (TypeError, ValueError):
        raise PlacesRefused(f"A cell of “{asked}” is no number.", "Give its side in metres, such as 250.") from None
    # A tiny cell over a large place is refused for the number of cells, which says more.
    if not (0 < cell <= MOST_CELL) or (cell < LEAST_CELL and square_metres / cell**2 <= MOST_CELLS):
        raise PlacesRefused(
            f"A cell of {cell:g} metres cannot be used.", f"Give {LEAST_CELL:g} to {MOST_CELL:,.0f} metres."
        )
    return cell


def _weights(asked: Any, kinds: list[str], summary: SourceSummary) -> dict[str, float]:
    """What an event of each kind counts, in the order of the kinds; a kind that is not named counts 1."""
    words = dict(summary.kinds)
    every = kinds or list(words)
    if lost := sorted(set(asked) - set(every)):
        raise PlacesRefused(
            f"A weight is given for “{words.get(lost[0], lost[0])}”, which is not among the kinds asked for.",
            "Leave that weight out, or add the kind.",
        )
    found = {kind: float(asked[kind]) for kind in every if kind in asked}
    if any(not 0 <= weight < float("inf") for weight in found.values()):
        raise PlacesRefused("A weight is below nothing.", "Give weights of 0 or more, such as days of harm.")
    if found and not any(found.get(kind, 1.0) for kind in every):
        raise PlacesRefused("Every weight is nothing, so that nothing counts.", "Give one weight above 0 or more.")
    return found


def _forecasters(asked: Any, summary: SourceSummary) -> list[str]:
    names = [asked] if isinstance(asked, str) else list(asked)
    if lost := [name for name in names if name not in MODELS]:
        raise PlacesRefused(f"There is no forecaster “{lost[0]}”.", f"Choose among {', '.join(MODELS)}, or none.")
    if "etas" in names and summary.precision == Precision.MONTH:
        raise PlacesRefused(
            f"{summary.name} tells months and no days, so that nobody can see whether one event sets off another.",
            "Leave ETAS out, or use dated incidents.",
        )
    return [name for name in MODELS if name in names]


def _horizon(asked: Any, summary: SourceSummary) -> str:
    usual = "month" if summary.precision == Precision.MONTH else "week"
    chosen = one_of(asked or usual, HORIZONS, "horizon")
    if chosen == "week" and summary.precision == Precision.MONTH:
        raise PlacesRefused(
            f"{summary.name} tells months and no days, so that one week cannot be forecast.",
            "Choose the next month, or use dated incidents.",
        )
    return chosen


@dataclass(frozen=True)
class _Study:
    settings: Settings
    gathered: Gathered
    grid: Grid

    def result(self, progress: Progress) -> dict[str, Any]:
        gathered, grid = self.gathered, self.grid
        is_open = gathered.summary.is_snapped
        cell = grid.locate(gathered.x, gathered.y)
        now = gathered.in_period & (cell >= 0)
        counted_now = counts((gathered.x[now], gathered.y[now]), grid, weights=gathered.count[now])
        tested = self._tested(cell, now)
        progress("Looking for hot cells", 0.2)
        star = gi_star(tested, neighbours=Neighbours.default(grid), correction=self.settings["correction"], alpha=ALPHA)
        cut = equal_parts(gathered.span, gathered.gaps, gathered.precision)
        parts = self._in_parts(cut, cell, now)
        areas, left_out = joined(star, parts, grid, counted_now)
        progress("Testing forecasts on the past", 0.4)
        forecast = foretell(
            gathered, grid, areas.label, self.settings["horizon"], self.settings["seed"],
            self.settings.get("forecasters", ()),
        )  # fmt: skip
        progress("Drawing the map", 0.85)
        around = surroundings(gathered, self.settings["boundary"], grid)
        days = max(1, held_days(gathered.span, gathered.gaps))
        rows = area_rows(areas, parts, counted_now.values, grid, days=days, is_open=is_open)
        self._name(rows, around, cell, forecast)
        return {
            "grid": _grid_form(grid),
            "plane": gathered.plane,
            "is_open": is_open,
            "noun": gathered.summary.noun,
            "source": gathered.summary.name,
            "kinds": kinds_words(self.settings["kinds"], gathered.summary),
            "cells": self._cells(counted_now, tested, star, parts, is_open),
            "areas": rows,
            "together": self._together(areas, counted_now, days, is_open),
            "total": int(counted_now.values.sum()),
            "parts": _parts_form(cut, parts, gathered.precision),
            "forecast": forecast,
            "times": times_of(gathered.days[now], gathered.count[now], gathered.precision, is_open),
            "concentration": _concentration(counted_now.values, self.settings["seed"]),
            "legend": star.legend,
            "data": self._data(now),
            "notes": [*self._notes(cut, star), *([left_out] if left_out else [])],
            **around,
        }

    def _in_parts(self, cut: Parts, cell: Ints, now: Any) -> InParts:
        gathered = self.gathered
        columns = (gathered.days[now], gathered.count[now], gathered.harm[now])
        return in_parts(cut.parts, cell[now], *columns, self.grid, self.settings["correction"])

    def _tested(self, cell: Ints, now: Any) -> Floats:
        """What is tested: counts, or harm where weights were given."""
        size = len(self.grid)
        return np.asarray(np.bincount(cell[now], weights=self.gathered.harm[now], minlength=size), dtype=np.float64)

    def _cells(
        self, counted_now: Counts, tested: Floats, star: GiStar, parts: InParts, is_open: bool
    ) -> dict[str, Any]:
        """By cell, in the order of the grid. `around`: what the cell and those that touch it hold together."""
        around = counted_now.values + Neighbours.default(self.grid).lag(counted_now.values)
        labels = parts.classes.label if parts.classes is not None else ("never",) * len(self.grid)
        found: dict[str, Any] = {
            "counts": [shown(value, is_open) for value in counted_now.values.tolist()],
            "around": [shown(value, is_open) for value in around.tolist()],
            "z": [None if np.isnan(z) else round(z, 2 if is_open else 1) for z in star.z.tolist()],
            "p": _chances(star.p, 3 if is_open else 1),
            "p_adjusted": _chances(star.p_adjusted, 3 if is_open else 1),
            "hot": np.flatnonzero(star.hot).tolist(),
            "classes": "".join(LETTERS[label] for label in labels),
        }
        if self.settings["weights"]:
            found["harm"] = np.round(tested, 1).tolist()
        return found

    def _name(self, rows: list[dict[str, Any]], around: dict[str, Any], cell: Ints, forecast: dict[str, Any]) -> None:
        gathered = self.gathered
        for row, likely in zip(rows, forecast.pop("areas"), strict=True):
            row["ward"] = ward_of(around["wards"], row["peak"])
            row["deciles"] = deciles_in(around["deprivation"], row["cells"])
            row["streets"] = streets_of(gathered, cell, row["cells"])
            row["forecast"] = likely
            inside = gathered.in_period & np.isin(cell, row["cells"])
            row["times"] = times_of(
                gathered.days[inside], gathered.count[inside], gathered.precision, gathered.summary.is_snapped
            )

    def _together(self, areas: Clusters, counted_now: Counts, days: int, is_open: bool) -> dict[str, Any]:
        """All hot areas as one: their count, their share, and the share of the place that they cover."""
        inside = areas.label >= 0
        events, total = int(counted_now.values[inside].sum()), int(counted_now.values.sum())
        return counted(events, total, days, is_open) | {
            "cells": int(inside.sum()), "of_cells": len(self.grid), "area_share": round(float(inside.mean()), 4),
        }  # fmt: skip

    def _data(self, now: Any) -> dict[str, Any]:
        gathered = self.gathered
        return {
            "unplaced": gathered.unplaced,
            "outside": gathered.outside,
            "in_no_cell": int(gathered.count[gathered.in_period & ~now].sum()),
            "gaps": [gap.isoformat() for gap in gathered.gaps],
            "gaps_before": [gap.isoformat() for gap in gathered.gaps_before],
            "history_from": gathered.history.first.isoformat(),
            "precision": str(gathered.precision),
            "sources": list(gathered.sources),
        }

    def _notes(self, cut: Parts, star: GiStar) -> list[str]:
        return list(dict.fromkeys([*self.gathered.notes, *self.grid.notes, *cut.notes, *star.notes]))


def _grid_form(grid: Grid) -> dict[str, Any]:
    return {
        "x0": grid.x0, "y0": grid.y0, "cell": grid.cell, "nx": grid.nx, "ny": grid.ny,
        "rows": grid.rows.tolist(), "cols": grid.cols.tolist(),
    }  # fmt: skip


def _chances(p: Floats, digits: int) -> list[float | None]:
    """Few digits: from many of them a count that is not shown could be reckoned."""
    return [None if np.isnan(value) else float(f"{value:.{digits - 1}e}") for value in p.tolist()]


def _parts_form(cut: Parts, parts: InParts, precision: Precision) -> dict[str, Any]:
    return {
        "spans": [part.span.words(precision) for part in cut.parts],
        "held_days": [part.held for part in cut.parts],
        "totals": np.rint(parts.counts.sum(axis=0)).astype(int).tolist(),
        "classed": parts.classes is not None,
    }


def _concentration(values: Floats, seed: int) -> dict[str, Any]:
    """How much of all events the fullest cells hold: as seen, by chance alone, and of the risk with its interval."""
    found = concentration(values, shares=(0.05, 0.1, 0.2), seed=seed)
    columns = {
        "share": found.places_share, "cells": found.places, "events": found.share, "by_chance": found.by_chance,
        "risk": found.risk_share, "low": found.risk_low, "high": found.risk_high,
    }  # fmt: skip
    half = int(np.searchsorted(np.cumsum(np.sort(values)[::-1]), values.sum() / 2) + 1)
    return {key: np.round(column, 4).tolist() for key, column in columns.items()} | {"half_in": half}
