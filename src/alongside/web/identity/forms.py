"""What the pages of identity ask for. Shape only: what cannot stand is the domain's to say, and reaches its field."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django import forms

from alongside.partners.errors import Invalid, Stale
from alongside.people.queries import RecordShown
from alongside.people.states import Verdict
from alongside.web.design.text import Words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What somebody decided before, the other way."""

    by: str
    at: datetime
    said: str
    reason: str


class DecisionForm(forms.Form):
    """A decision with its reason. Where somebody decided otherwise before, nothing is kept at first: `earlier` holds
    her words, and a second sending with `undo_earlier` stands against them."""

    reason = Words("Why", 300, rows=3, error_messages={"required": "Give the reason"})
    undo_earlier = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, label: str = "Why", help_text: str = "") -> None:
        super().__init__(data)
        self.fields["reason"].label, self.fields["reason"].help_text = label, help_text
        self.earlier: tuple[Earlier, ...] = ()
        self.is_over = False

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Do what a valid form says. What cannot stand goes to its field; nothing is done then."""
        if not self.is_bound or not self.is_valid():
            return None
        try:
            return act()
        except Invalid as problem:
            self.add_error(problem.field if problem.field in self.fields else None, str(problem))
        except Stale as stale:
            self.earlier = _earlier(stale.theirs)
            self.is_over = not self.earlier
            self.add_error(None, str(stale))
        return None


def _earlier(theirs: Any) -> tuple[Earlier, ...]:
    """From the rulings that stand in the way; anything else means that there is no question any more."""
    rulings = theirs if isinstance(theirs, list) else []
    return tuple(
        Earlier(one.by, one.at, "the same child" if one.same else "different children", one.reason) for one in rulings
    )


class AnswerForm(DecisionForm):
    verdict = forms.ChoiceField(
        label="Your answer",
        choices=[(one.value, one.label) for one in Verdict],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is the same child"},
    )
    field_order = ["verdict", "reason"]

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label="Why", help_text="What agrees, and what speaks against it.")


class SplitForm(DecisionForm):
    records = forms.MultipleChoiceField(
        label="Which records tell of another child?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the records that tell of another child"},
    )
    field_order = ["records", "reason"]

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label="Why they are two children")

    def offer(self, records: Iterable[RecordShown]) -> "SplitForm":
        """With the records of this child to choose from."""
        choices = [(str(one.record_id), one.agency) for one in records]
        self.fields["records"].choices = choices  # type: ignore[attr-defined]
        return self

    def chosen(self) -> list[int]:
        return [int(one) for one in self.cleaned_data["records"]]


class JudgeForm(forms.Form):
    """A pair of the sample. No reason is asked for: it measures, and decides nothing."""

    pair = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label="Your answer",
        choices=[(one.value, one.label) for one in Verdict],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is the same child"},
    )
