"""Plain counts, and that no forecaster looks ahead."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.events import Events, Unfit
from alongside.analysis.forecast import History, baseline, blended, etas
from alongside.analysis.hotspots import Grid
from tests.analysis.forecast.places import GRID, history

FOUR = Grid.rectangle(0, 0, 2, 2, 100)
X, Y, T = [50, 50, 150, 150], [50, 50, 50, 150], [10, 90, 95, 99]


def test_a_count_over_its_window_becomes_a_rate():
    fitted = baseline("count", window=20).fit((X, Y, T), FOUR, 100)
    assert fitted.expected(10).values.tolist() == [0.5, 0.5, 0, 0.5]
    assert baseline("count").fit((X, Y, T), FOUR, 100).expected(9).values.tolist() == pytest.approx([0.2, 0.1, 0, 0.1])


def test_a_decayed_count_halves_with_each_half_life():
    model = baseline(half_life=5, smoothing=0)
    values = model.fit(([50, 150], [50, 50], [90, 95]), FOUR, 100).expected(1).values
    assert values[1] / values[0] == pytest.approx(2)
    steady = np.arange(0, 3000, 0.5)
    level = model.fit((np.full(6000, 50), np.full(6000, 50), steady), FOUR, 3000).expected(7).values.sum()
    assert level == pytest.approx(14, rel=0.05)


def test_weights_count_and_areas_are_not_smoothed():
    areas = Grid.of_areas([shapely.box(0, 0, 100, 200), shapely.box(100, 0, 200, 200)])
    fitted = baseline().fit(Events.of(X, Y, T, weight=[1, 1, 50, 50]), areas, 100)
    values = fitted.expected(7)
    assert values.values[1] > 10 * values.values[0]
    assert "Areas are not smoothed." in values.notes


def test_the_result_says_what_was_used_and_what_was_not():
    result = baseline().fit((X, Y, T), FOUR, 95).expected(7)
    assert (result.start, result.horizon, result.model) == ("95", 7, "decayed count")
    assert result.settings["half_life"] == 365
    assert result.notes == ("2 events on or after 95 were not used.",)


MODELS = [
    baseline("count", window=90),
    baseline(),
    blended(step=7, steps=52),
    etas("cells"),
    etas("continuous", window=90),
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_nothing_after_the_moment_changes_a_digit(model):
    events = history(a_day=3)
    late = events.t >= 700
    rng = np.random.default_rng(9)
    other = Events.of(
        np.where(late, rng.uniform(0, 3000, len(events)), events.x), np.where(late, rng.uniform(0, 2500, len(events)), events.y),
        np.where(late, rng.uniform(700, 900, len(events)), events.t),
    )  # fmt: skip
    one, two = (model.fit(each, GRID, 700).expected(7) for each in (events, other))
    assert one.values.tolist() == two.values.tolist()
    assert repr(one.learned) == repr(two.learned)
    assert one.data_hash == two.data_hash


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_the_order_of_rows_changes_no_digit_and_the_whole_is_about_right(model):
    events = history(a_day=3)
    turned = np.random.default_rng(1).permutation(len(events))
    one = model.fit(events, GRID, 700).expected(14)
    two = model.fit(Events.of(events.x[turned], events.y[turned], events.t[turned]), GRID, 700).expected(14)
    assert one.values.tolist() == two.values.tolist()
    assert (one.values >= 0).all()
    assert one.values.sum() == pytest.approx(42, rel=0.25)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_moving_forward_takes_in_newer_events_and_keeps_what_was_learned(model):
    events = History.of(history(a_day=3), GRID)
    first = model.fit(events, GRID, 600)
    moved = first.forward(700)
    assert moved.expected(7).start == "700"
    assert moved.expected(7).data_hash != first.expected(7).data_hash
    assert moved.expected(7).values.tolist() != first.expected(7).values.tolist()


@settings(max_examples=25, deadline=None)
@given(shift=st.integers(-1000, 1000), until=st.integers(30, 99))
def test_moving_place_and_time_moves_the_forecast(shift, until):
    grid = Grid.rectangle(shift * 100, shift * 100, 2, 2, 100)
    moved = (*(np.array(each) + shift * 100 for each in (X, Y)), np.array(T) + shift)
    if abs(shift) > 1:
        one = baseline().fit((X, Y, T), FOUR, until).expected(7).values
        assert baseline().fit(moved, grid, until + shift).expected(7).values == pytest.approx(one)


def test_dates_stand_for_days():
    dated = pd.DataFrame({"x": X, "y": Y, "t": pd.Timestamp("2026-01-01") + pd.to_timedelta(T, "D")})
    one = baseline().fit(dated, FOUR, "2026-04-11").expected(7)
    assert one.values.tolist() == baseline().fit((X, Y, T), FOUR, 100).expected(7).values.tolist()
    assert one.start == "2026-04-11"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: baseline().fit(([], [], []), FOUR, 100), "There are no events."),
        (lambda: baseline().fit((X, Y, T), FOUR, 10), "No event is dated before 10. Choose a later moment"),
        (
            lambda: baseline().fit((X, Y, T), FOUR, "2026-01-01"),
            "The events carry numbers of days, and '2026-01-01' is a date.",
        ),
        (lambda: baseline().fit((X, Y), FOUR, 100), "These events carry no dates."),
        (lambda: baseline().fit(([1e6], [1e6], [1]), FOUR, 100), "No event is in the area."),
        (lambda: baseline().fit((X, Y, T), FOUR, 100).expected(0), "A horizon of 0 days cannot be forecast."),
        (lambda: baseline("median"), "The baseline 'median' is not known."),
        (lambda: baseline(half_life=0), "half_life is 0. Give a number above 0."),
        (lambda: baseline().fit(History.of((X, Y, T), FOUR), GRID, 100), "These events were placed in another grid."),
        (lambda: etas("poisson"), "The kind 'poisson' of ETAS is not known."),
        (
            lambda: blended().fit((X, Y, T), FOUR, 100),
            "90 days of events are too few to learn from. Use forecast.baseline",
        ),
        (lambda: baseline().fit(([-0.1, 0.1], [51.5, 51.6], [1, 2]), FOUR, 100), "The coordinates look like degrees"),
    ],
)
def test_what_cannot_be_forecast_is_refused_in_words(make, message):
    with pytest.raises(Unfit) as told:
        make()
    assert str(told.value).startswith(message)
