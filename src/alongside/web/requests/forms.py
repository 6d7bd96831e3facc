"""The answer to a request for information."""

from collections.abc import Iterator
from typing import Any

from django import forms

from alongside.support.states import AnswerKind
from alongside.web.design.text import Words


class AnswerForm(forms.Form):
    kind = forms.ChoiceField(label="Your answer", choices=AnswerKind.choices, widget=forms.RadioSelect)
    text = Words(
        "What you tell", 10_000, rows=8, required=False, help_text="Only what is asked for, and only what you know"
    )
    reason = Words(
        "Why you do not share it", 500, rows=3, required=False, help_text="For example: telling would put her in danger"
    )

    def clean(self) -> dict[str, Any]:
        for field, words in self._unsaid():
            if field not in self.errors:
                self.add_error(field, words)
        return self.cleaned_data

    def _unsaid(self) -> Iterator[tuple[str, str]]:
        said = self.cleaned_data.get
        if said("kind") == AnswerKind.TOLD and not said("text"):
            yield "text", "Write what you tell"
        if said("kind") == AnswerKind.WITHHELD and not said("reason"):
            yield "reason", "Say why you do not share it"

    def typed(self) -> str:
        """Her words, whichever box they stand in."""
        return "\n".join(filter(None, (str(self[name].value() or "") for name in ("text", "reason")))) or "No words"
