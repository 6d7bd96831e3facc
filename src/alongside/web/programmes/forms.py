"""Forms of lessons and classes. Shape only: what cannot stand is the domain's to say."""

import re
from typing import Any
from uuid import uuid4

from django import forms

from alongside.programmes.states import HowItWent, LessonState, Moment, WhyNot
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line, Words

DIGITS = {"inputmode": "numeric", "class": "govuk-input--width-3"}
NAME_NO_PUPIL = "Name no pupil, and nobody by whom a pupil could be known."
_LINE = re.compile(r"(.+?)[\s,;:]+(-?\d{1,4})")


def whole_number(label: str, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, widget=forms.TextInput(DIGITS), error_messages={"invalid": "Enter a whole number"}, **more
    )


class LessonForm(forms.Form):
    """What came of a lesson: two taps and a number on a phone."""

    state = forms.ChoiceField(
        label="Was the lesson delivered?", widget=forms.RadioSelect,
        choices=[
            (LessonState.DELIVERED.value, "Yes, all of it"),
            (LessonState.PART.value, "In part"),
            (LessonState.NOT_DELIVERED.value, "No"),
        ],
    )  # fmt: skip
    head_count = whole_number(
        "How many pupils were there?", required=False, help_text="Leave it empty if it was not delivered."
    )
    why = forms.ChoiceField(
        label="Why not, or why only in part?", required=False,
        choices=[("", "Nothing to say"), *[(one.value, one.label) for one in WhyNot if one.value]],
    )  # fmt: skip
    how_it_went = forms.ChoiceField(
        label="How did it go? (optional)", widget=forms.RadioSelect, required=False,
        choices=[(one.value, one.label) for one in HowItWent if one.value],
    )  # fmt: skip
    words = Words(
        "What should whoever runs the programme know? (optional)", 500, rows=3, required=False, help_text=NAME_NO_PUPIL
    )
    changes = forms.IntegerField(widget=forms.HiddenInput)
    sent_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class DayForm(forms.Form):
    """A day of a class."""

    def __init__(self, data: Any = None, *, label: str, field: str, hint: str = "", **more: Any) -> None:
        super().__init__(data, **more)
        self.fields[field] = DayMonthYear(label=label, help_text=hint)


class MoveForm(forms.Form):
    to = DayMonthYear(label="New day")
    changes = forms.IntegerField(widget=forms.HiddenInput)


class SizeForm(forms.Form):
    size = whole_number("How many pupils are in the class?")
    changes = forms.IntegerField(widget=forms.HiddenInput)


class DeclineForm(forms.Form):
    reason = Line("Why does the school say no?", 300)


class PointsForm(forms.Form):
    """Codes and points, pasted or typed. A name among the codes is refused by the domain."""

    instrument = forms.ChoiceField(label="Which questionnaire?")
    moment = forms.ChoiceField(
        label="When was it filled in?", widget=forms.RadioSelect, choices=[(one.value, one.label) for one in Moment]
    )
    lines = Words(
        "Codes and points", 4_000, rows=10,
        help_text="One pupil on each line: the code, then the points. For example: K7MX2-Q 14",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, instruments: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        offered: Any = self.fields["instrument"]
        offered.choices = instruments

    def clean_lines(self) -> list[tuple[str, int]]:
        found, faults = [], []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            read = _LINE.fullmatch(line.strip())
            if read:
                found.append((read[1], int(read[2])))
            else:
                faults.append(f"Line {number} needs a code and then points, such as K7MX2-Q 14")
        if faults:
            raise forms.ValidationError(faults[:5])
        return found
