"""What the page of a protocol asks for. Shape only: what may be kept is decided by the action."""

from collections.abc import Sequence
from typing import Any

from django import forms

from alongside.places.operation_drafts import ProtocolDraft
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Words
from alongside.web.operations.forms import Choices, counted, offer, radios, ticks
from alongside.web.operations.kinds_of_sources import KindsOfSources, Offered
from alongside.web.operations.steps import AreasForm


class ProtocolForm(KindsOfSources, AreasForm):
    """What the operation will be judged by."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = Words("What is to fall, and for whom?", 1_000, rows=3)
    source = radios("Counted by which source?", ())
    definition = Words("What counts, and what does not?", 2_000, rows=4, help_text="So that nobody can choose later.")
    baseline_from = DayMonthYear(
        label="First day of the time to compare with", help_text="A year before the start at least."
    )
    starts_on = DayMonthYear(
        label="First day of the operation",
        help_text="Counts come by month. A month that it begins or ends within is left out when it is judged.",
    )
    ends_on = DayMonthYear(label="Last day")
    target_areas = ticks("Target", help_text="None ticked: the place of the operation itself.")
    comparison_areas = ticks(
        "Areas to compare with",
        help_text="Like the target, and not beside it; all of one kind and of one local authority. The more the better.",
    )  # fmt: skip
    buffer_metres = counted("Belt around the target in metres", help_text="Where crime may move to, such as 400.")
    buffer_areas = ticks("Or the areas around it")
    reason = Words(
        "Why is the locked protocol changed?", 1_000, rows=3, help_text="Everybody reads it beside the change."
    )

    def __init__(
        self, data: Any = None, *, sources: Sequence[Offered], areas: Choices, is_locked: bool, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.offer_sources(sources, "Which offences count?")
        offer(self, target_areas=areas, comparison_areas=areas, buffer_areas=areas)
        if not is_locked:
            del self.fields["reason"]

    def draft(self) -> ProtocolDraft:
        given = self.cleaned_data
        return ProtocolDraft(
            outcome=given["outcome"], source=given["source"], kinds=self.kinds_chosen(),
            definition=given["definition"], baseline_from=given["baseline_from"], starts_on=given["starts_on"],
            ends_on=given["ends_on"], target_areas=tuple(given["target_areas"]),
            comparison_areas=tuple(given["comparison_areas"]), buffer_metres=given["buffer_metres"] or 0,
            buffer_areas=tuple(given["buffer_areas"]),
        )  # fmt: skip
