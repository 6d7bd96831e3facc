"""Figures go into a text by number. What counts something cannot be typed by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.outcomes.needs_rules import faults_in, numbers_in, parts_of, typed_numbers, why_not_move
from alongside.outcomes.needs_states import NeedsState


@pytest.mark.parametrize(
    "text",
    [
        "Violence fell by 38%.", "There were 1,234 crimes.", "It rose 12 per cent since 2019.", "A third: 33.3",
        "In 2019 there were 87.", "Of 54 children, some.", "38% fewer", "under 25% of them", "£45 a pupil",
    ],
)  # fmt: skip
def test_a_number_that_counts_something_is_refused(text):
    assert list(faults_in(text, {1}))


@pytest.mark.parametrize(
    "text",
    [
        "[figure 1] crimes in the year to March 2026.", "Children aged 10 to 17, and people under 25.",
        "On 23 November 2026, under section 8 of the Act of 2022.", "Year 6 to Year 7, in E17. Phone 999 or 0800 1111.",
        "Between 2019 and 2022, in the 2025/26 strategy.", "Three wards, most of it after school.", "",
    ],
)  # fmt: skip
def test_years_dates_ages_and_telephone_numbers_may_stand(text):
    assert list(faults_in(text, {1})) == []


def test_a_figure_that_is_not_there_is_named():
    assert "no figure 9" in next(faults_in("See [figure 9].", {1, 2}))
    assert "names no figure" in next(faults_in("See [Figure two].", {1, 2}))


@given(st.integers(min_value=2_101, max_value=10**9))
def test_no_count_slips_through(count):
    assert typed_numbers(f"There were {count:,} of them and {count} more.")


@given(st.lists(st.one_of(st.text(max_size=30), st.integers(1, 9_999).map(lambda n: f"[figure {n}]")), max_size=12))
def test_a_text_in_pieces_is_the_text(parts):
    text = "".join(parts)
    again = "".join(words if number is None else f"[figure {number}]" for words, number in parts_of(text))
    assert numbers_in(again) == numbers_in(text) and len(again) <= len(text)


@pytest.mark.parametrize("now", list(NeedsState))
@pytest.mark.parametrize("to", list(NeedsState))
def test_an_assessment_moves_only_forwards(now, to):
    allowed = {("draft", "signed"), ("draft", "withdrawn"), ("signed", "withdrawn")}
    assert (why_not_move(now, to, reason="Because", empty=()) is None) == ((now.value, to.value) in allowed)


def test_nothing_is_signed_with_an_empty_section_and_nothing_withdrawn_without_a_reason():
    assert "Places" in why_not_move(NeedsState.DRAFT, NeedsState.SIGNED, reason="", empty=["Places"])
    assert "why" in why_not_move(NeedsState.SIGNED, NeedsState.WITHDRAWN, reason=" ", empty=())
