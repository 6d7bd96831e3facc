"""A version of a definition, and a definition of the partnership's own. Shape only: the domain says what may stand."""

from typing import Any
from uuid import uuid4

from django import forms

from alongside.common.periods import PeriodError
from alongside.outcomes.actions.measures import LONGEST
from alongside.outcomes.definitions import LABELS, WORDS, DefinitionText, SeriesBreak
from alongside.outcomes.measure_rules import breaks_from, breaks_typed
from alongside.web.design.text import Line, Words

HINTS = {
    "counts": "So that somebody else would count the same",
    "leaves_out": "What a reader would think is in it, and is not",
    "unit": "Offences, victims, attendances …",
    "vintage": "How old, and whether old months change",
    "suppression": "From which count on it is shown",
    "mind": "How it misleads. May stay empty",
}


class VersionForm(forms.Form):
    reason = Words("Why is this version needed?", LONGEST, rows=3, help_text="Whoever quoted the last one will ask")
    breaks = Words(
        "Breaks in the series", 8_000, rows=4, required=False,
        help_text="One in each line, with its month: 2019-03: the categories changed",
    )  # fmt: skip
    based_on = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    sent_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        own = {
            name: Words(label, LONGEST, rows=3, required=name != "mind", help_text=HINTS.get(name, ""))
            for name, label in LABELS.items()
        }
        self.fields = {**self._first(), **own, **self.fields}

    def _first(self) -> dict[str, forms.Field]:
        return {}

    def clean_breaks(self) -> tuple[SeriesBreak, ...]:
        try:
            return breaks_from(self.cleaned_data["breaks"])
        except PeriodError as wrong:
            raise forms.ValidationError(str(wrong)) from None

    def text(self) -> DefinitionText:
        return DefinitionText(
            **{name: self.cleaned_data[name] for name in WORDS}, breaks=self.cleaned_data["breaks"]
        )  # fmt: skip


class OwnForm(VersionForm):
    def _first(self) -> dict[str, forms.Field]:
        whose = [("police", "The police’s"), ("hospital", "A hospital’s"), ("other", "Another")]
        return {
            "name": Line("What is it called?", 160),
            "measured": forms.ChoiceField(label="Whose record is counted?", choices=whose, widget=forms.RadioSelect),
        }


def initial_of(text: DefinitionText, version: str) -> dict[str, Any]:
    return {name: getattr(text, name) for name in WORDS} | {
        "breaks": breaks_typed(text.breaks), "based_on": version, "sent_key": uuid4(),
    }  # fmt: skip
