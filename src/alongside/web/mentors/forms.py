"""The forms of whoever runs mentors. Shape only."""

from typing import Any
from uuid import uuid4

from django import forms

from alongside.community.actions.ambassadors import AmbassadorDraft
from alongside.community.actions.matches import MatchDraft, MoveDraft
from alongside.community.actions.mentors import CheckDraft, MentorDraft
from alongside.community.mentor_rules import MOST_MATCHES, CheckHeld
from alongside.community.queries.mentors import MentorTold
from alongside.community.states import (
    AgeBand,
    Check,
    CheckState,
    DbsLevel,
    EarlyReason,
    GoalTheme,
    Interest,
    MatchMove,
    SupervisionKind,
)
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line


class Keyed(forms.Form):
    """Carries a key, so that what is sent twice enters once."""

    sent_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, initial={"sent_key": uuid4()}, **more)


class _AboutMentor(forms.Form):
    name = Line("Name of the mentor", 120, help_text="An adult who volunteers. Never the name of a young person.")
    dbs_needed = forms.ChoiceField(
        label="Which DBS certificate does this mentor need?", choices=[*reversed(DbsLevel.choices)],
        widget=forms.RadioSelect, help_text="Work with anybody under 18 needs an enhanced one.",
    )  # fmt: skip
    most_matches = forms.IntegerField(
        label="How many young people at a time, at most?", min_value=1, max_value=MOST_MATCHES,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )  # fmt: skip

    def draft(self) -> MentorDraft:
        said = self.cleaned_data
        return MentorDraft(said["name"], DbsLevel(said["dbs_needed"]), said["most_matches"])


class MentorForm(_AboutMentor, Keyed):
    pass


class ChangeForm(_AboutMentor):
    changes = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, now: MentorTold) -> None:
        stands = {"name": now.line.name, "dbs_needed": now.dbs_needed.value, "most_matches": now.line.most_matches}
        super().__init__(data, initial={**stands, "changes": now.changes})


class CheckForm(forms.Form):
    check_kind = forms.ChoiceField(label="What was checked?", choices=Check.choices, widget=forms.RadioSelect)
    state = forms.ChoiceField(label="How does it stand?", choices=CheckState.choices, widget=forms.RadioSelect)
    issued_on = DayMonthYear(
        label="If it is in order: from which day?", required=False,
        help_text="When the certificate was issued, the references came or the training was done.",
    )  # fmt: skip
    level = forms.ChoiceField(
        label="For a DBS certificate: its level", choices=[("", "Choose"), *DbsLevel.choices], required=False
    )
    renew_on = DayMonthYear(
        label="To be renewed by", required=False,
        help_text="Your agency’s own rule. A DBS certificate needs a day; training may have one.",
    )  # fmt: skip
    reason = Line(
        "If it is not in order: why?", 300, required=False,
        help_text="What you decided. Never what stands on a certificate.",
    )  # fmt: skip

    def draft(self) -> CheckDraft:
        said = self.cleaned_data
        check, state = Check(said["check_kind"]), CheckState(said["state"])
        if state is not CheckState.PASSED:
            return CheckDraft(check, CheckHeld(state), said["reason"])
        level = said["level"] if check is Check.DBS else ""
        return CheckDraft(check, CheckHeld(state, level, said["issued_on"], said["renew_on"]), said["reason"])


class SupervisionForm(forms.Form):
    held_on = DayMonthYear(label="When was it?")
    kind = forms.ChoiceField(label="How?", choices=SupervisionKind.choices, widget=forms.RadioSelect)


class MatchForm(Keyed):
    young_reference = Line(
        "Your own number of the young person", 20,
        help_text="Such as LY-014. The list of who that is stays with you. No name, no initials, no date of birth.",
        attrs={"class": "govuk-input--width-10"},
    )  # fmt: skip
    age_band = forms.ChoiceField(label="Age", choices=AgeBand.choices, widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(
        label="What will the two work on?", choices=GoalTheme.choices, widget=forms.CheckboxSelectMultiple
    )
    starts_on = DayMonthYear(label="First meeting")
    planned_end = DayMonthYear(
        label="Last meeting, as planned", help_text="Both know it from the start. A review can move it."
    )

    def draft(self) -> MatchDraft:
        said = self.cleaned_data
        themes = [GoalTheme(one) for one in said["themes"]]
        return MatchDraft(
            said["young_reference"], AgeBand(said["age_band"]), themes, said["starts_on"], said["planned_end"]
        )


class MoveForm(forms.Form):
    move = forms.ChoiceField(label="What came of it?", choices=MatchMove.choices, widget=forms.RadioSelect)
    day = DayMonthYear(
        label="Day", required=False, help_text="Of the last meeting: the new day planned, or the day on which it was."
    )
    because = forms.ChoiceField(
        label="If it ended early: why?", choices=[("", "Choose"), *EarlyReason.choices], required=False
    )
    words = Line("Anything to remember (optional)", 300, required=False, help_text="No names.")

    def draft(self) -> MoveDraft:
        said = self.cleaned_data
        because = EarlyReason(said["because"]) if said["because"] else None
        return MoveDraft(MatchMove(said["move"]), said["day"], because, said["words"])


class AmbassadorForm(Keyed):
    interest = forms.ChoiceField(label="What is the role about?", choices=Interest.choices, widget=forms.RadioSelect)
    starts_on = DayMonthYear(label="Begins on")
    ends_on = DayMonthYear(label="Ends on")
    supervisor = Line(
        "Which adult of your agency is there for the ambassador?", 120, help_text="The ambassador is not named."
    )

    def draft(self) -> AmbassadorDraft:
        said = self.cleaned_data
        return AmbassadorDraft(Interest(said["interest"]), said["starts_on"], said["ends_on"], said["supervisor"])
