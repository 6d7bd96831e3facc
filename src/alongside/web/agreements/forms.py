"""What the pages of agreements ask for. Shape only."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Protocol

from django import forms
from django.forms import BoundField

from alongside.partners.drafts import AgreementDraft
from alongside.partners.states import Capacity, FieldGroup, Purpose
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line, Words

NOT_SHARED, OPEN, ON_REQUEST = "", "open", "on_request"
SHARING = [
    (NOT_SHARED, "Not shared"),
    (OPEN, "Shared when involved"),
    (ON_REQUEST, "Only when asked"),
]
PARTS = [("", "Not in it"), *Capacity.choices]
DAY = timedelta(days=1)


class AgencyLike(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


class AgreementForm(forms.Form):
    """One choice for each field group and for each agency, so that nothing can be both open and on request."""

    reference = Line(
        "Reference", 40, attrs={"class": "govuk-input--width-10"}, help_text="For example, FD-2",
        error_messages={"required": "Enter a reference for the agreement"},
    )  # fmt: skip
    title = Line("Title", 160, error_messages={"required": "Enter what the agreement is called"})
    gateway = Words(
        "Power or duty in law", 2_000, rows=3, help_text="The section of an Act on which the sharing rests.",
        error_messages={"required": "Enter the power or duty in law"},
    )  # fmt: skip
    purposes = forms.MultipleChoiceField(
        label="What is it for?",
        choices=[(one.code, one.label) for one in Purpose],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one purpose"},
    )
    valid_from = DayMonthYear(label="First day", error_messages={"required": "Enter the first day"})
    valid_until = DayMonthYear(label="Last day", error_messages={"required": "Enter the last day"})
    review_on = DayMonthYear(label="Review on", error_messages={"required": "Enter the day of the review"})
    privacy_notice = Words("What families are told", 4_000, required=False)
    follows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, agencies: Iterable[AgencyLike], **more: Any) -> None:
        super().__init__(data, **more)
        for group in FieldGroup:
            self.fields[f"group_{group.code}"] = forms.ChoiceField(label=group.label, choices=SHARING, required=False)
        self.named = {agency.code: agency.name for agency in agencies}
        for code, name in self.named.items():
            self.fields[f"party_{code}"] = forms.ChoiceField(label=name, choices=PARTS, required=False)

    def groups(self) -> Iterator[BoundField]:
        return (self[f"group_{group.code}"] for group in FieldGroup)

    def parties(self) -> Iterator[BoundField]:
        return (self[f"party_{code}"] for code in self.named)

    def draft(self) -> AgreementDraft:
        given = self.cleaned_data
        return AgreementDraft(
            reference=given["reference"], title=given["title"], gateway=given["gateway"],
            purposes=frozenset(Purpose[code.upper()] for code in given["purposes"]),
            field_groups=self._groups(OPEN), on_request=self._groups(ON_REQUEST), valid_from=given["valid_from"],
            valid_until=given["valid_until"], review_on=given["review_on"], privacy_notice=given["privacy_notice"],
            parties=tuple(
                (code, Capacity(given[f"party_{code}"])) for code in self.named if given[f"party_{code}"]
            ),
        )  # fmt: skip

    def _groups(self, how: str) -> frozenset[FieldGroup]:
        return frozenset(group for group in FieldGroup if self.cleaned_data[f"group_{group.code}"] == how)


def beginning_with(draft: AgreementDraft) -> Mapping[str, Any]:
    """The next version starts from what the last one says, the day after it ends."""
    lasts = draft.valid_until - draft.valid_from
    begins = draft.valid_until + DAY
    return {
        "reference": draft.reference, "title": draft.title, "gateway": draft.gateway,
        "purposes": [one.code for one in draft.purposes], "privacy_notice": draft.privacy_notice,
        "valid_from": begins, "valid_until": begins + lasts, "review_on": begins + (draft.review_on - draft.valid_from),
        **{f"group_{one.code}": OPEN for one in draft.field_groups},
        **{f"group_{one.code}": ON_REQUEST for one in draft.on_request},
        **{f"party_{code}": capacity.value for code, capacity in draft.parties},
    }  # fmt: skip


class SignForm(forms.Form):
    agency = forms.CharField(label="Which agency signs?", widget=forms.RadioSelect)
    name = Line("Name of the person who signs", 120, help_text="The name and post, as on the signed copy.")

    def offer(self, parties: Iterable[tuple[str, str]]) -> "SignForm":
        self.fields["agency"].widget.choices = list(parties)
        return self


class LeaveForm(forms.Form):
    agency = forms.CharField(label="Which agency leaves?", widget=forms.RadioSelect)

    def offer(self, parties: Iterable[tuple[str, str]]) -> "LeaveForm":
        self.fields["agency"].widget.choices = list(parties)
        return self


class WithdrawForm(forms.Form):
    reason = Line("Why it is withdrawn", 300)


class ExplainForm(forms.Form):
    receiver = forms.ChoiceField(label="Who would receive?")
    giver = forms.ChoiceField(label="Who would tell?", required=False)
    purpose = forms.ChoiceField(label="For what?", choices=[(one.code, one.label) for one in Purpose])

    def __init__(self, data: Any = None, *, agencies: Iterable[AgencyLike], **more: Any) -> None:
        super().__init__(data, **more)
        choices = [(one.code, one.name) for one in agencies]
        self.fields["receiver"].choices = choices  # type: ignore[attr-defined]
        self.fields["giver"].choices = [("", "Every other agency"), *choices]  # type: ignore[attr-defined]

    def purpose_chosen(self) -> Purpose:
        return Purpose[self.cleaned_data["purpose"].upper()]
