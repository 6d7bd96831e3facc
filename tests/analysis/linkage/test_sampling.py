"""Which pairs are put before people."""

import numpy as np
import pandas as pd
import pytest

from alongside.analysis.linkage import default_model, link, standardise
from alongside.analysis.linkage.estimating import quality
from alongside.analysis.linkage.sampling import WEAKER, draw_sample
from alongside.demo.young_people import make_young_people


@pytest.fixture(scope="module")
def made():
    return make_young_people(3_000, seed=21)


@pytest.fixture(scope="module")
def linkage(made):
    return link(made.records, model=default_model())


@pytest.fixture(scope="module")
def wide(linkage, made):
    return draw_sample(linkage, size=1_000, seed=1, records=made.records)


def _same(sample, made):
    child = made.truth.set_index("record_id")["child"]
    return (child.loc[sample.pairs["one"]].to_numpy() == child.loc[sample.pairs["other"]].to_numpy()).tolist()


def test_one_seed_draws_the_same_pairs_and_none_twice(linkage, made, wide):
    again = draw_sample(linkage, size=1_000, seed=1, records=made.records)
    assert again.pairs.equals(wide.pairs)
    keys = [frozenset(pair) for pair in zip(wide.pairs["one"], wide.pairs["other"], strict=True)]
    assert len(set(keys)) == len(keys) == 1_000 and all(len(key) == 2 for key in keys)


def test_pairs_come_from_both_sides_of_the_threshold_and_from_what_was_never_compared(wide):
    names = set(wide.pairs["stratum"])
    for kind in ("joined, 20", "joined through others", "refused by a rule", "apart, -10", "never compared, below"):
        assert any(name.startswith(kind) for name in names), kind
    assert wide.pairs["stratum"].head(50).nunique() > 5


def test_strata_hold_every_joined_pair_once(linkage, wide):
    sizes = linkage.clusters.to_frame()["person_id"].value_counts()
    assert sum(stratum.pairs for stratum in wide.strata if stratum.joined) == (sizes * (sizes - 1) // 2).sum()


def test_the_number_of_pairs_that_share_only_a_weaker_key_is_counted(made, linkage, wide):
    standard = standardise(made.records)
    one, other = np.triu_indices(len(standard), 1)

    weaker = np.any([_agree(standard, rule.columns, one, other) for rule in WEAKER], axis=0)
    compared = np.any([_agree(standard, rule.columns, one, other) for rule in linkage.model.blocking], axis=0)
    person = linkage.clusters.to_frame()["person_id"].factorize()[0]
    estimated = sum(stratum.pairs for stratum in wide.strata if stratum.name.startswith("never compared"))
    # A few pairs share only a key that is crowded, and so were not compared although a rule's columns agree.
    assert estimated == pytest.approx((weaker & ~compared & (person[one] != person[other])).sum(), rel=0.005)


def test_labelled_with_the_truth_the_estimates_hold_the_real_precision_and_recall(linkage, made):
    persons, child = linkage.clusters.to_frame()["person_id"].factorize()[0], made.truth["child"].to_numpy()
    one, other = np.triu_indices(len(child), 1)
    same, joined = child[one] == child[other], persons[one] == persons[other]
    standard = standardise(made.records)
    found = joined | np.any(
        [_agree(standard, rule.columns, one, other) for rule in (*WEAKER, *linkage.model.blocking)], axis=0
    )
    precision, recall = (same & joined).sum() / joined.sum(), (same & joined).sum() / (same & found).sum()
    samples = [draw_sample(linkage, size=1_000, seed=seed, records=made.records) for seed in range(8)]
    stated = [quality(sample, _same(sample, made)).overall for sample in samples]
    # Of eight intervals of 95% all but two hold the truth, or the estimator is wrong (chance of that: 0.6%).
    assert sum(one.precision.low <= precision <= one.precision.high for one in stated) >= 6
    assert sum(one.recall.low <= recall <= one.recall.high for one in stated) >= 6


def _agree(standard, columns, one, other):
    codes = [pd.factorize(standard[name].replace("", None))[0] for name in columns]
    return np.all([(code[one] >= 0) & (code[one] == code[other]) for code in codes], axis=0)


def test_without_the_records_only_kept_pairs_are_drawn(linkage):
    sample = draw_sample(linkage, size=300, seed=2)
    assert len(sample.pairs) == 300
    assert not any(stratum.name.startswith("never compared") for stratum in sample.strata)


def test_more_than_there_is_gives_all_there_is_and_nothing_is_refused(made):
    few = made.records.head(40)
    sample = draw_sample(link(few, model=default_model()), size=10_000, seed=1)
    assert len(sample.pairs) == sum(stratum.pairs for stratum in sample.strata)
    with pytest.raises(ValueError, match="at least one"):
        draw_sample(link(few, model=default_model()), size=0, seed=1)


def test_other_records_than_those_linked_are_refused(linkage, made):
    with pytest.raises(ValueError, match="not the records of this linkage"):
        draw_sample(linkage, size=10, seed=1, records=made.records.head(100))
