"""What the pages of a plan ask for. Shape only: what cannot stand is the domain's to say, and reaches its field."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from alongside.support.queries.plans import PlanPage
from alongside.support.states import ActionState, PlanPart, ReviewOutcome
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line, Words

Choices = Iterable[tuple[str, str]]
CHILDS, OURS = "childs", "ours"


class StartForm(forms.Form):
    lead = forms.ChoiceField(
        label="Lead professional",
        help_text="One person whom the child and the family can turn to, of any agency that an agreement lets see the plan",
        error_messages={"required": "Choose a lead professional"},
    )
    reason = Words(
        "Why is there a plan?",
        10_000,
        help_text="In words that the child may read",
        error_messages={"required": "Write why there is a plan"},
    )
    first_review_on = DayMonthYear(label="First review", help_text="When the plan is looked at again")

    def __init__(self, data: Any = None, *, leads: Choices, review_on: date) -> None:
        super().__init__(data, initial={"first_review_on": review_on})
        self.fields["lead"].choices = [("", "Choose one"), *leads]  # type: ignore[attr-defined]


class GoalForm(forms.Form):
    goal = Words("What does the child want?", 2_000, rows=3, error_messages={"required": "Write what the child wants"})
    whose = forms.ChoiceField(
        label="Whose words are these?",
        choices=[(CHILDS, "The child’s own words"), (OURS, "Ours: we do not know the child’s words yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whose words these are"},
    )


class ActionForm(forms.Form):
    what = Words("What is to be done?", 2_000, rows=3, error_messages={"required": "Write what is to be done"})
    owner_agency = forms.ChoiceField(
        label="Which agency does it?",
        help_text="It sees this action, and of the rest only what is shared with it. Offered are the agencies that an "
        "agreement lets see the plan",
        error_messages={"required": "Choose the agency that does it"},
    )
    owner = Line("Who in the agency?", 120, error_messages={"required": "Enter who does it"})
    due_on = DayMonthYear(label="By when?", error_messages={"required": "Enter by when it is to be done"})
    goal = forms.TypedChoiceField(label="For which goal? (optional)", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any = None, *, plan: PlanPage, agencies: Choices) -> None:
        super().__init__(data)
        self.fields["owner_agency"].choices = [("", "Choose one"), *agencies]  # type: ignore[attr-defined]
        goals = [(goal.pk, _short(goal.words)) for goal in plan.goals]
        self.fields["goal"].choices = [("", "No single goal"), *goals]  # type: ignore[attr-defined]


def _short(words: str, most: int = 60) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


class EndForm(forms.Form):
    state = forms.ChoiceField(
        label="How did it end?",
        choices=[(state.value, state.label) for state in ActionState if state is not ActionState.TO_DO],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended"},
    )
    outcome = Words("What happened?", 2_000, rows=3, error_messages={"required": "Write what happened"})
    version = forms.IntegerField(widget=forms.HiddenInput)


ENDS = {
    ActionState.NOT_DONE.value: "It could have been done, and was not",
    ActionState.IMPOSSIBLE.value: "Something changed, and it can no longer be done",
    ActionState.SUPERSEDED.value: "Another action takes its place",
    ActionState.DECLINED.value: "The child, the family or the agency did not want it",
}


OUTCOMES = {
    ReviewOutcome.STEP_UP.value: "More help is needed than this plan gives",
    ReviewOutcome.STEP_DOWN.value: "Less help is needed now",
    ReviewOutcome.CLOSE.value: "Nothing is left to do",
}


class ReviewForm(forms.Form):
    held_on = DayMonthYear(label="When was the review?", error_messages={"required": "Enter the day of the review"})
    child_voice = Words("What does the child say about it? (optional)", 10_000, rows=3, required=False)
    summary = Words("What was found?", 10_000, error_messages={"required": "Write what was found"})
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[(outcome.value, outcome.label) for outcome in ReviewOutcome],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it"},
    )
    next_review_on = DayMonthYear(label="Next review", required=False, help_text="Not needed if the plan closes")

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"held_on": today})


class ShareForm(forms.Form):
    agency = forms.ChoiceField(
        label="Share with which agency?",
        help_text="Those that an agreement in force lets see the plan",
        error_messages={"required": "Choose an agency to share with"},
    )
    parts = forms.MultipleChoiceField(
        label="What does it see?",
        help_text="It always sees the child’s name and date of birth, who leads, and its own actions",
        choices=[(part.code, part.label) for part in PlanPart],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any = None, *, agencies: Choices, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["agency"].choices = [("", "Choose one"), *agencies]  # type: ignore[attr-defined]

    def chosen_parts(self) -> list[PlanPart]:
        return [PlanPart[code.upper()] for code in self.cleaned_data["parts"]]
