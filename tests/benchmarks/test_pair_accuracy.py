"""The figures of the identity benchmark, against counting pair by pair."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.identity.evaluate import accuracy, missed_by, pairs_of

LABELS = st.integers(1, 12).flatmap(
    lambda size: st.tuples(*(st.lists(st.integers(0, 4), min_size=size, max_size=size) for _ in range(2)))
)


def _pairs(labels):
    return {(one, other) for one, other in combinations(range(len(labels)), 2) if labels[one] == labels[other]}


@given(LABELS)
def test_pairs_are_counted_as_one_would_by_hand(both):
    found, real = both
    measured = accuracy(found, real)
    assert (measured.true_pairs, measured.found_pairs) == (len(_pairs(real)), len(_pairs(found)))
    assert measured.right_pairs == len(_pairs(found) & _pairs(real))
    assert {tuple(pair) for pair in pairs_of(real).tolist()} == _pairs(real)


@given(LABELS)
def test_a_cluster_counts_as_exact_only_when_it_holds_the_same_records(both):
    def clusters(labels):
        return {frozenset(np.flatnonzero(np.array(labels) == label).tolist()) for label in labels}

    found, real = map(clusters, both)
    assert accuracy(*both).exact_cluster_f1 == pytest.approx(2 * len(found & real) / (len(found) + len(real)))


def test_missed_pairs_are_told_by_group():
    found, real = [1, 1, 2, 3, 3, 3], ["a", "a", "a", "b", "b", "b"]
    group = ["x"] * 3 + ["y"] * 3
    assert missed_by(found, real, group) == {"x": (2, 3), "y": (0, 3)}


def test_assignments_of_different_records_are_refused():
    with pytest.raises(ValueError, match="the same records"):
        accuracy([1, 2], [1])
