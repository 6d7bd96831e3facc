"""The claim checker: what can stand behind a percentage."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NEEDED, NotAnswerable, claim

few = settings(deadline=None, max_examples=40)


def test_fell_38_per_cent_fits_very_small_counts():
    checked = claim("fell 38%")
    assert checked.fits[:4] == ((8, 5), (13, 8), (16, 10), (21, 13))
    assert checked.meanings[0].p_value == pytest.approx(0.4283, abs=1e-4)
    assert checked.clear_from == 47
    assert isinstance(checked.card, NotAnswerable)
    assert "both counts" in checked.missing
    assert "8 to 5" in checked.sentence


def test_a_difference_narrows_it_down():
    assert claim("33 fewer knife injuries, a fall of 38%").fits == ((86, 53), (87, 54), (88, 55))
    assert claim("down 38 per cent", fewer=33).fits == ((86, 53), (87, 54), (88, 55))


def test_both_counts_are_compared_and_checked_against_the_words():
    agreed, wrong = claim("fell 38%", 87, 54), claim("fell 38%", before=23, after=14)
    assert agreed.consistent
    assert agreed.card.p_value == pytest.approx(0.005, abs=5e-4)
    assert "both counts" not in agreed.missing
    assert not wrong.consistent
    assert "does not agree" in wrong.sentence


def test_one_count_gives_the_other():
    assert claim("fell 38%", before=50).fits == ((50, 31),)
    assert (81, 50) in claim("fell 38%", after=50).fits
    assert claim("fell 38%", before=10).fits == ()


@pytest.mark.parametrize(
    ("text", "direction", "smallest"),
    [
        ("up 12 per cent", "rose", (17, 19)),
        ("robbery dropped by 50%", "fell", (2, 1)),
        ("a 33.3% reduction", "fell", (3, 2)),
        ("−38%", "fell", (8, 5)),
        ("+100%", "rose", (1, 2)),
        ("knife crime halved", "fell", (2, 1)),
        ("fell by more than 38%", "fell", (8, 5)),
        ("fell 100%", "fell", (1, 0)),
        ("fell 0.001%", "fell", (66_667, 66_666)),
    ],
)
def test_common_wordings_are_read(text, direction, smallest):
    checked = claim(text)
    assert checked.direction == direction
    assert checked.fits[0] == smallest


def test_work_done_is_no_result():
    refused = claim("70 arrests and 15 knives seized")
    assert isinstance(refused, NotAnswerable)
    assert "harm" in refused.because


def test_the_worst_of_twenty_small_areas_falls_as_far_by_itself():
    alone = claim("fell 38%").by_chance_alone
    assert alone.share_falling > 0.3
    assert claim("rose 38%").by_chance_alone is None


@pytest.mark.parametrize(
    "text", ["fell", "38%", "fell 120%", "fell 38% and rose 12%", "robbery fell 38% but rose 38%", "", None]
)
def test_a_claim_that_cannot_be_read_says_what_is_missing(text):
    with pytest.raises(ValueError, match=r"\w"):
        claim(text)


@pytest.mark.parametrize("wrong", [-1, 2.5, float("nan")])
def test_a_count_that_is_none_gets_a_clear_error(wrong):
    with pytest.raises(ValueError, match="before"):
        claim("fell 38%", before=wrong)


@few
@given(before=st.integers(1, 400), share=st.integers(0, 100), falling=st.booleans())
def test_every_pair_that_is_offered_rounds_to_the_claim(before, share, falling):
    checked = claim(f"{'fell' if falling else 'rose'} {share}%", before=before, shown=3)
    for size, end in checked.fits:
        change = 100 * abs(end - size) / size
        assert size == before
        assert share - 0.5 <= change < share + 0.5
        assert (end <= size) if falling else (end >= size)


@pytest.mark.parametrize(
    ("text", "direction", "per_cent", "smallest"),
    [
        ("robbery rose by a third", "rose", 33.3, (3, 4)),
        ("fell by two thirds", "fell", 66.7, (3, 1)),
        ("robbery is down by one-third", "fell", 33.3, (3, 2)),
        ("a quarter fewer stabbings", "fell", 25, (4, 3)),
        ("robbery doubled", "rose", 100, (1, 2)),
        ("three times as many robberies", "rose", 200, (1, 3)),
        ("half as many stabbings", "fell", 50, (2, 1)),
        ("fell thirty-eight per cent", "fell", 38, (8, 5)),
        ("fell ٣٨٪", "fell", 38, (8, 5)),
        ("fell 38pc among those aged 16 to 24", "fell", 38, (8, 5)),
        ("fell 12% from 2018 to 2019", "fell", 12, (17, 15)),
        ("from 23 to 14", "fell", 39, (23, 14)),
        ("up from fourteen to twenty-three", "rose", 64, (14, 23)),
        ("robbery fell 39%, from 23 to 14", "fell", 39, (23, 14)),
    ],
)  # fmt: skip
def test_claims_in_words_are_read(text, direction, per_cent, smallest):
    checked = claim(text)
    assert (checked.direction, checked.fits[0]) == (direction, smallest)
    assert checked.per_cent == pytest.approx(per_cent, abs=0.1)


def test_counts_in_the_words_are_compared():
    checked = claim("from 23 to 14")
    assert (checked.before, checked.after, checked.card.after) == (23, 14, 14)
    assert claim("fell 38%, from 23 to 20").fits == () and claim("robbery is down", 23, 14).fits == ((23, 14),)


def test_a_change_from_nothing_has_no_percentage():
    assert "from 0 to 5" in claim("from 0 to 5").because


def test_what_is_known_is_not_missing():
    assert claim("fell 38%", known=("area", "source")).missing[:2] == (
        "both counts",
        "the offence definition and its version",
    )
    assert claim("from 60 to 40", known=NEEDED).missing == ()


def test_periods_of_two_lengths_are_compared_by_the_month():
    assert claim("from 24 to 12", exposure_before=12, exposure_after=6).card.ratio == pytest.approx(1)


def test_counts_larger_than_any_borough_has_are_refused_at_once():
    for wrong in ({"before": 10**9}, {"after": 10**7}):
        with pytest.raises(ValueError, match="1,000,000"):
            claim("fell 38%", **wrong)
    assert claim("fell 99.99999%").fits == () and "up to 1,000,000" in claim("fell 99.99999%").sentence


@few
@given(st.text(max_size=80) | st.text("from to0123456789% ,-", max_size=300))
def test_no_text_does_worse_than_an_error_in_words(text):
    try:
        assert claim(text).sentence
    except ValueError as told:
        assert len(str(told)) < 900


@pytest.mark.parametrize(
    "text", ["1" * 2_000, " " * 2_000, "from 1 to " * 200, "two " * 500, "-" * 1_999 + "1", "x" * 10**6]
)
def test_long_texts_take_no_time(text):
    began = time.process_time()
    with pytest.raises(ValueError, match=r"\w"):
        claim(text)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("text", ["fell 0.01%", "fell 0.05%", "fell 0.1%", "rose 0.005%", "fell 0.0051%"])
def test_a_small_change_of_large_counts_costs_two_tests_and_no_worst_area(text):
    found = claim(text)
    assert len(found.fits) == len(found.meanings) == 2 and "and larger ones" in found.sentence
    assert found.by_chance_alone is None or found.fits[0][0] <= 1_000


def test_one_known_large_count_is_tested_with_two_others_and_not_six():
    assert len(claim("fell 38%", before=1_000_000).meanings) == 2
    assert len(claim("fell 38%", after=620_000).meanings) == 2


def test_a_list_of_figures_is_no_claim_however_often_it_repeats_one():
    with pytest.raises(ValueError, match="check one claim at a time"):
        claim("fell 5% " * 60)
    assert claim("fell 5%, yes 5%: 5% fewer").per_cent == 5
