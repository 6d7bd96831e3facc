"""Figures of periods that overlap: whoever subtracts one from the other learns of no small count."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.support.definitions.reading import read
from alongside.support.measures.waits import SPLITS, Course, Referred, Wait, Way
from alongside.support.measures.waits_statement import statement_of
from alongside.support.small_counts import SMALL, rough
from tests.cast import NOW
from tests.waits import CAMHS


def test_no_two_counts_as_they_are_told_tell_a_small_difference():
    """The attack itself: of every pair of counts, all pairs that would be told alike; their differences."""
    told = defaultdict(set)
    for first, second in product(range(83), repeat=2):
        told[rough(first), rough(second)].add(second - first)
    for shown, differences in told.items():
        small = any(0 < abs(one) < SMALL for one in differences)
        assert not small or len(differences) >= SMALL, shown
        assert not small or set(range(min(differences), max(differences) + 1)) == differences


@given(st.integers(0, 100_000))
def test_what_is_told_is_near_the_truth_and_never_small(count):
    shown = rough(count)
    assert shown is None or (shown % 5 == 0 and abs(shown - count) <= 2 and not 0 < shown < SMALL)
    assert (shown is None) == (0 < count < 8)


def referral(began, sex, way):
    waits = (Wait("triage", began, None if way is Way.WAITS else began + timedelta(days=30), way),)
    course = Course.BEFORE_HELP if way is Way.BEFORE_HELP else Course.TAKEN_ON
    return Referred(
        began, course, None, None, "declined", waits, dict.fromkeys(SPLITS, "Not recorded") | {"sex": sex}
    )  # fmt: skip


def counts(body):
    """Every count of a statement, by where it stands."""
    for queue in body["queues"]:
        yield (queue["code"], "total"), queue["total"]
        yield from (((queue["code"], way), value) for way, value in queue["counts"].items())
        for split in queue["splits"]:
            yield from (((queue["code"], split["name"], one["label"]), one["count"]) for one in split["groups"])
    for split in body["referrals"]["splits"]:
        for one in split["groups"]:
            yield from (
                ((split["name"], one["label"], name), one[name]) for name in ("count", "taken_on", "before_help")
            )


@pytest.mark.parametrize("new", [1, 2, 4])
def test_two_statements_a_month_apart_do_not_tell_who_came_in_that_month(new):
    """A year of referrals, and then few in the one month by which the second statement goes beyond the first."""
    ways = (Way.ON, Way.ON, Way.BEFORE_HELP, Way.WAITS)
    year = [
        referral(NOW - timedelta(days=40 + 3 * k), "Female" if k % 3 else "Male", ways[k % 4]) for k in range(90)
    ]  # fmt: skip
    late = [referral(NOW - timedelta(days=10), "Female", Way.BEFORE_HELP) for _ in range(new)]
    first = dict(counts(statement_of(read(CAMHS), year, date(2026, 11, 1), {})))
    second = dict(counts(statement_of(read(CAMHS), [*year, *late], date(2026, 12, 1), {})))
    assert first[("triage", "total")] and second[("triage", "total")]
    for place in first.keys() & second.keys():
        pair = (first[place], second[place])
        assert all(one is None or one == 0 or (one >= 10 and one % 5 == 0) for one in pair), place
        if None not in pair:
            assert not 0 < abs(pair[1] - pair[0]) < SMALL, place


def test_a_curve_does_not_tell_the_exact_number_behind_it():
    rows = [referral(NOW - timedelta(days=60 + k), "Female", Way.ON) for k in range(37)]
    queue = statement_of(read(CAMHS), rows, date(2026, 11, 1), {})["queues"][0]
    shares = [share for point in queue["curve"] for share in point[1:]]
    assert shares and all(abs(share * 20 - round(share * 20)) < 1e-9 for share in shares)
