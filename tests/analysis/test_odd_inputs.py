"""What a stranger hands over: each form that can be read gives the same answer, each that cannot says what would do."""

import json
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
import shapely

from alongside.analysis.events import Unfit, elapsed_days
from alongside.analysis.forecast import (
    Monthly,
    baseline,
    boosted,
    etas,
    poisson_deviance,
    rolling,
    score,
    score_wards,
    wards,
    watch,
)
from alongside.analysis.hotspots import (
    Grid,
    Neighbours,
    classes,
    clusters,
    concentration,
    counts,
    gi_star,
    kernel_surface,
    relative_risk,
)
from alongside.analysis.near_repeat import knox

N = 60
RNG = np.random.default_rng(0)
X, Y = 530_000 + RNG.uniform(0, 2_000, N), 180_000 + RNG.uniform(0, 2_000, N)
DAYS = pd.Timestamp("2024-01-01") + pd.to_timedelta(RNG.integers(0, 60, N), unit="D")
BOX = shapely.box(530_000, 180_000, 532_000, 182_000)
CORNERS = [(530_000, 180_000), (532_000, 180_000), (532_000, 182_000), (530_000, 182_000)]
GRID = Grid.over(BOX, 500)
TABLE = pd.DataFrame(
    RNG.poisson(8, (36, 5)), index=pd.period_range("2018-01", periods=36, freq="M").astype(str), columns=list("abcde")
)

TIMES = {
    "index": DAYS,
    "column": pd.Series(DAYS, index=range(100, 100 + N)),
    "zoned column": pd.Series(DAYS).dt.tz_localize("UTC"),
    "datetime64": DAYS.to_numpy(),
    "days of datetime64": DAYS.to_numpy().astype("datetime64[D]"),
    "dates": [day.date() for day in DAYS],
    "texts": [day.isoformat() for day in DAYS],
    "periods": pd.Series(DAYS).dt.to_period("D"),
    "numbers": [(day - pd.Timestamp("2024-01-01")).days for day in DAYS],
    "nullable numbers": pd.Series([(day - pd.Timestamp("2024-01-01")).days for day in DAYS], dtype="Int64"),
}


@pytest.mark.parametrize("form", TIMES)
def test_times_in_every_form_give_the_same_pairs(form):
    found = knox(X, Y, TIMES[form], space_edges=[0, 100, 400], time_edges=[0, 7, 14], permutations=9, seed=1)
    first = knox(
        list(X), pd.Series(Y), TIMES["index"], space_edges=[0, 100, 400], time_edges=[0, 7, 14], permutations=9, seed=1
    )
    assert found.observed.tolist() == first.observed.tolist() and found.p.tolist() == first.p.tolist()


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"t": pd.to_timedelta([1, 2], unit="D")}, "lengths of time"),
        ({"t": ["09/02/2024", "10/02/2024"]}, "Write dates as 2026-11-22"),
        ({"t": DAYS[:2], "zone": "Europe/Loughborough"}, "Write it as in 'Europe/London'"),
        ({"t": DAYS[:2], "zone": "Europe/London", "repeated_hour": "third"}, "Choose 'refuse', 'first' or 'second'"),
        ({"t": [1.0, np.nan]}, "give them a time"),
    ],
)
def test_times_that_cannot_be_read_are_refused_with_the_fix(how, told):
    with pytest.raises(Unfit, match=told):
        elapsed_days(how.pop("t"), **how)


@pytest.mark.parametrize(
    "boundary",
    [
        BOX, BOX.wkt, CORNERS, np.array(CORNERS), [BOX], shapely.geometry.mapping(BOX),
        json.dumps(shapely.geometry.mapping(BOX)),
    ],
)  # fmt: skip
def test_a_boundary_in_every_form_gives_the_same_cells(boundary):
    assert len(Grid.over(boundary, 500)) == 16


@pytest.mark.parametrize(
    "boundary", [None, 7, "POLYGON", (530_000, 180_000, 532_000, 182_000), [(1, 2)], {"type": "Odd"}]
)
def test_what_is_no_boundary_is_refused_with_the_forms_that_are(boundary):
    with pytest.raises(Unfit, match="shapely polygon, GeoJSON, WKT or its corners"):
        Grid.over(boundary, 500)


@pytest.mark.parametrize("crs", [4326, "epsg:4326", "urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:OGC:1.3:CRS84"])
def test_degrees_are_known_by_every_name_of_their_system(crs):
    with pytest.raises(Unfit, match="is in degrees"):
        Grid.over(BOX, 500, crs)


