"""No number in the demo can be anybody's."""

from itertools import islice
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from alongside.common.identifiers import LA_CODES, nhs_number, postcode, unique_pupil_number
from alongside.demo import numbers
from alongside.demo.families import Families, SchoolPlace
from tests.demo.borough_of import TODAY


def test_nhs_numbers_are_of_the_test_range_valid_and_all_different():
    drawn = list(islice(numbers.nhs_numbers(Random(5)), 50_000))
    assert len(set(drawn)) == 50_000
    assert all(number.startswith("999") and nhs_number(number).is_good for number in drawn)


@given(st.integers(), st.integers(0, 9))
def test_one_wrong_digit_is_always_seen_and_stays_in_the_test_range(seed, place):
    rng = Random(seed)
    wrong = numbers.one_digit_wrong(next(numbers.nhs_numbers(rng)), rng)
    assert wrong.startswith("999") and not nhs_number(wrong).is_good


@given(st.integers(1, 9_999), st.integers(2005, 2035), st.integers(0, 999))
def test_pupil_numbers_are_well_formed_and_of_an_authority_that_has_no_schools(school, year, serial):
    made = numbers.pupil_number(school, year, serial)
    assert unique_pupil_number(made).is_good
    assert made[1:4] == "005" and 5 in LA_CODES


def test_telephones_are_those_kept_for_drama():
    rng = Random(2)
    assert all(numbers.mobile(rng).startswith("07700 900") for _ in range(200))
    assert all(numbers.landline(rng).startswith("01632 960") for _ in range(200))


def test_postcodes_are_well_formed_in_an_area_that_does_not_exist():
    families = Families(Random(3), TODAY, ["Tern Row"], [SchoolPlace("school", "School", 1, range(4, 19))])
    drawn = [families.home().postcode for _ in range(500)]
    assert all(code.startswith("ZL") and postcode(code).value == code for code in drawn)
