"""The records must be about as hard as those on which the anchors were measured (recall of rules of equal values)."""

import pytest

from alongside.demo.young_people import make_young_people
from benchmarks.identity.evaluate import accuracy
from benchmarks.identity.exact_rules import RULES, joined_by, plain

# Precision and recall of the anchor set, 32,017 records.
ANCHORS = {
    "same number": (0.966, 0.189),
    "same first name, surname, birth date": (1.000, 0.507),
    "number or name + birth date": (0.969, 0.658),
    "four exact rules": (0.910, 0.765),
}


@pytest.fixture(scope="module")
def made():
    return make_young_people(16_000, seed=3)


@pytest.fixture(scope="module")
def fields(made):
    return plain(made.records)


@pytest.mark.parametrize("rule", RULES)
def test_rules_of_equal_values_find_about_what_they_found_in_the_anchor_set(rule, made, fields):
    found = accuracy(joined_by(fields, RULES[rule]), made.truth["child"])
    precision, recall = ANCHORS[rule]
    assert found.recall == pytest.approx(recall, abs=0.05)
    assert found.precision == pytest.approx(precision, abs=0.03)


def test_most_false_links_of_the_four_rules_are_twins(made, fields):
    from benchmarks.identity.five_agencies import false_twins

    found = joined_by(fields, RULES["four exact rules"])
    assert false_twins(found, made.truth) > 0.6 * accuracy(found, made.truth["child"]).false_pairs
