"""What the pages of Encompass ask for. Shape only: what cannot stand is the domain's to say, and reaches its field."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from alongside.common.timelines import LONDON, local
from alongside.people.drafts import NameDraft, RecordDraft
from alongside.people.states import Sex
from alongside.support.actions.encompass_correcting import Correction
from alongside.support.encompass_drafts import LONGEST, ChildTold, IncidentDraft
from alongside.support.encompass_states import OfferKind, Presence, SettingKind
from alongside.support.queries.encompass_incidents import IncidentPage
from alongside.web.design.dates import DayMonthYear, TimeOfDay
from alongside.web.design.text import Line, Words

Choices = Sequence[tuple[str, str]]
MOST_CHILDREN = 12
LOOK, HOME, OTHER = "", "home", "other"
MEGABYTE = 1024 * 1024


class HappenedForm(forms.Form):
    """When, where and what: the part of an incident that all its children share."""

    happened_on = DayMonthYear(label="When did it happen?", help_text="For example, 16 11 2026")
    happened_time = TimeOfDay(label="At what time?", help_text="For example, 11:40pm or 23:40")
    place = Line("Where", 200, required=False, help_text="For example, at home")
    circumstances = Words(
        "What happened", LONGEST,
        help_text="Facts that help the school to support the child. Leave out the names of other children.",
    )  # fmt: skip

    def happened_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["happened_on"], self.cleaned_data["happened_time"], LONDON)


class IncidentForm(HappenedForm):
    """An incident with as many children as were asked for: the button for another one draws the form anew."""

    police_reference = Line("Police reference", 40, help_text="An incident that is sent twice enters once by it.")
    count = forms.IntegerField(widget=forms.HiddenInput, initial=1, min_value=1, max_value=MOST_CHILDREN)
    field_order = ["police_reference"]

    def __init__(self, data: Any = None, *, schools: Choices, count: int = 1, **more: Any) -> None:
        super().__init__(data, **more)
        self.names = dict(schools)
        self.numbers = range(count)
        for number in self.numbers:
            for name, field in child_fields(schools).items():
                self.fields[f"{name}_{number}"] = field

    def children(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}_{number}"] for name in CHILD_FIELDS] for number in self.numbers]

    def draft(self) -> IncidentDraft:
        given = self.cleaned_data
        return IncidentDraft(
            given["police_reference"], self.happened_at(), given["place"], given["circumstances"],
            tuple(child_told(given, self.names, f"_{number}") for number in self.numbers),
        )  # fmt: skip


class ChildForm(forms.Form):
    """One more child of an incident that was sent."""

    def __init__(self, data: Any = None, *, schools: Choices) -> None:
        super().__init__(data)
        self.names = dict(schools)
        self.fields.update(child_fields(schools))

    def child(self) -> ChildTold:
        return child_told(self.cleaned_data, self.names, "")


def child_fields(schools: Choices) -> dict[str, forms.Field]:
    settings_of = [
        (LOOK, "Not known: look in schools’ records"), (HOME, "Home educated"), *schools,
        (OTHER, "Another school, named below"),
    ]  # fmt: skip
    return {
        "given": Line("First name", 120, required=False),
        "family": Line("Last name", 120, required=False),
        "date_of_birth": DayMonthYear(label="Date of birth", required=False, help_text="For example, 27 3 2012"),
        "sex": forms.ChoiceField(label="Sex", choices=[(one.value, one.label) for one in Sex], required=False),
        "school": forms.ChoiceField(label="School", choices=settings_of, required=False),
        "other_school": Line("Name of another school", 200, required=False),
        "presence": forms.ChoiceField(label="Was the child there?", choices=Presence.choices, widget=forms.RadioSelect),
        "where_in_home": Line("Where was the child?", 200, required=False, help_text="For example, upstairs"),
        "voice": Words("What the child said", LONGEST, rows=3, required=False, help_text="In the child’s own words"),
        "voice_with": Line("Who was there when the child spoke?", 200, required=False),
    }


CHILD_FIELDS = tuple(child_fields(()))


def child_told(given: dict[str, Any], schools: dict[str, str], suffix: str) -> ChildTold:
    one: dict[str, Any] = {name: given.get(f"{name}{suffix}") or "" for name in CHILD_FIELDS}
    name = one["other_school"] if one["school"] == OTHER else schools.get(one["school"], "")
    record = RecordDraft(
        names=(NameDraft(one["given"], one["family"]),), date_of_birth=one["date_of_birth"] or None, sex=one["sex"],
        as_sent={key: str(value) for key, value in one.items() if value},
    )  # fmt: skip
    return ChildTold(
        record, one["presence"], one["where_in_home"], one["voice"], one["voice_with"], name,
        home_educated=one["school"] == HOME,
    )  # fmt: skip


class CorrectForm(HappenedForm):
    """The words as they stand, to be put right; each child's own below."""

    reason = Line("Why is it corrected?", 300, help_text="The schools read this.")
    changes = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, shown: IncidentPage) -> None:
        at = local(shown.happened_at)
        words = {"place": shown.place, "circumstances": shown.circumstances, "changes": shown.changes}
        super().__init__(data, initial={"happened_on": at.date(), "happened_time": at.time(), **words})
        self.children = {number: one for number, one in enumerate(shown.children) if one.is_live}
        self.at = shown.happened_at
        for number, one in self.children.items():
            name = one.child.name
            told = {
                "presence": forms.ChoiceField(label=f"Was {name} there?", choices=Presence.choices),
                "where_in_home": Line(f"Where was {name}?", 200, required=False),
                "voice": Words(f"What {name} said", LONGEST, rows=3, required=False),
                "voice_with": Line(f"Who was there when {name} spoke?", 200, required=False),
            }
            for field, made in told.items():
                made.initial = getattr(one, field)
                self.fields[f"{field}_{number}"] = made
        self.order_fields([name for name in self.fields if name != "reason"])

    def correction(self) -> Correction:
        given = self.cleaned_data
        told: dict[UUID, dict[str, str]] = {
            one.id: {name: given[f"{name}_{number}"] for name in ("presence", "where_in_home", "voice", "voice_with")}
            for number, one in self.children.items()
        }
        typed = self.happened_at()
        # A form holds whole minutes: untouched, the moment stays as it was sent.
        at = self.at if typed == self.at.replace(second=0, microsecond=0) else typed
        return Correction(at, given["place"], given["circumstances"], told, given["reason"])


