"""Forms of handovers. Shape only: what cannot stand is the domain's to say."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from alongside.people.queries import Candidate
from alongside.support.definitions.parts import Question
from alongside.support.handover_drafts import Destination
from alongside.web.design.dates import DayMonthYear, TimeOfDay
from alongside.web.design.questions import AnswersForm
from alongside.web.design.text import Line, Words
from alongside.web.design.wording import day
from alongside.web.handovers.pasting import Pupil, pupils

NEW, NOT_KNOWN = "new", "Not known yet, or outside the partnership"
LONDON = ZoneInfo("Europe/London")
Receivers = Sequence[tuple[str, str]]


class WhereForm(forms.Form):
    """Where the child goes. Neither of the two: nobody knows yet."""

    agency = forms.ChoiceField(label="Who is to receive it?", required=False)
    outside = Line("Or an agency outside the partnership, by name", 120, required=False)

    def offer(self, receivers: Receivers) -> None:
        agency: Any = self.fields["agency"]
        agency.choices = [("", NOT_KNOWN), *receivers]

    def to(self) -> Destination:
        return Destination(self.cleaned_data.get("agency") or "", self.cleaned_data.get("outside") or "")


class PageForm(AnswersForm, WhereForm):
    """The one page about the child. What is missing may come later: it is asked for when the handover is sent."""

    moves_on = DayMonthYear(label="The day on which she or he moves", required=False)
    changes = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, questions: Sequence[Question], receivers: Receivers, **more: Any) -> None:
        super().__init__(data, questions=questions, **more)
        self.offer(receivers)
        for one in self.questions:
            self.fields[f"q_{one.key}"].required = False


class BeginForm(PageForm):
    """A new handover: which of the children found, and her page."""

    record = forms.ChoiceField(
        label="Is it one of these children?", widget=forms.RadioSelect, required=False,
        error_messages={"required": "Choose the child, or “None of these”"},
    )  # fmt: skip
    group_name = Line("Class, ward or caseload (optional)", 60, required=False)
    sent_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def found(self, found: Sequence[Candidate]) -> "BeginForm":
        self.candidates = {str(one.record_id): one for one in found}
        record: Any = self.fields["record"]
        named = [(key, one.name) for key, one in self.candidates.items()]
        record.choices, record.required = [*named, (NEW, "None of these: a new child")], bool(found)
        return self

    def hints(self) -> dict[str, str]:
        return {key: _hint(one) for key, one in self.candidates.items()}

    def record_id(self) -> int | None:
        chosen = self.cleaned_data.get("record") or NEW
        return None if chosen == NEW else int(chosen)


def _hint(one: Candidate) -> str:
    born = f"Born {day(one.date_of_birth)}" if one.date_of_birth else "Date of birth not known"
    return f"{born}, " + ("your own record" if one.is_own else f"record of {one.holder}")


class ClassForm(WhereForm):
    """A whole class at once: its list, and what is the same for most."""

    group_name = Line("Class", 60, help_text="For example, 6 Heron")
    names = Words(
        "The children for whom the move will be hard", 20_000, rows=8,
        help_text="One on each line: first name, last name, date of birth. You can paste it from a table. "
        "For example: Sam, Marsh, 27/3/2016",
    )  # fmt: skip
    moves_on = DayMonthYear(label="First day of the new school")

    def clean_names(self) -> str:
        self.pupils, faults = pupils(self.cleaned_data["names"])
        if faults or not self.pupils:
            raise forms.ValidationError(faults[:5] or ["Enter at least one child"])
        return str(self.cleaned_data["names"])


class PupilForm(AnswersForm):
    """One child of the list: how much help, why, and where she goes if it is elsewhere than most."""

    agency = forms.ChoiceField(label="Secondary school", required=False)

    def __init__(
        self, data: Any, *, pupil: Pupil, questions: Sequence[Question], receivers: Receivers, **more: Any
    ) -> None:
        super().__init__(data, questions=questions, **more)
        self.pupil = pupil
        agency: Any = self.fields["agency"]
        agency.choices = [("", NOT_KNOWN), *receivers]


class StepForm(AnswersForm):
    """One step: what its decision asks, and, where it was done elsewhere, who did it and when."""

    changes = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        questions: Sequence[Question],
        reasoned: bool,
        by_hand: bool,
        dated: bool,
        **more: Any,
    ) -> None:
        super().__init__(data, questions=questions, **more)
        if by_hand:
            self.fields["who_did"] = Line("Who did it there, by name", 120)
        if dated or by_hand:
            self.fields["happened_on"] = DayMonthYear(label="Day")
            self.fields["happened_at"] = TimeOfDay(label="Time (optional)", required=False)
        if reasoned:
            self.fields["reason"] = Words("Why", 10_000, error_messages={"required": "Give the reason"})

    def moment(self, now: datetime) -> datetime | None:
        return moment_of(self, now) if "happened_on" in self.fields else None


class RedirectForm(WhereForm):
    moves_on = DayMonthYear(label="The day on which she or he moves, if it is another", required=False)
    reason = Words("Why", 10_000, error_messages={"required": "Give the reason"})
    changes = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DocumentForm(forms.Form):
    name = Line("Name of the document", 160, help_text="For example, “Child-protection file, two parts”")
    is_protection_file = forms.BooleanField(
        label="This is the child-protection file", required=False,
        help_text="It goes apart from the pupil file, within its legal days, and needs a receipt.",
    )  # fmt: skip


class SentForm(forms.Form):
    how = Line("How it went, and to whom by name", 200)
    happened_on = DayMonthYear(label="Day")
    happened_at = TimeOfDay(label="Time (optional)", required=False)


class ReceiptForm(forms.Form):
    who = Line("Who has it, by name", 120)
    happened_on = DayMonthYear(label="Day")
    happened_at = TimeOfDay(label="Time (optional)", required=False)


class LeadForm(forms.Form):
    member = forms.ChoiceField(label="Who looks after it on your side?", widget=forms.RadioSelect)

    def offer(self, people: Sequence[tuple[str, str]]) -> "LeadForm":
        self.fields["member"].choices = list(people)  # type: ignore[attr-defined]
        return self


def moment_of(form: forms.Form, now: datetime) -> datetime:
    """The moment that was entered. A day without a time is now, if it is today, and otherwise the end of that day."""
    on, at = form.cleaned_data["happened_on"], form.cleaned_data["happened_at"]
    entered = datetime.combine(on, at or time(23, 59), LONDON).astimezone(UTC)
    is_today = on == now.astimezone(LONDON).date()
    return min(entered, now) if at is None and is_today else entered
