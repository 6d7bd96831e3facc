"""`alongside places VERB --file EVENTS.csv`: straight through the library, without Django and without a database."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from alongside.analysis.events import Unfit
from alongside.cli.event_files import Place, on_metres, read_events, read_outline, read_ward_months
from alongside.cli.files_written import written_whole
from alongside.cli.place_arguments import KINDS, add_question, settings_of

REFUSED, STOPPED = 2, 130
TAKEN = {
    "hot-spots": {"boundary", "first", "last", "kinds", "cell", "correction"},
    "near-repeats": {"boundary", "first", "last", "kinds", "seed", "space_edges", "time_edges", "permutations"},
    "ward-watch": {"first", "last", "kinds", "judged", "coverage", "alpha"},
}


class Written:
    """An answer: sentences, and what writes it in each form."""

    def __init__(self, words: Sequence[str], plain: dict[str, Any], table: pd.DataFrame, shapes: Any = None) -> None:
        self.words, self.plain, self.table, self.shapes = words, plain, table, shapes

    def bytes_as(self, form: str) -> bytes:
        if form == "json":
            return json.dumps(self.plain, ensure_ascii=False, indent=1).encode()
        if form == "csv":
            return self.table.to_csv(index=False).encode()
        return json.dumps(self.shapes, separators=(",", ":")).encode()

    @property
    def forms(self) -> list[str]:
        return ["json", "csv", *(["geojson"] if self.shapes is not None else [])]


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0, 2 for what has no answer as asked, 130 when it was stopped."""
    parser = ArgumentParser(prog="alongside places", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in KINDS:
        add_question(verbs.add_parser(verb))
    given = parser.parse_args(arguments)
    try:
        return _answer(given)
    except Unfit as refused:
        sys.stderr.write(f"{refused}\n")
        return REFUSED
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. Nothing was written.\n")
        return STOPPED


def _answer(given: Namespace) -> int:
    settings = settings_of(vars(given))
    taken = TAKEN.get(given.verb)
    if taken is None:
        raise Unfit(
            f"{given.verb} cannot be answered from a file alone.",
            "Load the events and ask without --file, so that places and hours are known.",
        )
    if unknown := sorted(set(settings) - taken):
        raise Unfit(f"{given.verb} of a file has no setting “{unknown[0]}”.", f"It takes: {', '.join(sorted(taken))}.")
    form = given.out.suffix.lstrip(".").lower() if given.out else ""
    offered = ["json", "csv", *(["geojson"] if given.verb == "hot-spots" else [])]
    if given.out and form not in offered:
        raise Unfit(f"It cannot be written as “{given.out.name}”.", f"Name a file that ends in .{', .'.join(offered)}.")
    found = _VERBS[given.verb](given.file, settings, _tell)
    for line in found.words:
        sys.stdout.write(f"{line}\n")
    if given.out:
        written_whole(given.out, found.bytes_as(form))
        sys.stdout.write(f"Written to {given.out}.\n")
    return 0


def _tell(stage: str) -> None:
    sys.stderr.write(f"{stage}\n")
    sys.stderr.flush()


def _hot_spots(file: Path, settings: dict[str, Any], tell: Callable[[str], None]) -> Written:
    from alongside.analysis.hotspots import Grid, clusters, counts, gi_star

    if "boundary" not in settings:
        raise Unfit("Hot spots need a boundary.", "Give --boundary with an outline as GeoJSON.")
    tell("Reading the events")
    place = read_outline(Path(settings["boundary"]))
    events = read_events(file, settings, place)
    grid = Grid.over(place.outline, float(settings.get("cell", 250)), place.plane)
    tell(f"Counting in {len(grid):,} cells")
    counted = counts(events, grid)
    test = gi_star(counted, correction=str(settings.get("correction", "fdr")))
    areas = clusters(test)
    words = [
        f"{counted.events:,} events in {len(grid):,} cells of {grid.cell:g} m; {int(test.hot.sum()):,} cells are hot, in "
        f"{len(areas)} areas with {areas.share_of_events.sum():.0%} of the events ({int(areas.events.sum()):,}) on "
        f"{areas.share_of_area.sum():.1%} of the area.",
        f"Test: {test.legend}.",
        *counted.notes,
        *test.notes,
    ]
    table = pd.DataFrame(
        {
            "row": grid.rows, "col": grid.cols, "west": grid.x0 + grid.cols * grid.cell,
            "south": grid.y0 + grid.rows * grid.cell, "events": counted.values, "z": test.z.round(4), "p": test.p.round(6),
            "p_corrected": test.p_adjusted.round(6), "hot": test.hot.astype(int), "area": areas.label + 1,
        }
    )  # fmt: skip
    plain = {"counts": counted.plain(), "test": test.plain(), "areas": areas.plain()}
    return Written(words, plain, table, _shapes(areas, place, test.legend))


def _shapes(areas: Any, place: Place, legend: str) -> dict[str, Any]:
    from shapely.geometry import mapping

    features = [
        {
            "type": "Feature", "geometry": mapping(place.as_given(shape)),
            "properties": {
                "number": number + 1, "events": float(areas.events[number]), "cells": int(areas.cells[number]),
                "share": round(float(areas.share_of_events[number]), 4),
                "times_even": round(float(areas.density_ratio[number]), 2),
            },
        }
        for number, shape in enumerate(areas.polygons())
    ]  # fmt: skip
    told = {"type": "FeatureCollection", "features": features, "test": legend, "data_hash": areas.data_hash}
    return told | ({} if place.in_degrees else {"crs": {"type": "name", "properties": {"name": place.crs_name}}})


def _near_repeats(file: Path, settings: dict[str, Any], tell: Callable[[str], None]) -> Written:
    from alongside.analysis.near_repeat import knox

    tell("Reading the events")
    place = read_outline(Path(settings["boundary"])) if "boundary" in settings else None
    rows = on_metres(file, settings, place)
    tell(f"Comparing {len(rows):,} events with each other")
    found = knox(
        rows.x, rows.y, rows.t,
        space_edges=settings.get("space_edges", [0, 1, 100, 200, 300, 400]),
        time_edges=settings.get("time_edges", [0, 7, 14, 21, 28]),
        permutations=int(settings.get("permutations", 999)), seed=int(settings.get("seed", 1)),
    )  # fmt: skip
    table = pd.DataFrame(
        [
            {
                "metres": metres, "days": days, "pairs": int(found.observed[k, m]),
                "expected": round(float(found.expected_mean[k, m]), 2), "ratio": round(float(found.ratio[k, m]), 3),
                "p": float(found.p[k, m]),
            }
            for k, metres in enumerate(found.space_intervals)
            for m, days in enumerate(found.time_intervals)
        ]
    )  # fmt: skip
    return Written([found.sentence(), *found.notes], found.plain(), table)


def _ward_watch(file: Path, settings: dict[str, Any], tell: Callable[[str], None]) -> Written:
    from alongside.analysis.events.corrections import adjusted_p
    from alongside.analysis.forecast import Monthly, score_wards, wards, watch

    tell("Reading the counts")
    series = Monthly.of(read_ward_months(file, settings))
    months = [series.label(k) for k in range(len(series.counts)) if not series.missing(k)]
    judged = months[-int(settings.get("judged", 12)) :]
    model = wards(coverage=float(settings.get("coverage", 0.9)))
    tell(f"Foretelling {len(judged)} months of {len(series.areas)} wards")
    seen = watch(model, series, judged)
    scores = score_wards(model, series, judged)
    adjusted = adjusted_p(seen.p.ravel(), "fdr").reshape(seen.p.shape)
    is_alert = adjusted <= float(settings.get("alpha", 0.05))
    ahead = model.fit(series, None, series.label(len(series.counts))).expected(1)
    words = [
        f"Looked at {seen.p.size:,} counts; {int(is_alert.sum())} stand out after correction for all of them "
        "(false discovery rate).",
        *(
            f"Alert: {seen.areas[k]}, {seen.months[m]}: {seen.seen[k, m]:,.0f} counted, {seen.low[k, m]:,.0f} to "
            f"{seen.high[k, m]:,.0f} expected."
            for k, m in np.argwhere(is_alert)
        ),
        f"One month ahead its range held {scores.cover[0]:.0%} of {seen.p.size:,} counts (Poisson deviance "
        f"{scores.deviance[0]:.3f}); the least deviance had: {scores.use}.",
        *ahead.notes,
    ]
    rows: list[tuple[Any, ...]] = [
        (area, seen.months[m], int(seen.seen[k, m]), round(float(seen.mean[k, m]), 2), int(seen.low[k, m]),
         int(seen.high[k, m]), "alert" if is_alert[k, m] else "")
        for k, area in enumerate(seen.areas)
        for m in range(len(seen.months))
    ]  # fmt: skip
    rows += [
        (area, ahead.months[0], None, round(float(ahead.mean[k, 0]), 2), int(ahead.low[k, 0]), int(ahead.high[k, 0]), "")
        for k, area in enumerate(ahead.areas)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["area", "month", "counted", "expected", "low", "high", "alert"])
    table["counted"] = table["counted"].astype("Int64")
    return Written(words, {"watch": seen.plain(), "next": ahead.plain(), "scores": scores.plain()}, table)


_VERBS = {"hot-spots": _hot_spots, "near-repeats": _near_repeats, "ward-watch": _ward_watch}