@pytest.mark.parametrize("events", [np.column_stack([X, Y]), {"x": list(X), "y": list(Y)}])
def test_rows_of_an_array_and_lists_by_name_are_events(events):
    assert counts(events, GRID).values.tolist() == counts((X, Y), GRID).values.tolist()


@pytest.mark.parametrize("none", [None, pd.NaT, pd.NA, float("nan"), np.datetime64("NaT")])
def test_a_missing_time_is_named_by_its_row(none):
    with pytest.raises(Unfit, match="Row 2 has no date"):
        elapsed_days(["2024-01-01", none, "2024-01-03"])


def test_a_plain_table_of_weights_is_taken_for_neighbours():
    line = np.diag([1, 1, 1], 1) + np.diag([1, 1, 1], -1)
    assert np.array_equal(
        gi_star([1, 2, 3, 9], neighbours=line).z, gi_star([1, 2, 3, 9], neighbours=Neighbours.of(line)).z
    )
    flags = np.array([[0, 0, 1], [1, 1, 1], [0, 0, 0], [1, 0, 0]])
    assert classes(flags, hot=flags, neighbours=line).label[:2] == ("new", "persistent")
    assert classes(5.0 * flags + np.arange(4)[:, None], neighbours=line).label == ("never",) * 4


SPLIT = [date(2024, 1, 1), date(2024, 1, 20), date(2024, 2, 8), date(2024, 3, 1)]
REFUSED = {
    "clusters of classes": lambda: clusters(classes(counts((X, Y, DAYS), GRID, periods=SPLIT))),
    "cell in words": lambda: Grid.over(BOX, "500"),
    "half a row": lambda: Grid.of_cells([0.5], [0], x0=0, y0=0, cell=100),
    "bandwidth in words": lambda: kernel_surface((X, Y), GRID, bandwidth="auto"),
    "horizon as a length": lambda: baseline().fit((X, Y, DAYS), GRID, "2024-03-01").expected(timedelta(days=7)),
    "shares of no places": lambda: concentration(counts((X, Y), GRID), shares=[], seed=1),
    "values in words": lambda: gi_star(["a", "b", "c"], neighbours=np.ones((3, 3))),
    "half a GeoJSON": lambda: Grid.over('{"type": "Polygon", ', 500),
    "no models": lambda: score("count", (X, Y, DAYS), GRID, edges=rolling("2024-02-01", 7, 2), seed=1),
    "no windows": lambda: score(baseline(), (X, Y, DAYS), GRID, edges=None, seed=1),
    "a share that is none": lambda: score(
        baseline(), (X, Y, DAYS), GRID, edges=rolling("2024-02-01", 7, 2), shares=[np.nan], seed=1
    ),
    "rates by ward": lambda: wards().fit(TABLE + 0.5, None, "2021-01"),
    "a ward twice": lambda: wards().fit(TABLE.set_axis(list("aabcd"), axis=1), None, "2021-01"),
    "no cells": lambda: counts((X, Y), None),
    "a half-life in words": lambda: baseline(half_life="a year"),
    "never learning": lambda: score(
        baseline(), (X, Y, DAYS), GRID, edges=rolling("2024-02-01", 7, 2), learn_every=0, seed=1
    ),
    "windows without end": lambda: rolling("2024-01-01", 7, 10**12),
    "an endless horizon": lambda: wards().fit(TABLE, None, "2021-01").expected(float("inf")),
    "draws without end": lambda: concentration(counts((X, Y), GRID), draws=10**12, seed=1),
    "a row for neighbours": lambda: gi_star([1, 2, 3], neighbours=[1, 0, 1]),
    "an unknown correction": lambda: relative_risk((X, Y), (X, Y), GRID, bandwidth=300, correction="holm"),
    "a mean of none": lambda: poisson_deviance([1, 2], [0, 2]),
    "no window": lambda: etas(window=0),
    "backwards": lambda: etas("continuous", farthest=-1),
    "no step": lambda: boosted(step=0),
    "no lessons": lambda: boosted(every=0),
    "long table": lambda: wards().fit(TABLE.reset_index().melt(id_vars="index"), None, "2021-01"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_odd_settings_are_refused_with_what_to_give(case):
    with pytest.raises(Unfit, match=r"Give|Count rows|Ask for|Choose"):
        REFUSED[case]()


def test_one_month_may_be_given_alone():
    held = Monthly.of(TABLE)
    assert watch(wards(), held, "2020-12").months == watch(wards(), held, ["2020-12"]).months == ("2020-12",)
    assert score_wards(wards(), held, "2020-12").use == score_wards(wards(), held, ["2020-12"]).use
