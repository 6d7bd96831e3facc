"""Scores: the plain count beside every model, intervals, and a verdict that says no."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.events import Events, Unfit
from alongside.analysis.forecast import baseline, blended, pai, rolling, score
from alongside.analysis.forecast.interface import forecast
from alongside.analysis.hotspots import Grid
from tests.analysis.forecast.places import GRID, history

EDGES = [float(day) for day in range(600, 800, 20)]


class Told:
    """A forecaster that gives the same map always."""

    def __init__(self, name, values):
        self.name, self.values = name, np.asarray(values, dtype=float)

    def fit(self, events, grid, until):
        self.past = events.before(events.clock.days(until))
        return self

    def forward(self, until):
        return self.fit(self.past.history, None, until)

    def expected(self, horizon):
        return forecast(self.past, self.values, horizon, self.name, {})


def drifting(seed=0):
    """Risk jumps to other cells at day 590, so that old counts mislead."""
    old, new = history(seed), history(seed + 7)
    early, late = old.t < 590, new.t >= 590
    return Events.of(*(np.concatenate([getattr(old, n)[early], getattr(new, n)[late]]) for n in ("x", "y", "t")))


def test_pai_and_its_kin_are_those_of_ptools():
    result = pai([6, 3, 0], [3, 2, 1], [1, 1, 1])
    assert result.pai.tolist() == [2, 1.5, 1]
    assert result.pei.tolist() == [1, 1, 1]
    assert result.rri == pytest.approx([0.5, 0.5555555556, 0.6666666667])


def test_hits_are_counted_in_the_cells_of_highest_expectation_ties_to_the_lower_number():
    grid = Grid.rectangle(0, 0, 10, 1, 100)
    x = np.repeat(np.arange(10) * 100 + 50.5, [1, 0, 5, 0, 0, 0, 0, 0, 3, 1])
    events = (np.append(x, 50.5), np.full(11, 50.0), np.append(np.full(10, 11.0), 1.0))
    result = score(
        Told("told", [0, 0, 0, 0, 0, 0, 0, 0, 1, 1]), events, grid, edges=[10, 20], shares=[0.1, 0.3], seed=1
    )
    assert result.cells.tolist() == [1, 3]
    assert result.hits[result.row("told"), 0].tolist() == [3, 5]
    assert result.hit_rate[0].tolist() == [0.3, 0.5]
    assert result.pai[0] == pytest.approx([3, 5 / 3])
    assert result.oracle == pytest.approx([0.5, 0.9])
    assert result.pei[0] == pytest.approx([3 / 5, 5 / 9])


def test_counts_stand_beside_every_model_even_unasked():
    result = score(Told("even", np.ones(len(GRID))), history(), GRID, edges=EDGES, seed=1)
    assert result.models == ("even", "decayed count", "count")
    assert result.gain[1].tolist() == [0] * 4


def test_a_model_that_is_no_better_is_refused_in_words():
    result = score(Told("even", np.ones(len(GRID))), history(), GRID, edges=EDGES, seed=1)
    assert result.beats == (False, False, False)
    assert result.use == "decayed count"
    assert result.verdicts[0].startswith("even is worse than the decayed count: ")
    assert result.verdicts[0].endswith("Use the decayed count.")


def test_a_model_within_chance_of_the_count_does_not_beat_it():
    result = score(baseline(half_life=400), history(), GRID, edges=EDGES, seed=1)
    assert "does not beat the decayed count" in result.verdicts[0]
    assert result.use == "decayed count"


def test_a_model_that_is_truly_better_is_used():
    result = score(baseline(half_life=15), drifting(), GRID, edges=EDGES, seed=1, decide_at=0.10)
    assert result.beats[0]
    assert result.use == "decayed count, half-life 15"
    assert result.verdicts[0].startswith("decayed count, half-life 15 beats the decayed count: +")


def test_the_same_seed_gives_the_same_score_to_the_digit():
    asked = {"edges": EDGES, "learn_every": 9, "draws": 3}
    one, two, other = (score(blended(steps=40), history(), GRID, seed=s, **asked) for s in (1, 1, 2))
    assert one.plain() == two.plain()
    assert one.hit_rate.tolist() == other.hit_rate.tolist()
    assert one.hit_low.tolist() != other.hit_low.tolist()


@settings(max_examples=20, deadline=None)
@given(values=st.lists(st.floats(0, 9), min_size=len(GRID), max_size=len(GRID)), share=st.floats(0.02, 0.5))
def test_rates_lie_in_bounds_and_no_model_passes_the_oracle(values, share):
    result = score(Told("told", values), history(a_day=1), GRID, edges=EDGES, shares=[share, 1.0], draws=19, seed=1)
    assert (result.hit_rate <= result.oracle + 1e-12).all()
    assert ((result.pei >= 0) & (result.pei <= 1 + 1e-12)).all()
    assert result.hit_rate[:, 1].tolist() == [1, 1, 1]
    assert (result.hit_low <= result.hit_rate + 1e-12).all()
    assert (result.hit_high >= result.hit_rate - 1e-12).all() or len(EDGES) < 20


def test_windows_may_be_numbers_or_dates():
    assert rolling(10, 7, 2) == [10, 17, 24]
    assert [str(edge)[:10] for edge in rolling("2018-01-01", 7, 2)] == ["2018-01-01", "2018-01-08", "2018-01-15"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"edges": [700]}, "The windows have fewer than two edges"),
        ({"edges": [900, 950]}, "No event falls in any of the windows."),
        ({"shares": [0.001]}, "Shares [0.001] of 120 cells."),
        ({"shares": [0.5, 2]}, "A share is 2. Give a number above 0, 1 at most."),
        ({"decide_at": 0.3}, "0.3 is not among the shares."),
        ({"models": [baseline(), baseline()]}, "Two models have one name."),
    ],
)
def test_what_cannot_be_scored_is_refused_in_words(change, message):
    asked = {"models": baseline(), "events": history(a_day=1), "grid": GRID, "edges": EDGES, "seed": 1} | change
    with pytest.raises(Unfit) as told:
        score(asked.pop("models"), asked.pop("events"), asked.pop("grid"), **asked)
    assert str(told.value).startswith(message)


def test_nothing_to_score_or_no_window_is_refused():
    with pytest.raises(Unfit, match="Nothing was observed"):
        pai([0, 0], [1, 2])
    with pytest.raises(Unfit, match="of different length"):
        pai([1], [1, 2])
    with pytest.raises(Unfit, match=r"windows is 0\. Give a number of 1 or more"):
        rolling(0, 7, 0)
