"""What the pages of copies ask for. Shape only."""

from collections.abc import Iterable
from typing import Any

from django import forms

from alongside.support.states import ExportFormat
from alongside.web.design.text import Line


class CopyForm(forms.Form):
    recipient = forms.ChoiceField(
        label="Who gets the copy?",
        help_text="One named person. The file holds what you and she or he may both see.",
    )
    why = Line("Why is a file needed?", 300, help_text="For example: court bundle, due on Friday. Name no child.")
    format = forms.ChoiceField(
        label="As", choices=[(one.value, one.label) for one in (ExportFormat.XLSX, ExportFormat.CSV)],
        widget=forms.RadioSelect, initial=ExportFormat.XLSX,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, recipients: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["recipient"].choices = [("", "Choose a person"), *recipients]  # type: ignore[attr-defined]


class RecallForm(forms.Form):
    reason = Line("Why is it recalled?", 300, help_text="Whoever holds the copy reads this. Name no child.")


class DestroyedForm(forms.Form):
    sure = forms.BooleanField(
        label="The file, every copy of it and every print are destroyed",
        error_messages={"required": "Confirm only when nothing of it is left."},
    )
    words = Line("Anything to add", 300, required=False)
