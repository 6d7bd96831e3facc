"""Two periods compared: equal length, gaps on both sides, exact ratios, one false discovery rate over the areas."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.analysis.counts import ratio_of_counts
from alongside.audit.entries import Actor
from alongside.places import queries
from alongside.places.actions import ask_for_run, work_next_run
from alongside.places.analyses.asking import Span
from alongside.places.analyses.compared import Side, areas_compared, fair_months
from alongside.places.errors import PlacesRefused
from alongside.places.states import Precision, RunKind, RunState
from tests.places.made_events import MadeSource, gathering, hold

AT = datetime(2026, 11, 17, 10, tzinfo=UTC)
BY = Actor("council", "member:7", "Hal Vey", "analyst")
PERIODS = {
    "earlier_first": "2025-04", "earlier_last": "2025-09", "later_first": "2026-04", "later_last": "2026-09",
}  # fmt: skip
EARLIER, LATER = Span(date(2025, 4, 1), date(2025, 9, 30)), Span(date(2026, 4, 1), date(2026, 9, 30))


def ask(**changes):
    settings = {"source": "made", "boundary": "whole", **PERIODS, **changes}
    return ask_for_run(kind=RunKind.COMPARISON, settings=settings, by=BY, at=AT)


def answered(monkeypatch, made, **changes):
    hold(monkeypatch, made)
    run_id = ask(**changes)
    work_next_run(clock=lambda: AT)
    return queries.run(run_id)


def side(*counts, days=183.0):
    return Side(EARLIER, np.array([*counts, 0.0]), days, (), 0, 0)


@pytest.mark.django_db
def test_the_whole_has_its_ratio_with_the_exact_interval(monkeypatch):
    told = answered(monkeypatch, MadeSource(gathering())).result["sources"][0]
    whole = told["whole"]
    exact = ratio_of_counts(before=whole["earlier"], after=whole["later"])
    assert whole["ratio"] == [round(one, 3) for one in (exact.value, exact.interval.low, exact.interval.high)]
    assert whole["before"] is None and told["days"] == [183.0, 183.0]
    assert told["origins"] == ["Larkmere Police: 24 months, in each period"]


@pytest.mark.django_db
def test_the_period_before_is_as_far_back_again_where_it_is_held(monkeypatch):
    near = {"earlier_first": "2025-10", "earlier_last": "2026-03", "later_first": "2026-04", "later_last": "2026-09"}
    told = answered(monkeypatch, MadeSource(gathering()), **near).result["sources"][0]
    assert told["before"] == "April 2025 to September 2025" and told["whole"]["before"] > 0


@pytest.mark.django_db
def test_a_month_that_one_period_lacks_is_left_out_of_both(monkeypatch):
    told = answered(monkeypatch, MadeSource(gathering(), gaps=[date(2025, 6, 1)])).result["sources"][0]
    assert "June 2025 and June 2026" in told["left_out"] and told["days"] == [153.0, 153.0]


@pytest.mark.django_db
def test_a_gap_in_periods_that_are_no_whole_months_is_refused_in_words(monkeypatch):
    made = MadeSource(gathering(), precision=Precision.DAY, gaps=[date(2025, 6, 1)])
    days = {
        "earlier_first": "2025-05-10",
        "earlier_last": "2025-07-09",
        "later_first": "2026-05-10",
        "later_last": "2026-07-09",
    }
    summary = answered(monkeypatch, made, **days).summary
    assert summary.state == RunState.REFUSED and "holds nothing for June 2025" in summary.refusal


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"later_first": "2026-05"}, "The earlier period has 6 months and the later 5."),
        ({"later_first": "2025-09", "later_last": "2026-02"}, "The two periods overlap."),
        ({"beside": "made"}, "A source was chosen beside itself."),
        ({"later_last": "2031-09"}, "held to September 2026 only"),
    ],
)
def test_unequal_overlapping_and_future_periods_are_refused(monkeypatch, changes, words):
    hold(monkeypatch, MadeSource(gathering()))
    with pytest.raises(PlacesRefused, match=words):
        ask(**changes)


@pytest.mark.django_db
def test_two_periods_without_any_event_are_refused_in_words(monkeypatch):
    empty = tuple(column[:0] for column in gathering())
    assert (
        "No crimes of these kinds are held for either period."
        in answered(monkeypatch, MadeSource(empty)).summary.refusal
    )


def test_one_area_in_twenty_that_halves_by_chance_is_no_change_after_the_correction():
    quiet = [40.0] * 19
    found = areas_compared([str(k) for k in range(20)], side(*quiet, 30.0), side(*quiet, 16.0), None, True)
    assert found["areas"][19]["p"] < 0.06 and not any(row["is_change"] for row in found["areas"])
    found = areas_compared([str(k) for k in range(20)], side(*quiet, 90.0), side(*quiet, 30.0), None, True)
    assert [row["name"] for row in found["areas"] if row["is_change"]] == ["19"]


def test_small_counts_of_an_agency_are_neither_shown_nor_compared():
    row = areas_compared(["Quayside"], side(3.0), side(9.0), None, False)["areas"][0]
    assert row["earlier"] is None and row["later"] == 9 and row["ratio"] is None and row["p"] is None


def of_six(bits):
    """The places of the ones in six bits."""
    return {k for k in range(6) if bits >> k & 1}


@given(st.integers(0, 63), st.integers(0, 63))
def test_whatever_is_missing_both_periods_lose_the_same_months(one, other):
    first, second = of_six(one), of_six(other)
    gaps = [[span.months[k] for k in sorted(lost)] for span, lost in ((EARLIER, first), (LATER, second))]
    if len(first | second) == 6:
        with pytest.raises(PlacesRefused, match="no month is held in both periods"):
            fair_months(EARLIER, LATER, *gaps, True)
        return
    fair = fair_months(EARLIER, LATER, *gaps, True)
    assert set(fair.positions) == first | second
    assert fair.exposure(0, EARLIER)[0] == fair.exposure(1, LATER)[0]