class WithdrawForm(forms.Form):
    child = forms.ChoiceField(label="What is withdrawn?", widget=forms.RadioSelect, required=False)
    reason = Line("Why?", 300, help_text="The schools read this.")

    def offer(self, shown: IncidentPage) -> "WithdrawForm":
        live = [(str(one.id), f"Only {one.child.name}") for one in shown.children if one.is_live]
        self.fields["child"].choices = [("", "The whole incident"), *live]  # type: ignore[attr-defined]
        return self


class SendForm(forms.Form):
    file = forms.FileField(
        label="File of incidents", help_text="CSV or an Excel workbook (.xlsx)", allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        most = settings.UPLOAD_MAX_BYTES
        if (file.size or 0) > most:
            raise forms.ValidationError(f"The file is larger than {most // MEGABYTE} MB. Send it in parts")
        return file


class OfferForm(forms.Form):
    kind = forms.ChoiceField(label="What was offered?", choices=OfferKind.choices, widget=forms.RadioSelect)
    note = Words("What you did (optional)", LONGEST, rows=3, required=False)


class ReasonForm(forms.Form):
    reason = Line("Why?", 400)

    def __init__(self, data: Any = None, *, label: str, hint: str = "") -> None:
        super().__init__(data)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint


class SendOnForm(forms.Form):
    to = forms.ChoiceField(label="Where does the child learn?")
    reason = Line("How do you know?", 400, help_text="For example: admissions say so.")

    def offer(self, schools: Choices, home: str) -> "SendOnForm":
        every = [("", "Choose"), (home, "At home: home-education officer"), *schools]
        self.fields["to"].choices = every  # type: ignore[attr-defined]
        return self


class OfficerForm(forms.Form):
    queue = forms.ChoiceField(
        label="Which queue?", widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (SettingKind.OFFICER, SettingKind.HOME_EDUCATION)],
    )  # fmt: skip
    username = forms.ChoiceField(label="Who answers for it?")

    def offer(self, colleagues: Choices) -> "OfficerForm":
        self.fields["username"].choices = [("", "Choose"), *colleagues]  # type: ignore[attr-defined]
        return self
