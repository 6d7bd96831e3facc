"""The estimate of errors: held to a truth that is known, and to the bounds that every estimate has."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.linkage.estimating import Alarm, Sample, Stratum, falling, quality

# Name, joined, pairs, share of one person, drawn, chain: about the sizes of 32,000 records of five agencies.
WORLD = (
    ("joined, high", True, 28_000, 0.9995, 150, ""),
    ("joined, low", True, 6_000, 0.990, 150, ""),
    ("joined through others", True, 700, 0.97, 100, ""),
    ("refused", False, 1_600, 0.30, 150, ""),
    ("apart, doubtful", False, 900, 0.45, 150, ""),
    ("apart, -10 to -3 bits", False, 2_000, 0.12, 150, "apart"),
    ("apart, below", False, 2_500, 0.03, 150, "apart"),
    ("never compared, high", False, 800, 0.25, 100, "never"),
    ("never compared, low", False, 150_000, 0.002, 400, "never"),
)


def _world(rng):
    """How many pairs of each stratum are of one person."""
    return [rng.binomial(pairs, share) for _, _, pairs, share, _, _ in WORLD]


def _draw(rng, right, groups=None, world=WORLD):
    """A sample of that world, its labels, and the record ids' groups."""
    frames, labels = [], []
    for (name, _, pairs, _, drawn, _), same in zip(world, right, strict=True):
        taken = min(drawn, pairs)
        labels.append(rng.permutation(np.arange(pairs) < same)[:taken])
        frames.append(pd.DataFrame({"stratum": name}, index=range(taken)))
    pairs = pd.concat(frames, ignore_index=True)
    pairs = pairs.assign(one=[f"a{at}" for at in range(len(pairs))], other=[f"b{at}" for at in range(len(pairs))])
    strata = tuple(Stratum(name, joined, pairs, chain) for name, joined, pairs, _, _, chain in world)
    return Sample(pairs[["one", "other", "stratum"]], strata), [bool(one) for one in np.concatenate(labels)]


def _truth(right):
    joined = [row[1] for row in WORLD]
    found = sum(count for count, is_joined in zip(right, joined, strict=True) if is_joined)
    return found / sum(row[2] for row in WORLD if row[1]), found / sum(right)


def test_over_many_samples_the_intervals_hold_the_truth_as_often_as_they_promise():
    rng = np.random.default_rng(11)
    right = _world(rng)
    precision, recall = _truth(right)
    inside, values = np.zeros(2), []
    for _ in range(200):
        found = quality(*_draw(rng, right)).overall
        inside += [
            found.precision.low <= precision <= found.precision.high,
            found.recall.low <= recall <= found.recall.high,
        ]
        values.append((found.precision.value, found.recall.value))
    assert (inside / 200 >= 0.92).all(), inside / 200
    assert np.mean(values, axis=0) == pytest.approx([precision, recall], abs=0.004)


def test_an_interval_narrows_when_more_pairs_are_labelled():
    rng = np.random.default_rng(3)
    right = _world(rng)
    more = tuple((name, joined, pairs, share, drawn * 8, chain) for name, joined, pairs, share, drawn, chain in WORLD)
    few, many = quality(*_draw(rng, right)).overall, quality(*_draw(rng, right, world=more)).overall
    assert many.recall.high - many.recall.low < 0.75 * (few.recall.high - few.recall.low)
    assert many.precision.high - many.precision.low < 0.6 * (few.precision.high - few.precision.low)


def test_where_every_pair_is_labelled_nothing_is_left_to_chance():
    strata = (Stratum("joined", True, 40), Stratum("apart", False, 20))
    pairs = pd.DataFrame({"one": range(60), "other": range(60, 120), "stratum": ["joined"] * 40 + ["apart"] * 20})
    found = quality(Sample(pairs, strata), [True] * 36 + [False] * 4 + [True] * 4 + [False] * 16).overall
    assert (found.precision.value, found.precision.low, found.precision.high) == (0.9, 0.9, 0.9)
    assert (found.recall.value, found.recall.low, found.recall.high) == (0.9, 0.9, 0.9)


counts = st.integers(0, 30).flatmap(
    lambda drawn: st.tuples(st.just(drawn), st.integers(0, drawn), st.integers(0, 5000))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(counts, min_size=2, max_size=6), st.integers(0, 2**32 - 1))
