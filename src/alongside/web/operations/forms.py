"""What the pages of operations ask for. Shape only: what cannot stand is the domain's to say, and reaches its field."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from alongside.places.operation_drafts import ActivityDraft, OperationDraft, PowerDraft, TaskingDraft
from alongside.places.operation_states import ActivityKind, TacticKind, TaskingState
from alongside.places.powers import Authority, Power
from alongside.web.design.dates import DayMonthYear, TimeOfDay
from alongside.web.design.text import Line, Words
from alongside.web.operations.steps import AreasForm, SentForm

LONDON = ZoneInfo("Europe/London")
END_OF_DAY = time(23, 59)
NOBODY = "Places and times only. Name nobody."
Choices = Sequence[tuple[str, str]]
_CORNER = re.compile(r"\s*(-?\d{1,8}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,8}(?:\.\d+)?)\s*")


def radios(label: str, choices: Choices, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), widget=forms.RadioSelect, **more)


def ticks(label: str, choices: Choices = (), **more: Any) -> forms.MultipleChoiceField:
    more.setdefault("required", False)
    return forms.MultipleChoiceField(label=label, choices=list(choices), widget=forms.CheckboxSelectMultiple, **more)


def counted(label: str, **more: Any) -> forms.IntegerField:
    widget = forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"})
    more.setdefault("required", False)
    return forms.IntegerField(label=label, min_value=0, max_value=1_000_000, widget=widget, **more)


def offer(form: forms.Form, **choices: Choices) -> None:
    for name, pairs in choices.items():
        form.fields[name].choices = list(pairs)  # type: ignore[attr-defined]


class StartForm(AreasForm):
    """Where: a problem to work on (then it is fixed), areas, or corners."""

    name = Line("Name of the operation", 120, help_text="A name that says nothing of anybody, such as Heron.")
    why = Words("What is wrong there?", 4_000, help_text=f"What happens, when, and how you know. {NOBODY}")
    areas = ticks("Where? Choose areas", help_text="Or leave this empty and give the corners of a place below.")
    corners = Words(
        "Or the corners of a place", 6_000, rows=4, required=False,
        help_text="One corner in each line, easting and northing in metres, as: 537000, 189000",
    )  # fmt: skip
    agencies = ticks("Which agencies run it with you?", help_text="Their members see all of it.")

    def __init__(
        self, data: Any = None, *, problem_id: int | None, areas: Choices, agencies: Choices, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.problem_id = problem_id
        offer(self, areas=areas, agencies=agencies)
        if problem_id is not None:
            del self.fields["areas"], self.fields["corners"]

    def clean_corners(self) -> tuple[tuple[float, float], ...]:
        found = []
        for line in filter(None, (line.strip() for line in self.cleaned_data["corners"].splitlines())):
            if (read := _CORNER.fullmatch(line)) is None:
                raise forms.ValidationError(f"“{line[:40]}” is no corner. Write an easting and a northing in metres.")
            found.append((float(read[1]), float(read[2])))
        return tuple(found)

    def draft(self) -> OperationDraft:
        given = self.cleaned_data
        return OperationDraft(
            name=given["name"], why=given["why"], problem_id=self.problem_id, areas=tuple(given.get("areas", ())),
            corners=given.get("corners", ()), agencies=tuple(given["agencies"]),
        )  # fmt: skip


class ReasonForm(SentForm):
    reason = Words("Why?", 2_000, rows=4, help_text=NOBODY)


class AgencyForm(SentForm):
    agency = forms.ChoiceField(label="Which agency?")


class FindingForm(SentForm):
    text = Words("What was found?", 4_000, rows=7, help_text=NOBODY)
    run = counted("Number of the answer that it rests on (optional)", help_text="It stands in the answer's address.")


class LockForm(SentForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class TacticForm(SentForm):
    kind = radios("Which tactic?", TacticKind.choices)
    doer_code = radios("Which agency does it?", ())
    text = Words(
        "Where, when and how much?", 1_000, rows=3, help_text="As: the three bus stops, 15 minutes, each evening."
    )


class GiveUpForm(SentForm):
    text = Words("Why is it given up?", 1_000, rows=3)


class TaskForm(SentForm):
    tactic = forms.ChoiceField(label="What is it?", choices=TacticKind.choices)
    what = Words("What is to be done?", 1_000, rows=3, help_text=NOBODY)
    where = Line("Where?", 200)
    doer_code = radios("Which agency?", ())
    doer = Line("Which team or role there?", 120)
    due_on = DayMonthYear(label="By when?")

    def draft(self) -> TaskingDraft:
        given = self.cleaned_data
        due_at = datetime.combine(given["due_on"], END_OF_DAY, LONDON)
        return TaskingDraft(given["tactic"], given["what"], given["where"], given["doer_code"], given["doer"], due_at)


class AnswerForm(SentForm):
    to = radios("How does it stand?", ())
    text = Words("What came of it, or why not?", 1_000, rows=3, required=False, help_text=NOBODY)

    def __init__(self, data: Any = None, *, answers: Sequence[TaskingState], **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, to=[(one.value, str(one.label)) for one in answers])


class PowerForm(SentForm):
    """`power` is chosen before: what the law asks of it stands above the form."""

    authority = radios("Who authorised it?", Authority.choices)
    authorised_by = Line("In which post?", 120, help_text="Such as duty inspector, night. No name is needed.")
    where = Words("For which area, as authorised?", 1_000, rows=3)
    starts_on = DayMonthYear(label="From which day")
    starts_at = TimeOfDay(label="From what time")
    ends_on = DayMonthYear(label="Until which day", required=False)
    ends_at = TimeOfDay(label="Until what time", required=False)
    grounds = Words("Grounds", 4_000, rows=4, help_text=f"Why here, why now, why nothing milder does. {NOBODY}")
    child_welfare = Words(
        "Children", 4_000, rows=4,
        help_text="Whom may it meet who is under 18? What do officers do then? Who is told, so that support follows?",
    )  # fmt: skip
    equality = Words(
        "Fairness", 4_000, rows=4, help_text="On whom does it fall, and how is it watched that it falls fairly?"
    )
    consulted = Words("Whom did the council ask before?", 1_000, rows=3, required=False)

    def __init__(self, data: Any = None, *, power: Power, extends: int | None, **more: Any) -> None:
        super().__init__(data, **more)
        self.power, self.extends = power, extends
        if power != Power.PSPO:
            del self.fields["consulted"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if bool(given.get("ends_on")) != bool(given.get("ends_at")) and not {"ends_on", "ends_at"} & set(self.errors):
            missing = "ends_at" if given.get("ends_on") else "ends_on"
            self.add_error(missing, "Give the day and the time at which it ends")
        return given

    def draft(self) -> PowerDraft:
        given = self.cleaned_data
        ends = _moment(given["ends_on"], given["ends_at"]) if given["ends_on"] else None
        texts = ("authority", "authorised_by", "where", "grounds", "child_welfare", "equality")
        return PowerDraft(
            power=self.power, **{name: given[name] for name in texts}, consulted=given.get("consulted", ""),
            starts_at=_moment(given["starts_on"], given["starts_at"]), ends_at=ends, extends=self.extends,
        )  # fmt: skip


class ActivityForm(SentForm):
    """Short enough for a phone in the street: what is usual is filled in already."""

    kind = forms.ChoiceField(choices=ActivityKind.choices, widget=forms.HiddenInput)
    minutes = counted("Minutes", required=True)
    spoken_to = counted("People spoken to")
    found = counted("Knives and other weapons found")
    tried = counted("Shops tried")
    sold = counted("Shops that sold")
    where = Line("Where?", 200)
    began_on = DayMonthYear(label="Day")
    began_at = TimeOfDay(label="Began at")
    reason = Words("Why is it corrected?", 1_000, rows=3)

    def __init__(self, data: Any = None, *, kind: str, is_correction: bool = False, **more: Any) -> None:
        super().__init__(data, **more)
        unfit = {"spoken_to", "found"} if kind == ActivityKind.TEST_PURCHASE else {"tried", "sold"}
        for name in unfit | (set() if is_correction else {"reason"}):
            del self.fields[name]

    def draft(self, *, tasking_id: int | None = None, corrects: int | None = None) -> ActivityDraft:
        given = self.cleaned_data
        counts = {name: given.get(name) or 0 for name in ("minutes", "spoken_to", "found", "tried", "sold")}
        return ActivityDraft(
            kind=given["kind"], began_at=_moment(given["began_on"], given["began_at"]), where=given["where"],
            tasking_id=tasking_id, corrects=corrects, reason=given.get("reason", ""), **counts,
        )  # fmt: skip


class ResultForm(SentForm):
    total = counted("How many?", required=True)
    as_of = DayMonthYear(label="As of which day?", help_text="The day on which they were counted.")
    source = Line("Taken from", 200, help_text="Such as: custody system, count by the crime desk.")
    reason = Words(
        "Why is it corrected?", 1_000, rows=3, required=False,
        help_text="Only where a count for the same day stands already, or where the new one is lower.",
    )  # fmt: skip


class PoliceNoteForm(SentForm):
    rung = forms.ChoiceField(label="What does it belong to?")
    system_reference = Line("Reference in your own system", 60)
    note = Words("Note (optional)", 2_000, rows=3, required=False)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON)
