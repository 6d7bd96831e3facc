"""One form for each kind of part of a pathway, made from the part itself."""

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from django import forms

from alongside.areas.states import PHASES
from alongside.common.clocks import Allowance
from alongside.common.text import counted
from alongside.common.timelines import ClockError
from alongside.partners.roles import Role
from alongside.partners.states import AgencyKind, FieldGroup, Purpose
from alongside.support.definitions.checking import why_not_code
from alongside.support.definitions.parts import (
    ClockRule,
    Condition,
    Definition,
    EntryKind,
    Move,
    Option,
    Question,
    Stage,
    Threshold,
)
from alongside.support.definitions.reading import written
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line, Words

# What a field is called, and what helps to fill it in, where its name does not say it.
WORDS: dict[str, tuple[str, str]] = {
    "key": ("Key", "A short name for the answer, in small letters: it stays the same when the wording changes"),
    "code": ("Code", "Small letters and hyphens: it stays the same when the wording changes"),
    "label": ("Wording", ""),
    "hint": ("Hint", "A line below the question"),
    "group": ("Field group", "Who may not see this group does not see the answer"),
    "options": ("Options", "One on each line: code: wording"),
    "only_if": ("Asked only if", "For example setting=custody"),
    "least": ("Smallest number", ""),
    "most": ("Greatest number", ""),
    "meaning": ("What it means", ""),
    "waits_for": ("What people wait for there", "Makes it a queue of its own in the waiting times"),
    "takes_place": ("Takes one of the provider's places", "Only where providers have contracts"),
    "before_help": ("Closed before help", "Ended and nobody was helped: counted with the waits, with its reason"),
    "sources": ("From these stages", "One code on each line"),
    "target": ("To this stage", "A code"),
    "by": ("Who may do it", ""),
    "second_look": ("A second person must agree", ""),
    "use": ("Counts as", ""),
    "stages": ("Only at these stages", "One code on each line; empty for all"),
    "starts": ("Starts when", "One on each line: opened, told, closed, stage:code, left:code, entry:code"),
    "stops": ("Stops when", "One on each line, the same words"),
    "allowance": ("How long", "For example 5 working days, 24 hours, 10 school days"),
    "owner": ("Whose clock", ""),
    "pauses_in": ("Stands still at these stages", "One code on each line"),
    "breach": ("What is said when it runs out", ""),
    "question": ("Key of the question", ""),
    "any_of": ("Answers that meet it", "One code on each line"),
    "at_least": ("A number of at least", ""),
    "says": ("In words", ""),
    "name": ("Name", ""),
    "summary": ("What it is, for whoever thinks of referring", ""),
    "purpose": ("Purpose", ""),
    "carries": ("What the receiver may see", ""),
    "referrers": ("Roles that may refer", ""),
    "receivers": ("Kinds of agency that receive", ""),
    "senders": ("Kinds of agency that send", "None ticked: all. Of a handover"),
    "from_phases": ("Schools from which it goes", "None ticked: all"),
    "to_phases": (
        "Schools to which it goes",
        "None ticked: all. One whose phase the register does not tell is offered too",
    ),
    "refers_from": ("Youngest age", ""),
    "refers_until": ("Oldest age", ""),
    "lasts_days": ("Days after which the receiver's view ends", ""),
    "consent_needed": ("Offered, never imposed: consent is needed", ""),
    "required": ("Must be answered", ""),
    "kind": ("Kind", ""),
}
CHOICES: dict[str, list[tuple[str, str]]] = {
    "purpose": [(one.code, one.label) for one in Purpose],
    "carries": [(one.code, one.label) for one in FieldGroup],
    "group": [(one.code, one.label) for one in FieldGroup],
    "referrers": [(one.value, one.label) for one in Role],
    "receivers": [(one.value, one.label) for one in AgencyKind],
    "senders": [(one.value, one.label) for one in AgencyKind],
    **{name: [(one, one) for one in PHASES] for name in ("from_phases", "to_phases")},
}
LONG = frozenset({"summary", "meaning", "breach"})


def simple_fields(kind: type) -> Iterator[tuple["Field[Any]", Any]]:
    """The fields of a part that a form can hold; lists of parts have pages of their own."""
    hints = get_type_hints(kind)
    for one in fields(kind):
        hint = hints[one.name]
        inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
        if get_origin(hint) is dict or (
            isinstance(inner, type) and is_dataclass(inner) and inner not in (Option, Allowance)
        ):
            continue
        yield one, hint


def lists_of(kind: type) -> list[str]:
    """The fields of a part that hold a list of parts."""
    hints = get_type_hints(kind)
    return [
        one.name
        for one in fields(kind)
        if get_origin(hints[one.name]) is tuple and is_dataclass(get_args(hints[one.name])[0])
        and get_args(hints[one.name])[0] is not Option
    ]  # fmt: skip


def groups_of(kind: type) -> list[str]:
    """The fields of a part that are a part themselves, each on a page of its own."""
    hints = get_type_hints(kind)
    return [one.name for one in fields(kind) if is_dataclass(hints[one.name]) and hints[one.name] is not Allowance]


NAMES: dict[type, str] = {
    Definition: "the pathway", Question: "a question", Stage: "a stage", Move: "a decision", EntryKind: "an entry",
    ClockRule: "a clock", Condition: "a condition", Threshold: "the threshold",
}  # fmt: skip
# Set when a pathway is begun. Another code would be another pathway.
SET_AT_THE_START: dict[type, tuple[str, ...]] = {Definition: ("code", "handover")}
OF_HANDOVERS = ("senders", "from_phases", "to_phases")


