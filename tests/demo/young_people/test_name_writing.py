"""Names, their other spellings, and slips of the hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.demo.young_people.name_lists import GROUP_KEYS, GROUPS, name_lists
from alongside.demo.young_people.naming import mistype
from alongside.demo.young_people.numbers import nhs_numbers, typed_wrong
from alongside.demo.young_people.rates import AGENCIES, RATES


@pytest.mark.parametrize("group", GROUP_KEYS)
def test_every_group_has_hundreds_of_names_that_can_be_spelt_otherwise(group):
    names = name_lists()
    given_names = sum(len(names.pools[group, kind].totals) for kind in ("boys", "girls"))
    families = names.pools[group, "families"]
    assert given_names >= 200 and len(families.totals) >= 140
    entries = range(families.first, families.first + len(families.totals))
    assert sum(names.writings[entry] > 1 for entry in entries) / len(entries) > 0.6


def test_no_form_is_empty_and_plain_forms_have_no_accents():
    names = name_lists()
    assert all(text.strip() for text in names.text)
    assert all(text.isascii() and text for text in names.plain)


def test_a_rare_name_is_much_rarer_than_a_common_one():
    totals = name_lists().pools["white_british", "families"].totals
    shares = [totals[0], *(totals[1:] - totals[:-1])]
    assert max(shares) > 500 * min(shares) > 0


def test_women_of_polish_families_bear_their_own_form_and_it_leads_back():
    names = name_lists()
    men = next(form for form, text in enumerate(names.text) if text == "Kowalski")
    women = men + names.feminine[names.entry_of[men]]
    assert names.text[women] == "Kowalska"
    assert women - names.masculine[names.entry_of[women]] == men


@given(
    st.text("abcdefghijklmnopqrstuvwxyzÀŞ -'", min_size=1, max_size=15),
    st.integers(0, 3),
    st.floats(0, 0.999),
    st.floats(0, 0.999),
)
def test_a_slip_of_the_hand_changes_one_place_and_never_empties_a_name(text, kind, place, letter):
    slipped = mistype(text, kind, place, letter)
    assert slipped and abs(len(slipped) - len(text)) <= 1
    assert sum(one != other for one, other in zip(slipped, text, strict=False)) <= len(text)


def test_every_rate_is_a_share_for_each_of_five_agencies():
    assert all(len(row) == len(AGENCIES) for row in RATES.rows.values())
    assert all((row >= 0).all() and (row <= 1).all() for what, row in RATES.rows.items() if what != "address_years_old")
    assert sum(share for _, _, share in GROUPS) == pytest.approx(1)


def test_numbers_never_issued_are_all_different_over_blocks():
    import numpy as np

    from alongside.common.identifiers import nhs_number
    from alongside.demo.young_people.draws import Draws

    serials = np.array([0, 1, 499_999, 500_000, 5_000_000, 11_000_000])
    made = nhs_numbers(serials)
    assert len(set(made)) == len(made) and all(nhs_number(one).is_good for one in made)
    wrong = typed_wrong(Draws(1), "any", serials, made, np.array([True] * 6))
    assert (wrong != made).sum() >= 5
