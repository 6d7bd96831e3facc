"""What a service must say, and how far it is told to be."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.outcomes.directory_drafts import Opening
from alongside.outcomes.directory_rules import distance_words, district_of, faults_in, normal_postcode, opening_words
from tests.outcomes.listed import draft


def fields(one):
    return [field for field, _ in faults_in(one)]


def test_a_whole_service_has_no_fault():
    assert fields(draft()) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"), ({"summary": ""}, "summary"), ({"topic": "x"}, "topic"), ({"status": "x"}, "status"),
        ({"least_age": 30, "most_age": 20}, "most_age"), ({"postcode": "somewhere"}, "postcode"),
        ({"website": "harbour"}, "website"), ({"how_to_refer": ""}, "how_to_refer"),
        ({"status": "temporarily closed"}, "alert"),
        ({"telephone": "", "address": ""}, "telephone"),
        ({"opening": (Opening(0, time(19), time(9)),)}, "opening"),
    ],
)  # fmt: skip
def test_what_people_need_and_what_is_missing_is_said_at_its_field(changes, field):
    assert field in fields(draft(**changes))


@pytest.mark.parametrize(
    ("typed", "district"),
    [("e17", "E17"), ("E17 9AA", "E17"), (" ec1a 1bb", "EC1A"), ("E179AA", "E17"), ("nowhere", ""), ("", "")],
)
def test_only_the_district_of_a_postcode_is_read(typed, district):
    assert district_of(typed) == district


@given(st.text(max_size=12))
def test_no_more_than_four_characters_of_what_was_typed_are_ever_used(typed):
    assert len(district_of(typed)) <= 4 and isinstance(normal_postcode(typed), str)


@given(st.floats(0, 60_000))
def test_a_distance_is_words_without_metres(metres):
    words = distance_words(metres)
    assert "walk" in words or "mile" in words


def test_opening_times_are_read_as_people_say_them():
    assert opening_words(draft().opening) == ("Monday, 3:30pm to 7pm", "Friday, 3:30pm to 7pm")
