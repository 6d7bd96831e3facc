"""Reach from head counts: against every table of who was there, against known sums, and by its own coverage."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable
from alongside.analysis.reach import ClassAhead, ClassPast, attending, forecast_target, pooled_share


def every_table(size, head_counts):
    """For each way in which people can have been there: at how many lessons each was."""
    columns = [[c for c in product((0, 1), repeat=size) if sum(c) == count] for count in head_counts]
    for table in product(*columns):
        yield [sum(person) for person in zip(*table, strict=True)]


@given(st.integers(1, 4).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.integers(0, n), min_size=1, max_size=4))))
@settings(max_examples=60, deadline=None)
def test_head_counts_bound_those_who_came_often_enough_exactly(drawn):
    size, head_counts = drawn
    tables = list(every_table(size, head_counts))
    for lessons in range(1, len(head_counts) + 1):
        possible = [sum(times >= lessons for times in table) for table in tables]
        found = attending(head_counts, size, lessons)
        assert (found.low, found.high) == (min(possible), max(possible))
        assert found.low <= found.point <= found.high


def test_nobody_came_to_more_lessons_than_were_given():
    assert attending([28, 30], 30, 3).high == 0
    with pytest.raises(ValueError, match="between 0 and the size"):
        attending([31], 30, 1)


def test_a_share_over_schools_has_cochrans_interval():
    # By hand: share 0.8, residuals 2, -2, 1, -1, 0 over 50, standard error sqrt(5 * 10 / 4) / 50.
    found = pooled_share([10, 6, 9, 7, 8], [10, 10, 10, 10, 10])
    assert found.share == pytest.approx(0.8)
    assert found.interval.high == pytest.approx(0.8 + 2.7764451 * 0.0707107, abs=1e-6)
    assert isinstance(pooled_share([1, 1], [2, 2]), NotAnswerable)


def test_when_every_class_goes_alike_the_forecast_is_that_sum():
    past = [ClassPast(f"school {n}", 30, 24) for n in range(6)]
    ahead = [ClassAhead("school 1", 25), ClassAhead("new", 20, counted=19)]
    found = forecast_target(300, past, ahead, so_far=144)
    assert found.expected == 144 + 20 + 19
    assert (found.interval.low, found.interval.high) == (183, 183)
    assert (found.chance, found.missing, found.classes_more) == (0.0, 117, 5)


def test_four_schools_are_too_few_to_forecast_from():
    past = [ClassPast(f"school {n}", 30, 24) for n in range(4)]
    assert isinstance(forecast_target(100, past, [], so_far=0), NotAnswerable)


def test_the_mean_of_the_draws_is_the_mean_of_the_schools():
    past = [ClassPast(f"school {n}", 10, n) for n in range(11)]
    ahead = [ClassAhead(f"new {n}", 10) for n in range(40)]
    assert forecast_target(100, past, ahead, so_far=0).expected == pytest.approx(200, abs=4)


def test_nineteen_in_twenty_intervals_hold_what_comes():
    rng, held, tries = Random(3), 0, 150
    for turn in range(tries):
        rates = [rng.betavariate(6, 2) for _ in range(60)]
        sizes = [rng.randint(20, 32) for _ in rates]
        came = [sum(rng.random() < rate for _ in range(size)) for rate, size in zip(rates, sizes, strict=True)]
        rows = list(zip(map(str, range(60)), sizes, came, strict=True))
        past, ahead = [ClassPast(*row) for row in rows[:40]], [ClassAhead(*row[:2]) for row in rows[40:]]
        found = forecast_target(1_000, past, ahead, so_far=0, seed=turn, draws=600)
        held += sum(came[40:]) in found.interval
    assert 0.90 <= held / tries <= 0.99
