"""Patrol days by lot: known answers, agreement with the count card, the test by the lot, and refusals."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable, PatrolDays, patrol_days, two_counts
from alongside.analysis.evaluation.days_by_lot import _lot_p_value


def lot(places, days, seed=3):
    """One of each pair by a coin of each day; a last place alone has a coin of its own."""
    coins = np.random.default_rng(seed).integers(0, 2, ((places + 1) // 2, days)).astype(bool)
    return np.array([coins[place // 2] ^ bool(place % 2) for place in range(places)])


def by_turns(places, days):
    """Patrolled every other day, so that each place has as many days of each kind."""
    return np.array([[(place + day) % 2 == 0 for day in range(days)] for place in range(places)])


def test_with_as_many_days_of_each_kind_the_interval_is_the_exact_one_of_the_count_card():
    sent = by_turns(4, 40)
    events = np.zeros((4, 40), dtype=int)
    events[0, ::2], events[0, 1::2] = 1, 2  # 20 on patrol days, 40 on the others
    found = patrol_days(events, sent)
    card = two_counts(40, 20, exposure_before=80, exposure_after=80)
    assert (found.patrol_events, found.control_events, found.patrol_days, found.control_days) == (20, 40, 80, 80)
    assert found.change == pytest.approx(-50) and found.p_value == pytest.approx(card.exact_p_value, abs=1e-9)
    assert tuple(found.interval) == pytest.approx(tuple(card.exact_interval), abs=1e-6)
    assert found.sentence.startswith("On 80 place-days with a patrol by lot there were 20 events, and 40 on 80")


def test_ten_pair_days_that_all_fall_to_one_side_have_a_known_chance():
    sent = lot(2, 10)
    found = _lot_p_value(np.where(sent, 0, 1), sent, [(0, 1)])
    assert found == pytest.approx(2 / 2**10)  # a sign test: both ways that all ten coins fall alike


def test_the_test_by_the_lot_is_that_of_every_fall_enumerated():
    rng = np.random.default_rng(8)
    events, sent = rng.poisson(1.5, (3, 4)), lot(3, 4)
    seen = []
    for coins in product([False, True], repeat=8):
        rows = np.array(coins).reshape(2, 4)
        seen.append(events[np.array([rows[0], ~rows[0], rows[1]])].sum())
    seen = np.array(seen)
    away = np.abs(seen - seen.mean())
    expected = (away >= abs(events[sent].sum() - seen.mean()) - 1e-9).mean()
    assert _lot_p_value(events, sent, [(0, 1), (2,)]) == pytest.approx(expected)


def test_a_place_that_is_always_busier_does_not_pass_for_an_effect():
    """One place has ten times as many events and, by chance of the lot, more patrol days: pooled counts mislead."""
    sent = np.zeros((2, 40), dtype=bool)
    sent[0, :30] = True
    sent[1] = ~sent[0]
    events = np.repeat([[10], [1]], 40, axis=1)
    found = patrol_days(events, sent)
    assert found.change == pytest.approx(0, abs=1e-6) and found.finding == "too few to tell"
    assert 100 * (found.pooled.ratio - 1) > 100


def test_a_great_fall_is_found_and_both_tests_must_bear_it():
    rng, sent = np.random.default_rng(1), lot(8, 60)
    found = patrol_days(rng.poisson(np.where(sent, 0.25, 0.6)), sent)
    assert found.finding == "fewer" and found.interval.high < 0 and found.lot_p_value < 0.01
    assert "fewer events on patrol days than chance allows" in found.sentence
    assert not isinstance(found.carried_over, NotAnswerable)


def test_one_dreadful_day_is_no_finding_although_the_counts_alone_would_say_so():
    sent = lot(2, 20)
    events = np.where(sent, 1, 1)
    events[:, 4] = np.where(sent[:, 4], 0, 40)
    found = patrol_days(events, sent)
    assert found.interval.high < 0 and found.lot_p_value > 0.5 and found.finding == "too few to tell"


@pytest.mark.parametrize(
    ("events", "days", "because"),
    [(0, 20, "fewer than 6 events"), (1, 5, "over 5 days is too short")],
)
def test_too_few_is_refused_with_what_would_help(events, days, because):
    found = patrol_days(np.full((2, days), events), lot(2, days))
    assert isinstance(found, NotAnswerable) and because in found.sentence and found.what_would_help


def test_under_ten_on_a_side_there_is_no_percentage():
    sent = by_turns(2, 20)
    found = patrol_days(np.where(sent, 0, 1), sent)
    assert found.patrol_events == 0 and isinstance(found.change, NotAnswerable) and found.finding == "too few to tell"
    assert "Within places" not in found.sentence


def test_a_lot_may_be_written_in_ones_and_noughts():
    sent = by_turns(2, 20)
    events = np.where(sent, 1, 2)
    assert patrol_days(events, sent.astype(int)) == patrol_days(events, sent)


@pytest.mark.parametrize(
    ("events", "sent", "words"),
    [
        (np.zeros((2, 3)), np.zeros((2, 4), dtype=bool), "of one shape"),
        (np.full((2, 3), 0.5), lot(2, 3), "whole numbers"),
        (np.zeros((2, 3)), np.full((2, 3), 2), "True or False"),
        (np.zeros((2, 3)), np.zeros((2, 3), dtype=bool), "exactly one place"),
    ],
)
def test_what_is_no_lot_is_refused(events, sent, words):
    with pytest.raises(ValueError, match=words):
        patrol_days(events, sent)


@given(st.integers(0, 2**31), st.integers(1, 5))
def test_the_interval_holds_the_estimate_and_chances_are_chances(seed, places):
    rng = np.random.default_rng(seed)
    sent = lot(places, 12, seed)
    found = patrol_days(rng.poisson(1.5, (places, 12)), sent)
    if isinstance(found, PatrolDays) and not isinstance(found.change, NotAnswerable):
        assert found.interval.low - 1e-6 <= found.change <= found.interval.high + 1e-6
    if isinstance(found, PatrolDays):
        assert 0 < found.p_value <= 1 and 0 < found.lot_p_value <= 1
