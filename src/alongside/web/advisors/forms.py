"""The forms of Young Advisors: numbers and public words, and nobody's name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms

from alongside.common.timelines import LONDON
from alongside.community.actions.advisors import STEPS, PatrolCounts, PatrolDraft
from alongside.community.queries.wards import Ward
from alongside.community.states import Crowd, PatrolOffer, PatrolTopic, Wave
from alongside.web.design.dates import DayMonthYear, TimeOfDay
from alongside.web.design.text import Line, Words

MEANING = {1: "not at all", 5: "very much"}


class Keyed(forms.Form):
    """Carries a key, so that what is sent twice enters once."""

    sent_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, initial={"sent_key": uuid4()}, **more)


def _number(label: str, most: int = 2_000, *, needed: bool = True) -> forms.IntegerField:
    widget = forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"})
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=needed, widget=widget)


class PatrolForm(Keyed):
    place = Line("Where?", 200, help_text="A place, as all know it. No house number.")
    day = DayMonthYear(label="Day")
    starts = TimeOfDay(label="Begins at")
    ends = TimeOfDay(label="Ends at")
    room_for = _number("For how many Young Advisors is there room?", 30)
    field_order = ("place", "ward", "day", "starts", "ends", "room_for")

    def __init__(self, data: Any = None, *, wards: list[Ward]) -> None:
        super().__init__(data)
        self.names = {one.code: one.name for one in wards}
        choices = [("", "Choose"), *((one.code, one.name) for one in wards)]
        self.fields["ward"] = forms.ChoiceField(label="Ward", choices=choices, required=False)
        self.order_fields(self.field_order)

    def draft(self) -> PatrolDraft:
        said = self.cleaned_data
        starts, ends = (datetime.combine(said["day"], said[name], LONDON) for name in ("starts", "ends"))
        code = said.get("ward") or ""
        return PatrolDraft(said["place"], starts, ends, said["room_for"], code, self.names.get(code, ""))


class PatrolReportForm(forms.Form):
    went = _number("How many Young Advisors went? (0: it did not take place)", 30)
    met = _number("With how many young people did you speak?")
    why_not = Line("If it did not take place: why?", 300, required=False)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        for group, choices in (("topic", PatrolTopic), ("offer", PatrolOffer)):
            for one in choices:
                self.fields[f"{group}_{one.value}"] = _number(str(one.label), needed=False)

    def group(self, name: str) -> list[forms.BoundField]:
        return [one for one in self if one.name.startswith(f"{name}_")]

    def counts(self) -> PatrolCounts:
        said = self.cleaned_data
        topics = {one.value: said.get(f"topic_{one.value}") or 0 for one in PatrolTopic}
        offers = {one.value: said.get(f"offer_{one.value}") or 0 for one in PatrolOffer}
        return PatrolCounts(said["went"], said["met"], topics, offers, said["why_not"])


class SurveyForm(Keyed):
    question = Line("The question", 300, help_text="Answered from 1, not at all, to 5, very much.")
    about = Line("Before and after what is it asked?", 300)


class TallyForm(Keyed):
    crowd = forms.ChoiceField(label="Who answered?", choices=Crowd.choices, widget=forms.RadioSelect)
    wave = forms.ChoiceField(label="Before or after?", choices=Wave.choices, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, waves: Sequence[Wave]) -> None:
        super().__init__(data)
        self.fields["wave"].choices = [(one.value, one.label) for one in waves]  # type: ignore[attr-defined]
        for step in STEPS:
            meaning = f" ({MEANING[step]})" if step in MEANING else ""
            self.fields[f"step_{step}"] = _number(f"How many said {step}{meaning}?", needed=False)

    def people(self) -> dict[int, int]:
        return {step: self.cleaned_data.get(f"step_{step}") or 0 for step in STEPS}


class CloseWaveForm(forms.Form):
    wave = forms.ChoiceField(label="Which part is over?", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, waves: Sequence[Wave]) -> None:
        super().__init__(data, prefix="close")
        self.fields["wave"].choices = [(one.value, one.label) for one in waves]  # type: ignore[attr-defined]


class AdviceForm(Keyed):
    agency = forms.ChoiceField(label="To which partner?")
    question = Line("What is it about?", 300)
    advice = Words("What do young people advise?", 3_000, help_text="Everybody reads it. No names.")

    def __init__(self, data: Any = None, *, agencies: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["agency"].choices = [("", "Choose"), *agencies]  # type: ignore[attr-defined]


class AdviceAnswerForm(forms.Form):
    words = Words("What will your agency do?", 3_000, help_text="Everybody reads it. No names.")
