"""Nothing is drawn without a seed, and no odd number of draws or level gets past as if it were meant."""

import numpy as np
import pytest

from alongside.analysis.events import Unfit
from alongside.analysis.forecast import baseline, score
from alongside.analysis.hotspots import Grid, concentration, counts, gi_star, lisa, space_time_scan
from alongside.analysis.near_repeat import knox

N = 40
X, Y = np.random.default_rng(5).uniform(0, 1_000, (2, N))
T = np.arange(N) * 3
GRID = Grid.rectangle(0, 0, 5, 5, 200)
DRAWN = {
    "knox": lambda **how: knox(X, Y, T, space_edges=[0, 100, 400], time_edges=[0, 14], permutations=9, **how),
    "gi_star": lambda **how: gi_star(counts((X, Y), GRID), permutations=9, **how),
    "lisa": lambda **how: lisa(counts((X, Y), GRID), permutations=9, **how),
    "concentration": lambda **how: concentration(counts((X, Y), GRID), draws=9, **how),
    "scan": lambda **how: space_time_scan(X, Y, T, permutations=9, **how),
    "score": lambda **how: score(baseline(), (X, Y, T), GRID, edges=[60, 90, 119], shares=[0.2], draws=9, **how),
}


@pytest.mark.parametrize("name", DRAWN)
def test_without_a_seed_nothing_is_drawn(name):
    with pytest.raises(Unfit, match="without a seed"):
        DRAWN[name](seed=None)


@pytest.mark.parametrize("seed", [-5, "a", 1.5, True])
@pytest.mark.parametrize("name", DRAWN)
def test_what_is_no_whole_number_is_no_seed(name, seed):
    with pytest.raises(Unfit, match="is no seed"):
        DRAWN[name](seed=seed)


def test_a_numpy_whole_number_is_the_same_seed():
    same = (DRAWN["knox"](seed=np.int64(7)).expected_mean, DRAWN["knox"](seed=7).expected_mean)
    assert np.array_equal(*same)


@pytest.mark.parametrize("asked", [0, -1, 9.5, None])
def test_odd_numbers_of_permutations_are_refused_with_the_usual_one(asked):
    with pytest.raises(Unfit, match="999 is usual"):
        knox(X, Y, T, space_edges=[0, 100], time_edges=[0, 14], permutations=asked, seed=1)
    with pytest.raises(Unfit, match="999 is usual"):
        concentration([1, 2, 3], draws=asked, seed=1)


@pytest.mark.parametrize("alpha", [0, 1, 7, "low", None])
def test_a_level_outside_0_to_1_is_refused(alpha):
    with pytest.raises(Unfit, match=r"such as 0\.05"):
        gi_star(counts((X, Y), GRID), alpha=alpha)
