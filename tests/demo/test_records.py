"""Each agency's record departs from the truth in the ways that it says, and in no other."""

from collections import Counter

import pytest

from alongside.common.identifiers import nhs_number
from alongside.demo.records import HEALTH
from alongside.people.states import NumberKind
from tests.demo.borough_of import crowd


@pytest.fixture(scope="module")
def drawn():
    return crowd()


def test_there_are_about_six_hundred_people_and_fifteen_hundred_records(drawn):
    assert 560 <= len(drawn.people) <= 640
    assert 1_350 <= len(drawn.held) <= 1_700


def test_a_record_that_names_no_change_has_the_true_name_and_birthday(drawn):
    plain = [one for one in drawn.held if not one.changes]
    assert len(plain) > 300
    for one in plain:
        person, first = drawn.people[one.truth], one.draft.names[0]
        assert (first.given, first.family) == (person.given.usual, person.family.usual)
        assert one.draft.date_of_birth == person.born


def test_every_kind_of_change_happens(drawn):
    changes = Counter(change for one in drawn.held for change in one.changes)
    wanted = {
        "another spelling", "short form", "second name given too", "accents dropped", "names swapped",
        "former family name", "day and month swapped", "slip in the date of birth", "no date of birth",
        "wrong digit in the NHS number", "earlier address", "half a double name",
    }  # fmt: skip
    assert wanted <= set(changes)


def test_a_number_is_the_true_one_or_said_to_be_wrong(drawn):
    for one in drawn.held:
        numbers = [number for kind, number in one.draft.numbers if kind == NumberKind.NHS]
        if numbers and "wrong digit in the NHS number" not in one.changes:
            assert numbers == [drawn.people[one.truth].nhs]
        elif numbers:
            assert not nhs_number(numbers[0]).is_good


def test_only_health_nearly_always_has_the_number_and_schools_never(drawn):
    has = {(one.holder in HEALTH, bool(one.draft.numbers)) for one in drawn.held if one.holder != "council"}
    assert (True, True) in has
    assert all(
        kind == NumberKind.UPN for one in drawn.held for kind, _ in one.draft.numbers if one.holder.startswith("elms")
    )


def test_one_child_stands_under_six_spellings(drawn):
    amina = drawn.known.children["amina"]
    spelt = {str(one.draft.names[0]) for one in drawn.held if one.truth == amina.key}
    assert len(spelt) >= 6


def test_a_refuge_is_protected_wherever_it_is_held(drawn):
    protected = [one for one in drawn.held if any(each.is_protected for each in one.draft.addresses)]
    assert {one.truth for one in protected} >= {drawn.known.children["milena"].key}
    elsewhere = [each.lines for one in drawn.held for each in one.draft.addresses if not each.is_protected]
    assert not set(elsewhere) & {each.lines for one in protected for each in one.draft.addresses}
