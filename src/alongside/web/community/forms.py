"""The forms that anybody may send. Short words: they are read by children too."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.community.queries.wards import Ward
from alongside.community.states import Applicant
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.form_tokens import AnybodysForm

AREA = {"dir": "auto", "rows": "6"}
LINE = {"dir": "auto", "autocomplete": "off"}
REPORT_BOXES = 6


def _ward_choices(wards: list[Ward]) -> list[tuple[str, Any]]:
    return [("", _("The whole borough, or I do not know")), *((one.code, one.name) for one in wards)]


class WithWard(AnybodysForm):
    def __init__(self, data: Any = None, *, at: datetime, wards: list[Ward], **more: Any) -> None:
        super().__init__(data, at=at, **more)
        self.wards = {one.code: one.name for one in wards}
        ward = forms.ChoiceField(label=_("Which part of the borough?"), choices=_ward_choices(wards), required=False)
        self.fields["ward"] = ward

    @property
    def ward(self) -> tuple[str, str]:
        code = self.cleaned_data.get("ward") or ""
        return code, self.wards.get(code, "")


class PostForm(WithWard):
    kind = "post"
    about = forms.ChoiceField(
        label=_("Is it about one person or family?"),
        choices=[("no", _("No, it is about a place or about all of us")), ("yes", _("Yes, it is about somebody"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is about one person")},
    )
    text = forms.CharField(
        label=_("What would you like to ask or tell us?"),
        help_text=_("Everybody can read this later. Do not write names, phone numbers or house numbers."),
        widget=forms.Textarea(AREA),
        error_messages={"required": _("Write your question or report")},
    )
    place = forms.CharField(
        label=_("Where is it? (you can leave this empty)"),
        help_text=_("A street, a park or a bus stop. No house number."),
        required=False,
        widget=forms.TextInput(LINE),
    )
    field_order = ("about", "text", "place", "ward")


class SomebodyForm(WithWard):
    kind = "door"
    words = forms.CharField(
        label=_("What are you worried about?"),
        help_text=_(
            "Tell us what you saw or heard, who it is about, where and when. You do not have to say who you are."
        ),
        widget=forms.Textarea({**AREA, "rows": "9"}),
        error_messages={"required": _("Write what you are worried about")},
    )
    is_child = forms.ChoiceField(
        label=_("Is it about somebody under 18?"),
        choices=[("yes", _("Yes, or it may be")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is about somebody under 18")},
    )
    how_to_reach = forms.CharField(
        label=_("How can we reach you? (you can leave this empty)"),
        help_text=_("Only if it is safe for you. If you leave it empty, nobody can ask you more."),
        required=False,
        widget=forms.TextInput(LINE),
    )
    when_safe = forms.CharField(
        label=_("When is it safe to reach you? (you can leave this empty)"), required=False,
        widget=forms.TextInput(LINE),
    )  # fmt: skip
    field_order = ("words", "is_child", "ward", "how_to_reach", "when_safe")


class JoinForm(AnybodysForm):
    kind = "join"
    called = forms.CharField(
        label=_("What may we call you? (you can leave this empty)"),
        help_text=_("A first name or a made-up name is enough."),
        required=False,
        widget=forms.TextInput(LINE),
    )
    words = forms.CharField(
        label=_("Would you like to say something? (you can leave this empty)"), required=False,
        widget=forms.Textarea({"dir": "auto", "rows": "4"}),
    )  # fmt: skip


class CodeForm(AnybodysForm):
    kind = "code"
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("For example AN-7K4-M9Q-C3D-6T9. Capital letters and dashes do not matter."),
        widget=forms.TextInput({**LINE, "class": "govuk-input--width-20", "spellcheck": "false"}),
        error_messages={"required": _("Write your code")},
    )


class AppealForm(AnybodysForm):
    kind = "code"
    code = forms.CharField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Why do you not agree?"), widget=forms.Textarea(AREA),
        error_messages={"required": _("Write why you do not agree")},
    )  # fmt: skip


class ReviewForm(WithWard):
    """Up to six reports that were made before: the day it happened, the day it was told, and to whom."""

    kind = "review"
    applicant = forms.ChoiceField(
        label=_("Who does it happen to?"),
        choices=[(one.value, _(one.label)) for one in Applicant],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who it happens to")},
    )
    words = forms.CharField(
        label=_("What happens?"), widget=forms.Textarea(AREA), error_messages={"required": _("Write what happens")}
    )
    effect = forms.CharField(
        label=_("What does it do to you? (you can leave this empty)"), required=False, widget=forms.Textarea(AREA)
    )
    how_to_reach = forms.CharField(
        label=_("How can we reach you? (you can leave this empty)"),
        help_text=_("You can also read every step with your code."),
        required=False,
        widget=forms.TextInput(LINE),
    )
    field_order = ("applicant", "words", "effect", "ward", "how_to_reach")

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        for number in range(1, REPORT_BOXES + 1):
            self.fields[f"happened_{number}"] = DayMonthYear(label=_("Day it happened"), required=False)
            self.fields[f"reported_{number}"] = DayMonthYear(label=_("Day you told somebody"), required=False)
            self.fields[f"to_{number}"] = forms.CharField(
                label=_("Who did you tell?"), required=False, max_length=120, widget=forms.TextInput(LINE)
            )

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in self.field_order]

    @property
    def boxes(self) -> list[tuple[int, list[forms.BoundField]]]:
        return [
            (number, [self[f"{name}_{number}"] for name in ("happened", "reported", "to")])
            for number in range(1, REPORT_BOXES + 1)
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for number in range(1, REPORT_BOXES + 1):
            happened, reported, to = (said.get(f"{name}_{number}") for name in ("happened", "reported", "to"))
            if any((happened, reported, to)) and not (happened and reported and to):
                self.add_error(f"happened_{number}", _("Fill in both days and who you told, or leave all three empty"))
        if not self.errors and not self.reports:
            self.add_error("happened_1", _("Give at least one time when you told somebody"))
        return said

    @property
    def reports(self) -> list[tuple[date, date, str]]:
        said = self.cleaned_data
        return [
            (said[f"happened_{number}"], said[f"reported_{number}"], said[f"to_{number}"])
            for number in range(1, REPORT_BOXES + 1)
            if said.get(f"happened_{number}") and said.get(f"reported_{number}") and said.get(f"to_{number}")
        ]
