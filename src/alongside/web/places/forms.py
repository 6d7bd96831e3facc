from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from alongside.common.periods import months_between, parse_month
from alongside.places.crime_types import CrimeType
from alongside.places.states import EVERYWHERE
from alongside.web.places.offer import SPLITS, Offer

MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Chosen:
    """`district` is None for all that is held."""

    first_month: date
    last_month: date
    crime_type: CrimeType | None
    district: str | None
    split: str


class CrimeFilters(forms.Form):
    """The filters; what the address leaves out is as usual."""

    first = forms.ChoiceField(label="From")
    last = forms.ChoiceField(label="To")
    type = forms.ChoiceField(label="Type", required=False)
    place = forms.ChoiceField(label="Place")
    split = forms.ChoiceField(label="Areas")
    left_out: ClassVar[tuple[CrimeType, ...]] = ()
    all_types: ClassVar[str] = "All crime and anti-social behaviour"
    fields_left_out: ClassVar[tuple[str, ...]] = ()

    def __init__(self, offer: Offer, asked: QueryDict) -> None:
        given = {name: asked[name] for name in self.base_fields if name in asked}
        super().__init__({**offer.usual, **given})
        self.is_filtered = any(value != offer.usual[name] for name, value in given.items())
        self.usual = offer.usual
        months = [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in reversed(offer.months)]
        choices: dict[str, list[tuple[str, str]]] = {
            "first": months,
            "last": months,
            "type": [
                ("", self.all_types),
                *((kind.name.lower(), kind.label) for kind in offer.types if kind not in self.left_out),
            ],
            "place": [(EVERYWHERE, "All that is held"), *((one.area.code, one.area.name) for one in offer.districts)],
            "split": [(kind, SPLITS[kind]) for kind in offer.splits],
        }
        for name, pairs in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = pairs
        for name in self.fields_left_out:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last:
            if first > last:
                self.add_error("last", "The last month must not come before the first")
            elif months_between(parse_month(first), parse_month(last)) >= MOST_MONTHS:
                self.add_error("first", f"Choose at most {MOST_MONTHS} months")
        return cleaned

    def chosen(self) -> Chosen:
        """What was chosen; as usual where the choice makes no sense."""
        values = self.cleaned_data if self.is_valid() else self.usual
        return Chosen(
            first_month=parse_month(values["first"]),
            last_month=parse_month(values["last"]),
            crime_type=CrimeType[values["type"].upper()] if values["type"] else None,
            district=None if values["place"] == EVERYWHERE else values["place"],
            split=values.get("split", self.usual["split"]),
        )
