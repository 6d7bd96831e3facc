"""Gi* and local Moran's I against published values, the formula written out, and plain permutation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.events import Unfit
from alongside.analysis.hotspots import Grid, Neighbours, counts, gi_star, lisa
from alongside.analysis.hotspots.conditional import conditional_counts
from tests.analysis.events.real_places import assault_sample, known, table

# esda's own test: six points, neighbours within 15, Gi and Gi* of the first.
SIX = Neighbours.within([10, 20, 40, 15, 30, 30], [10, 10, 10, 20, 20, 30], 15)
SIX_VALUES = [2, 3, 3.2, 5, 8, 7]
GRID = Grid.rectangle(0, 0, 7, 6, 100)


def test_the_six_points_of_esda():
    assert gi_star(SIX_VALUES, neighbours=SIX, star=False).z[0] == pytest.approx(-1.0136729, abs=5e-8)
    assert gi_star(SIX_VALUES, neighbours=SIX).z[0] == pytest.approx(-1.39727626, abs=5e-9)


def test_rows_that_add_to_one_change_no_z():
    # esda prints -0.62074534 here: it puts row weights into the variance for binary ones, (n - 1 - W) W / (n - 2), where
    # W = 1. With the variance for any weights, scaling a row changes nothing.
    plain, scaled = (gi_star(SIX_VALUES, neighbours=each, star=False).z for each in (SIX, SIX.standardised()))
    assert scaled == pytest.approx(plain, abs=1e-12)
    assert plain[0] * np.sqrt(6 / 4) / 2 == pytest.approx(-0.62074534, abs=5e-8)
    starred = (gi_star(SIX_VALUES, neighbours=each).z for each in (SIX, SIX.standardised()))
    assert next(starred) == pytest.approx(next(starred), abs=1e-12)


@pytest.mark.real_data
@pytest.mark.parametrize("reach", [30, 60, 90, 120, 150])
def test_the_grid_of_getis_and_ord_1996(reach):
    told, rows = known("gi_star", "getis_ord_grid"), table("reference/getis_ord_1996_grid.csv")
    around = Neighbours.within(rows.x, rows.y, reach)
    star, plain = (gi_star(rows.val, neighbours=around, star=flag).z for flag in (True, False))
    point = np.flatnonzero((rows.x == 210) & (rows.y == 210))[0]
    assert star[point] == pytest.approx(told["G_i_star"][str(reach)], abs=1e-8)
    assert plain[point] == pytest.approx(told["G_i (self left out)"][str(reach)], abs=1e-8)
    assert star.max() == pytest.approx(told["max_G_i_star"][str(reach)], abs=1e-8)
    assert star.min() == pytest.approx(told["min_G_i_star"][str(reach)], abs=1e-8)


@pytest.mark.real_data
def test_memphis_robberies_with_false_discoveries_held():
    told, rows = known("gi_star", "memphis_500m"), table("memphis/robberies_2019.csv")
    frame = told["grid"]
    grid = Grid.rectangle(frame["x0"], frame["y0"], frame["nx"], frame["ny"], frame["cell"], frame["crs"])
    result = gi_star(counts((rows.x_32615, rows.y_32615), grid))
    assert result.z.max() == pytest.approx(told["z_max"], abs=1e-8)
    top = int(result.z.argmax())
    assert (grid.cols[top], grid.rows[top]) == (told["at"]["col"], told["at"]["row"])
    assert result.z.min() == pytest.approx(told["z_min"], abs=1e-8)
    assert np.abs(result.z).sum() == pytest.approx(told["sum_abs_z"], abs=1e-8)
    assert ((result.z > 1.96).sum(), (result.z > 2.576).sum()) == (told["n_z_above_1.96"], told["n_z_above_2.576"])
    assert (result.hot | result.cold).sum() == told["BH_FDR_5pct_two_sided_rejections"]


@pytest.mark.real_data
@pytest.mark.parametrize("n", [1000, 10000, 100000])
def test_chicago_assaults_on_250_metres(n):
    told, rows = known("gi_star", "chicago_assault_sample_250m"), assault_sample(n)
    frame, numbers = told["grid"], told[f"n={n}"]
    grid = Grid.rectangle(frame["x0"], frame["y0"], frame["nx"], frame["ny"], frame["cell"], frame["crs"])
    result = gi_star(counts((rows.x_26916, rows.y_26916), grid))
    assert result.z.max() == pytest.approx(numbers["z_max"], abs=1e-8)
    assert (result.z > 1.96).sum() == numbers["n_z_above_1.96"]
    if "sum_abs_z" in numbers:
        assert np.abs(result.z).sum() == pytest.approx(numbers["sum_abs_z"], abs=1e-7)


def written_out(y, matrix):
    """Ord and Getis 1995, equation 14.5, cell by cell; the diagonal is in the matrix."""
    n, mean = len(y), y.mean()
    spread = np.sqrt((y**2).mean() - mean**2)
    z = []
    for row in matrix:
        room = spread * np.sqrt((n * (row**2).sum() - row.sum() ** 2) / (n - 1))
        z.append((row @ y - mean * row.sum()) / room)
    return np.array(z)


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.integers(0, 30), min_size=42, max_size=42).filter(lambda v: len(set(v)) > 1))
def test_z_is_the_formula_on_a_grid_and_with_any_weights(values):
    y = np.array(values, dtype=float)
    queen = Neighbours.queen(GRID)
    assert gi_star(y, neighbours=queen).z == pytest.approx(
        written_out(y, queen.matrix.toarray() + np.eye(42)), abs=1e-10
    )
    matrix = np.random.default_rng(1).uniform(0, 1, (42, 42)) * (queen.matrix.toarray() > 0)
    uneven = gi_star(y, neighbours=Neighbours.of(matrix))
    assert uneven.z == pytest.approx(written_out(y, matrix + np.eye(42)), abs=1e-10)


@settings(max_examples=25, deadline=None)
@given(
    values=st.lists(st.integers(0, 9), min_size=42, max_size=42).filter(lambda v: len(set(v)) > 1),
    scale=st.sampled_from([0.25, 2.0, 8.0]), shift=st.integers(0, 64),
)  # fmt: skip
def test_another_unit_or_a_constant_more_changes_nothing_that_is_found(values, scale, shift):
    y, around = np.array(values, dtype=float), Neighbours.queen(GRID)
    one = gi_star(y, neighbours=around, permutations=39, seed=1)
    other = gi_star(y * scale + shift, neighbours=around, permutations=39, seed=1)
    assert other.z == pytest.approx(one.z, abs=1e-9)
    assert other.p.tolist() == one.p.tolist()
    assert ((one.p > 0) & (one.p <= 1)).all()


def permuted_plainly(y, around, permutations, seed):
    """The same draws, cell by cell: each keeps its value, the others are drawn for its neighbours."""
    rng, n = np.random.default_rng(seed), len(y)
    most = int(around.number.max())
    upper, lower = np.zeros(n, int), np.zeros(n, int)
    for _ in range(permutations):
        drawn = rng.choice(n - 1, size=most, replace=False)
        for i in range(n):
            others = np.delete(y, i)[drawn[: around.number[i]]]
            weights = around.weights[around.starts[i] : around.starts[i + 1]]
            seen = weights @ y[around.indices[around.starts[i] : around.starts[i + 1]]]
            upper[i] += weights @ others >= seen - 1e-9
            lower[i] += weights @ others <= seen + 1e-9
    return upper, lower


@pytest.mark.parametrize("kind", ["queen", "rook", "uneven", "wide"])
def test_quick_permutation_is_plain_permutation(kind):
    rng = np.random.default_rng(5)
    y = rng.poisson(2, 42).astype(float)
    around = {
        "queen": lambda: Neighbours.queen(GRID),
        "rook": lambda: Neighbours.rook(GRID).standardised(),
        "uneven": lambda: Neighbours.of(rng.integers(0, 4, (42, 42)) * (Neighbours.queen(GRID).matrix.toarray() > 0)),
        "wide": lambda: Neighbours.within(*GRID.centres(), 350),
    }[kind]()
    quick, plain = conditional_counts(y, around, 60, np.random.default_rng(3)), permuted_plainly(y, around, 60, 3)
    assert [side.tolist() for side in quick] == [side.tolist() for side in plain]


def test_permutation_and_normal_approximation_agree_where_both_hold():
    y = np.random.default_rng(2).normal(10, 2, 42)
    result = gi_star(y, neighbours=Neighbours.queen(GRID), permutations=1999, seed=4)
    inner = Neighbours.queen(GRID).number == 8
    # The conditional test keeps the cell's own value, so that it agrees with Gi, which leaves it out.
    plain = gi_star(y, neighbours=Neighbours.queen(GRID), star=False)
    assert np.abs(result.p - plain.p)[inner].max() < 0.12


def test_pure_chance_is_seldom_called_hot():
    rng, around = np.random.default_rng(6), Neighbours.queen(Grid.rectangle(0, 0, 30, 30, 100))
    found = [bool(gi_star(rng.normal(size=900), neighbours=around).hot.any()) for _ in range(60)]
    assert np.mean(found) < 0.12


def test_weights_of_events_move_the_hot_spot():
    rng = np.random.default_rng(7)
    x, y = rng.uniform(0, 1000, 400), rng.uniform(0, 1000, 400)
    grid = Grid.rectangle(0, 0, 10, 10, 100)
    harm = np.where((x > 700) & (y > 700), 300, 1)
    plain, weighted = gi_star(counts((x, y), grid)), gi_star(counts((x, y), grid, weights=harm))
    assert not plain.hot.any()
    assert weighted.hot.any()
    assert (grid.centres()[0][weighted.hot] > 600).all()


def test_a_map_says_its_test_and_its_correction():
    spike = np.zeros(900)
    spike[[0, 1, 30, 31]] = 9
    result = gi_star(spike, neighbours=Neighbours.queen(Grid.rectangle(0, 0, 30, 30, 100)), permutations=99, seed=1)
    assert result.legend == (
        "Gi*, squares that share an edge or a corner; two-sided, 99 permutations; "
        "false discovery rate (Benjamini-Hochberg), 5%"
    )
    assert "99 permutations cannot give a p below 0.02" in result.notes[0]


def test_moran_finds_the_cluster_and_the_outlier():
    y = np.zeros((6, 7))
    y[:3, :3], y[4, 5] = 10, 10
    y += np.random.default_rng(0).uniform(0, 0.1, y.shape)
    result = lisa(y.ravel(), neighbours=Neighbours.queen(GRID), seed=1, correction="none")
    assert result.label[0] == "high-high"
    assert result.quadrant[4 * 7 + 5] == "high-low"
    assert result.mean_i > 0.3
    assert all(label in ("", quadrant) for label, quadrant in zip(result.label, result.quadrant, strict=True))


def test_moran_is_its_formula():
    y = np.random.default_rng(3).poisson(3, 42).astype(float)
    around = Neighbours.rook(GRID)
    rows = around.matrix.toarray() / around.number[:, None]
    deviate = (y - y.mean()) / y.std()
    result = lisa(y, neighbours=around, permutations=19, seed=1)
    assert result.i == pytest.approx(deviate * (rows @ deviate), abs=1e-12)
    assert result.mean_i == pytest.approx(np.mean(deviate * (rows @ deviate)))


def test_the_same_seed_gives_the_same_p_to_the_digit():
    y = np.random.default_rng(1).poisson(3, 42)
    one, other = (gi_star(y, neighbours=Neighbours.queen(GRID), permutations=199, seed=8).p for _ in range(2))
    assert one.tolist() == other.tolist()
    assert gi_star(y, neighbours=Neighbours.queen(GRID), permutations=199, seed=9).p.tolist() != one.tolist()


def test_a_cell_without_neighbours_is_not_hot_by_permutation():
    grid = Grid.of_cells([0, 0, 0, 5], [0, 1, 2, 9], x0=0, y0=0, cell=10)
    assert lisa([1, 2, 9, 50], neighbours=Neighbours.queen(grid), seed=1).p[3] == 1
    assert gi_star([1, 2, 9, 50], neighbours=Neighbours.queen(grid), permutations=99, seed=1).p[3] == 1
    assert np.isnan(gi_star([1, 2, 9, 50], neighbours=Neighbours.queen(grid), star=False).z[3])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"values": [4.0] * 42}, "Every cell has the same value, 4. Nothing can stand out"),
        ({"values": [1, 2, 3]}, "There are 3 values and 42 cells."),
        ({"values": [np.nan, *range(41)]}, "Cell 0 has no usable value."),
        ({"neighbours": None}, "Bare numbers do not say which cells touch."),
        ({"permutations": 9}, "Permutations were asked for without a seed."),
        ({"correction": "holm"}, "The correction 'holm' is not known."),
    ],
)
def test_what_cannot_be_tested_is_refused_in_words(change, message):
    good = {"values": np.arange(42), "neighbours": Neighbours.queen(GRID)} | change
    with pytest.raises(Unfit) as told:
        gi_star(good.pop("values"), **good)
    assert str(told.value).startswith(message)


def test_weights_below_zero_are_refused():
    with pytest.raises(Unfit, match="from 0 upwards"):
        Neighbours.of([[0, -1], [1, 0]])
    with pytest.raises(Unfit, match="There are 2 cells"):
        gi_star([1, 2], neighbours=Neighbours.of([[0, 1], [1, 0]]))
