"""What the pages of the tasking cycle ask for."""

from typing import Any

from django import forms

from alongside.places.operation_drafts import ItemDraft
from alongside.places.operation_states import ItemOutcome, MeetingKind
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line, Words
from alongside.web.operations.forms import NOBODY, Choices, offer, radios
from alongside.web.operations.steps import SentForm


class HoldForm(SentForm):
    kind = radios("What kind of meeting?", MeetingKind.choices)
    name = Line("Of which ward or cluster?", 120)
    held_on = DayMonthYear(label="Day")
    place = Line("Where it meets (optional)", 200, required=False)


class ItemForm(SentForm):
    came_from = forms.ChoiceField(label="Passed on from (optional)", required=False)
    title = Line("Short title", 120)
    words = Words("What residents ask for, or what is to be decided", 2_000, rows=4, help_text=NOBODY)
    problem = forms.ChoiceField(label="A problem to work on (optional)", required=False)
    operation = forms.ChoiceField(label="An operation (optional)", required=False)

    def __init__(self, data: Any = None, *, earlier: Choices, problems: Choices, operations: Choices) -> None:
        super().__init__(data)
        for name, pairs in (("came_from", earlier), ("problem", problems), ("operation", operations)):
            if pairs:
                offer(self, **{name: [("", "None"), *pairs]})
            else:
                del self.fields[name]

    def draft(self) -> ItemDraft:
        given = self.cleaned_data
        problem, came_from = given.get("problem"), given.get("came_from")
        return ItemDraft(
            title=given["title"], words=given["words"], problem_id=int(problem) if problem else None,
            operation=given.get("operation", ""), came_from=int(came_from) if came_from else None,
        )  # fmt: skip


class DecideForm(SentForm):
    outcome = radios("What becomes of it?", ItemOutcome.choices)
    operation = forms.ChoiceField(label="Which operation takes it up?", required=False)
    text = Words("What was decided, and why?", 2_000, rows=4, help_text=NOBODY)

    def __init__(self, data: Any = None, *, operations: Choices) -> None:
        super().__init__(data)
        offer(self, operation=[("", "None"), *operations])


class ResidentForm(SentForm):
    you_said = Words("You said", 1_000, rows=3, help_text="In residents' own words. Name nobody.")
    we_did = Words(
        "We did", 2_000, rows=4,
        help_text="What was done, or why nothing was. No name, no address, no number below five of people.",
    )  # fmt: skip
