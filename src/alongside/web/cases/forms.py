"""Forms made from a pathway's own questions. Shape only: what cannot stand is the domain's to say."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import TextChoices

from alongside.people.queries import Candidate
from alongside.support.actions.waits import Fairness
from alongside.support.fairness import EthnicGroup, Send
from alongside.support.states import Consent
from alongside.web.design.dates import DayMonthYear, TimeOfDay
from alongside.web.design.questions import AnswersForm
from alongside.web.design.text import Line, Words
from alongside.web.design.wording import day

NEW, NO_MEETING = "new", "none"


def _told(groups: type[TextChoices]) -> list[tuple[str, str]]:
    return [(value, label) for value, label in groups.choices if value]


class ReferForm(AnswersForm):
    """The pathway's questions, and what every referral asks: which child, whose agreement, who receives."""

    record = forms.ChoiceField(
        label="Is it one of these children?", widget=forms.RadioSelect, required=False,
        error_messages={"required": "Choose the child, or “None of these”"},
    )  # fmt: skip
    receiver = forms.ChoiceField(label="Who is to receive it?", widget=forms.RadioSelect, required=False)
    consent = forms.ChoiceField(
        label="Did the child or a parent agree?",
        choices=[(one.value, one.label) for one in Consent],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the child or a parent agreed"},
    )
    consent_reason = Line("Why there is no agreement", 500, required=False)
    ethnic_group = forms.ChoiceField(
        label="Ethnic group (optional)", choices=[("", "Not asked"), *_told(EthnicGroup)], required=False
    )
    send = forms.ChoiceField(
        label="Special educational needs (optional)", choices=[("", "Not asked"), *_told(Send)], required=False
    )
    sent_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def offer(
        self, found: Sequence[Candidate], receivers: Sequence[tuple[str, str]], fits: Mapping[str, tuple[bool, str]]
    ) -> "ReferForm":
        """With the children found and the receivers to choose from; a choice of one is no choice. `fits`: of providers
        under contract whether they take her or him, and why not."""
        self.fits = {key: told if fit else f"Does not fit: {told}" for key, (fit, told) in fits.items()}
        self.found = {str(one.record_id): one for one in found}
        named = [(key, one.name) for key, one in self.found.items()]
        record: Any = self.fields["record"]
        record.choices, record.required = [*named, (NEW, "None of these: a new child")], bool(found)
        receiver: Any = self.fields["receiver"]
        receiver.choices, receiver.required = list(receivers), len(receivers) > 1
        return self

    def hints(self) -> dict[str, str]:
        return {key: _hint(one) for key, one in self.found.items()}

    def fairness(self) -> Fairness:
        return Fairness(self.cleaned_data["ethnic_group"], self.cleaned_data["send"])

    def record_id(self) -> int | None:
        chosen = self.cleaned_data.get("record") or NEW
        return None if chosen == NEW else int(chosen)


def _hint(one: Candidate) -> str:
    born = f"Born {day(one.date_of_birth)}" if one.date_of_birth else "Date of birth not known"
    return f"{born}, " + ("your own record" if one.is_own else f"record of {one.holder}")


class MoveForm(AnswersForm):
    """A decision: its own questions, and always the reason."""

    reason = Words("Why", 10_000, error_messages={"required": "Give the reason"})
    changes = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def offer(self, meetings: Sequence[tuple[str, str]]) -> "MoveForm":
        """For a decision that brings the case before a panel: for which meeting it is proposed at once."""
        if meetings:
            self.fields["meeting"] = forms.ChoiceField(
                label="For which meeting is it proposed?",
                choices=[*meetings, (NO_MEETING, "None yet")],
                initial=meetings[0][0],
                widget=forms.RadioSelect,
                help_text="The chair decides whether it is heard, and reads your reason, as do the agencies invited.",
            )
        return self


class EntryForm(AnswersForm):
    """Something written down: when it was, and its own questions."""

    happened_on = DayMonthYear(label="Day")
    happened_at = TimeOfDay(label="Time (optional)", required=False)


class CorrectionForm(EntryForm):
    correction_reason = Line("Why it is corrected", 500, error_messages={"required": "Say why it is corrected"})


class TellForm(forms.Form):
    what = forms.ChoiceField(
        label="What is the referrer told?",
        choices=[("words", "What I write below"), ("nothing", "Nothing, for the reason that I write below")],
        widget=forms.RadioSelect,
    )
    text = Words(
        "Your words", 10_000, help_text="Nothing that could put the child in danger if it were read by somebody else."
    )


class LookForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Do you agree with the decision?",
        choices=[("agree", "Yes, I agree"), ("back", "No, nothing changes for now")],
        widget=forms.RadioSelect,
    )
    text = Words("Your words to the worker", 10_000)


class WorkerForm(forms.Form):
    worker = forms.ChoiceField(label="Whose case is it?", widget=forms.RadioSelect)

    def offer(self, people: Sequence[tuple[str, str]]) -> "WorkerForm":
        self.fields["worker"].choices = list(people)  # type: ignore[attr-defined]
        return self


class TransferForm(forms.Form):
    receiver = forms.ChoiceField(label="Who is to receive it?", widget=forms.RadioSelect)
    reason = Words("Why", 10_000, error_messages={"required": "Give the reason"})

    def offer(self, receivers: Sequence[tuple[str, str]]) -> "TransferForm":
        self.fields["receiver"].choices = list(receivers)  # type: ignore[attr-defined]
        return self


class WhyForm(forms.Form):
    reason = Words("Why", 10_000, error_messages={"required": "Give the reason"})
