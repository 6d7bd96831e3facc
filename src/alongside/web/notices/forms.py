"""How a member wants to hear of things by e-mail. Shape only: what cannot stand is the domain's to say."""

from typing import Any

from django import forms

from alongside.partners.noticeboard import Choices
from alongside.partners.states import NoticeKind, Told

KIND = "kind-"


class ChoicesForm(forms.Form):
    address = forms.CharField(
        label="Your e-mail address at work", max_length=254, required=False,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        help_text="Messages hold no names and no details: only that there is something to read here.",
    )  # fmt: skip
    digest = forms.BooleanField(
        label="Send me a summary each working morning", required=False,
        help_text="In counts only: what is due today, what is late, what waits for feedback, what you have not read.",
    )  # fmt: skip

    def __init__(self, *args: Any, now: Choices, **more: Any) -> None:
        super().__init__(*args, **{"initial": _initial(now), **more})
        for kind, _ in now.kinds:
            if not kind.urgent:
                self.fields[KIND + kind.value] = forms.ChoiceField(
                    label=kind.told, choices=Told.choices, widget=forms.RadioSelect
                )

    def kinds(self) -> dict[str, str]:
        return {kind.value: self.cleaned_data[KIND + kind.value] for kind in NoticeKind if not kind.urgent}


def _initial(now: Choices) -> dict[str, object]:
    return {
        "address": now.address, "digest": now.digest, **{KIND + kind.value: how.value for kind, how in now.kinds},
    }  # fmt: skip
