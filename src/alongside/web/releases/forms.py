"""What is asked for when a scoreboard is drawn, signed off or put aside."""

from collections.abc import Sequence
from typing import Any

from django import forms

from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line, Words


class DrawForm(forms.Form):
    title = Line("Title", 120, help_text="For example: Autumn 2026")
    as_at = DayMonthYear(label="As it stood on which day?")
    similar = forms.MultipleChoiceField(
        label="Which boroughs are like this one? (optional)", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="At least four. Where a measure counts them, this borough stands beside them, with the limits that "
        "chance alone would give. Pick them by what they are like, before you look at their numbers",
    )  # fmt: skip
    similar_because = Words(
        "Why these?", 600, rows=3, required=False,
        help_text="For example: alike in age, deprivation and how close together people live. This becomes public",
    )  # fmt: skip
    similar_source = Line(
        "From which list?", 200, required=False,
        help_text="Whose list it is, and of when, so that anybody can check it. This becomes public",
    )  # fmt: skip
    corrects = forms.ChoiceField(label="Does it correct an earlier release?", required=False)
    because = Words(
        "What was wrong in it?", 2_000, rows=3, required=False, help_text="Only for a correction. This becomes public"
    )
    measures = forms.MultipleChoiceField(
        label="What is counted anew?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Only for a correction. All else is repeated as it was released",
    )  # fmt: skip
    sent_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, numbers: Sequence[tuple[int, str]], measures: Sequence[tuple[str, str]],
        boroughs: Sequence[str], **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        similar = self.fields["similar"]
        assert isinstance(similar, forms.MultipleChoiceField)
        similar.choices = [(name, name) for name in boroughs]
        if not boroughs:
            for name in ("similar", "similar_because", "similar_source"):
                del self.fields[name]
        if not numbers:
            for name in ("corrects", "because", "measures"):
                del self.fields[name]
            return
        corrects, anew = self.fields["corrects"], self.fields["measures"]
        assert isinstance(corrects, forms.ChoiceField)
        assert isinstance(anew, forms.MultipleChoiceField)
        corrects.choices = [("", "No"), *((str(number), f"Release {number}: {title}") for number, title in numbers)]
        anew.choices = list(measures)


class SignForm(forms.Form):
    read = forms.BooleanField(
        label="I have read it as residents will, and what is left out. It becomes public and cannot be taken back",
        error_messages={"required": "Say that you have read it"},
    )


class AsideForm(forms.Form):
    reason = Words("Why is this draft put aside?", 2_000, rows=3)
