"""What is asked for when a key is made or revoked. Only the shape is checked here."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from alongside.partners.key_scopes import Scope
from alongside.partners.keys import KeyDraft
from alongside.partners.roles import Role
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line


class MakeForm(forms.Form):
    name = Line(
        "Which system is it for?",
        80,
        help_text="Its name goes into the log and onto every record, such as “School records”",
    )
    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose what it needs and no more",
        error_messages={"required": "Choose what the system may do"},
    )
    role = forms.ChoiceField(
        label="In which role does it act?",
        widget=forms.RadioSelect,
        help_text="It may refer where this role may, and never more than what you chose above",
        error_messages={"required": "Choose the role in which the system acts"},
    )
    last_day = DayMonthYear(
        label="What is its last day?", help_text="A year from today at most. Make a new key before then"
    )

    def __init__(self, *args: Any, roles: Sequence[tuple[Role, Iterable[Scope]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = {scope for _, scopes in roles for scope in scopes}
        _offer(self.fields["scopes"], [(scope.code, scope.label) for scope in Scope if scope in usable])
        _offer(self.fields["role"], [(role.value, role.label) for role, _ in roles])

    def draft(self) -> KeyDraft:
        said = self.cleaned_data
        last_day: date = said["last_day"]
        return KeyDraft(said["name"], said["role"], frozenset(Scope[code.upper()] for code in said["scopes"]), last_day)


class RevokeForm(forms.Form):
    reason = Line("Why is the key revoked?", 200, help_text="For example: the laptop was lost. It stands with the key")


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
    field.choices = choices
