"""What the pages of providers ask for. Shape only: what cannot stand is the domain's to say, and reaches its field."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Self
from zoneinfo import ZoneInfo

from django import forms

from alongside.partners.roles import Role
from alongside.partners.states import AgencyKind
from alongside.support.contract_terms import CODE, Listed, PriceUnit, SexTaken, Terms, WhenFull
from alongside.support.queries.contracts import ContractAsked
from alongside.support.queries.outcomes import MarkShown
from alongside.support.queries.sessions import SessionAsked
from alongside.support.states import ChallengeBy, ChallengeEnd, Grade, OutcomeState, SeenBy
from alongside.web.design.dates import DayMonthYear, TimeOfDay
from alongside.web.design.text import Line, Words

LONDON = ZoneInfo("Europe/London")
Choices = Sequence[tuple[str, str]]
NUMBER = {"inputmode": "numeric", "class": "govuk-input--width-4"}


class SearchForm(forms.Form):
    """Who is looked for a provider for. Nothing here says who she or he is."""

    age = forms.IntegerField(label="Age", min_value=0, max_value=120, required=False, widget=forms.TextInput(NUMBER))
    sex = forms.ChoiceField(
        label="Sex", required=False, widget=forms.Select,
        choices=[("", "Any, or not known"), ("female", "Female"), ("male", "Male")],
    )  # fmt: skip
    area = forms.ChoiceField(label="Lives in", required=False, widget=forms.Select)

    def __init__(self, data: Any = None, *, areas: Sequence[str] = (), **more: Any) -> None:
        super().__init__(data, **more)
        area: Any = self.fields["area"]
        area.choices = [("", "Not known"), *((one, one) for one in areas), ("elsewhere", "Somewhere else")]

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: given[name] for name in ("age", "sex", "area") if given.get(name) not in (None, "")}


def _lines(items: Sequence[Listed]) -> str:
    """A line with its code, where nobody could tell it from the wording."""
    return "\n".join(
        one.label if one.code == _code(one.label, number) else f"{one.code}: {one.label}"
        for number, one in enumerate(items, start=1)
    )


def _listed(text: str) -> tuple[Listed, ...]:
    """A wording on each line, or “code: wording”."""
    return tuple(_one(line.strip(), number) for number, line in enumerate(filter(str.strip, text.split("\n")), start=1))


def _one(line: str, number: int) -> Listed:
    code, _, wording = (part.strip() for part in line.partition(":"))
    return Listed(code, wording) if wording and CODE.fullmatch(code) else Listed(_code(line, number), line)


def _code(wording: str, number: int) -> str:
    """The code of a line whose writer gave none."""
    plain = unicodedata.normalize("NFKD", wording).encode("ascii", "ignore").decode().lower()
    code = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return code if CODE.fullmatch(code) else f"line-{number}"


class TermsForm(forms.Form):
    """The terms of a contract."""

    title = Line("Title of the contract", 120)
    starts_on = DayMonthYear(label="First day")
    ends_on = DayMonthYear(label="Last day")
    least_age = forms.IntegerField(label="Youngest age", widget=forms.TextInput(NUMBER))
    most_age = forms.IntegerField(label="Oldest age", widget=forms.TextInput(NUMBER))
    sex = forms.ChoiceField(label="Who is it for?", choices=[("any", "Anybody"), *SexTaken.choices[1:]],
                            widget=forms.RadioSelect, initial="any")  # fmt: skip
    areas = Words(
        "Wards or areas, one on each line", 2_000, rows=3, required=False, help_text="Leave it empty for all wards"
    )
    kinds = forms.MultipleChoiceField(
        label="Which agencies may refer? (optional)", choices=AgencyKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="None ticked: all that use the pathway",
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label="Which roles may refer? (optional)", required=False,
        widget=forms.CheckboxSelectMultiple, help_text="None ticked: all that use the pathway",
    )  # fmt: skip
    capacity = forms.IntegerField(label="Places: how many people at once", widget=forms.TextInput(NUMBER))
    when_full = forms.ChoiceField(
        label="What becomes of a referral when every place is taken?", choices=WhenFull.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    price = forms.DecimalField(
        label="Price in pounds", max_digits=10, decimal_places=2,
        widget=forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-10"}),
    )  # fmt: skip
    price_unit = forms.ChoiceField(label="The price is for", choices=PriceUnit.choices, widget=forms.RadioSelect)
    strands = forms.MultipleChoiceField(label="Strands of help offered", widget=forms.CheckboxSelectMultiple)
    outcomes = Words(
        "The contract’s own list of outcomes, one on each line", 4_000,
        help_text="For example: Has a trusted adult. Before a colon may stand a code, by which a line is known when its "
        "wording changes: trusted: Has a trusted adult",
    )  # fmt: skip
    reason = Words("Why", 500, rows=2)

    def choose_from(self, asked: ContractAsked, now: Terms | None = None) -> Self:
        """Strands and roles of the pathway, and what the terms in use say beyond them. A pathway without strands has
        them written here."""
        lines = [(one.code, one.label) for one in now.strands] if now else []
        self.labels = dict([*asked.strands, *lines])
        if asked.strands:
            self.fields["strands"].choices = list(self.labels.items())  # type: ignore[attr-defined]
        else:
            self.fields["strands"] = Words("Strands of help offered, one on each line", 4_000)
            self.fields["strands"].initial = _lines(now.strands) if now else ""
            self.order_fields([*self.fields])
        held = {*now.roles} if now else set()
        roles = [one for one in Role.choices if one[0] in held or one in asked.roles]
        self.fields["roles"].choices = roles  # type: ignore[attr-defined]
        return self

    def _strands(self) -> tuple[Listed, ...]:
        given = self.cleaned_data["strands"]
        return _listed(given) if isinstance(given, str) else tuple(Listed(one, self.labels[one]) for one in given)

    def terms(self) -> Terms:
        given = self.cleaned_data
        areas = tuple(line.strip() for line in given["areas"].split("\n") if line.strip())
        return Terms(
            given["title"], given["starts_on"], given["ends_on"], given["least_age"], given["most_age"],
            "" if given["sex"] == "any" else given["sex"], areas, tuple(given["kinds"]), tuple(given["roles"]),
            given["capacity"], given["when_full"], int(given["price"] * 100), given["price_unit"],
            self._strands(), _listed(given["outcomes"]),
        )  # fmt: skip


class ContractForm(TermsForm):
    """A new contract: also with whom. Its pathway was chosen before."""

    provider = forms.ChoiceField(label="With which provider?", widget=forms.RadioSelect)
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("provider",)

    def choose_from(self, asked: ContractAsked, now: Terms | None = None) -> Self:
        self.fields["provider"].choices = list(asked.providers)  # type: ignore[attr-defined]
        return super().choose_from(asked, now)


class ChangeForm(TermsForm):
    changes = forms.IntegerField(widget=forms.HiddenInput)


def initial_of(terms: Terms) -> dict[str, Any]:
    """Terms as the form shows them."""
    shown = {name: getattr(terms, name) for name in Terms.__slots__}
    return shown | {
        "sex": terms.sex or "any", "areas": "\n".join(terms.areas), "kinds": list(terms.kinds),
        "roles": list(terms.roles), "price": f"{Decimal(terms.price_pence) / 100:.2f}",
        "strands": [one.code for one in terms.strands],
        "outcomes": _lines(terms.outcomes),
    }  # fmt: skip


class SessionForm(forms.Form):
    """Quick: one tap for who came, one to keep it. The rest helps when there is time."""

    came = forms.ChoiceField(label="Did she or he come?", widget=forms.RadioSelect)
    obstacle = forms.ChoiceField(
        label="If not: what got in the way?", required=False, widget=forms.Select,
        error_messages={"required": "Say what got in the way"},
    )  # fmt: skip
    strand = forms.ChoiceField(label="Strand (optional)", required=False, widget=forms.Select)
    note = Words("Note (optional)", 2_000, rows=3, required=False)
    happened_on = DayMonthYear(label="Day")
    happened_at = TimeOfDay(label="Time")
    key = forms.UUIDField(widget=forms.HiddenInput)

    def offer(self, asked: SessionAsked) -> "SessionForm":
        for name, choices in (
            ("came", asked.came), ("obstacle", (("", "It took place"), *asked.obstacles)),
            ("strand", (("", "None of them"), *asked.strands)),
        ):  # fmt: skip
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]
        return self

    def moment(self) -> datetime:
        return datetime.combine(self.cleaned_data["happened_on"], self.cleaned_data["happened_at"], LONDON).astimezone(
            UTC
        )

    def field_of(self, key: str) -> str:
        return "happened_on" if key == "happened_at" else key


class PlanForm(forms.Form):
    starts_on = DayMonthYear(label="Day")
    at = TimeOfDay(label="Time")
    place = Line("Where (optional)", 120, required=False)
    strand = forms.ChoiceField(label="Strand (optional)", required=False, widget=forms.Select)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def offer(self, strands: Choices) -> "PlanForm":
        self.fields["strand"].choices = [("", "None of them"), *strands]  # type: ignore[attr-defined]
        return self

    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["starts_on"], self.cleaned_data["at"], LONDON).astimezone(UTC)


class FinishForm(forms.Form):
    outcome = Words("What did you do, and what came of it?", 500, rows=3)


class DropForm(forms.Form):
    """Nothing to fill in: only to be sure."""


class OutcomesForm(forms.Form):
    """One choice for each line of the contract's own list, each with room for a word."""

    def __init__(self, data: Any = None, *, lines: Sequence[tuple[str, str]], before: Mapping[str, MarkShown]) -> None:
        super().__init__(data)
        self.lines = lines
        for code, label in lines:
            mark = before.get(code)
            self.fields[f"state_{code}"] = forms.ChoiceField(
                label=label, choices=[(one.value, one.words) for one in OutcomeState], widget=forms.RadioSelect,
                initial=mark.state if mark else None, error_messages={"required": f"Say how it stands: “{label}”"},
            )  # fmt: skip
            self.fields[f"note_{code}"] = Line("In a few words (optional)", 500, required=False)
            self.fields[f"note_{code}"].initial = mark.words if mark else ""

    def given(self, part: str) -> dict[str, str]:
        return {code: self.cleaned_data[f"{part}_{code}"] for code, _ in self.lines}

    def field_of(self, key: str) -> str:
        return f"state_{key}"


