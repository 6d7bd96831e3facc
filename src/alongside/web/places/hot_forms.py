"""The forms that ask for hot spots and for a comparison. They check shape only; the analysis says what cannot be asked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from alongside.analysis.events.corrections import CORRECTIONS
from alongside.common.periods import add_months, month_of
from alongside.places.analyses.divisions import KINDS, kinds_held
from alongside.places.analyses.hot_forecast import models_for
from alongside.places.source_forms import NATIONAL_GRID, SourceSummary
from alongside.places.states import Precision

# What a partnership against violence asks first, where the source tells these kinds.
USUAL_KINDS = ("violence", "robbery", "weapons")
_MONTHS = "Write a month as 2026-09"
_DAYS = "Write a day as 2026-09-30"


class PlaceForm(forms.Form):
    """What both ask: where and which kinds, for one source."""

    source = forms.CharField(widget=forms.HiddenInput)
    boundary = forms.ChoiceField(label="Place")
    kinds = forms.MultipleChoiceField(
        label="Kinds", required=False, widget=forms.CheckboxSelectMultiple, help_text="None ticked means all of them"
    )

    def __init__(self, summary: SourceSummary, places: Sequence[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _choose(self, "boundary", list(places))
        _choose(self, "kinds", list(summary.kinds))
        self.summary = summary

    def _hint(self, *names: str) -> None:
        hint = _MONTHS if self.summary.precision == Precision.MONTH else _DAYS
        for name in names:
            self.fields[name].help_text = f"{hint}. Held: {self.summary.first:%B %Y} to {self.summary.last:%B %Y}"


class HotSpotForm(PlaceForm):
    first = forms.CharField(label="From", max_length=10, widget=forms.TextInput({"class": "govuk-input--width-10"}))
    last = forms.CharField(label="To", max_length=10, widget=forms.TextInput({"class": "govuk-input--width-10"}))
    cell = forms.CharField(
        label="Side of a cell in metres",
        required=False,
        max_length=8,
        widget=forms.TextInput({"class": "govuk-input--width-5", "inputmode": "numeric"}),
        help_text="Left empty, it fits the size of the place: 250 for a borough, 100 for a ward",
    )
    correction = forms.ChoiceField(
        label="Correction for many cells", choices=list(CORRECTIONS.items()), initial="fdr",
        help_text="Without one, about one cell in forty looks hot by chance alone",
    )  # fmt: skip
    horizon = forms.ChoiceField(label="Forecast for", choices=[("week", "The next week"), ("month", "The next month")])
    forecasters = forms.MultipleChoiceField(
        label="Test these models too", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="They take minutes. A model is used only where it beats the plain count beyond chance; else the "
        "answer says that it does not",
    )  # fmt: skip
    weights = forms.CharField(
        label="Harm by kind",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Leave empty to count each event as one. Else a kind and its weight in each line, as: Robbery = 365",
    )

    def __init__(self, summary: SourceSummary, places: Sequence[tuple[str, str]], *args: Any, **more: Any) -> None:
        more.setdefault("initial", {}).update(_usual(summary))
        super().__init__(summary, places, *args, **more)
        self._hint("first", "last")
        offered = self.fields["forecasters"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices = list(models_for(summary).items())
        if not offered.choices:
            del self.fields["forecasters"]
        if summary.precision == Precision.MONTH:
            _choose(self, "horizon", [("month", "The next month")])

    def clean_weights(self) -> dict[str, float]:
        by_words = {words.casefold(): key for key, words in self.summary.kinds}
        found: dict[str, float] = {}
        for line in filter(None, (line.strip() for line in self.cleaned_data["weights"].splitlines())):
            words, equals, weight = line.rpartition("=")
            key = by_words.get(words.strip().casefold())
            try:
                value = float(weight)
            except ValueError:
                value = float("nan")
            if not equals or key is None or value != value:
                raise forms.ValidationError(
                    f"“{line[:60]}” cannot be read. Write a kind from the list above, an equals sign and a number"
                )
            found[key] = value
        return found

    def settings(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ComparisonForm(PlaceForm):
    areas = forms.ChoiceField(
        label="Area by area", required=False,
        help_text="Smaller areas hold fewer events, so that fewer changes can be told from chance",
    )  # fmt: skip
    earlier_first = forms.CharField(label="Earlier period, from", max_length=10)
    earlier_last = forms.CharField(label="Earlier period, to", max_length=10)
    later_first = forms.CharField(label="Later period, from", max_length=10)
    later_last = forms.CharField(label="Later period, to", max_length=10)
    beside = forms.ChoiceField(
        label="Beside it, another source", required=False,
        help_text="Counted by itself and shown beside. The two are never added up",
    )  # fmt: skip

    def __init__(
        self,
        summary: SourceSummary,
        places: Sequence[tuple[str, str]],
        others: Sequence[SourceSummary],
        *args: Any,
        **more: Any,
    ) -> None:
        more.setdefault("initial", {}).update(_usual_pair(summary))
        super().__init__(summary, places, *args, **more)
        periods = ("earlier_first", "earlier_last", "later_first", "later_last")
        self._hint(*periods)
        for name in periods:
            self.fields[name].widget.attrs["class"] = "govuk-input--width-10"
        if summary.plane == NATIONAL_GRID and (held := kinds_held()):
            _choose(self, "areas", [*((str(kind), KINDS[kind]) for kind in held), ("", "The whole place only")])
            self.initial.setdefault("areas", str(held[0]))
        else:
            del self.fields["areas"]
        _choose(self, "beside", [("", "None"), *((one.key, one.name) for one in others if one.key != summary.key)])

    def settings(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _usual(summary: SourceSummary) -> dict[str, Any]:
    """The last twelve months that are held."""
    first = max(summary.first, add_months(month_of(summary.last), -11))
    return {"source": summary.key, **_span("", first, summary), "kinds": _usual_kinds(summary)}


def _usual_pair(summary: SourceSummary) -> dict[str, Any]:
    """The last six months that are held, against the same months a year earlier."""
    last = month_of(summary.last)
    pair = {}
    for name, back in (("earlier", 12), ("later", 0)):
        pair[f"{name}_first"] = f"{add_months(last, -5 - back):%Y-%m}"
        pair[f"{name}_last"] = f"{add_months(last, -back):%Y-%m}"
    return {"source": summary.key, **pair, "kinds": _usual_kinds(summary)}


def _span(prefix: str, first: date, summary: SourceSummary) -> dict[str, str]:
    form = "%Y-%m" if summary.precision == Precision.MONTH else "%Y-%m-%d"
    return {f"{prefix}first": first.strftime(form), f"{prefix}last": summary.last.strftime(form)}


def _usual_kinds(summary: SourceSummary) -> list[str]:
    return [key for key, _ in summary.kinds if key in USUAL_KINDS]
