"""What the pages of the log ask for. Shape only."""

from collections.abc import Iterable
from typing import Any

from django import forms

from alongside.audit.states import Act
from alongside.common.references import parse_reference
from alongside.people.disclosures import Filters
from alongside.people.matching import Terms
from alongside.support.references import CONCERN
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line
from alongside.web.design.wording import first_upper

BY_REFERENCE, BY_NAME = "reference", "name"
ACTS = [(one.value, first_upper(one.label)) for one in Act]


class FindForm(forms.Form):
    """By the reference of a concern, or by name and date of birth."""

    how = forms.ChoiceField(
        label="How do you know the child?",
        choices=[(BY_REFERENCE, "By the reference of a concern"), (BY_NAME, "By name and date of birth")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you know the child"},
    )
    reference = Line(
        "Reference", 20, required=False, attrs={"class": "govuk-input--width-10"}, help_text="For example, CN-7K4-M9Q"
    )
    given = Line("First name", 120, required=False)
    family = Line("Last name", 120, required=False)
    date_of_birth = DayMonthYear(label="Date of birth", required=False, help_text="For example, 27 3 2012")

    def clean_reference(self) -> str:
        typed = str(self.cleaned_data["reference"])
        if self.data.get("how") != BY_REFERENCE:
            return typed
        read = parse_reference(typed, [CONCERN])
        if read.value is None:
            raise forms.ValidationError(read.problem or "Check the reference")
        return read.value

    @property
    def by_reference(self) -> bool:
        return bool(self.cleaned_data["how"] == BY_REFERENCE)

    def terms(self) -> Terms:
        return Terms(self.cleaned_data["given"], self.cleaned_data["family"], self.cleaned_data["date_of_birth"])


class FilterForm(forms.Form):
    agency = forms.CharField(label="Agency", max_length=40, required=False, widget=forms.Select)
    act = forms.ChoiceField(label="What was done", choices=[("", "Anything"), *ACTS], required=False)
    since = DayMonthYear(label="From", required=False)
    until = DayMonthYear(label="Until", required=False)

    def offer(self, agencies: Iterable[tuple[str, str]]) -> "FilterForm":
        self.fields["agency"].widget.choices = [("", "Any"), *agencies]
        return self

    @property
    def is_filtered(self) -> bool:
        return self.is_bound and any(self[name].data for name in self.fields)

    def filters(self, *, refused: bool) -> Filters:
        """What could be read; a box that could not be read filters nothing, and says so."""
        given: dict[str, Any] = getattr(self, "cleaned_data", {})
        return Filters(refused, given.get("agency", ""), given.get("act", ""), given.get("since"), given.get("until"))
