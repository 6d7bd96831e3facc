"""Chance that hangs on its subject only."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alongside.demo.young_people.draws import Draws

KEYS = st.lists(st.integers(0, 2**62), min_size=1, max_size=50)


@given(st.integers(0, 2**64), st.text(max_size=20), KEYS)
def test_a_draw_is_the_same_alone_and_in_company(seed, purpose, keys):
    draws = Draws(seed)
    together = draws.share(purpose, np.array(keys))
    alone = [draws.share(purpose, np.array([key]))[0] for key in keys]
    assert together.tolist() == alone
    assert ((together >= 0) & (together < 1)).all()


@given(st.integers(0, 1000), KEYS, st.integers(0, 1000))
def test_a_whole_number_stays_below_its_limit(seed, keys, limit):
    drawn = Draws(seed).below("any", np.array(keys), limit)
    assert ((drawn >= 0) & (drawn <= max(limit - 1, 0))).all()


def test_shares_are_even_and_purposes_are_independent():
    keys = np.arange(200_000)
    draws = Draws(1)
    one, other = draws.share("one", keys), draws.share("other", keys)
    assert abs(one.mean() - 0.5) < 0.005 and abs(np.corrcoef(one, other)[0, 1]) < 0.01
    assert abs(np.corrcoef(one[1:], one[:-1])[0, 1]) < 0.01


def test_weights_are_kept():
    counts = np.bincount(Draws(3).pick("weights", np.arange(100_000), (0.5, 0.3, 0.0, 0.2)), minlength=4)
    assert np.allclose(counts / 100_000, (0.5, 0.3, 0.0, 0.2), atol=0.01)


def test_the_first_draws_of_a_seed_never_change():
    assert Draws(1).below("fixed", np.arange(6), 1000).tolist() == [326, 312, 216, 170, 814, 206]