class PartForm(forms.Form):
    """`part` gives the plain data of the part, as a document has it."""

    def __init__(
        self, data: Any = None, *, kind: type, part: Mapping[str, Any] | None = None, named_in: int = 0
    ) -> None:  # fmt: skip
        self.kind, self.before = kind, dict(part or {})
        super().__init__(data, initial={name: _shown(value) for name, value in self._whole(self.before).items()})
        for one, hint in self._asked():
            self.fields[one.name] = _field(one, hint, kind)
        if named_in:
            self.fields["rename"] = forms.BooleanField(
                label=f"If the code changes: change it in the {counted(named_in, 'place')} that name it too",
                required=False, initial=True,
            )  # fmt: skip

    @property
    def new_code(self) -> str:
        """The code by which others are to name the part from now on; empty where they go on as they are."""
        code: str = self.cleaned_data["code"] if self.cleaned_data.get("rename") else ""
        return code if code != self.before.get("code") else ""

    def _asked(self) -> Iterator[tuple["Field[Any]", Any]]:
        left_out = set(SET_AT_THE_START.get(self.kind, ()))
        if self.kind is Definition and not self.before.get("handover"):
            left_out |= {name for name in OF_HANDOVERS if not self.before.get(name)}
        return ((one, hint) for one, hint in simple_fields(self.kind) if one.name not in left_out)

    def part(self) -> dict[str, Any]:
        kept = {name: value for name, value in self.before.items() if name not in self.fields}
        for one, hint in self._asked():
            value = _read(self.cleaned_data[one.name], hint)
            says_something = value is not False and value not in (None, "", [])  # a nought is a number that was given
            if says_something or one.default is MISSING:
                kept[one.name] = value
        return kept

    def _whole(self, part: Mapping[str, Any]) -> dict[str, Any]:
        """With what holds where the document says nothing."""
        usual = {one.name: written(one.default) for one, _ in simple_fields(self.kind) if one.default is not MISSING}
        return {**usual, **part}

    def beside(self, theirs: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What a colleague kept meanwhile, where it is not what this form says."""
        mine, other = self._whole(self.part()), self._whole(theirs)
        return [
            (str(field.label), _in_words(other.get(name)))
            for name, field in self.fields.items()
            if (other.get(name) or None) != (mine.get(name) or None)
        ]

    def clean_allowance(self) -> str:
        try:
            return str(Allowance.parse(self.cleaned_data["allowance"]))
        except ClockError as error:
            raise forms.ValidationError(str(error)) from None


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        if value and isinstance(value[0], Mapping):
            return "\n".join(f"{one.get('code', '')}: {one.get('label', '')}" for one in value)
        return value
    return value


def _in_words(value: Any) -> str:
    shown = _shown(value)
    if isinstance(shown, bool):
        return "Yes" if shown else "No"
    if isinstance(shown, list):
        return ", ".join(map(str, shown))
    return str(shown) if shown not in (None, "") else "Nothing"


def _field(one: "Field[Any]", hint: Any, kind: type) -> forms.Field:
    label, help_text = WORDS.get(one.name, (one.name.replace("_", " ").capitalize(), ""))
    required = one.default is MISSING and one.default_factory is MISSING
    common: dict[str, Any] = {"required": required, "help_text": help_text}
    inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
    several = get_origin(hint) is tuple
    if hint is bool:
        return forms.BooleanField(label=label, required=False, help_text=help_text)
    if inner is Option:
        return Words(label, 10_000, **common)
    choices = CHOICES.get(one.name)
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        choices = [(word.value, word.value.replace("_", " ").capitalize()) for word in inner]
    if choices and several:
        return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if choices:
        given = [("", "")] if not required else []
        return forms.ChoiceField(label=label, choices=[*given, *choices], **{**common, "required": required})
    if several:
        return LinesOfText(label, **common)
    if get_origin(hint) in (Union, types.UnionType) or hint is int:
        return forms.IntegerField(
            label=label, widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}), **common
        )
    if one.name in LONG:
        return Words(label, 1_000, rows=3, **common)
    return Line(label, 300, **common)


class LinesOfText(Words):
    """A list of words, one on each line."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, 4_000, rows=3, **more)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


def _read(value: Any, hint: Any) -> Any:
    if get_origin(hint) is tuple and isinstance(value, str):
        lines = [line.strip() for line in value.splitlines() if line.strip()]
        if get_args(hint)[0] is Option:
            parted = (line.partition(":") for line in lines)
            return [{"code": code.strip(), "label": (label or code).strip()} for code, _, label in parted]
        return lines
    return value


class NewPathwayForm(forms.Form):
    """A copy under another name, to be made one's own."""

    code = Line(*("Code", 40), help_text="Small letters and hyphens, for example young-carers. It can never change.")
    name = Line("Name", 120)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if why := why_not_code(code):
            raise forms.ValidationError(why)
        return code


class PublishForm(forms.Form):
    change_note = Words("What changed, and why", 4_000, error_messages={"required": "Say what changed, and why"})


class OpeningForm(forms.Form):
    """`to` is what the page offered when it was opened, so that the same form never does the opposite."""

    reason = Words("Why", 500, rows=3, error_messages={"required": "Say why"})
    to = forms.CharField(widget=forms.HiddenInput, required=False)


class ReceiversForm(forms.Form):
    agencies = forms.MultipleChoiceField(
        label="Which agencies receive?", widget=forms.CheckboxSelectMultiple, required=False
    )


class HolidayForm(forms.Form):
    day = DayMonthYear(label="The day")
    name = Line("Its name", 120, help_text="As it was announced, for example Bank holiday for the coronation")