class TieForm(forms.Form):
    said = Words("What is said?", 2_000, rows=3, help_text="What was said or seen, not what you make of it.")
    source = Line("Who says it?", 200)
    grade = forms.ChoiceField(label="How sure is it?", choices=Grade.choices, widget=forms.RadioSelect)
    said_on = DayMonthYear(label="On which day?")
    lapses_on = DayMonthYear(
        label="On which day does it lapse?", help_text="Within a year. After that nobody is shown it."
    )
    seen_by = forms.ChoiceField(
        label="Who may see it?", choices=SeenBy.choices, widget=forms.RadioSelect, initial=SeenBy.WORKER
    )


class ChallengeForm(forms.Form):
    challenger = forms.ChoiceField(
        label="Whose challenge is it?", choices=ChallengeBy.choices, widget=forms.RadioSelect
    )
    text = Words("What is said against it, in her or his own words?", 2_000, rows=4)


class AnswerForm(forms.Form):
    end = forms.ChoiceField(label="What becomes of it?", choices=ChallengeEnd.choices, widget=forms.RadioSelect)
    text = Words("Why, for whoever challenged it", 2_000, rows=4)

    def for_child(self) -> "AnswerForm":
        """The words are told to a child: she or he reads them in the own view, or hears them from the worker."""
        self.fields["text"].label = "Why, in plain words for the child"
        self.fields[
            "text"
        ].help_text = "She or he reads it in the own view, where the worker lets it show what is said."
        return self


class PeriodForm(forms.Form):
    first_day = DayMonthYear(label="First day of the period")
    last_day = DayMonthYear(label="Last day")


class ReplyForm(forms.Form):
    figure = forms.ChoiceField(label="Which figure?", required=False, widget=forms.Select)
    text = Words("Your reply", 4_000, help_text="It stands beside the figure, with today’s date. Name no child.")

    def offer(self, figures: Choices) -> "ReplyForm":
        self.fields["figure"].choices = [("", "The scorecard as a whole"), *figures]  # type: ignore[attr-defined]
        return self
