"""The boxes in which somebody types what she knows of a child, to find her records. Shape only."""

from typing import Any, Self

from django import forms

from alongside.people.matching import Terms
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line


class TermsForm(forms.Form):
    """Always posted, so that no name stands in an address."""

    given = Line("First name", 120, required=False)
    family = Line("Last name", 120, required=False)
    date_of_birth = DayMonthYear(label="Date of birth", required=False, help_text="For example, 27 3 2012")
    number = Line(
        "NHS number, or your agency’s own reference", 60, required=False, attrs={"class": "govuk-input--width-10"}
    )
    house = Line("House number or name", 60, required=False, attrs={"class": "govuk-input--width-10"})
    postcode = Line("Postcode", 12, required=False, attrs={"class": "govuk-input--width-10"})

    @classmethod
    def of(cls, terms: Terms) -> Self:
        """As nobody has sent it yet, with what was looked for."""
        return cls(initial=boxes(terms))

    def terms(self) -> Terms:
        return terms_from(self.cleaned_data)


def boxes(terms: Terms) -> dict[str, Any]:
    return {
        "given": terms.given, "family": terms.family, "date_of_birth": terms.date_of_birth, "number": terms.number,
        "house": terms.house, "postcode": terms.postcode,
    }  # fmt: skip


def terms_from(given: dict[str, Any]) -> Terms:
    """As far as it could be read: on a page with an error too, the search is shown again."""
    texts = ("given", "family", "number", "house", "postcode")
    return Terms(date_of_birth=given.get("date_of_birth"), **{name: given.get(name) or "" for name in texts})