def test_every_estimate_lies_in_its_interval_and_both_between_nothing_and_all(rows, seed):
    strata = tuple(
        Stratum(f"s{at}", at % 2 == 0, drawn + more, "chain" if at % 2 else "")
        for at, (drawn, _, more) in enumerate(rows)
    )
    names = [f"s{at}" for at, (drawn, _, _) in enumerate(rows) for _ in range(drawn)]
    same = [place < hits for drawn, hits, _ in rows for place in range(drawn)]
    ids = range(len(names))
    sample = Sample(pd.DataFrame({"one": ids, "other": ids, "stratum": names}), strata)
    found = quality(sample, same, fewest=1, seed=seed).overall
    for estimate in (found.precision, found.recall):
        assert estimate.value is None or 0 <= estimate.low <= estimate.value <= estimate.high <= 1


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 50)), min_size=1, max_size=7))
def test_projected_shares_never_rise_and_keep_their_mean(rows):
    shares, weights = np.array([[share] for share, _ in rows]), np.array([float(weight) for _, weight in rows])
    projected = falling(shares, weights)[:, 0]
    assert (np.diff(projected) <= 1e-12).all()
    assert np.average(projected, weights=weights) == pytest.approx(np.average(shares[:, 0], weights=weights))
    if (np.diff(shares[:, 0]) <= 0).all():
        assert projected == pytest.approx(shares[:, 0])


def _with_groups(missed_of_one):
    """Two groups of names, equally often joined rightly, unequally often missed."""
    joined, apart = 400, 400
    strata = (Stratum("joined", True, 4_000.0), Stratum("apart", False, 600.0))
    names = ["joined"] * joined + ["apart"] * apart
    group = {f"a{at}": "one" if at % 2 else "other" for at in range(joined + apart)}
    group |= {f"b{at}": group[f"a{at}"] for at in range(joined + apart)}
    same = [True] * joined + [at % 2 == 1 and at < missed_of_one * 2 for at in range(apart)]
    pairs = pd.DataFrame(
        {"one": [f"a{at}" for at in range(800)], "other": [f"b{at}" for at in range(800)], "stratum": names}
    )
    return Sample(pairs, strata), same, group


@pytest.mark.parametrize(("missed", "alarm"), [(2, Alarm.NONE), (48, Alarm.LOOK), (150, Alarm.STOP)])
def test_a_gap_between_groups_beyond_the_limit_raises_the_alarm(missed, alarm):
    sample, same, group = _with_groups(missed)
    found = quality(sample, same, group=group)
    assert found.missed_gap.alarm is alarm
    assert found.missed_gap.low <= found.missed_gap.value <= found.missed_gap.high
    if missed > 40:
        assert (found.missed_gap.worst, found.missed_gap.best) == ("one", "other")


def test_groups_and_pairs_of_agencies_with_few_labels_show_no_figure():
    sample, same, group = _with_groups(20)
    group |= dict.fromkeys(("a1", "b1", "a3", "b3"), "rare")
    agency = dict.fromkeys(group, "school") | {"b5": "police"}
    found = quality(sample, same, group=group, agency=agency)
    assert str(found.by_group["rare"].precision) == "not shown: fewer than 10 pairs"
    assert found.by_group["rare"].recall.value is None and found.by_group["one"].recall.value is not None
    assert found.by_agencies["police", "school"].precision.value is None
    assert found.by_agencies["school", "school"].precision.value == pytest.approx(1.0)
    assert "rare" not in (found.missed_gap.worst, found.missed_gap.best)


def test_pairs_on_which_nobody_could_say_are_counted_and_left_out():
    strata = (Stratum("joined", True, 1_000), Stratum("apart", False, 1_000))
    pairs = pd.DataFrame({"one": range(100), "other": range(100), "stratum": ["joined"] * 50 + ["apart"] * 50})
    same = [True] * 40 + [None] * 10 + [False] * 45 + [None] * 5
    found = quality(Sample(pairs, strata), same)
    assert (found.labelled, found.cannot_say) == (85, 15)
    assert found.overall.precision.value == found.overall.recall.value == 1.0


def test_a_label_too_many_or_too_few_is_refused():
    with pytest.raises(ValueError, match="2 pairs in the sample and 1 labels"):
        quality(
            Sample(pd.DataFrame({"one": [1, 2], "other": [3, 4], "stratum": ["s", "s"]}), (Stratum("s", True, 2),)),
            [True],
        )
