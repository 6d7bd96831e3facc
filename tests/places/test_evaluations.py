"""Evaluations: the question that was asked is answered, or refused with what would help, and nothing else is."""

import json

import pytest

from alongside.places.errors import PlacesRefused
from tests.places.evaluated import asked, counts, evaluated, found, published
from tests.places.warded import publish, ward_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(cast):
    return cast.viewer("analyst")


def test_a_fall_that_was_put_in_is_found_with_its_words(analyst):
    published(fall=0.6)
    told = found(evaluated(analyst))
    assert told["verdict"]["letter"] == "e"
    low, high = told["found"]["compare"]["interval"]
    assert low < -60 < high < 0
    assert told["found"]["compare"]["placebo_rank"] == 1
    assert json.dumps(told, allow_nan=False)


def test_nothing_done_is_not_given_to_the_operation(analyst):
    published(fall=0.0)
    told = found(evaluated(analyst))
    assert told["verdict"]["letter"] in "abc"
    assert "operation" not in told["verdict"]["sentence"]


def test_whether_it_is_smaller_is_answered_without_a_word_of_why(analyst):
    published(fall=0.6)
    told = found(evaluated(analyst, question="smaller"))
    assert told["verdict"]["sentence"].startswith("The problem is smaller")
    assert "compare" not in told["found"] and "series" not in told["found"]
    assert told["windows"] == {"before": [28, 34], "after": [40, 46], "same_months": True}


def test_too_few_counts_are_refused_with_what_would_help(analyst):
    published(fall=0.5, mean=0.8)
    told = found(evaluated(analyst, question="smaller"))
    assert told["verdict"]["sentence"].startswith("Too few to tell")
    told = found(evaluated(analyst))
    assert told["verdict"].get("refused") or told["verdict"]["letter"] == "a"


def test_before_it_starts_only_the_power_card_answers(analyst):
    published()
    told = found(evaluated(analyst, start="2024-02", last="2024-07"))
    assert told["verdict"]["refused"] and "published" in told["verdict"]["what_would_help"]
    assert set(told["found"]) == {"power", "dispersion"}
    assert told["found"]["power"]["months"] == 6


def test_a_baseline_under_a_year_is_no_answer(analyst):
    published()
    told = found(evaluated(analyst, first="2022-12"))
    assert told["verdict"]["refused"] and "under a year" in told["verdict"]["because"]


def test_a_change_of_recording_inside_the_months_is_no_answer(analyst):
    publish(counts(), first="2022-01")
    told = found(evaluated(analyst, first="2022-01", start="2025-05", last="2025-10"))
    assert told["verdict"]["refused"] and "changed in February 2024" in told["verdict"]["because"]
    assert "letter" in found(evaluated(analyst, first="2024-03", start="2025-05", last="2025-10"))["verdict"]


def test_other_outcomes_are_judged_together_and_counted(analyst):
    published()
    told = found(evaluated(analyst, others=["Violence against the person/"[:-1]]))
    assert "several" not in told["found"]  # the same as the primary one is no other outcome
    assert [one["name"] for one in told["outcomes"]] == ["Violence against the person"]


def test_a_place_picked_at_its_worst_is_told_what_it_does_by_itself(analyst):
    published()
    told = found(evaluated(analyst, picked=True))
    assert told["found"]["worst"]["areas"] == 16
    assert any("chosen because it was bad" in one for one in told["limits"])


def test_a_ward_beside_it_is_looked_at_and_never_compared_with(analyst):
    published()
    told = found(evaluated(analyst, buffer=[ward_code(1, 2022)]))
    assert told["found"]["compare"]["displacement"]["words"] in ("moved", "spread of benefit", "too few to tell")
    assert ward_code(1, 2022) not in {one["code"] for one in told["areas"]}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"target": []}, "No ward was chosen"),
        ({"target": ["E05990000"]}, "is no ward here"),
        ({"kinds": []}, "No offence was chosen"),
        ({"kinds": ["Arrests"]}, "no counts of “Arrests”"),
        ({"question": "both"}, "No question was chosen"),
        ({"start": "2019-01"}, "there must be months before"),
        ({"last": "2023-01"}, "may not come before it"),
        ({"comparisons": [ward_code(0, 2022)]}, "compared with itself"),
        ({"colour": "blue"}, "no setting “colour”"),
        ({"outline": [[[0, 0], [100, 0], [0, 100]]]}, "cannot be counted in figures that are by ward"),
    ],
)
def test_what_cannot_be_asked_is_told_with_what_to_do(analyst, wrong, words):
    published()
    with pytest.raises(PlacesRefused, match=words) as refused:
        evaluated(analyst, **wrong)
    assert refused.value.remedy


def test_the_same_question_on_the_same_data_is_one_run_and_gives_the_same_digits(analyst):
    published()
    first, second = evaluated(analyst), evaluated(analyst)
    assert first.summary.id != second.summary.id
    assert first.summary.run_id == second.summary.run_id


def test_settings_are_whole_when_they_are_kept(analyst):
    published()
    kept = evaluated(analyst).run.settings
    assert set(asked()) < set(kept)
    assert len(kept["comparisons"]) == len(counts()[0]) - 1
