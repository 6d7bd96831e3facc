"""Kernel surfaces against the direct sum, and one surface over another."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.events import Events, Unfit
from alongside.analysis.hotspots import Grid, kernel_at, kernel_surface, relative_risk
from tests.analysis.events.real_places import known, table

KERNELS = ["gaussian", "quartic", "epanechnikov"]
RNG = np.random.default_rng(0)
POINTS = Events.of(RNG.uniform(0, 3000, 300), RNG.normal(1500, 400, 300), weight=RNG.uniform(0, 5, 300))
GRID = Grid.rectangle(-250, 0, 14, 12, 250)


@pytest.mark.real_data
@pytest.mark.parametrize(("name", "kernel", "bandwidth"), [
    ("gaussian_h500", "gaussian", 500), ("quartic_h1000", "quartic", 1000), ("epanechnikov_h1000", "epanechnikov", 1000)
])  # fmt: skip
def test_memphis_at_five_points_to_ten_digits(name, kernel, bandwidth):
    rows, points = table("memphis/robberies_2019.csv"), np.array(known("kde", "points"), dtype=float)
    found = kernel_at((rows.x_32615, rows.y_32615), *points.T, bandwidth=bandwidth, kernel=kernel)
    assert found == pytest.approx(np.array(known("kde", name)), rel=1e-8)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("bandwidth", [60.0, 400.0, 1700.0])
def test_the_surface_is_the_direct_sum(kernel, bandwidth):
    surface = kernel_surface(POINTS, GRID, bandwidth=bandwidth, kernel=kernel)
    direct = kernel_at(POINTS, *GRID.centres(), bandwidth=bandwidth, kernel=kernel)
    assert surface.density == pytest.approx(direct, rel=1e-6, abs=1e-12 * direct.max())


@settings(max_examples=40, deadline=None)
@given(
    points=st.lists(st.tuples(st.floats(-900, 4000), st.floats(-900, 4000)), min_size=1, max_size=25),
    kernel=st.sampled_from(KERNELS), bandwidth=st.floats(20, 900),
)  # fmt: skip
def test_any_points_in_any_order_give_the_direct_sum(points, kernel, bandwidth):
    x, y = np.array(points).T
    if np.abs(x).max() <= 180 and np.abs(y).max() <= 180:
        return
    surface = kernel_surface((x, y), GRID, bandwidth=bandwidth, kernel=kernel).density
    turned = kernel_surface((x[::-1], y[::-1]), GRID, bandwidth=bandwidth, kernel=kernel).density
    direct = kernel_at((x, y), *GRID.centres(), bandwidth=bandwidth, kernel=kernel)
    # A point that only just reaches a cell's middle may be taken either way; it adds next to nothing there.
    assert surface == pytest.approx(direct, rel=1e-6, abs=1e-12 / bandwidth**2)
    assert turned == pytest.approx(surface, rel=1e-12, abs=1e-15 / bandwidth**2)
    assert (surface >= 0).all()


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_kernel_holds_one_event_in_all(kernel):
    fine = Grid.rectangle(-3000, -3000, 300, 300, 20)
    assert kernel_surface(([0.0, 1000], [0.0, 1]), fine, bandwidth=300, kernel=kernel).expected.sum() == pytest.approx(
        2, rel=1e-3
    )


def test_own_areas_are_taken_at_their_middle():
    areas = Grid.of_areas([shapely.box(0, 1000, 500, 2000), shapely.box(500, 1000, 900, 2000)])
    surface = kernel_surface(POINTS, areas, bandwidth=300, kernel="quartic")
    assert surface.density == pytest.approx(
        kernel_at(POINTS, [250, 700], [1500, 1500], bandwidth=300, kernel="quartic")
    )


def test_moving_all_moves_the_surface():
    far = Grid.rectangle(GRID.x0 + 500_000, GRID.y0 + 200_000, GRID.nx, GRID.ny, GRID.cell)
    moved = Events.of(POINTS.x + 500_000, POINTS.y + 200_000, weight=POINTS.weight)
    for kernel in KERNELS:
        one = kernel_surface(POINTS, GRID, bandwidth=400, kernel=kernel).density
        other = kernel_surface(moved, far, bandwidth=400, kernel=kernel).density
        assert other == pytest.approx(one, rel=1e-6, abs=1e-9 * one.max())


def test_a_bandwidth_below_the_cell_is_warned_of():
    assert "below the cell of 250 m" in kernel_surface(POINTS, GRID, bandwidth=100).notes[0]


def test_cases_like_controls_have_a_risk_of_one():
    result = relative_risk(POINTS, POINTS, GRID, bandwidth=400)
    told = ~np.isnan(result.risk)
    assert result.risk[told] == pytest.approx(np.ones(told.sum()))
    assert "no test made" in result.legend


def test_planted_risk_is_found_where_it_was_planted():
    rng = np.random.default_rng(4)
    homes = rng.uniform(0, 3000, (2, 600))
    cases = np.concatenate([rng.uniform(0, 3000, (2, 150)), rng.normal(2400, 150, (2, 100))], axis=1)
    result = relative_risk(tuple(cases), tuple(homes), GRID, bandwidth=300, permutations=99, seed=1)
    hot = (result.p_adjusted <= 0.1) & (result.risk > 1.5)
    assert hot.any()
    x, y = GRID.centres()
    assert (np.hypot(x[hot] - 2400, y[hot] - 2400) < 1200).all()
    again = relative_risk(tuple(cases), tuple(homes), GRID, bandwidth=300, permutations=99, seed=1)
    assert np.array_equal(again.p, result.p, equal_nan=True)


def test_two_surfaces_of_one_grid_are_compared_as_they_are():
    one, other = (kernel_surface(POINTS, GRID, bandwidth=h) for h in (300, 400))
    assert relative_risk(one, one).risk[50] == pytest.approx(1)
    with pytest.raises(Unfit, match="differ in grid, kernel or bandwidth"):
        relative_risk(one, other)
    with pytest.raises(Unfit, match="cannot be relabelled"):
        relative_risk(one, one, permutations=9, seed=1)
    with pytest.raises(Unfit, match="Weighted events"):
        relative_risk(POINTS, POINTS, GRID, bandwidth=300, permutations=9, seed=1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"bandwidth": 0}, "A bandwidth of 0 metres cannot be used. Give metres above 0, such as 400."),
        ({"kernel": "box"}, "The kernel 'box' is not known. Choose gaussian, quartic, epanechnikov."),
        ({"events": ([], [])}, "There are no events."),
        ({"events": ([-0.1, 0.0], [51.5, 51.6])}, "The coordinates look like degrees"),
        ({"events": ([1, np.nan], [2, 3])}, "Row 2 has no usable x"),
    ],
)
def test_what_cannot_be_smoothed_is_refused_in_words(change, message):
    with pytest.raises(Unfit) as told:
        asked = {"events": POINTS, "bandwidth": 300} | change
        kernel_surface(asked.pop("events"), GRID, **asked)
    assert str(told.value).startswith(message)


def test_a_bandwidth_of_hundreds_of_cells_is_refused_with_a_cell_size(monkeypatch):
    monkeypatch.setattr("alongside.analysis.hotspots.surface._MOST_WORK", 1000)
    with pytest.raises(Unfit, match=r"Use cells of 20 m or more"):
        kernel_surface(POINTS, GRID, bandwidth=400, kernel="quartic")
