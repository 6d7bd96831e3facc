"""First names: which spellings are one, which are two, and what names alone may do."""

from dataclasses import replace

import pytest

from alongside.analysis.linkage import Outcome, Settings, default_model, score_pair, standardise_record

MODEL = default_model()
HOME = {
    "surname": "Marlowe-Adeyi",
    "dob": "2012-05-14",
    "house": "12",
    "street": "Quayside Mews",
    "postcode": "ZL1 2AB",
}


def outcome(one, other, model=MODEL, **fields):
    pair = [standardise_record({"first_name": name, **(fields or HOME)}, model.settings) for name in (one, other)]
    return score_pair(*pair, model)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alfie", "Alfy"), ("Madison", "Maddison"), ("Kaveeta", "Kawita"), ("Jermaine", "Germaine"),
        ("Weronika", "Veronica"), ("Bayo", "Adebayo"), ("Lara", "Omolara"), ("Rahman", "Abdirahman"),
        ("Yakub", "Jakub"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_name_at_one_address_are_one_child(one, other):
    assert outcome(one, other).outcome is Outcome.AUTOMATIC


@pytest.mark.parametrize(
    ("one", "other"), [("Mia", "Maya"), ("Umar", "Usman"), ("Amelia", "Amber"), ("Hasan", "Hüsnü")]
)
def test_two_names_at_one_address_and_birth_date_are_asked_of_a_person(one, other):
    found = outcome(one, other)
    assert found.outcome is not Outcome.AUTOMATIC and found.rules


def test_names_alone_join_only_under_a_model_whose_names_were_counted_among_these_people():
    asked = outcome("Zebedee", "Zebedee", surname="Quartermoss", sex="m")
    assert asked.outcome is not Outcome.AUTOMATIC and "name_alone" in asked.rules
    own = replace(MODEL, settings=Settings(namesakes=False))
    assert outcome("Zebedee", "Zebedee", own, surname="Quartermoss", sex="m").outcome is Outcome.AUTOMATIC


@pytest.mark.parametrize(("written", "kept"), [("Junior", "junior"), ("Mr Junior Amoah", "amoah"), ("Ade Jnr", "ade")])
def test_a_word_that_is_mostly_a_title_is_a_name_where_it_stands_alone(written, kept):
    assert standardise_record({"first_name": written, "surname": "Quartermoss"}).given == kept
