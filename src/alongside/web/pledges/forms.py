"""What is typed about a pledge. Only the shape is checked here. Everything typed here becomes public."""

from collections.abc import Sequence
from typing import Any

from django import forms

from alongside.outcomes.pledge_states import DOMAINS, EntryKind, Found, Ground, ReadState, Word
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line, Words

PUBLIC = "This becomes public. Name nobody"


class PledgeForm(forms.Form):
    title = Line("Title", 120, help_text="A few words, such as Life Skills for 10,000 pupils")
    words = Words(
        "What was promised?", 2_000, help_text="As it was promised, with its number and its day if it has them"
    )
    owner = Line("Who answers for it?", 160, help_text="Bodies, not persons: this becomes public")
    promised_on = DayMonthYear(label="When was it promised?")
    source = Line("Where can one read that?", 300, help_text="For example: launch of the partnership")


class NewPledgeForm(PledgeForm):
    code = Line(
        "Short name", 40, help_text="For the address: small letters, digits, hyphens. It cannot be changed later"
    )
    domain = forms.ChoiceField(
        label="Which domain?", choices=[(one.value, f"{name}: {words[0].lower()}{words[1:]}") for one, name, words in DOMAINS],
        widget=forms.RadioSelect,
    )  # fmt: skip
    field_order = ("title", "code", "domain")


class ChangePledgeForm(PledgeForm):
    reason = Line("Why is it changed?", 500, help_text="This becomes public, beside the day of the change")
    was = forms.IntegerField(widget=forms.HiddenInput)


class EntryForm(forms.Form):
    kind = forms.ChoiceField(label="What do you write down?", choices=EntryKind.choices, widget=forms.RadioSelect)
    words = Words("In your words", 2_000, help_text=PUBLIC)
    happened_on = DayMonthYear(label="Since when, or when?")
    owner = Line(
        "Who did it, or who says so?", 160, required=False, help_text="A body, not a person. You can leave it empty"
    )
    measure = forms.ChoiceField(label="Which measure shows it?", required=False)
    found = forms.ChoiceField(
        label="What was found?", required=False, choices=[("", "This is no outcome"), *Found.choices],
        widget=forms.RadioSelect, help_text="Only for an outcome. It needs evidence that is written down",
    )  # fmt: skip
    corrects = forms.ChoiceField(label="Does it stand in place of an earlier entry?", required=False)
    sent_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, measures: Sequence[tuple[str, str]], entries: Sequence[tuple[int, str]], **more: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        for name, choices in (("measure", measures), ("corrects", [(str(key), text) for key, text in entries])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "None"), *choices]


class VerdictForm(forms.Form):
    word = forms.ChoiceField(label="Is this pledge kept?", choices=Word.choices, widget=forms.RadioSelect)
    reason = Words("Why do you say so?", 2_000, help_text=f"{PUBLIC}, yourself included: only your body is named")
    release = forms.IntegerField(widget=forms.HiddenInput)


class ReadForm(forms.Form):
    """Let through, or one of the grounds; of what is public already only the grounds are asked."""

    decision = forms.ChoiceField(label="Can everybody read it?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, is_public: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        through = [] if is_public else [(ReadState.LET_THROUGH.value, "Yes: let it through")]
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*through, *((one.value, f"No: {one.label[0].lower()}{one.label[1:]}") for one in Ground)]


class AnswerForm(forms.Form):
    answer = Words("What does the partnership answer?", 2_000, help_text=f"What will be done, by when. {PUBLIC}")
    sent_key = forms.UUIDField(widget=forms.HiddenInput)
