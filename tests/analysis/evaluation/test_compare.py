"""The default estimate: against comparison areas, by the spread of untouched ones, or not at all."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable, compare, dispersion, ratio_of_ratios

few = settings(deadline=None, max_examples=40)


def test_the_estimate_is_the_log_ratio_of_ratios_with_placebo_dispersion(borough):
    """Written out once more, ward by ward, from the method's text."""
    target, others = borough[0], borough[1:]
    result = compare(target, others, start=36)

    def statistic(ours, rest):
        cells = [ours[36:].sum(), ours[:36].sum(), rest[:, 36:].sum(), rest[:, :36].sum()]
        a, b, c, d = (cell + 0.5 for cell in cells)
        return math.log(a / b) - math.log(c / d), math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)

    squares = [(z / e) ** 2 for z, e in (statistic(others[i], np.delete(others, i, 0)) for i in range(20))]
    value, error = statistic(target, others)
    assert result.change == pytest.approx(100 * (math.exp(value) - 1))
    assert result.dispersion == pytest.approx(max(1, np.mean(squares)))
    assert result.standardised == pytest.approx(value / error)
    assert result.degrees_of_freedom == 19
    reach = 2.093024 * error * math.sqrt(result.dispersion)  # Student's t, 19 degrees
    assert list(result.interval) == pytest.approx(
        [100 * math.expm1(value + sign * reach) for sign in (-1, 1)], abs=1e-3
    )


def test_per_cent_and_events_say_the_same(borough):
    result = compare(borough[0], borough[1:], start=36)
    assert result.crimes == pytest.approx(result.expected * result.change / 100)
    assert result.before == borough[0, :36].sum()
    assert result.after == borough[0, 36:].sum()
    assert (result.periods_before, result.periods_after) == (36, 6)


def test_a_halving_is_found_ranked_first_and_consistent_with_the_operation(borough):
    changed = borough[0].copy()
    changed[36:] = changed[36:] // 3
    result = compare(changed, borough[1:], start=36)
    assert result.p_value < 0.001
    assert (result.placebo_rank, result.placebo_areas) == (1, 21)
    assert result.verdict.letter == "e"
    assert "consistent with an effect of the operation" in result.verdict.sentence


def test_a_fall_like_everywhere_elses_is_no_more_than_elsewhere(borough):
    everywhere = borough.copy()
    everywhere[:, 36:] //= 2
    result = compare(everywhere[0], everywhere[1:], start=36)
    assert result.verdict.letter == "b"
    assert "no more than elsewhere" in result.verdict.sentence


def test_the_same_fall_among_areas_that_swing_widely_is_within_their_spread(borough):
    wild = borough.copy()
    wild[1::2, 36:] *= 3
    wild[2::2, 36:] //= 3
    wild[0, 36:] = wild[0, 36:] // 2
    result = compare(wild[0], wild[1:], start=36)
    assert result.dispersion > 10
    assert result.verdict.letter == "c"


def test_a_handful_of_offences_is_too_few_to_tell():
    target = [1, 0, 0, 1, 0, 0] * 6 + [0] * 6
    others = np.tile([1, 2, 0, 1, 0, 1], (20, 7))
    result = compare(target, others, start=36)
    assert result.verdict.letter == "a"
    assert isinstance(result.change, NotAnswerable)
    assert isinstance(result.headline, NotAnswerable)


def test_an_area_picked_at_its_peak_is_never_given_to_the_operation():
    rng = np.random.default_rng(5)
    target = [10] * 6 + [25] * 6 + [10] * 6
    result = compare(target, rng.poisson(10, (20, 18)), start=12)
    assert result.p_value < 0.05
    assert result.verdict.letter == "d"
    assert "picking the area" in result.verdict.sentence
    assert result.regression.naive == 150
    assert result.regression.without_recent == 60


def test_a_rise_is_never_called_a_fall(borough):
    risen = borough[0].copy()
    risen[36:] *= 3
    result = compare(risen, borough[1:], start=36)
    assert result.verdict.letter == "b"
    assert "Did not fall" in result.verdict.sentence
    assert result.placebo_rank == 21


