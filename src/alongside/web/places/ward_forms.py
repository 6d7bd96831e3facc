"""What can be chosen for a ward watch, from what is held."""

from typing import Any

from django import forms

from alongside.areas.queries import areas_of, vintages_of
from alongside.areas.states import AreaKind
from alongside.common.periods import add_months, months_between
from alongside.places.analyses.ward_watch import USUAL_KINDS
from alongside.places.boundaries import LOCAL_AUTHORITIES, boundaries_held
from alongside.places.queries import months_held, types_held


class WatchForm(forms.Form):
    """Place, measures, newest month. What is left as it stands is as usual."""

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

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, initial={"kinds": list(USUAL_KINDS), "judged": "12"}, **more)
        held = months_held()
        months = [add_months(held[1], -back) for back in range(months_between(*held) + 1)] if held else []
        choices = {
            "boundary": [(one.key, one.name) for one in districts_with_wards()],
            "vintage": [("", "The newest that are held"), *((str(year), str(year)) for year in vintages_of("ward"))],
            "kinds": [(kind.name.lower(), str(kind.label)) for kind in types_held()],
            "last": [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in months],
        }
        for name, pairs in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = pairs
        if len(vintages_of(AreaKind.WARD)) < 2:
            del self.fields["vintage"]

    def settings(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}


def districts_with_wards() -> list[Any]:
    """Local authorities of which wards are held, in any set of boundaries."""
    with_wards = {ward.parent_code for year in vintages_of(AreaKind.WARD) for ward in areas_of(AreaKind.WARD, year)}
    return [one for one in boundaries_held(LOCAL_AUTHORITIES) if one.code in with_wards]
