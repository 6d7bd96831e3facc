"""Fields for what people write, in any script."""

from django import forms

from alongside.web.design.text import Line, Words


class Note(forms.Form):
    name = Line("Name", 5, attrs={"class": "govuk-input--width-10"})
    words = Words("Words", 5, rows=2, required=False)


def test_each_follows_the_direction_of_its_text():
    assert str(Note()["name"]).count('dir="auto"') == 1 and str(Note()["words"]).count('dir="auto"') == 1
    assert "govuk-input--width-10" in str(Note()["name"])


def test_a_line_break_counts_as_the_one_that_was_typed():
    assert Note({"name": "Bo", "words": "ab\r\ncd"}).is_valid()
    assert not Note({"name": "Bo", "words": "ab\r\ncde"}).is_valid()


def test_what_is_kept_has_plain_line_breaks():
    form = Note({"name": "أمينة", "words": "a\r\nb"})
    assert form.is_valid() and form.cleaned_data == {"name": "أمينة", "words": "a\nb"}
    assert Note({"name": "Bo"}).fields["words"].clean(None) == ""
