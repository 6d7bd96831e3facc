"""Which cluster keeps which person: most records first, then the oldest; nobody is given twice, nobody is lost."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from alongside.people.identity.assigning import keepers, successor
from alongside.people.identity.changing import planned

A, B, C = (UUID(int=number) for number in (1, 2, 3))
RECORDS = range(1, 9)
stands = st.dictionaries(st.sampled_from(RECORDS), st.sampled_from([A, B, C]), min_size=1)


@st.composite
def changes(draw):
    """Where records stand, and any new grouping of them, some of them new."""
    before = draw(stands)
    labels = {record: draw(st.integers(0, 3)) for record in before}
    after = [frozenset(one for one in before if labels[one] == label) for label in sorted(set(labels.values()))]
    born = draw(st.sets(st.sampled_from(sorted(before)), max_size=2))
    return before, after, {one: UUID(int=100 + one) for one in born}


@given(changes())
def test_nobody_is_given_twice_and_whoever_can_be_kept_is(change):
    before, after, _ = change
    kept = keepers(before, after)
    assert len(set(kept.values())) == len(kept)
    for members in after:
        if members not in kept:
            assert {before[one] for one in members} <= set(kept.values())


@given(changes())
def test_no_two_clusters_share_a_person_and_no_record_is_lost(change):
    before, after, born = change
    moves = planned({**before, **born}, after, born, {})
    assert moves.after.keys() == before.keys()
    groups = {frozenset(one for one in moves.after if moves.after[one] == person) for person in moves.after.values()}
    assert groups == set(after)
    assert moves.emptied.keys() == moves.standing - set(moves.after.values())
    assert set(moves.emptied.values()) <= set(moves.after.values())


@given(stands)
def test_nothing_moves_where_nothing_is_grouped_otherwise(before):
    after = [frozenset(one for one in before if before[one] == person) for person in sorted(set(before.values()))]
    moves = planned(before, after, {}, {})
    assert moves.moved == moves.attached == [] and moves.after == before


def test_the_cluster_with_most_records_keeps_the_person_then_the_one_with_the_oldest():
    assert keepers({1: A, 2: A, 3: A}, [frozenset({1}), frozenset({2, 3})]) == {frozenset({2, 3}): A}
    assert keepers({1: A, 2: A}, [frozenset({2}), frozenset({1})]) == {frozenset({1}): A}
    assert keepers({1: B, 2: A, 3: A}, [frozenset({1, 2, 3})]) == {frozenset({1, 2, 3}): A}
    assert keepers({2: A, 1: B}, [frozenset({1, 2})]) == {frozenset({1, 2}): B}


def test_who_lost_all_records_is_whoever_has_most_of_them_now():
    assert successor([1, 2, 3], {1: A, 2: B, 3: B}) == B
    assert successor([2, 1], {1: A, 2: B}) == A
