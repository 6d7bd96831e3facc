"""Short references: read over the phone, typed anyhow, and no slip of one character goes unseen."""

import random
import secrets

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alongside.common.references import ALPHABET, PREFIX_LETTERS, parse_reference, short_reference, spoken

prefixes = st.sampled_from(["CN", "PN", "RQ", "H", "DASH"])
references = st.builds(
    lambda prefix, seed, groups: (prefix, groups, short_reference(prefix, random.Random(seed), groups=groups)),
    prefixes,
    st.integers(),
    st.integers(1, 4),
)
typed = st.sampled_from(ALPHABET + PREFIX_LETTERS + "01258BGILOSUYZ")


def test_a_reference_is_grouped_for_reading_aloud():
    reference = short_reference("CN", random.Random(1))
    assert [len(part) for part in reference.split("-")] == [2, 3, 3]


def test_nothing_in_it_looks_like_something_else():
    assert not set(ALPHABET) & set("0O1IL2Z5S8B")
    assert len(set(ALPHABET)) == len(ALPHABET) == 19


def test_the_same_source_gives_the_same_reference():
    assert short_reference("CN", random.Random(7)) == short_reference("CN", random.Random(7))


def test_the_systems_own_randomness_will_do():
    assert len({short_reference("CN", secrets.SystemRandom()) for _ in range(200)}) > 190


@pytest.mark.parametrize("change", [str.lower, lambda r: r.replace("-", " "), lambda r: f"  {r.replace('-', '')}\n"])
def test_case_spaces_and_hyphens_do_not_matter(change):
    reference = short_reference("CN", random.Random(3))
    assert parse_reference(change(reference), ["CN", "PN"]).value == reference


def test_the_prefix_may_be_left_out_where_there_is_only_one():
    reference = short_reference("CN", random.Random(3))
    assert parse_reference(reference[3:], ["CN"]).value == reference


@given(references)
def test_every_reference_can_be_read_back(made):
    prefix, groups, reference = made
    assert parse_reference(reference, [prefix], groups=groups).value == reference


@given(references, st.data())
def test_every_single_wrong_character_is_seen(made, data):
    prefix, groups, reference = made
    plain = reference.replace("-", "")
    place = data.draw(st.integers(0, len(plain) - 1))
    wrong = plain[:place] + data.draw(typed) + plain[place + 1 :]
    assume(wrong != plain)
    # Even where the wrong prefix exists as well.
    known = [prefix, *([wrong[: len(prefix)]] if set(wrong[: len(prefix)]) <= set(PREFIX_LETTERS) else [])]
    assert parse_reference(wrong, known, groups=groups).problem


@given(references, st.data())
def test_every_two_neighbours_that_changed_places_are_seen(made, data):
    prefix, groups, reference = made
    plain = reference.replace("-", "")
    place = data.draw(st.integers(0, len(plain) - 2))
    wrong = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
    assume(wrong != plain)
    known = [prefix, *([wrong[: len(prefix)]] if set(wrong[: len(prefix)]) <= set(PREFIX_LETTERS) else [])]
    assert parse_reference(wrong, known, groups=groups).problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "begins with CN or PN and looks like CN-7K4-M9Q"),
        ("XX-7K4-M9Q", "begins with CN or PN"),
        ("CN-7K4-M9", "begins with CN or PN"),
        ("CN-7K0-M1Q", "never contain “0” and “1”"),
        ("CN-777-777", "One character is wrong, or two have changed places"),
    ],
)
def test_what_is_wrong_is_said(text, problem):
    assert problem in parse_reference(text, ["CN", "PN"]).problem


@given(st.text(max_size=30))
def test_no_text_whatever_makes_it_fall_over(text):
    checked = parse_reference(text, ["CN"])
    assert (checked.value is None) != (checked.problem is None)


@pytest.mark.parametrize("prefix", ["", "CNCNC", "LO", "cn", "C1"])
def test_a_prefix_that_could_not_be_checked_is_refused(prefix):
    with pytest.raises(ValueError, match="A prefix is 1 to 4 of the letters"):
        short_reference(prefix, random.Random(1))


def test_a_reference_is_said_in_the_telephone_alphabet():
    assert spoken("CN-7K4-M9Q") == "Charlie November, Seven Kilo Four, Mike Nine Quebec"


@given(references)
def test_every_reference_can_be_said_and_no_two_sound_alike(made):
    reference = made[2]
    words = spoken(reference).replace(",", "").split()
    assert len(words) == len(reference.replace("-", "")) and len(set(words)) == len(set(reference.replace("-", "")))
