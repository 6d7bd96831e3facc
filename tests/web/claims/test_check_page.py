"""A percentage in the newspaper: anybody can ask what stands behind it, by an address that can be passed on."""

import html
import time

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
PAGE = "/check-a-claim/"
LAUNCH = "knife crime fell 38% in six months"


def check(**asked):
    answer = Client().get(PAGE, asked)
    assert answer.status_code == 200
    return text_of(answer)


def test_anybody_opens_the_page_and_no_cookie_is_set():
    answer = Client().get(PAGE)
    assert answer.status_code == 200 and not answer.cookies
    assert "Show me one" in text_of(answer)


def test_the_smallest_counts_that_fit_are_shown_with_what_they_could_mean():
    told = check(said=LAUNCH)
    assert "8 to 5" in told and "−78% to +82%" in told and "Chance alone gives as much" in told
    assert "7 of 7 things that a claim needs are not told" in told


def test_both_counts_give_the_count_card_and_no_headline_when_they_are_few():
    told = check(said=LAUNCH, before="23", after="14")
    assert "The figures do not agree" in told
    told = check(said="robbery went from 23 to 14", months_before="6", months_after="6", same="yes")
    assert "23 (95% 14.6 to 34.5)" in told and "Not in a headline" in told and "5 of 7" in told


def test_under_ten_there_is_no_percentage():
    told = check(said="from 8 to 5")
    assert "Too few for a percentage" in told and "−38%" not in told.replace("−38%, from", "")


def test_what_the_rest_of_the_borough_did_is_set_against_it():
    told = check(said="from 23 to 14", rest="The rest of the borough", rest_before="500", rest_after="430")
    assert "went from 500 to 430: −14%" in told and "as robberies in London wards did" in told


def test_a_place_picked_at_its_worst_would_have_fallen_anyway():
    assert "Would it have fallen anyway?" in check(said=LAUNCH, picked="bad")
    assert "Would it have fallen anyway?" not in check(said=LAUNCH, picked="fixed")


def test_the_name_in_the_claim_leads_to_its_definitions():
    told = check(said=LAUNCH)
    assert "“Knife crime” can mean 6 things" in told and "only intimated" in told


def test_a_claim_with_everything_told_lacks_nothing():
    told = check(
        said="robbery fell from 60 to 40", months_before="12", months_after="12", same="yes", area="St James",
        definition="met-robbery@1", picked="fixed", rest="The rest", rest_before="900", rest_after="880", source="MPS",
    )  # fmt: skip
    assert "everything that a claim needs is told" in told


def test_work_done_is_refused_as_a_result():
    assert "counts work done" in check(said="70 arrests and 15 knives seized")


@pytest.mark.parametrize(
    "asked",
    [
        {"said": "38 per cent"}, {"said": "fell 38% and rose 12%"}, {"said": "x" * 1_000_000}, {"said": ""},
        {"said": "انخفضت الجريمة"}, {"said": "a\x00b fell 3%"}, {"said": "fell 3%", "before": "minus"},
        {"said": "fell 3%", "before": "9" * 4_500}, {"said": "fell 3%", "months_before": "6"},
        {"said": "fell 3%", "rest_before": "6"}, {"said": "fell 3%", "picked": "x"}, {"said": "fell 3%", "definition": "x"},
        {"said": "fell 3%", "months_before": "NaN", "months_after": "Infinity"}, {"said": "fell 3%", "before": "²"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_gets_words_that_help(asked):
    assert "There is a problem" in check(**asked)


def test_what_was_typed_comes_back_escaped():
    raw = Client().get(PAGE, {"said": "<script>alert(1)</script> fell 38%"}).content.decode()
    assert "<script>alert(1)" not in raw and html.escape("<script>alert(1)") in raw


@pytest.mark.parametrize(
    "words", ["fell 38%", "rose ٣٨٪", "rose by a third", "halved", "from 23 to 14", "doubled", "fell 38 per cent"]
)
def test_the_ways_in_which_claims_are_worded_are_read(words):
    assert "What stands behind it" in check(said=words)


def test_the_largest_counts_take_no_time_to_speak_of():
    began = time.process_time()
    check(said="fell 38%", before="1000000", after="620000", months_before="240", months_after="0.1")
    check(said="fell 0.001%", rest_before="1000000", rest_after="1000000")
    assert time.process_time() - began < 4


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.from_regex(r"(fell|rose|from|down) \d{1,7}(%| to \d{1,7}|\.\d%)", fullmatch=True))
def test_no_text_breaks_it(words):
    assert "Check a claim" in check(said=words)


def test_the_page_asks_one_question_of_the_database(django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        Client().get(PAGE, {"said": LAUNCH})
