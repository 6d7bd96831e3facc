"""The Knox table against a plain double loop, and what must not change it."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.near_repeat import knox
from alongside.analysis.near_repeat import pairs as pairs_module
from alongside.analysis.near_repeat.ticks import first_at_least, on_clock, pairs_below

SPACE, TIME = [0, 1, 50, 120.5], [0, 1, 7, 20]
events = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 60)), min_size=2, max_size=40
).filter(lambda rows: len({row[:2] for row in rows}) > 1 and len({row[2] for row in rows}) > 1)


def looped(rows, space, time, metric="euclidean"):
    table = np.zeros((len(space) - 1, len(time) - 1), dtype=int)
    for (x, y, t), (u, v, s) in itertools.combinations(rows, 2):
        apart = abs(x - u) + abs(y - v) if metric == "manhattan" else ((x - u) ** 2 + (y - v) ** 2) ** 0.5
        for (i, (a, b)), (j, (c, d)) in itertools.product(
            enumerate(itertools.pairwise(space)), enumerate(itertools.pairwise(time))
        ):
            table[i, j] += a <= apart < b and c <= abs(t - s) < d
    return table.tolist()


@settings(max_examples=60, deadline=None)
@given(rows=events, metric=st.sampled_from(["euclidean", "manhattan"]))
def test_every_pair_is_counted_once_and_in_its_band(rows, metric):
    result = knox(*zip(*rows, strict=True), space_edges=SPACE, time_edges=TIME, metric=metric, permutations=1, seed=1)
    assert result.observed.tolist() == looped(rows, SPACE, TIME, metric)


@settings(max_examples=40, deadline=None)
@given(rows=events, start=st.sampled_from([0, 30]), early=st.sampled_from([0, 2]))
def test_open_last_bands_hold_what_is_left(rows, start, early):
    space, time = [start, 80, np.inf], [early, 9, np.inf]
    result = knox(*zip(*rows, strict=True), space_edges=space, time_edges=time, permutations=3, seed=1)
    assert result.observed.tolist() == looped(rows, space, time)
    if start == early == 0:
        assert result.observed.sum() == len(rows) * (len(rows) - 1) / 2
        assert result.expected.sum() == pytest.approx(result.observed.sum())


@settings(max_examples=25, deadline=None)
@given(rows=events, shift=st.integers(-500_000, 500_000), order=st.randoms(use_true_random=False))
def test_moving_the_place_or_shuffling_the_rows_changes_no_digit(rows, shift, order):
    plain = knox(*zip(*rows, strict=True), space_edges=SPACE, time_edges=TIME, permutations=29, seed=4)
    moved = [(x + shift, y - shift, t) for x, y, t in rows]
    order.shuffle(moved)
    again = knox(*zip(*moved, strict=True), space_edges=SPACE, time_edges=TIME, permutations=29, seed=4)
    for name in ("observed", "p", "expected_mean", "expected_median"):
        assert getattr(again, name).tolist() == getattr(plain, name).tolist()


@settings(max_examples=25, deadline=None)
@given(rows=events, per_day=st.sampled_from([1, 24, 1440]))
def test_another_unit_of_time_and_space_changes_no_digit(rows, per_day):
    plain = knox(*zip(*rows, strict=True), space_edges=SPACE, time_edges=TIME, permutations=9, seed=2)
    other = knox(
        *([value * scale for value in column] for column, scale in zip(zip(*rows, strict=True), (2, 2, 1 / per_day), strict=True)),
        space_edges=[2 * edge for edge in SPACE], time_edges=[edge / per_day for edge in TIME], permutations=9, seed=2,
    )  # fmt: skip
    assert other.observed.tolist() == plain.observed.tolist()
    assert other.p.tolist() == plain.p.tolist()


@settings(max_examples=30, deadline=None)
@given(rows=events)
def test_p_lies_in_its_bounds_and_never_is_zero(rows):
    result = knox(*zip(*rows, strict=True), space_edges=SPACE, time_edges=TIME, permutations=19, seed=3)
    assert ((result.p >= 1 / 20) & (result.p <= 1)).all()
    assert (result.p == (1 + result.exceedances) / 20).all()
    assert ((result.p_poisson > 0) & (result.p_poisson <= 1)).all()


def test_every_permutation_is_the_count_of_those_permuted_times():
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 400, (2, 60))
    t = rng.integers(0, 90, 60)
    whole = knox(x, y, t, space_edges=SPACE, time_edges=TIME, permutations=400, seed=9)
    means = np.array(whole.expected_mean)
    assert means == pytest.approx(whole.expected, rel=0.25, abs=0.6)
    assert np.median(whole.p) == pytest.approx(0.5, abs=0.35)


def test_planted_repeats_are_found_and_told_in_one_sentence():
    rng = np.random.default_rng(1)
    x, y, t = rng.uniform(0, 5000, 300), rng.uniform(0, 5000, 300), rng.uniform(0, 365, 300)
    near = rng.integers(0, 300, 60)
    result = knox(
        np.append(x, x[near] + 20), np.append(y, y[near]), np.append(t, t[near] + 2.5),
        space_edges=[0, 100, 200], time_edges=[0, 7, 14], permutations=199, seed=1,
    )  # fmt: skip
    assert result.p[0, 0] == 1 / 200
    assert result.ratio[0, 0] > 3
    assert (result.expected_low <= result.expected_median).all() and (
        result.expected_median <= result.expected_high
    ).all()
    assert result.expected_high[0, 0] < result.observed[0, 0]
    assert result.sentence().startswith("Pairs [0, 100) metres and [0, 7) days apart occur")
    assert (result.space_intervals, result.time_intervals) == (("[0, 100)", "[100, 200)"), ("[0, 7)", "[7, 14)"))


def test_nothing_planted_gives_no_ground_for_action():
    rng = np.random.default_rng(2)
    rows = (*rng.uniform(0, 5000, (2, 200)), rng.uniform(0, 365, 200))
    result = knox(*rows, space_edges=[0, 150], time_edges=[0, 7], permutations=99, seed=1)
    assert "give no ground for near-repeat action" in result.sentence(alpha=0.01)


def test_parts_of_a_day_count_and_edges_fall_as_meant():
    minutes = np.array([0, 20_160, 40_319]) / 1440.0
    at = {"x": [0, 1, 2], "y": [0, 0, 0], "t": minutes, "permutations": 1, "seed": 1, "space_edges": [0, 9]}
    assert knox(**at, time_edges=[0, 14]).observed.tolist() == [[1]]
    assert knox(**at, time_edges=[0, np.nextafter(14, 15)]).observed.tolist() == [[2]]
    assert knox(**at, time_edges=[0, 14]).settings["times compared as"] == "whole minutes"


def test_few_and_many_limits_count_alike_and_so_do_all_kinds_of_clock():
    rng = np.random.default_rng(3)
    x, y = rng.integers(0, 900, (2, 400))
    for t in (rng.integers(0, 4000, 400), rng.integers(0, 10**7, 400) / 1440, rng.uniform(0, 4000, 400)):
        many = knox(x, y, t, space_edges=[0, 90], time_edges=[0, 3, 9, 20, 40], permutations=40, seed=5)
        one = knox(x, y, t, space_edges=[0, 90], time_edges=[0, 40], permutations=40, seed=5)
        assert many.observed.sum() == one.observed.sum()
        assert many.expected_mean.sum() == pytest.approx(one.expected_mean.sum())


@given(st.lists(st.floats(0, 1e4), min_size=2, max_size=60), st.floats(0.001, 1e4))
def test_a_difference_of_fractions_is_held_against_the_edge_as_it_is(values, limit):
    ordered = np.sort(np.array(values))
    n = len(ordered)
    plain = [next((k for k in range(i, n) if ordered[k] - ordered[i] >= limit), n) for i in range(n)]
    assert first_at_least(ordered, limit).tolist() == plain
    close = sum(abs(a - b) < limit for a, b in itertools.combinations(values, 2))
    assert pairs_below(np.array(values), np.array([limit])).tolist() == [close]


@pytest.mark.parametrize(
    ("days", "edge", "limit", "clock"),
    [
        ([0, 1, 5], 1.0, 1, "whole days"),
        ([0, 0.5, 5], 1.1, 27, "whole hours"),
        ([0, 1 / 1440, 5], 1.1, 1584, "whole minutes"),
        ([0, 1 / 86400, 5], 0.25, 21600, "whole seconds"),
        ([0, 0.123456789, 5], 0.25, 0.25, "fractions of days"),
    ],
)
def test_the_coarsest_clock_that_fits_is_taken(days, edge, limit, clock):
    ticks = on_clock(np.array(days), np.array([edge]))
    assert (ticks.limits[0], ticks.clock) == (limit, clock)


def test_too_many_pairs_are_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(pairs_module, "MOST_PAIRS", 100)
    with pytest.raises(ValueError, match=r"More than 100 pairs .* Choose a shorter largest distance"):
        knox(np.arange(50), np.zeros(50), np.arange(50), space_edges=[0, 40], time_edges=[0, 5], permutations=1, seed=1)
