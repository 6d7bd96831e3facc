"""Which child: search before create."""

from typing import Any

from django import forms

from alongside.people.drafts import NameDraft, RecordDraft
from alongside.people.matching import Terms
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line


class WhoForm(forms.Form):
    """Enough to look for a child among the records that there are, and to keep one where there is none."""

    given = Line("First name", 120, required=False)
    family = Line("Last name", 120, required=False)
    date_of_birth = DayMonthYear(label="Date of birth", required=False, help_text="For example, 27 3 2012")

    def clean(self) -> dict[str, Any]:
        if not self.errors and (why := self.terms().too_little):
            self.add_error("given", why)
        return self.cleaned_data

    def terms(self) -> Terms:
        return Terms(self.cleaned_data["given"], self.cleaned_data["family"], self.cleaned_data["date_of_birth"])

    def child(self) -> RecordDraft:
        name = NameDraft(self.cleaned_data["given"], self.cleaned_data["family"])
        return RecordDraft(names=(name,), date_of_birth=self.cleaned_data["date_of_birth"])

    def carried(self) -> "WhoForm":
        """The same, unseen, in the next step of one sending."""
        for field in self.fields.values():
            field.widget = forms.HiddenInput()
        return self