def test_only_the_last_letter_speaks_of_the_operation(borough):
    for ward in range(21):
        for factor in (1, 2, 4):
            changed = borough[ward].copy()
            changed[36:] //= factor
            verdict = compare(changed, np.delete(borough, ward, 0), start=36).verdict
            assert ("operation" in verdict.sentence) == (verdict.letter == "e")


def test_areas_that_counted_nothing_tell_nothing(borough):
    padded = np.vstack([borough[1:], np.zeros((30, 42))])
    plain, with_empty = compare(borough[0], borough[1:], start=36), compare(borough[0], padded, start=36)
    assert with_empty.p_value == plain.p_value
    assert with_empty.placebo_areas == 21


def test_equal_standing_counts_against_the_target(borough):
    twice = np.vstack([borough[1:], borough[0] + 0])
    twice[-1, 0] += 1
    twice[-1, 1] -= 1
    result = compare(borough[0], twice, start=36)
    assert result.placebo_rank > compare(borough[0], borough[1:], start=36).placebo_rank


REFUSED = [
    ({"start": 11}, "a year"),
    ({"start": 36, "outcome": "arrests"}, "work done"),
    ({"start": 36, "outcome": "Stop and search"}, "work done"),
    ({"start": 36, "recording_change": 20}, "recording"),
]


@pytest.mark.parametrize(("design", "because"), REFUSED)
def test_designs_that_cannot_answer_are_refused_with_what_would_help(borough, design, because):
    refused = compare(borough[0], borough[1:], **design)
    assert isinstance(refused, NotAnswerable)
    assert because in refused.because
    assert refused.what_would_help


def test_the_refusals_end_where_the_reason_ends(borough):
    assert compare(borough[0], borough[1:], start=12).verdict
    assert compare(borough[0], borough[1:], start=6, seasonal=False).verdict
    assert compare(borough[0], borough[1:], start=36, recording_change=0).verdict
    assert compare(borough[0], borough[1:], start=36, outcome="robberies").verdict
    assert compare(borough[0], borough[1:], start=36, outcome="Possession of weapons").verdict


def test_comparison_areas_that_hold_target_or_buffer_or_nothing_are_refused(borough):
    for refused in (
        compare(borough[0], borough, start=36),
        compare(borough[0], borough[1:], start=36, buffer=borough[3]),
        compare(borough[0], np.zeros((5, 42)), start=36),
        compare(np.zeros(42), borough[1:], start=36),
        compare(borough[0], None, start=36),
        compare(borough[0], [], start=36),
    ):
        assert isinstance(refused, NotAnswerable)


def test_one_comparison_area_answers_only_with_a_dispersion_from_elsewhere(borough):
    assert isinstance(compare(borough[0], borough[1], start=36), NotAnswerable)
    given_ = compare(borough[0], list(borough[1]), start=36, dispersion=2.4)
    assert given_.dispersion == 2.4
    assert math.isinf(given_.degrees_of_freedom)


def test_periods_after_the_end_are_left_out(borough):
    assert compare(borough[0], borough[1:], start=30, end=36) == compare(borough[0, :36], borough[1:, :36], start=30)


def test_labels_of_a_data_frame_are_used_and_areas_may_stand_across(borough):
    months = pd.period_range("2021-01", periods=42, freq="M").astype(str)
    frame = pd.DataFrame(borough[1:], columns=months, index=[f"Ward {i}" for i in range(20)])
    target = pd.Series(borough[0], index=months)
    plain = compare(borough[0], borough[1:], start=36)
    labelled = compare(target, frame, start="2024-01")
    assert labelled.p_value == plain.p_value
    assert labelled.placebo_labels[0] == "Ward 0"
    assert compare(target, frame.T, start="2024-01") == labelled
    with pytest.raises(ValueError, match="other periods"):
        compare(target, frame.iloc[:, ::-1], start="2024-01")


