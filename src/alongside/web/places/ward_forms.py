"""What can be chosen for a ward watch, from what is held."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from alongside.areas.queries import areas_of, vintages_of
from alongside.areas.states import AreaKind
from alongside.common.periods import add_months, months_between
from alongside.places.analyses.ward_watch import USUAL_KINDS
from alongside.places.boundaries import LOCAL_AUTHORITIES, boundaries_held
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.published_ward_counts import places_of, usual_kinds, ward_sources
from alongside.places.queries import months_held, types_held
from alongside.web.places.place_choices import with_crime


class WatchForm(forms.Form):
    """Place, measures, newest month. What is left as it stands is as usual."""

    source = forms.CharField(widget=forms.HiddenInput)
    boundary = forms.ChoiceField(label="The wards of", error_messages={"required": "Choose a local authority"})
    vintage = forms.ChoiceField(
        label="Ward boundaries of", required=False,
        help_text="All months are counted by these boundaries. Wards of two sets are never joined.",
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label="Measures", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one measure"},
    )  # fmt: skip
    last = forms.ChoiceField(label="Newest month")
    judged = forms.ChoiceField(
        label="Look for alerts in", choices=[("1", "the newest month"), ("6", "6 months"), ("12", "12 months")],
        help_text="The more is looked at, the more a count must stand out.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, offer: "Offer", **more: Any) -> None:
        super().__init__(data, initial={"kinds": offer.usual, "judged": "12", "source": offer.source}, **more)
        months = [add_months(offer.last, -back) for back in range(months_between(offer.first, offer.last) + 1)]
        choices = {
            "boundary": offer.places,
            "vintage": [("", "The newest that are held"), *((str(year), str(year)) for year in offer.vintages)],
            "kinds": offer.kinds,
            "last": [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in months],
        }
        for name, pairs in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = pairs
        if len(offer.vintages) < 2:
            del self.fields["vintage"]

    def settings(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True, slots=True)
class Offer:
    """What one source of counts offers: key and name of places and measures, months, vintages of wards."""

    source: str
    places: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    usual: list[str]
    first: date
    last: date
    vintages: list[int]


def sources_offered() -> list[tuple[str, str]]:
    """Key and name of each source of counts by ward."""
    recorded = [(RECORDED_CRIME, "Recorded crime (data.police.uk)")] if months_held() else []
    return [*recorded, *((one.key, one.name) for one in ward_sources())]


def offer_of(source: str) -> Offer | None:
    """None while nothing of the source is held."""
    published = next((one for one in ward_sources() if one.key == source), None)
    if published is not None:
        groups = [(key, words.capitalize()) for key, words in published.kinds if "/" not in key]
        span = published.first, published.last
        return Offer(source, places_of(source), groups, usual_kinds(published), *span, vintages=[])
    held = months_held()
    if held is None:
        return None
    kinds = [(kind.name.lower(), str(kind.label)) for kind in types_held()]
    vintages = vintages_of(AreaKind.WARD)
    return Offer(RECORDED_CRIME, _districts_with_wards(), kinds, list(USUAL_KINDS), *held, vintages=vintages)


def _districts_with_wards() -> list[tuple[str, str]]:
    """Local authorities that have crimes in them and of which wards are held, in any set of boundaries."""
    with_wards = {ward.parent_code for year in vintages_of(AreaKind.WARD) for ward in areas_of(AreaKind.WARD, year)}
    found, _ = with_crime([one for one in boundaries_held(LOCAL_AUTHORITIES) if one.code in with_wards])
    return [(one.key, one.name) for one in found]
