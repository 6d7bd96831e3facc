"""Forms for whoever runs programmes. Shape only."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from alongside.programmes.rules.codes import school_year_words, year_words
from alongside.programmes.states import Counted
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line, Words
from alongside.web.programmes.forms import whole_number

WIDE = {"class": "govuk-input--width-10"}
COUNTED = {
    Counted.STARTED: "were at one lesson or more",
    Counted.HALF: "had half of the lessons or more",
    Counted.FINISHED: "had every lesson",
}
Years = list[tuple[str, str]]


def year_choices(around: int) -> Years:
    return [(str(year), school_year_words(year)) for year in range(around + 3, around - 9, -1)]


class VersionForm(forms.Form):
    valid_from = DayMonthYear(label="First day on which it is used")
    year_groups = forms.MultipleChoiceField(
        label="Year groups for which it is meant", widget=forms.CheckboxSelectMultiple,
        choices=[(str(group), year_words(group)) for group in range(14)],
    )  # fmt: skip
    lessons = Words("Lessons", 8_000, rows=9, help_text="The title of one lesson on each line, in their order.")
    change_note = Line("What is new in this version", 400, initial="First version")

    def clean_lessons(self) -> tuple[str, ...]:
        return tuple(line for line in self.cleaned_data["lessons"].splitlines() if line.strip())


class ProgrammeForm(VersionForm):
    name = Line("Name of the programme", 120)
    code = Line("Short name for addresses", 40, attrs=WIDE, help_text="Small letters, digits and hyphens: life-skills")
    about = Words("What it is (optional)", 2_000, rows=3, required=False)
    field_order = ("name", "code", "about")


class TargetForm(forms.Form):
    pupils = whole_number("How many pupils?")
    counted = forms.ChoiceField(
        label="Who counts?", widget=forms.RadioSelect,
        choices=[(one.value, f"Pupils who {COUNTED[one]}") for one in Counted],
    )  # fmt: skip
    first_year = forms.TypedChoiceField(label="First school year", coerce=int)
    last_year = forms.TypedChoiceField(label="Last school year", coerce=int)
    reason = Line(
        "Where does the target come from?", 400, help_text="For example, the partnership’s pledge of April 2019."
    )

    def __init__(self, data: Any = None, *, years: Years, **more: Any) -> None:
        super().__init__(data, **more)
        for name in ("first_year", "last_year"):
            self.fields[name].choices = years  # type: ignore[attr-defined]


class SpendingForm(forms.Form):
    school_year = forms.TypedChoiceField(label="School year", coerce=int)
    pounds = forms.DecimalField(
        label="Pounds", max_digits=12, decimal_places=2, widget=forms.TextInput({**WIDE, "inputmode": "decimal"}),
        help_text="With a minus, it puts an earlier entry right.",
        error_messages={"invalid": "Enter an amount, such as 45000 or 1250.50"},
    )  # fmt: skip
    what_for = Line("What for?", 200)
    sent_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, data: Any = None, *, years: Years, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["school_year"].choices = years  # type: ignore[attr-defined]

    @property
    def pence(self) -> int:
        return int(self.cleaned_data["pounds"] * Decimal(100))


class TrainingForm(forms.Form):
    school_urn = Line("The school’s number (URN)", 6, attrs={**WIDE, "inputmode": "numeric"})
    held_on = DayMonthYear(label="Day of the training")
    teachers = whole_number("How many teachers were trained?", help_text="A number is enough: no names.")
    sent_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class InstrumentForm(forms.Form):
    name = Line("Name of the questionnaire", 120)
    code = Line("Short name", 40, attrs=WIDE, help_text="Small letters, digits and hyphens.")
    answered_by = Line("Who answers it?", 80, help_text="The pupil, the teacher or a parent.")
    lowest = whole_number("Lowest points")
    highest = whole_number("Highest points")
    direction = forms.ChoiceField(
        label="What is good?", widget=forms.RadioSelect, choices=[("low", "Few points"), ("high", "Many points")]
    )
    reliability = forms.FloatField(label="Retest reliability, from 0 to 1", widget=forms.TextInput(WIDE))
    spread = forms.FloatField(label="Standard deviation in the reference group", widget=forms.TextInput(WIDE))
    cutoff = whole_number("Cut-off (optional)", required=False)
    source = Line("Where do these numbers stand, and under which licence is it used?", 400)


class RegisterForm(forms.Form):
    file = forms.FileField(
        label="Register of classes", help_text="CSV or an Excel workbook (.xlsx). Classes and sizes, no pupils.",
        allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError("The file is too large. Send the list of classes alone")
        return file


class DrawForm(forms.Form):
    school_year = forms.TypedChoiceField(label="School year", coerce=int)
    first = DayMonthYear(label="First start")
    second = DayMonthYear(label="Second start")
    third = DayMonthYear(label="Third start (optional)", required=False)
    days_before = whole_number("How many days before its start does a school learn it?", initial=28)

    def __init__(self, data: Any = None, *, years: Years, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["school_year"].choices = years  # type: ignore[attr-defined]

    @property
    def starts(self) -> tuple[Any, ...]:
        return tuple(self.cleaned_data[one] for one in ("first", "second", "third") if self.cleaned_data[one])
