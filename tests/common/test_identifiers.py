"""Identifiers: what is accepted, in which normal form, and what is said of the rest."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.common.identifiers import (
    gss_code,
    gss_kind,
    nhs_number,
    postcode,
    property_uprn,
    school_urn,
    unique_pupil_number,
)

DIGITS = "0123456789"


def nhs_numbers_for_tests():
    for serial in range(0, 1_000_000, 997):
        found = [number for check in DIGITS if nhs_number(number := f"999{serial:06d}{check}").is_good]
        yield from found


SAMPLE = list(nhs_numbers_for_tests())


@pytest.mark.parametrize("text", ["999 123 4578", "9991234578", "999-123-4578", " 999 123 4578 ", "９９９ 123 4578"])
def test_an_nhs_number_is_kept_as_ten_digits(text):
    assert nhs_number(text).value == "9991234578"


def test_numbers_for_tests_are_marked_as_such():
    assert nhs_number("9991234578").warning == "Numbers that begin with 999 are for tests only."
    assert nhs_number("9434765919").warning is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("0000000000", "ten times over"),
        ("9999999999", "ten times over"),
        ("1111111111", "ten times over"),
        ("999123456", "has 10 digits; this has 9"),
        ("999123456A", "digits only"),
        ("٩٩٩١٢٣٤٥٦٠", "digits only"),
        ("", "digits only"),
        ("9991234579", "does not fit"),
        ("9434765918", "does not fit"),
    ],
)
def test_what_is_wrong_with_an_nhs_number_is_said_without_repeating_it(text, problem):
    checked = nhs_number(text)
    assert checked.value is None
    assert problem in checked.problem
    assert not text or text not in checked.problem


def test_about_one_serial_in_eleven_has_no_check_digit():
    assert 0.88 < len(SAMPLE) / len(range(0, 1_000_000, 997)) < 0.94


@given(st.sampled_from(SAMPLE), st.integers(0, 9), st.sampled_from(DIGITS))
def test_one_wrong_digit_of_an_nhs_number_is_always_seen(number, place, digit):
    changed = number[:place] + digit + number[place + 1 :]
    assert nhs_number(changed).is_good == (changed == number)


@given(st.sampled_from(SAMPLE), st.integers(0, 8))
def test_two_neighbouring_digits_that_change_places_are_always_seen(number, place):
    changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert nhs_number(changed).is_good == (changed == number)


@pytest.mark.parametrize("text", ["B801200005001", "P207000016049", "p207 0000 16049"])
def test_a_upn_with_the_right_letter_is_good(text):
    checked = unique_pupil_number(text)
    assert (checked.is_good, checked.warning) == (True, None)


def test_a_upn_of_a_new_authority_is_accepted():
    assert unique_pupil_number(with_letter("940200005001")).warning is None


def test_a_upn_of_an_unknown_authority_is_accepted_with_a_warning():
    checked = unique_pupil_number(with_letter("999200005001"))
    assert checked.is_good
    assert "Authority 999 is not in our list" in checked.warning


def test_a_temporary_upn_ends_in_a_letter_that_counts_from_a_as_zero():
    assert unique_pupil_number("C80120000500A").problem
    checked = unique_pupil_number(with_letter("80120000500B"))
    assert checked.is_good
    assert "temporary" in checked.warning


def with_letter(rest):
    good = [letter + rest for letter in "ABCDEFGHJKLMNPQRTUVWXYZ" if unique_pupil_number(letter + rest).is_good]
    assert len(good) == 1
    return good[0]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("A801200005001", "first letter does not fit"),
        ("B80120000500", "has 13 characters; this has 12"),
        ("S801200005001", "a letter and 12 digits"),
        ("B80120000500S", "a letter and 12 digits"),
        ("X80120000A001", "a letter and 12 digits"),
    ],
)
def test_what_is_wrong_with_a_upn_is_said(text, problem):
    assert problem in unique_pupil_number(text).problem


@pytest.mark.parametrize(
    ("check", "text", "value"),
    [
        (school_urn, " 123456 ", "123456"),
        (property_uprn, "000010012345678"[3:], "10012345678"),
        (property_uprn, "1", "1"),
        (postcode, "ab12de", "AB1 2DE"),
        (postcode, "EC1A 1BB", "EC1A 1BB"),
        (postcode, "w1a0ax", "W1A 0AX"),
        (postcode, "M1 1AE", "M1 1AE"),
        (postcode, "gir 0aa", "GIR 0AA"),
        (gss_code, "e09000031", "E09000031"),
    ],
)
def test_an_identifier_is_kept_in_its_normal_form(check, text, value):
    assert check(text).value == value
    assert check(value).value == value


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (school_urn, "12345"),
        (school_urn, "012345"),
        (school_urn, "12345a"),
        (property_uprn, "0000"),
        (property_uprn, "1234567890123"),
        (property_uprn, ""),
        (postcode, "AB1"),
        (postcode, "AB1 2CD"),
        (postcode, "QQ1 1AA"),
        (postcode, "AB1 2DE; DROP TABLE"),
        (gss_code, "E0900003"),
        (gss_code, "X09000031"),
        (gss_code, "E0900003O"),
    ],
)
def test_what_has_the_wrong_shape_has_a_problem_and_no_value(check, text):
    checked = check(text)
    assert checked.value is None
    assert checked.problem.endswith(".")


def test_a_gss_code_says_what_kind_of_area_it_is():
    assert [gss_kind(code) for code in ("E01000001", "E02000001", "E05000001", "E09000031", "S01000001")] == [
        "lsoa",
        "msoa",
        "ward",
        "borough",
        "",
    ]


@given(st.text(max_size=40))
def test_no_text_whatever_makes_a_check_fall_over(text):
    for check in (nhs_number, unique_pupil_number, school_urn, property_uprn, postcode, gss_code):
        checked = check(text)
        assert (checked.value is None) != (checked.problem is None)


def test_random_ten_digits_pass_about_once_in_eleven():
    source = random.Random(11)
    good = sum(nhs_number("".join(source.choices(DIGITS, k=10))).is_good for _ in range(5_000))
    assert 0.07 < good / 5_000 < 0.11
