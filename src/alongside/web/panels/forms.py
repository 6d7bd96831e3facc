"""What the pages of panels ask for. Shape only: what cannot stand is the domain's to say, and reaches its field."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from alongside.support.queries.agenda_items import ItemPage
from alongside.support.queries.panels import MeetingPage
from alongside.support.states import ActionState, Attendance, ItemState, Release
from alongside.web.design.dates import DayMonthYear, TimeOfDay
from alongside.web.design.text import Line, Words

LONDON = ZoneInfo("Europe/London")
Choices = Sequence[tuple[str, str]]
ENDS = [(one.value, one.label) for one in ActionState if one is not ActionState.TO_DO]


class PlanForm(forms.Form):
    starts_on = DayMonthYear(label="Day")
    at = TimeOfDay(label="Time")
    place = Line("Place", 200, required=False)
    chair = forms.ChoiceField(label="Who chairs?", widget=forms.RadioSelect)

    def offer(self, chairs: Choices) -> "PlanForm":
        self.fields["chair"].choices = list(chairs)  # type: ignore[attr-defined]
        return self

    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["starts_on"], self.cleaned_data["at"], LONDON)


class MoveForm(forms.Form):
    starts_on = DayMonthYear(label="Day")
    at = TimeOfDay(label="Time")
    place = Line("Place", 200, required=False)
    changes = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def of(meeting: MeetingPage) -> dict[str, object]:
        here = meeting.starts_at.astimezone(LONDON)
        return {"starts_on": here.date(), "at": here.time(), "place": meeting.place, "changes": meeting.changes}

    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["starts_on"], self.cleaned_data["at"], LONDON)


class ProposeForm(forms.Form):
    case_reference = Line("Reference of the case", 20, help_text="For example CS-7K3-P9D. You must work on it.")
    why = Words("What is stuck, and what do you ask of the panel?", 10_000)


class FilterForm(forms.Form):
    state = forms.ChoiceField(
        label="What becomes of the proposal?",
        choices=[(one.value, one.label) for one in (ItemState.ACCEPTED, ItemState.DEFERRED, ItemState.ELSEWHERE)],
        widget=forms.RadioSelect,
    )
    reason = Line("Why, for whoever proposed it", 300, required=False)


class InviteForm(forms.Form):
    agencies = forms.MultipleChoiceField(
        label="Which agencies do you invite to this case?", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one agency"},
    )  # fmt: skip

    def offer(self, agencies: Choices) -> "InviteForm":
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]
        return self


class ConflictForm(forms.Form):
    text = Line("Why you step out", 300, help_text="A few words are enough, for example: I know the family.")


class SayForm(forms.Form):
    group = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)
    text = Words("What your agency tells the panel", 10_000)
    release = forms.ChoiceField(
        label="How far may it go?", choices=[(one.value, one.label) for one in Release], widget=forms.RadioSelect
    )

    def offer(self, groups: Iterable[tuple[str, str]]) -> "SayForm":
        self.fields["group"].choices = list(groups)  # type: ignore[attr-defined]
        return self


class DecideForm(forms.Form):
    decision = Words("What did the panel decide?", 10_000)
    review_on = DayMonthYear(
        label="Looked at again on (optional)", required=False,
        help_text="The agency that holds the panel sees the case until 14 days after that day.",
    )  # fmt: skip
    changes = forms.IntegerField(widget=forms.HiddenInput)


class ActionForm(forms.Form):
    what = Words("What is to be done?", 10_000, rows=3)
    owner_agency = forms.ChoiceField(label="Which agency does it?", widget=forms.RadioSelect)
    owner = Line("Who there", 120, error_messages={"required": "Enter who there does it"})
    due_on = DayMonthYear(label="By when", error_messages={"required": "Enter the day by which it is done"})

    def offer(self, item: ItemPage) -> "ActionForm":
        self.fields["owner_agency"].choices = list(item.owners)  # type: ignore[attr-defined]
        return self


class EndActionForm(forms.Form):
    state = forms.ChoiceField(
        label="How did it end?",
        choices=ENDS, widget=forms.RadioSelect,
    )  # fmt: skip
    outcome = Words("What came of it?", 10_000, rows=3)
    changes = forms.IntegerField(widget=forms.HiddenInput)


class AmendForm(DecideForm):
    reason = Line("Why it is amended", 300, help_text="It stands in the minutes.")


class CorrectActionForm(forms.Form):
    state = forms.ChoiceField(
        label="How does it stand?",
        choices=[*ENDS, (ActionState.TO_DO.value, "It has not ended: it is taken up again")],
        widget=forms.RadioSelect,
    )
    outcome = Words("What came of it?", 10_000, rows=3)
    reason = Line("Why it is corrected", 300)
    changes = forms.IntegerField(widget=forms.HiddenInput)


class TakeBackForm(forms.Form):
    reason = Line("Why you take it back", 300, help_text="Your agency keeps it. Nobody else is told why.")


class UninviteForm(forms.Form):
    agency = forms.ChoiceField(label="Whose invitation?", widget=forms.RadioSelect)
    reason = Line("Why it is taken back", 300, help_text="You and whoever works the case read it.")

    def offer(self, agencies: Choices) -> "UninviteForm":
        self.fields["agency"].choices = list(agencies)  # type: ignore[attr-defined]
        return self


class BeginForm(forms.Form):
    """Who is there: for each agency with a seat a name and whether somebody came."""

    reason = Line("If there is no quorum: why the meeting goes on", 300, required=False)

    def __init__(self, data: Any = None, *, meeting: MeetingPage) -> None:
        super().__init__(data)
        self.seats = meeting.seats
        for code, name in meeting.seats:
            self.fields[f"name_{code}"] = Line(f"{name}: who", 120, required=False)
            self.fields[f"came_{code}"] = forms.ChoiceField(
                label=name, choices=[(one.value, one.label) for one in Attendance], widget=forms.RadioSelect,
                error_messages={"required": f"{name}: say whether somebody came"},
            )  # fmt: skip

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"came_{code}"], self[f"name_{code}"]) for code, _ in self.seats]

    def present(self) -> list[tuple[str, str, str]]:
        given = self.cleaned_data
        return [(code, given[f"name_{code}"], given[f"came_{code}"]) for code, _ in self.seats]
