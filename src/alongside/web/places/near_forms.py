from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.places.analyses.near_repeats import SPACE_EDGES, TIME_EDGES, USUAL_DAYS, WHY_EDGES
from alongside.places.source_forms import SourceSummary
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line

PERMUTATIONS = [("999", "999 (usual)"), ("99", "99 (quick, coarse)"), ("9999", "9,999 (slow, fine)")]
METRICS = [("euclidean", "As the crow flies"), ("manhattan", "Along a street grid (east–west plus north–south)")]


def written(edges: Sequence[float]) -> str:
    return ", ".join(f"{edge:g}" for edge in edges)


class Edges(Line):
    """Numbers in a row, with commas or spaces between them."""

    def to_python(self, value: Any) -> Any:
        parts = str(value or "").replace(",", " ").replace(";", " ").split()
        try:
            return [float(part) for part in parts]
        except ValueError:
            raise ValidationError(
                f"{self.label}: write numbers with commas between them, such as 0, 100, 200"
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, list | tuple) else value


class NearRepeatForm(forms.Form):
    """What to look at, and for analysts how. `source` stands in the address."""

    boundary = forms.ChoiceField(label="Place")
    kinds = forms.MultipleChoiceField(
        label="Kinds", required=False, widget=forms.CheckboxSelectMultiple, help_text="None ticked means all."
    )
    first = DayMonthYear(label="First day")
    last = DayMonthYear(label="Last day")
    space_edges = Edges(
        "Distances in metres", 200, help_text=f"Where each band begins, and where the last ends. {WHY_EDGES}"
    )
    time_edges = Edges("Times in days", 200, help_text="A band holds its first number and not its last.")
    metric = forms.ChoiceField(label="How distance is measured", choices=METRICS)
    permutations = forms.ChoiceField(label="How often the times are shuffled", choices=PERMUTATIONS)
    seed = forms.IntegerField(
        label="Seed", min_value=0, max_value=2**31,
        help_text="The same seed gives the same answer to the last digit.",
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )  # fmt: skip

    def __init__(self, data: Any, summary: SourceSummary, boundaries: Sequence[tuple[str, str]]) -> None:
        last = summary.last
        usual: dict[str, Any] = {
            "boundary": boundaries[0][0] if boundaries else "", "last": last,
            "first": max(summary.first, last - timedelta(days=USUAL_DAYS - 1)), "space_edges": list(SPACE_EDGES),
            "time_edges": list(TIME_EDGES), "metric": METRICS[0][0], "permutations": PERMUTATIONS[0][0], "seed": 1,
        }  # fmt: skip
        super().__init__(data, initial=usual)
        for name, choices in (("boundary", boundaries), ("kinds", summary.kinds)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)
        self.source = summary

    def settings(self) -> dict[str, Any]:
        plain = {
            name: value.isoformat() if isinstance(value, date) else value for name, value in self.cleaned_data.items()
        }
        return {**plain, "source": self.source.key, "permutations": int(plain["permutations"])}
