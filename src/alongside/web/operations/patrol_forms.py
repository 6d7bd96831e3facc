"""What the pages of patrol days by lot ask for. Shape only, as with the other forms of operations."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from alongside.places.patrol_trial_drafts import PatrolDraft, TrialDraft
from alongside.places.source_forms import SourceSummary
from alongside.web.design.text import Words
from alongside.web.operations.forms import NOBODY, counted, offer, radios
from alongside.web.operations.kinds_of_sources import KindsOfSources
from alongside.web.operations.steps import SentForm

PATROLLED, NOT_PATROLLED = "yes", "no"


class BeginDaysForm(KindsOfSources, SentForm):
    plan = radios("Which plan by lot?", ())
    source = radios("Where are the events counted?", (), help_text="Only sources that tell the day of each event.")
    definition = Words(
        "What counts, and what does not?", 1_000, rows=3,
        help_text="As it will be told beside the counts: who records it, and what is left out.",
    )  # fmt: skip
    is_secret = forms.BooleanField(
        label="Keep the open lists to those who patrol, until all days are over", required=False, initial=True,
        help_text="Whoever records or classes incidents should not know which places are patrolled.",
    )  # fmt: skip

    def __init__(
        self, data: Any, *, plans: Sequence[tuple[int, str]], sources: Sequence[SourceSummary], **more: Any
    ) -> None:
        super().__init__(data, **more)
        offer(self, plan=[(str(number), title) for number, title in plans])
        self.offer_sources([(one.key, one.name, one.kinds) for one in sources], "Which kinds count?")

    def draft(self) -> TrialDraft:
        given = self.cleaned_data
        return TrialDraft(
            plan=int(given["plan"]), source=given["source"], definition=given["definition"], kinds=self.kinds_chosen(),
            is_secret=given["is_secret"],
        )  # fmt: skip


class PatrolDoneForm(SentForm):
    """Short enough for a phone in the street: what the lot said is filled in already."""

    done = radios("What was done?", [(PATROLLED, "Patrolled"), (NOT_PATROLLED, "Not patrolled")])
    minutes = counted("Minutes there, all visits together", help_text="Empty where nobody was there.")
    reason = Words(
        "Why? (if it was not as the lot said, or is corrected)", 1_000, rows=3, required=False, help_text=NOBODY
    )

    def draft(self, day: date, place: int) -> PatrolDraft:
        given = self.cleaned_data
        was = given["done"] == PATROLLED
        return PatrolDraft(day, place, was, (given["minutes"] or 0) if was else 0, given["reason"])
