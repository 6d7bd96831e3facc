"""Events by cell, and what fell outside."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.events import Events, Unfit
from alongside.analysis.hotspots import Grid, counts

GRID = Grid.rectangle(535_000, 185_000, 4, 3, 250)
X, Y = np.array([535_010, 535_240, 535_900, 700_000]), np.array([185_010, 185_020, 185_700, 100])


def test_events_are_counted_and_a_stray_one_is_shown_not_drawn():
    result = counts((X, Y), GRID)
    assert result.values.tolist() == [2, 0, 0, 0] + [0] * 4 + [0, 0, 0, 1]
    assert (result.events, result.outside.tolist()) == (3, [3])
    assert result.notes == ("1 of 4 events lie outside every cell.",)


def test_weights_change_the_answer():
    plain = counts((X, Y), GRID)
    harm = counts((X, Y), GRID, weights=[1, 365, 10, 1])
    assert harm.values[[0, 11]].tolist() == [366, 10]
    assert harm.settings["weighted"]
    assert plain.data_hash != harm.data_hash


def test_periods_are_closed_below_and_open_above():
    events = pd.DataFrame({"x": X, "y": Y, "t": ["2026-01-01", "2026-02-01", "2026-02-28", "2026-02-02"]})
    result = counts(events, GRID, periods=["2026-01-01", "2026-02-01", "2026-03-01"])
    assert result.values[0].tolist() == [1, 1]
    assert result.values[11].tolist() == [0, 1]
    assert result.periods == ("[2026-01-01, 2026-02-01)", "[2026-02-01, 2026-03-01)")
    assert result.total().sum() == 3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(534_900, 536_200), st.integers(184_900, 185_900)), min_size=1, max_size=50))
def test_every_event_is_in_one_cell_or_outside(points):
    x, y = np.array(points, dtype=float).T
    if ((x >= 535_000) & (x < 536_000) & (y >= 185_000) & (y < 185_750)).any():
        result = counts((x, y), GRID)
        assert result.values.sum() + len(result.outside) == len(points)


def test_one_event_and_events_all_at_one_place_are_counted():
    assert counts(([535_100], [185_100]), GRID).values.sum() == 1
    assert counts(([535_100] * 9, [185_100] * 9), GRID).values.max() == 9


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: counts(([], []), GRID), "There are no events."),
        (
            lambda: counts(([1.0, 5], [2.0, 900]), GRID),
            "None of 2 events is in the area: they lie at x 1 to 5, y 2 to 900. Check that events and boundary are in the "
            "same coordinate system.",
        ),
        (lambda: counts(([-0.01], [51.555]), GRID), "The coordinates look like degrees"),
        (lambda: counts((X, Y), GRID, periods=["2026-01-01", "2026-02-01"]), "These events carry no dates."),
        (lambda: counts(Events.of(X, Y, [1, 2, 3, 4]), GRID, periods=[3, 1]), "The periods have fewer than two edges"),
        (
            lambda: counts(Events.of(X, Y, [1, 2, 3, 4]), GRID, periods=[10, 20]),
            "No event falls in any of the periods.",
        ),
        (
            lambda: counts(Events.of(X, Y, [1, 2, 3, 4]), GRID, periods=["2026-01-01", 20]),
            "The events carry numbers of days",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused_in_words(make, message):
    with pytest.raises(Unfit) as told:
        make()
    assert str(told.value).startswith(message)
