"""What a user sees when the data cannot carry a near-repeat test."""

import numpy as np
import pandas as pd
import pytest

from alongside.analysis.events import Unfit
from alongside.analysis.near_repeat import chains, knox, local_knox

GOOD = {"x": [0, 10, 500], "y": [0, 0, 0], "t": [0, 1, 9], "space_edges": [0, 100], "time_edges": [0, 7], "seed": 1}
BAD = [
    ({"x": [], "y": [], "t": []}, "There are no events. Choose a longer period, a wider area or more kinds of crime."),
    ({"x": [1], "y": [1], "t": [1]}, "There is one event, and so no pair. Choose a longer period or a wider area."),
    ({"x": [5, 5, 5], "y": [2, 2, 2]}, "All events are at one place, so nearness cannot differ. Choose a wider area."),
    ({"t": [4, 4, 4]}, "All events are at one time, so nearness in time cannot differ. Choose a longer period."),
    ({"y": [0, np.nan, 0]}, "Row 2 has no usable y (empty, not a number or infinite)."),
    ({"x": [-0.02, 0.01, 0.03], "y": [51.5, 51.6, 51.55]}, "The coordinates look like degrees"),
    ({"t": ["2026-01", "2026-02", "2026-02"]}, "These dates carry a month and no day"),
    ({"t": ["2026-01-03", "2026-02", "2026-02-05"]}, "1 of 3 dates carry a month and no day (first: row 2)."),
    ({"t": pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01"])}, "These dates carry a month and no day"),
    ({"t": [1, 2]}, "There are 3 places and 2 times. Give one time for each event."),
    ({"space_edges": [0]}, "The edges in metres are [0]. Give two or more from 0 upwards"),
    ({"space_edges": [100, 50]}, "The edges in metres are [100, 50]."),
    ({"time_edges": [-1, 7]}, "The edges in days are [-1, 7]."),
    ({"time_edges": [0, "week"]}, "The edges in days are [0, 'week']."),
    ({"metric": "driving"}, "The metric 'driving' is not known. Choose 'euclidean' or 'manhattan'."),
    ({"permutations": 0}, "0 permutations were asked for. Ask for 99 or more; 999 is usual."),
]


@pytest.mark.parametrize(("change", "message"), BAD)
def test_the_message_says_what_is_wrong_and_what_to_do(change, message):
    with pytest.raises(Unfit) as told:
        knox(**GOOD | {"permutations": 9} | change)
    assert str(told.value).startswith(message)
    assert told.value.what_to_do


@pytest.mark.parametrize("ask", [local_knox, chains])
def test_links_refuse_months_and_endless_distances(ask):
    with pytest.raises(Unfit, match=r"what months can carry: hotspots\.classes"):
        ask([0, 1, 2], [0, 0, 0], ["2026-01", "2026-02", "2026-03"], space=100, time=7)
    with pytest.raises(Unfit, match="finite distance"):
        ask([0, 1, 2], [0, 0, 0], [1, 2, 3], space=np.inf, time=7)
    with pytest.raises(Unfit, match="edges in metres"):
        ask([0, 1, 2], [0, 0, 0], [1, 2, 3], space=0, time=7)


def test_two_events_are_enough():
    result = knox([0, 1], [0, 0], [0, 1], space_edges=[0, 10], time_edges=[0, 2], permutations=9, seed=1)
    assert result.observed.tolist() == [[1]]
    assert result.p.tolist() == [[1.0]]


def test_dates_of_people_far_apart_in_time_do_not_overflow():
    result = knox([0, 1], [0, 0], [0, 40_000_000.5], space_edges=[0, 10], time_edges=[0, 2], permutations=9, seed=1)
    assert result.observed.tolist() == [[0]]
