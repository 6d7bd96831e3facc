"""Django forms drawn as GOV.UK components, with words that say what to do."""

import re

import pytest
from django import forms

from alongside.support.definitions.parts import Question, QuestionKind
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.forms import error_list, error_words, kept_lines
from alongside.web.design.questions import AnswersForm


class Concern(forms.Form):
    name = forms.CharField(label="Name of the child", max_length=5, help_text="As on the register")
    born = DayMonthYear(label="Date of birth")
    who = forms.ChoiceField(label="Who is at risk?", choices=[("c", "Child"), ("o", "Other")], widget=forms.RadioSelect)
    other = forms.CharField(label="Who else", required=False, widget=forms.Textarea, max_length=100)
    nhs = forms.CharField(label="NHS number", required=False)
    phone = forms.CharField(
        label="Phone", widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "maxlength": 9})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=7)


def errors(**data):
    return {one["text"]: one["href"] for one in error_list(Concern(data))}


def test_an_empty_answer_is_asked_for_by_its_label():
    assert errors() == {
        "Enter name of the child": "#id_name",
        "Enter date of birth": "#id_born-day",
        "Answer the question “Who is at risk?”": "#id_who",
        "Enter phone": "#id_phone",
        "Enter version": "#id_version",
    }


def test_the_summary_leads_to_the_box_that_is_wrong():
    assert errors(**{"born-day": "14", "born-month": "5"})["Date of birth must include a year"] == "#id_born-year"


def test_too_long_says_how_long_it_is():
    assert "Name of the child must be 5 characters or fewer. It has 7: shorten it" in errors(name="Bartley")


def test_a_choice_off_the_list_is_refused_in_our_words():
    assert "Choose from the list for “Who is at risk?”" in errors(who="x")


def test_an_error_of_the_whole_form_stands_first_and_leads_nowhere():
    form = Concern({})
    form.add_error(None, "Say who is at risk, or that you do not know")
    assert error_list(form)[0] == {"text": "Say who is at risk, or that you do not know"}


def test_a_field_shows_its_hint_and_its_error_and_ties_them_to_the_box():
    html = str(Concern({"name": ""})["name"])
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert "As on the register" in html and "Enter name of the child" in html


def test_what_was_typed_is_never_markup():
    html = str(Concern({"name": "<b>&", "other": "<script>"})["name"])
    assert "<b>" not in html and "&lt;b&gt;&amp;" in html
    assert "<script>" not in str(Concern({"other": "</textarea><script>"})["other"])


def test_nothing_that_is_pasted_is_cut_off_without_a_word():
    assert "maxlength=" not in re.sub("data-maxlength", "", str(Concern()["phone"]) + str(Concern()["other"]))


def test_a_long_answer_counts_its_characters():
    assert 'data-maxlength="100"' in str(Concern()["other"])


def test_widget_attributes_reach_the_element():
    assert "govuk-input--width-10" in str(Concern()["phone"])


def test_the_version_travels_hidden():
    assert str(Concern()["version"]) == '<input type="hidden" name="version" value="7" id="id_version">'


def test_a_choice_reveals_its_field():
    html = Concern({"who": "o"})["who"].draw(reveal={"o": Concern()["other"]})
    assert 'data-aria-controls="conditional-id_who-2"' in html
    assert html.index("conditional-id_who-2") < html.index('name="other"')
    assert "govuk-radios__conditional--hidden" not in html


def test_a_label_can_be_the_heading_of_the_page():
    assert re.search(r'<h1 class="govuk-fieldset__heading">\s*Who is at risk\?', Concern()["who"].draw(heading=True))


@pytest.mark.parametrize("typed", ["\n\nfirst", "a\r\nb\rc", "  indented\n    more", "</textarea>"])
def test_lines_are_kept_by_references(typed):
    assert "\n" not in kept_lines(typed) and "<" not in kept_lines(typed)


def test_each_kind_of_field_draws_itself():
    class Many(forms.Form):
        tick = forms.BooleanField()
        boxes = forms.MultipleChoiceField(choices=[("1", "x")], widget=forms.CheckboxSelectMultiple)
        one = forms.ChoiceField(choices=[("", "Choose")])
        file = forms.FileField()
        secret = forms.CharField(widget=forms.PasswordInput)
        count = forms.IntegerField()
        mail = forms.EmailField()

    html = "".join(str(field) for field in Many({"secret": "hush"}))
    for part in (
        "checkboxes__input",
        "govuk-select",
        "govuk-file-upload",
        "password-input",
        'inputmode="numeric"',
        'type="email"',
    ):
        assert part in html
    assert "hush" not in html and 'type="number"' not in html


@pytest.mark.parametrize(
    ("label", "kind", "told"),
    [
        ("In the child's words", QuestionKind.TEXT, "Answer “In the child's words”"),
        ("Since last time things are", QuestionKind.YES_NO, "Answer “Since last time things are”"),
        ("Who was there?", QuestionKind.LINE, "Answer the question “Who was there?”"),
    ],
)
def test_a_question_of_a_pathway_that_is_not_answered_is_named_as_it_is_worded(label, kind, told):
    form = AnswersForm({}, questions=(Question("one", label, kind, required=True),))
    assert not form.is_valid() and error_words(form["q_one"]) == [told]
