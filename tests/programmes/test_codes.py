"""A pupil's code cannot be a name; and no table has room for one."""

import secrets

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from alongside.programmes.errors import ProgrammeRefused
from alongside.programmes.rules.codes import SIGNS, draw_codes, pupil_code, read_code, reason_not_to_keep_words


@pytest.mark.parametrize(
    "typed", ["Amina", "Amina O", "A801200005001", "14/05/2012", "2012-05-14", "K7MX2", "", "BBBBBB7"]
)
def test_a_name_a_number_and_a_date_of_birth_are_no_codes(typed):
    with pytest.raises(ProgrammeRefused, match="not one of the codes"):
        read_code(typed)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -'’éüø", max_size=40))
def test_no_word_with_a_vowel_is_ever_taken_for_a_code(name):
    if set(name.upper()) & set("AEIOUY"):
        with pytest.raises(ProgrammeRefused):
            read_code(name)


@given(st.text(alphabet=SIGNS, min_size=5, max_size=5), st.integers(0, 5), st.sampled_from(SIGNS))
def test_every_wrong_sign_and_every_swap_is_found(body, place, other):
    code = pupil_code(body)
    signs = list(code.replace("-", ""))
    assert read_code(code.lower().replace("-", " ")) == code
    wrong = [*signs[:place], other, *signs[place + 1 :]]
    swapped = signs[:]
    swapped[place - 1], swapped[place] = swapped[place], swapped[place - 1]
    for typed in (wrong, swapped):
        if typed != signs and (place or typed is wrong):
            with pytest.raises(ProgrammeRefused):
                read_code("".join(typed))


def test_codes_of_a_class_differ_and_are_read_back():
    codes = draw_codes(40, secrets.choice)
    assert len(set(codes)) == 40 and [read_code(code) for code in codes] == codes


def test_words_with_a_number_a_birthday_or_an_address_of_somebody_are_refused():
    for text in ("Ask A801200005001", "born 14/05/2012", "Mail x@example.org", "ring 07700 900 123"):
        assert reason_not_to_keep_words(text)
    assert reason_not_to_keep_words("We ran out of time after 40 minutes in Year 4.") is None


OF_A_PUPIL = {
    "upn", "pupil", "child", "given", "family", "forename", "surname", "first_name", "last_name", "date_of_birth", "born",
    "birthday", "sex", "gender", "ethnicity", "address", "postcode", "nhs_number", "person", "person_id", "record",
}  # fmt: skip
NAMES = {"Programme.name", "SchoolClass.name", "SchoolClass.name_key", "ClassFile.name", "Instrument.name"}


def test_no_table_has_room_for_a_pupils_name_number_or_birthday():
    fields = [
        (model.__name__, field)
        for model in apps.get_app_config("programmes").get_models()
        for field in model._meta.fields
    ]
    assert not [(name, field.name) for name, field in fields if field.name in OF_A_PUPIL]
    named = {f"{name}.{field.name}" for name, field in fields if field.name.startswith("name")}
    assert named == NAMES
    related = {field.related_model._meta.app_label for _, field in fields if field.is_relation}
    assert related == {"programmes"}
