"""What an evaluation is asked with, from what is held: one form for wards, for a drawn place and for an operation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from alongside.common.periods import add_months, month_of, months_between
from alongside.places.analyses.evaluation_settings import TOUCHING, USUAL_RING, WIDEST_RING
from alongside.places.boundaries import LOCAL_AUTHORITIES, boundaries_held
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.evaluation_states import EvaluationQuestion, Units
from alongside.places.published_ward_counts import place_in, places_of, usual_kinds, ward_source, ward_sources
from alongside.places.source_forms import NATIONAL_GRID
from alongside.places.sources import source, sources_for
from alongside.places.ward_counts import wards_in
from alongside.web.design.doors import PageRequest

QUESTIONS = {
    EvaluationQuestion.SMALLER: "Counts only: before and after, and whether chance could make the difference.",
    EvaluationQuestion.CAUSE: "Against other areas, with all that could explain a fall without you.",
}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """What one source offers: wards of one borough, kinds, months; `has_outlines`: which wards touch is known."""

    source: str
    name: str
    boundary: str
    place: str
    wards: Pairs
    kinds: Pairs
    usual: list[str]
    first: date
    last: date
    has_outlines: bool

    @property
    def span(self) -> str:
        return f"{self.first:%B %Y} to {self.last:%B %Y}"


def sources_offered(request: PageRequest, *, is_drawn: bool) -> Pairs:
    """Key and name of each source; at a drawn place those that know where each event was."""
    events = [one for one in sources_for(request.viewer.permissions) if one.plane == NATIONAL_GRID]
    if is_drawn:
        return [(one.key, one.name) for one in events]
    recorded = [(one.key, one.name) for one in events if one.key == RECORDED_CRIME]
    return [*recorded, *((one.key, one.name) for one in ward_sources())]


def boundaries_offered(key: str) -> Pairs:
    if key in {one.key for one in ward_sources()}:
        return places_of(key)
    return [(one.key, one.name) for one in boundaries_held(LOCAL_AUTHORITIES)]


def offer_of(key: str, boundary: str) -> Offer:
    """Raises `PlacesRefused` for what is not held."""
    if key in {one.key for one in ward_sources()}:
        found = ward_source(key)
        place = place_in(found, boundary)
        groups = [(kind, words.capitalize()) for kind, words in found.kinds if "/" not in kind]
        return Offer(key, found.name, boundary, place.name, _named(place.codes, place.names), groups,
                     usual_kinds(found)[:1], found.first, found.last, has_outlines=False)  # fmt: skip
    summary, place = source(key), wards_in(boundary)
    kinds = [(kind, str(words)) for kind, words in summary.kinds]
    usual = ["violence"] if "violence" in dict(kinds) else [kinds[0][0]]
    return Offer(key, summary.name, boundary, place.name, _named(place.codes, place.names), kinds, usual,
                 month_of(summary.first), month_of(summary.last), has_outlines=True)  # fmt: skip


class EvaluationForm(forms.Form):
    question = forms.ChoiceField(
        label="What do you want to know?", choices=EvaluationQuestion.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two questions"},
    )  # fmt: skip
    target = forms.MultipleChoiceField(
        label="Where was something done?", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one ward"},
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label="What should have fallen?", widget=forms.CheckboxSelectMultiple,
        help_text="What you choose is counted together. It is the first outcome, and should have been named beforehand",
        error_messages={"required": "Choose what is counted"},
    )  # fmt: skip
    others = forms.MultipleChoiceField(
        label="Look at anything else? (optional)", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Each is tested on its own. The more is looked at, the more each must stand out",
    )  # fmt: skip
    start = forms.ChoiceField(label="First month", help_text="The first whole month in which it was at work")
    last = forms.ChoiceField(label="Last month")
    first = forms.ChoiceField(
        label="Compare with the months from", help_text="The longer, the better: three years if held"
    )
    beside = forms.ChoiceField(
        label="Look for crime that moved next door?", widget=forms.RadioSelect,
        choices=[("touching", "Yes, in the wards that touch it"), ("no", "No")],
    )  # fmt: skip
    ring = forms.IntegerField(
        label="How wide a ring round it, in metres?", min_value=0, max_value=WIDEST_RING, initial=USUAL_RING,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
        help_text="To look for crime that moved next door. 0 for none",
    )  # fmt: skip
    units = forms.ChoiceField(
        label="Compare with", choices=Units.choices, widget=forms.RadioSelect,
        help_text="What lies outside the place and its ring. Small areas give a finer rank and smaller counts",
    )  # fmt: skip
    picked = forms.BooleanField(
        label="The place was chosen because it was bad just before", required=False,
        help_text="Then part of a fall comes by itself, and the page says how much",
    )  # fmt: skip
    sent_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, offer: Offer, is_drawn: bool, at: date, **more: Any) -> None:
        months = [add_months(offer.first, number) for number in range(months_between(offer.first, offer.last) + 1)]
        begun = add_months(offer.last, -5)
        initial = {
            "kinds": offer.usual, "start": f"{begun:%Y-%m}", "last": f"{offer.last:%Y-%m}", "first": f"{offer.first:%Y-%m}",
            "beside": TOUCHING if offer.has_outlines else "no", "units": Units.WARD, "ring": USUAL_RING,
        }  # fmt: skip
        super().__init__(data, initial={**initial, **more.pop("initial", {})}, **more)
        ahead = [
            add_months(offer.last, number) for number in range(1, 1 + max(12, months_between(offer.last, at) + 12))
        ]
        choices: Mapping[str, Sequence[tuple[str, str]]] = {
            "target": offer.wards, "kinds": offer.kinds, "others": offer.kinds, "first": _months(months[:-1]),
            "start": _months([*months[1:], *ahead][::-1]), "last": _months([*months[1:], *ahead][::-1]),
        }  # fmt: skip
        for name, pairs in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(pairs)
        for name in ("target", "beside") if is_drawn else ("ring", "units"):
            del self.fields[name]
        if not is_drawn and not offer.has_outlines:
            del self.fields["beside"]

    def settings(self) -> dict[str, Any]:
        """As the analysis takes them."""
        given = {key: value for key, value in self.cleaned_data.items() if key not in ("sent_key", "beside")}
        if self.cleaned_data.get("beside") == TOUCHING:
            given["buffer"] = TOUCHING
        return given


class OperationForm(forms.Form):
    """Of an operation everything is locked but the question, and how far the counts go by now."""

    question = forms.ChoiceField(
        label="What do you want to know?", choices=EvaluationQuestion.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two questions"},
    )  # fmt: skip
    picked = forms.BooleanField(
        label="The place was chosen because it was bad just before", required=False,
        help_text="Then part of a fall comes by itself, and the page says how much",
    )  # fmt: skip
    sent_key = forms.UUIDField(widget=forms.HiddenInput)

    def settings(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if key != "sent_key"}


def _named(codes: Sequence[str], names: Sequence[str]) -> Pairs:
    return sorted(zip(codes, names, strict=True), key=lambda pair: pair[1])


def _months(months: Sequence[date]) -> Pairs:
    return [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in months]
