"""What is stored of an evaluation, from counts alone: quick for a large borough, whole, and true to the library."""

import json
import time
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.common.periods import add_months
from alongside.places.analyses.evaluation_counts import Measured, Outcome
from alongside.places.analyses.evaluation_findings import findings
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_rules import departures, reason_not_to_state
from alongside.places.evaluation_told import differences

SPAN = tuple(date(2018, 1, 1).replace(month=month) for month in (1, 6, 7, 12))


def measured(areas=12, months=48, start=42, mean=9, is_open=True, fall=0.0, **more):
    rng = np.random.default_rng(3)
    table = rng.poisson(rng.gamma(9, mean / 9, (areas + 2, 1)) * np.ones(months))
    table[0, start:] = np.round(table[0, start:] * (1 - fall))
    held = tuple(add_months(date(2015, 1, 1), number) for number in range(months))
    names = tuple((f"E05{number:06d}", f"Ward {number}") for number in range(areas))
    values = {
        "place": "Marshside", "noun": "crimes", "source": "Counts", "months": held, "start": start,
        "outcomes": (Outcome(("v",), "violence", table[0], table[1:2], table[2:]),), "areas": names,
        "beside": ("Beside",), "is_open": is_open, "breaks": (), "break_at": None, "gaps": (), "notes": (),
        "sources": ("A file, extract of 1 May",), "licences": ("OGL",), "shapes": None, **more,
    }  # fmt: skip
    return Measured(**values)


def asked(counts, **more):
    start = counts.months[counts.start]
    return {"start": f"{start:%Y-%m}", "last": f"{counts.months[-1]:%Y-%m}", "first": f"{counts.months[0]:%Y-%m}",
            "name": "The parade", "question": "cause", "picked": True, **more}  # fmt: skip


def heard(stage, share):
    assert 0 <= share <= 1 and stage


def test_six_hundred_areas_and_ten_years_of_months_take_under_two_seconds():
    counts = measured(areas=600, months=120, start=108)
    findings(asked(counts), counts, heard)  # SciPy is loaded on the way
    begun = time.process_time()
    told = findings(asked(counts), counts, heard)
    assert time.process_time() - begun < 2
    assert told["found"]["compare"]["placebo_areas"] == 601
    assert json.dumps(told, allow_nan=False)


def test_counts_under_five_of_what_was_never_anonymous_are_not_shown():
    counts = measured(mean=0.4, is_open=False)
    with pytest.raises(PlacesRefused, match="never made anonymous"):
        findings(asked(counts), counts, heard)


def test_months_of_what_was_never_anonymous_are_not_kept():
    counts = measured(is_open=False)
    told = findings(asked(counts), counts, heard)
    assert told["inputs"] is None and told["calls"] is None and told["found"]["compare"]["after"] > 0


def test_neither_the_chart_nor_the_areas_of_a_closed_answer_tell_a_month():
    counts = measured(is_open=False)
    told = findings(asked(counts), counts, heard)["found"]
    assert not {"values", "lower", "upper"} & set(told["chart"]) and told["chart"]["centre"] > 0
    assert "placebo_changes" not in told["compare"]
    assert all(round(one, 1) == one for one in told["compare"]["placebos"])
    open_one = findings(asked(measured()), measured(), heard)["found"]
    assert len(open_one["chart"]["values"]) == 48 and len(open_one["compare"]["placebo_changes"]) == 12


def closed_with(target, start, others=()):
    """An answer about records that were never anonymous, with these counts by month in the place."""
    counts = measured(months=len(target), start=start, is_open=False)
    (first,) = counts.outcomes
    outcomes = [replace(first, target=np.array(one), name=f"kind {at}") for at, one in enumerate([target, *others])]
    return replace(counts, outcomes=tuple(outcomes))


# The same three months a year earlier; the three before the start; all of the baseline but those before the start.
YEAR_BEFORE = [3] * 24 + [1, 0, 0] + [3] * 9 + [2, 2, 2]
LAST_MONTHS = [3] * 33 + [1, 0, 0] + [2, 2, 2]
LATE_BASELINE = [0] * 32 + [1] + [5] * 3 + [2, 2, 2]


@pytest.mark.parametrize("question", ["smaller", "cause"])
@pytest.mark.parametrize("target", [YEAR_BEFORE, LAST_MONTHS, LATE_BASELINE])
def test_no_sum_that_the_page_sets_beside_another_is_under_five(target, question):
    counts = closed_with(target, start=36)
    with pytest.raises(PlacesRefused, match="not shown to anybody"):
        findings(asked(counts, question=question), counts, heard)


def test_a_second_outcome_is_held_to_the_same_months():
    usual = [3] * 36 + [2, 2, 2]
    counts = closed_with(usual, start=36, others=[YEAR_BEFORE])
    with pytest.raises(PlacesRefused, match="not shown to anybody"):
        findings(asked(counts), counts, heard)
    assert findings(asked(closed_with(usual, start=36)), closed_with(usual, start=36), heard)["found"]["counts"]


def test_a_gap_is_said_and_no_step_is_looked_for_across_it():
    told = findings(asked(measured()), measured(gaps=(date(2017, 5, 1),)), heard)
    assert "series" not in told["found"]
    assert any("May 2017. A gap is no zero" in words for words in told["limits"])


@settings(deadline=None, max_examples=40)
@given(before=st.integers(0, 60), after=st.integers(0, 60), percent=st.none() | st.floats(-90, 90))
def test_a_percentage_is_never_stated_without_ten_of_each_and_its_interval(before, after, percent):
    bare = reason_not_to_state(before=before, after=after, periods=SPAN, percent=percent, interval=None)
    whole = reason_not_to_state(before=before, after=after, periods=SPAN, percent=percent, interval=(-50.0, 3.0))
    assert (bare is None) == (percent is None)
    assert (whole is None) == (percent is None or min(before, after) >= 10)


@pytest.mark.parametrize(("before", "after"), [(None, 5), (12, None), (None, None)])
def test_a_change_is_never_stated_without_both_counts(before, after):
    why = reason_not_to_state(before=before, after=after, periods=SPAN, percent=-38.0, interval=(-60.0, 2.0))
    assert why == "A change cannot be stated without both counts."


def test_periods_out_of_order_are_not_stated():
    given_ = {"before": 20, "after": 12, "percent": None, "interval": None}
    assert reason_not_to_state(periods=SPAN[::-1], **given_)
    assert reason_not_to_state(periods=SPAN, **given_) is None


def test_a_departure_is_told_in_words_and_what_was_left_open_is_none():
    locked = {"start": "2026-01", "target": ["E1"], "outline": [[[0, 0]]]}
    found = departures(locked, {"start": "2026-02", "target": ["E1"], "outline": [], "ring": 250})
    assert [(one.what, one.locked, one.used) for one in found] == [
        ("Outline of the place", "as drawn on the map", "none"), ("First month", "2026-01", "2026-02"),
    ]  # fmt: skip


LEAF = st.integers() | st.floats(allow_nan=False) | st.text(max_size=4)
ANSWERS = st.recursive(LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner))


@settings(deadline=None, max_examples=60)
@given(ANSWERS)
def test_an_answer_differs_from_itself_nowhere_and_from_another_somewhere(answer):
    assert list(differences(answer, answer)) == []
    assert list(differences({"a": answer, "b": 1.0}, {"a": answer, "b": 1.0 + 2**-50})) == [
        "b: 1.0 before, 1.0000000000000009 now"
    ]
