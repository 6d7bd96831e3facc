"""What is known of a claim. Sent in the address, so that a check can be passed on; nothing of it is kept."""

from decimal import Decimal
from typing import Any

from django import forms

from alongside.analysis.evaluation.claims import LARGEST_COUNT
from alongside.outcomes.queries.measures import measures
from alongside.web.design.text import Line

ELSEWHERE = "elsewhere"
NOT_SAID = "unsaid"
LONGEST_CLAIM = 500
MONTHS = Decimal("0.1"), Decimal("240")


class Count(forms.IntegerField):
    """A whole number that may be written with commas."""

    def __init__(self, label: str, **more: Any) -> None:
        box = forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5", "autocomplete": "off"})
        super().__init__(label=label, required=False, min_value=0, max_value=LARGEST_COUNT, widget=box, **more)
        self.error_messages |= {"invalid": f"{label}: write a whole number, such as 23"}

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if len(text) > 20:
            raise forms.ValidationError(self.error_messages["invalid"])
        return super().to_python(text.replace(",", ""))


class Months(forms.DecimalField):
    def __init__(self, label: str) -> None:
        box = forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-3", "autocomplete": "off"})
        super().__init__(
            label=label, required=False, min_value=MONTHS[0], max_value=MONTHS[1], max_digits=6, decimal_places=2,
            widget=box,
        )  # fmt: skip
        self.error_messages |= {"invalid": f"{label}: write a number, such as 6"}


class ClaimForm(forms.Form):
    said = Line(
        "What is claimed?", LONGEST_CLAIM, required=False,
        help_text="In its own words, such as “knife crime fell 38% in six months”. Name nobody",
    )  # fmt: skip
    before = Count("Count before")
    after = Count("Count after")
    months_before = Months("Months counted before")
    months_after = Months("Months counted after")
    same = forms.ChoiceField(
        label="Are they the same months of two years, or whole years?", required=False, widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), (NOT_SAID, "Not said")],
    )  # fmt: skip
    area = Line("Which area?", 120, required=False)
    definition = forms.ChoiceField(label="What exactly was counted?", required=False)
    picked = forms.ChoiceField(
        label="Was the area chosen because its figures were bad?", required=False, widget=forms.RadioSelect,
        choices=[("bad", "Yes"), ("fixed", "No, it was fixed before anybody looked"), (NOT_SAID, "Not said")],
    )  # fmt: skip
    rest = Line(
        "What is it compared with?", 120, required=False,
        help_text="Places where nothing was done, such as the rest of the borough",
    )  # fmt: skip
    rest_before = Count("Count before, there")
    rest_after = Count("Count after, there")
    source = Line("Where do the counts come from, and as at which day?", 200, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choice = self.fields["definition"]
        assert isinstance(choice, forms.ChoiceField)
        told = [(one.reference, one.name) for measure in measures() for one in measure.definitions]
        choice.choices = [("", "Not said"), *told, (ELSEWHERE, "Something else, which is written down")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        counts = [cleaned.get(name) for name in ("before", "after")]
        if not self.errors and not cleaned.get("said") and None in counts:
            self.add_error("said", "Write the claim in its own words, or give both counts")
        for first, second, words in (
            ("months_before", "months_after", "Give the length of both periods, or of neither"),
            ("rest_before", "rest_after", "Give both counts of the comparison, or neither"),
        ):
            if not {first, second} & set(self.errors) and (cleaned.get(first) is None) != (cleaned.get(second) is None):
                self.add_error(second if cleaned.get(second) is None else first, words)
        return cleaned

    def known(self) -> frozenset[str]:
        """Which of the things that a claim needs are told."""
        given = self.cleaned_data
        told = {
            "definition": given["definition"],
            "area": given["area"],
            "periods": given["months_before"] is not None and given["same"] in ("yes", "no"),
            "comparator": given["rest_before"] is not None,
            "picked": given["picked"] in ("bad", "fixed"),
            "source": given["source"],
        }
        return frozenset(key for key, value in told.items() if value)
