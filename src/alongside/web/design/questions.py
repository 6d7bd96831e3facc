"""Forms made from questions that are data. Shape only: what cannot stand is the domain's to say."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from alongside.support.definitions.answers import LONGEST_LINE, LONGEST_TEXT
from alongside.support.definitions.parts import Question, QuestionKind
from alongside.web.design.dates import DayMonthYear, TimeOfDay
from alongside.web.design.text import Line, Words


class AnswersForm(forms.Form):
    """One field for each question; `answers` gives them as the domain takes them."""

    def __init__(self, data: Any = None, *, questions: Sequence[Question], **more: Any) -> None:
        super().__init__(data, **more)
        self.questions = questions
        for one in questions:
            self.fields[f"q_{one.key}"] = field = _field(one)
            if not one.label.endswith("?") and one.kind not in (QuestionKind.DATE, QuestionKind.TIME):
                # Whoever keeps the pathway words it as she likes: “Enter in the child's words” is no sentence.
                field.error_messages["required"] = f"Answer “{one.label}”"

    def answers(self) -> dict[str, object]:
        given = {one.key: self.cleaned_data.get(f"q_{one.key}") for one in self.questions}
        return {key: value for key, value in given.items() if value not in (None, "", [])}

    def asked(self) -> list[forms.BoundField]:
        return [self[f"q_{one.key}"] for one in self.questions]

    def field_of(self, key: str) -> str | None:
        """Where what the domain says of an answer belongs."""
        for name in (f"q_{key}", key):
            if name in self.fields:
                return name
        return None


def _field(one: Question) -> forms.Field:
    # A question that depends on another is asked openly: without JavaScript it must be there to be answered.
    label = one.label if one.required else f"{one.label} (optional)"
    common: dict[str, Any] = {"required": one.required and not one.only_if, "help_text": one.hint}
    if one.kind is QuestionKind.TEXT:
        return Words(label, LONGEST_TEXT, **common)
    if one.kind is QuestionKind.DATE:
        return DayMonthYear(label=label, **common)
    if one.kind is QuestionKind.TIME:
        return TimeOfDay(label=label, **common)
    choices = [(option.code, option.label) for option in one.options]
    if one.kind is QuestionKind.YES_NO:
        choices = [("yes", "Yes"), ("no", "No")]
    if one.kind is QuestionKind.CHOICES:
        return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if choices:
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **common)
    if one.kind is QuestionKind.NUMBER:
        return forms.IntegerField(
            label=label, min_value=one.least, max_value=one.most,
            widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}), **common,
        )  # fmt: skip
    return Line(label, LONGEST_LINE, **common)


def initial_of(questions: Sequence[Question], answers: Mapping[str, object]) -> dict[str, Any]:
    """Answers as the form shows them."""
    shown: dict[str, Any] = {}
    for one in questions:
        value = answers.get(one.key)
        if isinstance(value, bool):
            value = "yes" if value else "no"
        elif one.kind is QuestionKind.DATE and value:
            value = date.fromisoformat(str(value))
        shown[f"q_{one.key}"] = value
    return shown
