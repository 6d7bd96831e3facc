"""What the pages of needs assessments ask."""

from collections.abc import Sequence
from datetime import date

from django import forms

from alongside.common.periods import PeriodError, add_months, months_between, parse_month
from alongside.outcomes.actions.needs import LONGEST
from alongside.web.design.text import Words


class DraftForm(forms.Form):
    sent_key = forms.UUIDField(widget=forms.HiddenInput)
    place = forms.ChoiceField(label="Which borough?")
    last_month = forms.ChoiceField(
        label="Twelve months up to and with", help_text="The last months may still be added to by the police."
    )

    def offer(self, places: Sequence[tuple[str, str]], held: tuple[date, date] | None) -> "DraftForm":
        months: list[tuple[str, str]] = []
        if held:
            every = (add_months(held[1], -back) for back in range(months_between(*held) + 1))
            months = [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in every]
        for name, choices in (("place", list(places)), ("last_month", months)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        return self

    def clean_last_month(self) -> date:
        try:
            return parse_month(self.cleaned_data["last_month"])
        except PeriodError as error:
            raise forms.ValidationError(str(error)) from None


class SectionForm(forms.Form):
    text = Words("The text of this section", LONGEST, rows=14, required=False)


class WithdrawForm(forms.Form):
    reason = Words("Why is it withdrawn?", 1_000, rows=3, help_text="It stands on its public page.")
