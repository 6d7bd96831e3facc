"""Tables of counts that can be shown: nobody who subtracts, compares or solves learns a small count."""

import pickle
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.disclosure import Held, Reason, Release, Table, Zeros, rounded
from alongside.analysis.disclosure.bounds import cubes_of
from tests.analysis.disclosure.attacking import narrowest

SEX, NEED, AGE = ("female", "male"), ("eating", "trauma", "worry"), ("to 10", "11 to 14", "15 and over")
CATEGORIES = {"sex": SEX, "need": NEED, "age": AGE}
few = settings(deadline=None, max_examples=15)


def by_sex_and_need(*counts):
    return Table(
        "by sex and need", ("sex", "need"), dict(zip([(s, n) for s in SEX for n in NEED], counts, strict=True))
    )


def test_a_small_count_is_held_back_and_two_lines_with_it():
    shown = Release(CATEGORIES).add(by_sex_and_need(20, 3, 30, 40, 50, 60))
    assert shown.at(sex="female", need="trauma") == Held(Reason.SMALL)
    others = [one for one in shown.held.values() if one.reason is Reason.GIVES_AWAY]
    assert len(others) == 3 and shown.at() == 203 and narrowest(shown) >= 5


def test_a_table_without_small_counts_is_shown_whole():
    shown = Release(CATEGORIES).add(by_sex_and_need(5, 0, 30, 40, 50, 60))
    assert not shown.held and shown.at(sex="female", need="trauma") == 0 and shown.at(need="worry") == 90


def test_of_two_that_would_do_the_one_that_readers_need_is_shown():
    table = Table("by need", ("need",), {("eating",): 12, ("trauma",): 3, ("worry",): 40})
    assert Release(CATEGORIES).add(table).at(need="worry") == 40
    shown = Release(CATEGORIES, wanted=[("need", "eating")]).add(table)
    assert shown.at(need="eating") == 12 and isinstance(shown.at(need="worry"), Held)


def test_zeros_are_held_back_where_the_policy_says_so():
    shown = Release(CATEGORIES, zeros=Zeros.HOLD).add(by_sex_and_need(20, 0, 30, 40, 50, 60))
    assert isinstance(shown.at(sex="female", need="trauma"), Held)


def test_a_count_held_back_because_of_two_tables_stays_held_back_in_the_second():
    release = Release(CATEGORIES)
    first = release.add(Table("by need", ("need",), {("eating",): 2, ("trauma",): 30, ("worry",): 40}))
    second = release.add(by_sex_and_need(1, 15, 20, 1, 15, 20))
    assert first.at(need="eating") == Held(Reason.SMALL) and second.at(need="eating") == Held(Reason.BEFORE)
    assert {need for need in NEED if isinstance(first.at(need=need), Held)} == {
        need for need in NEED if isinstance(second.at(need=need), Held)
    }


def test_a_filter_that_leaves_two_children_out_shows_nothing_by_subtraction():
    release = Release(CATEGORIES)
    release.add(Table("everybody", ("need",), dict(zip([(n,) for n in NEED], (20, 30, 40), strict=True))))
    girls = dict(zip([(n,) for n in NEED], (18, 12, 22), strict=True))
    shown = release.add(Table("girls", ("need",), girls, within={"sex": "female"}))
    assert isinstance(shown.at(need="eating"), Held)
    assert release.attack().bounds(frozenset({("sex", "male"), ("need", "eating")})).width >= 5


def test_what_was_shown_is_not_taken_back_and_counts_may_not_change_under_it():
    release = Release(CATEGORIES)
    release.add(by_sex_and_need(20, 9, 30, 40, 50, 60))
    again = release.add(by_sex_and_need(20, 9, 30, 40, 50, 60))
    assert not again.held
    with pytest.raises(ValueError, match="differ from those shown before"):
        release.add(by_sex_and_need(21, 9, 30, 40, 50, 60))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (Table("t", ("ward",), {}), "knows no dimension ward"),
        (Table("t", ("sex",), {("both",): 3}), "none of the categories"),
        (Table("t", ("sex",), {("female",): -1}), "is no count"),
    ],
)
def test_what_is_no_table_of_the_release_is_refused_and_leaves_no_trace(table, words):
    release = Release(CATEGORIES)
    with pytest.raises(ValueError, match=words):
        release.add(table)
    assert not release.shown


