"""Which events are linked, and in what chains."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from alongside.analysis.near_repeat import chains, local_knox

events = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 60)), min_size=3, max_size=30
).filter(lambda rows: len({row[:2] for row in rows}) > 1 and len({row[2] for row in rows}) > 1)


@settings(max_examples=40, deadline=None)
@given(rows=events)
def test_neighbours_and_links_are_those_of_a_plain_loop(rows):
    result = local_knox(*zip(*rows, strict=True), space=60, time=8)
    n = len(rows)
    near = np.array([[np.hypot(a[0] - b[0], a[1] - b[1]) < 60 for b in rows] for a in rows]) & ~np.eye(n, dtype=bool)
    soon = np.array([[abs(a[2] - b[2]) < 8 for b in rows] for a in rows]) & ~np.eye(n, dtype=bool)
    assert result.near_space.tolist() == near.sum(axis=1).tolist()
    assert result.near_time.tolist() == soon.sum(axis=1).tolist()
    assert result.near_both.tolist() == (near & soon).sum(axis=1).tolist()
    assert {frozenset(pair) for pair in result.links.tolist()} == {
        frozenset(pair) for pair in np.argwhere(near & soon).tolist()
    }
    assert all(rows[a][2] <= rows[b][2] for a, b in result.links.tolist())


def test_p_is_the_hypergeometric_tail_with_the_count_itself_in_it():
    rng = np.random.default_rng(0)
    x, y, t = rng.uniform(0, 2000, 80), rng.uniform(0, 2000, 80), rng.uniform(0, 60, 80)
    result = local_knox(x, y, t, space=300, time=5)
    for k in (0, 17, 79):
        tail = sum(
            hypergeom.pmf(m, 79, result.near_space[k], result.near_time[k]) for m in range(result.near_both[k], 80)
        )
        assert result.p[k] == pytest.approx(tail, abs=1e-12)
    assert (result.p_adjusted >= result.p).all()


def test_chains_are_what_links_join_and_start_with_the_first_event():
    x = [0, 50, 100, 5000, 5000, 9000, 150]
    t = [3, 1, 5, 1, 2, 1, 40]
    result = chains(x, [0] * 7, t, space=60, time=4)
    assert result.chain.tolist() == [0, 0, -1, 1, 1, -1, -1]
    assert result.size.tolist() == [2, 2]
    assert result.originator.tolist() == [1, 3]
    assert result.first.tolist() == [1, 1]
    assert result.last.tolist() == [3, 2]
    assert result.radius[0] == pytest.approx(25)


@settings(max_examples=40, deadline=None)
@given(rows=events, order=st.randoms(use_true_random=False))
def test_chains_do_not_depend_on_the_order_of_rows(rows, order):
    first = chains(*zip(*rows, strict=True), space=80, time=10)
    turned = list(enumerate(rows))
    order.shuffle(turned)
    second = chains(*zip(*(row for _, row in turned), strict=True), space=80, time=10)

    def groups(chain, names):
        return {frozenset(names[k] for k in np.flatnonzero(chain == c)) for c in range(chain.max() + 1)}

    assert groups(first.chain, range(len(rows))) == groups(second.chain, [name for name, _ in turned])
    assert all(size >= 2 for size in first.size)


def test_small_chains_may_be_left_out():
    x, t = [0, 10, 20, 900, 910], [0, 1, 2, 0, 1]
    assert chains(x, [0] * 5, t, space=50, time=5).size.tolist() == [3, 2]
    assert chains(x, [0] * 5, t, space=50, time=5, least=3).size.tolist() == [3]
    assert len(chains(x, [0] * 5, t, space=5, time=5)) == 0


def test_dates_and_numbers_of_days_link_alike():
    dates = pd.to_datetime(["2026-03-01 22:00", "2026-03-02 02:00", "2026-03-20 00:00"])
    days = [0, 4 / 24, 18 + 2 / 24]
    a, b = (local_knox([0, 5, 9], [0, 0, 0], t, space=50, time=0.5) for t in (dates, days))
    assert a.links.tolist() == b.links.tolist() == [[0, 1]]


def test_every_link_is_told_once():
    rows = list(itertools.product([0], [0, 1], [0, 1]))
    result = local_knox(*zip(*rows, strict=True), space=5, time=5)
    assert len(result.links) == 6
