from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms

from alongside.places.analyses.patrol_settings import USUAL
from alongside.places.queries import RunSummary
from alongside.places.source_forms import SourceSummary
from alongside.web.design.dates import DayMonthYear


@dataclass(frozen=True, slots=True)
class Basis:
    """Where the places of a plan come from: an analysis that is done, or the forecast of a source (no run)."""

    source: SourceSummary
    last: date
    run: RunSummary | None = None

    @property
    def words(self) -> str:
        return self.run.title if self.run else f"Where most is expected by {self.source.name}"


def _number(label: str, hint: str = "", width: int = 3) -> forms.Field:
    widget = forms.TextInput({"inputmode": "decimal", "class": f"govuk-input--width-{width}"})
    return forms.CharField(label=label, help_text=hint, max_length=10, widget=widget)


class PatrolForm(forms.Form):
    """Shape only: whether the numbers make a plan is the analysis's to say."""

    boundary = forms.ChoiceField(label="Place")
    kinds = forms.MultipleChoiceField(
        label="Kinds", required=False, widget=forms.CheckboxSelectMultiple, help_text="None ticked means all."
    )
    first_day = DayMonthYear(label="First day of patrols")
    days = _number("Number of days")
    teams = _number("Number of teams")
    hours = _number("Hours of each team on a day")
    begin = forms.ChoiceField(label="Patrols begin at", choices=[(str(hour), f"{hour:02d}:00") for hour in range(24)])
    span = _number("Hours from then in which teams may be out", "It may run past midnight.")
    places = _number("Number of places, at most")
    random = forms.BooleanField(
        label="Choose by lot which places are patrolled on which day", required=False,
        help_text="The only honest way to learn whether patrols help. Each day one place of each pair is patrolled and "
        "the other left alone. The lists are sealed before, and opened day by day.",
    )  # fmt: skip
    visit = _number("Minutes of a visit", "Ten to fifteen: longer stays add little.")
    travel = _number("Minutes to get from one place to the next")
    slot = _number("Hours in a part of the day", "A place is visited at most once in each part.")
    cell = _number("Metres of a cell of the forecast", width=4)

    def __init__(self, data: Any, basis: Basis, boundaries: Sequence[tuple[str, str]]) -> None:
        usual = {name: f"{value:g}" for name, value in USUAL.items()}
        super().__init__(data, initial={**usual, "first_day": basis.last + timedelta(days=1)})
        if basis.run is not None:
            # The analysis has its place and kinds already.
            del self.fields["boundary"], self.fields["kinds"]
        else:
            for name, choices in (("boundary", boundaries), ("kinds", basis.source.kinds)):
                field = self.fields[name]
                assert isinstance(field, forms.ChoiceField)
                field.choices = list(choices)
        self.basis = basis

    def settings(self) -> dict[str, Any]:
        plain = {
            name: value.isoformat() if isinstance(value, date) else value for name, value in self.cleaned_data.items()
        }
        return {**plain, "source": self.basis.source.key, "run": self.basis.run.id if self.basis.run else 0}