def test_rounded_counts_are_protected_within_what_rounding_leaves_open():
    release = Release(CATEGORIES, base=5)
    shown = release.add(by_sex_and_need(21, 3, 32, 44, 51, 63))
    assert shown.at(sex="male", need="worry") == 65 and isinstance(shown.at(sex="female", need="trauma"), Held)
    assert all(release.attack().bounds(cell).width >= 5 for cell in shown.held)


@pytest.mark.parametrize(("count", "base", "to"), [(2, 5, 0), (3, 5, 5), (12, 5, 10), (5, 10, 10), (7, 1, 7)])
def test_counts_are_rounded_to_the_nearest_multiple(count, base, to):
    assert rounded(count, base) == to


def test_the_release_is_frozen_and_says_no_more_than_it_shows():
    release = Release(CATEGORIES)
    shown = release.add(by_sex_and_need(20, 3, 30, 40, 50, 60))
    assert not set(release.shown) & set(shown.held)
    with pytest.raises(TypeError):
        shown.cells[frozenset()] = 1


def test_a_thousand_random_tables_withstand_the_attack():
    rng = random.Random(7)
    attacked = 0
    for _ in range(1_000):
        rows, columns = rng.choice(((2, 2), (2, 3), (3, 3), (4, 3), (5, 2)))
        names = {"row": [f"r{n}" for n in range(rows)], "column": [f"c{n}" for n in range(columns)]}
        most = rng.choice((6, 20, 60))
        counts = {(r, c): rng.randint(0, most) for r in names["row"] for c in names["column"]}
        width = narrowest(Release(names).add(Table("t", ("row", "column"), counts)))
        assert width is None or width >= 5 - 1e-6, counts
        attacked += width is not None
    assert attacked > 500


count = st.integers(0, 25)


@few
@given(counts=st.lists(count, min_size=18, max_size=18), order=st.permutations(range(5)), base=st.sampled_from((1, 5)))
def test_linked_tables_and_filters_in_any_order_give_no_small_count_away(counts, order, base):
    whole = dict(zip([(s, n, a) for s in SEX for n in NEED for a in AGE], counts, strict=True))

    def table(*kept, **within):
        found = {}
        for values, number in whole.items():
            named = dict(zip(CATEGORIES, values, strict=True))
            if within.items() <= named.items():
                key = tuple(named[name] for name in kept)
                found[key] = found.get(key, 0) + number
        return Table("-".join(kept), kept, found, within)

    tables = [
        table("sex", "need"), table("age"), table("need", "age"), table("need", sex="female"),
        table("sex", age="to 10"),
    ]  # fmt: skip
    release = Release(CATEGORIES, base=base)
    for place in order:
        release.add(tables[place])
        attack = release.attack()
        for cell, seen in release._counts.items():
            bounds = attack.bounds(cell)
            assert bounds.low <= seen <= bounds.high
            assert cell in release.shown or bounds.width >= 5 or bounds.high == 0


def test_sets_of_dimensions_that_form_a_cycle_are_laid_together():
    def sets(*words):
        return [frozenset(word) for word in words]

    assert set(cubes_of(sets("ab", "bc", "b"))) == set(sets("ab", "bc"))
    assert set(cubes_of(sets("ab", "bc", "ca", "cd"))) == set(sets("abc", "cd"))
    assert set(cubes_of(sets("ab", "ac", "ad"))) == set(sets("ab", "ac", "ad"))


def test_a_shown_table_travels_and_cannot_be_changed():
    shown = Release(CATEGORIES).add(by_sex_and_need(20, 3, 30, 40, 50, 60))
    assert pickle.loads(pickle.dumps(shown)) == shown
    with pytest.raises(TypeError):
        shown.cells[frozenset()] = 3


@pytest.mark.parametrize("count", [None, "3", -1, 1.5, float("nan")])
def test_what_is_no_count_is_refused_and_nothing_of_it_stays(count):
    release = Release(CATEGORIES)
    with pytest.raises(ValueError, match="is no count"):
        release.add(by_sex_and_need(20, count, 30, 40, 50, 60))
    assert not release.shown