@pytest.mark.parametrize(
    ("change", "start"),
    [
        (lambda t, c: (t[:-1], c), 36),
        (lambda t, c: (np.where(np.arange(42) == 3, np.nan, t), c), 36),
        (lambda t, c: (t, -c), 36),
        (lambda t, c: (t + 0.5, c), 36),
        (lambda t, c: (t, c), 0),
        (lambda t, c: (t, c), 42),
        (lambda t, c: (t, c), "March"),
        (lambda t, c: (t, [[1, 2], [3]]), 36),
        (lambda t, c: ([], c), 36),
    ],
)
def test_counts_and_shapes_that_do_not_fit_get_a_clear_error(borough, change, start):
    target, comparisons = change(borough[0], borough[1:])
    with pytest.raises(ValueError, match=r"\w"):
        compare(target, comparisons, start=start)


@few
@given(seed=st.integers(0, 10_000), level=st.floats(0.2, 30), areas=st.integers(2, 30))
def test_every_answer_is_within_its_bounds(seed, level, areas):
    counts = np.random.default_rng(seed).poisson(level, (areas + 1, 20))
    result = compare(counts[0], counts[1:], start=14)
    if isinstance(result, NotAnswerable):
        return
    assert 0 <= result.p_value <= 1
    assert result.dispersion >= 1
    assert 1 <= result.placebo_rank <= result.placebo_areas <= areas + 1
    assert -100 <= result.interval.low <= result.interval.high
    assert result.verdict.letter in "abcde"


@few
@given(seed=st.integers(0, 10_000), order=st.permutations(range(8)))
def test_the_order_of_the_comparison_areas_does_not_matter(seed, order):
    counts = np.random.default_rng(seed).poisson(6, (9, 24))
    one, other = compare(counts[0], counts[1:], start=18), compare(counts[0], counts[1:][list(order)], start=18)
    assert other.p_value == pytest.approx(one.p_value)
    assert other.placebo_rank == one.placebo_rank
    assert other.verdict.letter == one.verdict.letter


@few
@given(seed=st.integers(0, 10_000), removed=st.integers(1, 30))
def test_fewer_offences_afterwards_never_weaken_the_finding(seed, removed):
    counts = np.random.default_rng(seed).poisson(12, (15, 24))
    lower = counts[0].copy()
    lower[18:] = np.maximum(0, lower[18:] - removed // 6)
    one, other = compare(counts[0], counts[1:], start=18), compare(lower, counts[1:], start=18)
    assert other.standardised <= one.standardised
    assert other.placebo_rank <= one.placebo_rank


def test_the_ratio_of_ratios_has_its_published_value_and_readings():
    example = ratio_of_ratios(treated=(50, 30), control=(60, 55))  # the WDD author's blog, 18 March 2021
    assert example.ratio == pytest.approx(0.6545455, abs=1e-7)
    assert example.log_ratio == pytest.approx(-0.4238142, abs=1e-7)
    london = {"treated": (87, 54), "control": (4732, 4277)}
    assert list(ratio_of_ratios(**london).interval) == pytest.approx([-51, -3], abs=0.5)
    assert ratio_of_ratios(**london).p_value == pytest.approx(0.03, abs=5e-3)
    assert ratio_of_ratios(**london, dispersion=2).p_value == pytest.approx(0.13, abs=5e-3)
    assert isinstance(ratio_of_ratios(treated=(5, 0), control=(9, 9)), NotAnswerable)


def test_counts_that_only_differ_by_area_and_period_have_no_dispersion_to_speak_of():
    rng = np.random.default_rng(1)
    steady = rng.poisson(np.outer(np.linspace(5, 50, 60), [1.0, 0.8, 1.3, 1.1]))
    assert dispersion(steady) == pytest.approx(1, abs=0.2)
    shaken = rng.poisson(rng.gamma(5, 4, (60, 4)))
    assert dispersion(shaken) > 2


@pytest.mark.parametrize("index", [
    pd.period_range("2021-01", periods=42, freq="M"), pd.date_range("2021-01-01", periods=42, freq="MS"),
])  # fmt: skip
def test_a_month_of_an_index_may_be_written_as_one_reads_it(borough, index):
    target, others = pd.Series(borough[0], index=index), pd.DataFrame(borough[1:], columns=index)
    assert compare(target, others, start="2024-01") == compare(target, others, start=index[36])
    with pytest.raises(ValueError, match="A period is"):
        compare(target, others, start="2030-01")
    with pytest.raises(ValueError, match="A period is"):
        compare(target, others, start="2024")
