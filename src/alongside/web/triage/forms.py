"""What the pages of triage ask for. Shape only: what cannot stand is the domain's to say, and reaches its field."""

from collections.abc import Iterable
from typing import Any

from django import forms

from alongside.partners.states import FieldGroup
from alongside.people.matching import Terms
from alongside.people.queries import Candidate
from alongside.support.queries.working import Askable, Matter
from alongside.support.states import DecisionKind, FeedbackForm
from alongside.support.wording import neutral_feedback
from alongside.web.design.terms import boxes, terms_from
from alongside.web.design.text import Line, Words

AGREE, SEND_BACK = "agree", "send_back"


class AskForm(forms.Form):
    groups = forms.MultipleChoiceField(
        label="What do you ask for?",
        choices=[(one.code, one.label) for one in FieldGroup],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what you ask for"},
    )
    question = Words(
        "Your question",
        10_000,
        help_text="The agency sees the child's name and this question, and nothing else of the concern.",
    )

    def offer(self, agency: Askable) -> "AskForm":
        """With what this agency may tell to choose from."""
        self.fields["groups"].choices = [(one.code, one.label) for one in agency.groups]  # type: ignore[attr-defined]
        return self

    def wanted(self) -> list[FieldGroup]:
        return [FieldGroup[code.upper()] for code in self.cleaned_data["groups"]]


class RateForm(forms.Form):
    level = forms.CharField(
        label="How great is the need?", widget=forms.RadioSelect, error_messages={"required": "Choose a level"}
    )
    reason = Words(
        "Why this level",
        10_000,
        help_text="What you saw in the concern and in the agencies' answers.",
        error_messages={"required": "Give the reason for the rating"},
    )

    def offer(self, matter: Matter) -> "RateForm":
        """With the levels of this concern's scheme to choose from."""
        self.fields["level"].widget.choices = [(one.code, one.name) for one in matter.levels]
        return self


class DecideForm(forms.Form):
    kind = forms.ChoiceField(
        label="What is the next step?",
        choices=[(one.value, one.label) for one in DecisionKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the next step"},
    )
    pathway_name = Line("Which pathway?", 120, required=False)
    rationale = Words(
        "Why",
        10_000,
        rows=8,
        help_text="The facts that carry the decision, and what you weighed.",
        error_messages={"required": "Give the reason for the decision"},
    )
    reopen_because = Words(
        "Why the concern goes back into triage",
        300,
        rows=2,
        required=False,
        help_text="A colleague has decided already. Give a reason to decide again; both decisions stay on record.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("kind") == DecisionKind.OTHER_PATHWAY and not self.cleaned_data.get("pathway_name"):
            self.add_error("pathway_name", "Name the other pathway")
        if "reopen_because" in self.data and not self.cleaned_data.get("reopen_because"):
            self.add_error("reopen_because", "Say why the concern goes back into triage")
        return self.cleaned_data


class SecondLookForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Do you agree with the decision?",
        choices=[(AGREE, "Yes, I agree"), (SEND_BACK, "No, it goes back into triage")],
        widget=forms.RadioSelect,
    )
    text = Words("Your words to the worker", 10_000)


class FeedbackTextForm(forms.Form):
    """One text for each form of feedback, each begun with a neutral sentence; the chosen one is sent."""

    form = forms.ChoiceField(
        label="How much is the referrer told?",
        choices=[(one.value, one.label) for one in FeedbackForm],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much the referrer is told"},
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        for one in FeedbackForm:
            self.fields[_text(one)] = Words("What the referrer reads", 4_000, rows=6, required=False)

    def begin(self, matter: Matter) -> "FeedbackTextForm":
        """With the neutral sentences to start from."""
        for form, words in neutral_feedback(matter.reference, matter.decided_kind).items():
            self.fields[_text(form)].initial = words
        return self

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("form")
        if chosen and not self.cleaned_data.get(_text(chosen)) and _text(chosen) not in self.errors:
            self.add_error(_text(chosen), "Write what the referrer reads")
        return self.cleaned_data

    def chosen_text(self) -> str:
        return str(self.cleaned_data[_text(self.cleaned_data["form"])])

    def texts(self) -> dict[str, Any]:
        return {one.value: self[_text(one)] for one in FeedbackForm}

    def field_of(self, name: str) -> str:
        """The domain speaks of one text; the page has three."""
        return _text(self.cleaned_data["form"]) if name == "text" else name


def _text(form: str) -> str:
    return f"text_{form}"


class ReasonForm(forms.Form):
    """One reason; each page gives it its own label."""

    reason = Words("Why", 300, rows=3, error_messages={"required": "Give the reason"})

    def __init__(self, data: Any = None, *, label: str = "Why", help_text: str = "") -> None:
        super().__init__(data)
        self.fields["reason"].label, self.fields["reason"].help_text = label, help_text


class JoinForm(forms.Form):
    """Which candidate it is, and why; with what was looked for, so that only what was shown can be chosen."""

    given = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    family = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    date_of_birth = forms.DateField(required=False, widget=forms.HiddenInput)
    number = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    house = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    postcode = forms.CharField(max_length=12, required=False, widget=forms.HiddenInput)
    record = forms.IntegerField(
        label="Which is the same child?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the record that tells of the same child"},
    )
    reason = Words(
        "Why it is the same child", 300, rows=3, help_text="What agrees: the address, the school, the family."
    )

    def __init__(self, data: Any = None, *, looked_for: Terms | None = None) -> None:
        super().__init__(data, auto_id="same_%s", initial=boxes(looked_for) if looked_for else None)

    def offer(self, candidates: Iterable[Candidate]) -> "JoinForm":
        choices = [(one.record_id, f"{one.name}, {one.holder}") for one in candidates]
        self.fields["record"].widget.choices = choices
        return self

    def terms(self) -> Terms:
        return terms_from(self.cleaned_data)
