"""What the pages of raising a concern ask for. Shape only: what cannot stand is the domain's to say, and reaches its
field here."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from alongside.partners.errors import Invalid
from alongside.people.drafts import AddressDraft, NameDraft, RecordDraft
from alongside.people.matching import Terms
from alongside.people.queries import Candidate
from alongside.people.states import CHILD_ROLES, EventRole, NameKind, Sex
from alongside.support.drafts import LONGEST, ConcernDetails, OtherPerson, checked_child, examined
from alongside.support.states import Consent, ReferrerRole
from alongside.web.design.dates import DayMonthYear
from alongside.web.design.text import Line, Words
from alongside.web.design.wording import day, weekday

MOST_OTHERS = 20
OTHER_ROLES = [(role.value, role.label) for role in EventRole if role is not EventRole.REFERRER]
YES, NO, OTHER, SAID, NEW = "yes", "no", "other", "said", "new"
MORE = ("other_name", "address", "postcode", "is_protected", "telephone")
WHY_NO_VOICE = {
    "no_chance": "There was no chance to ask yet",
    "unsafe": "Asking could put the child in danger",
    "unable": "The child could not say, or did not want to",
}


class ChildForm(forms.Form):
    """Search before create."""

    given = Line("First name", 120, required=False)
    family = Line("Last name", 120, required=False)
    date_of_birth = DayMonthYear(label="Date of birth", required=False, help_text="For example, 27 3 2012")

    def __init__(self, data: Any = None, *, today: date, searching: bool = True, **more: Any) -> None:
        super().__init__(data, **more)
        self.today, self.searching = today, searching

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        try:
            checked_child(self.child(), self.today)
        except Invalid as problem:
            self.add_error(problem.field if problem.field in self.fields else "given", str(problem))
        else:
            if self.searching and (why := self.terms().too_little):
                self.add_error("given", why)
        return self.cleaned_data

    def unsent(self) -> "ChildForm":
        """The same, as a form that nobody has sent yet."""
        return ChildForm(today=self.today, initial={name: self[name].value() for name in self.fields})

    def terms(self) -> Terms:
        return Terms(self.cleaned_data["given"], self.cleaned_data["family"], self.cleaned_data["date_of_birth"])

    def child(self) -> RecordDraft:
        name = NameDraft(self.cleaned_data["given"], self.cleaned_data["family"])
        return RecordDraft(names=(name,), date_of_birth=self.cleaned_data["date_of_birth"])


class MatchForm(forms.Form):
    """Which of the children found it is, or none of them."""

    child = forms.ChoiceField(
        label="Is it one of these children?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the child, or “None of these”"},
    )

    def __init__(self, data: Any = None, *, candidates: Sequence[Candidate]) -> None:
        super().__init__(data)
        self.candidates = {str(one.record_id): one for one in candidates}
        named = [(key, one.name) for key, one in self.candidates.items()]
        self.fields["child"].choices = [*named, (NEW, "None of these: a new child")]  # type: ignore[attr-defined]

    def hints(self) -> dict[str, str]:
        """What tells one child from another of the same name."""
        return {key: _hint(one) for key, one in self.candidates.items()}

    def candidate(self) -> Candidate | None:
        return self.candidates.get(self.cleaned_data["child"])


def _hint(one: Candidate) -> str:
    born = f"Born {day(one.date_of_birth)}" if one.date_of_birth else "Date of birth not known"
    also = f"also called {' or '.join(one.other_names)}" if one.other_names else ""
    number = f"number {one.agency_ref}" if one.agency_ref and one.is_own else ""
    return ", ".join(filter(None, [born, also, "your own record" if one.is_own else f"record of {one.holder}", number]))


class DetailsForm(forms.Form):
    """The concern itself, on one page."""

    in_danger = forms.ChoiceField(
        label="Is the child in danger right now?",
        choices=[(YES, "Yes"), (NO, "No, not at this moment")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the child is in danger right now"},
    )
    fact = Words(
        "What did you see or hear yourself?",
        LONGEST,
        help_text="Only facts. Use the child’s own words.",
        error_messages={"required": "Write what you saw or heard yourself"},
    )
    opinion = Words("What do you think it means? (optional)", LONGEST, rows=3, required=False)
    told = forms.BooleanField(label="Somebody else told me something that I did not see or hear myself", required=False)
    allegation = Words("What did they tell you?", LONGEST, rows=3, required=False)
    allegation_by = Line("Who told you?", 200, required=False, help_text="For example: her friend in Year 9")
    happened = forms.ChoiceField(
        label="When did it happen?", widget=forms.RadioSelect, error_messages={"required": "Say when it happened"}
    )
    happened_on = DayMonthYear(label="Date", required=False)
    happened_where = Line("Where did it happen?", 200, required=False, help_text="Leave it empty if you do not know")
    voice = forms.ChoiceField(
        label="What does the child say about it?",
        choices=[
            (SAID, "I know what the child says"),
            *WHY_NO_VOICE.items(),
            (OTHER, "I do not know, for another reason"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    child_voice = Words("In the child’s own words", LONGEST, rows=3, required=False)
    child_voice_missing = Line("Why do you not know?", 300, required=False)
    child_role = forms.ChoiceField(
        label="What is the child in this event?",
        choices=[(role.value, role.label) for role in CHILD_ROLES],
        widget=forms.RadioSelect,
        help_text="It says what happened here, nothing about what the child is.",
        error_messages={"required": "Choose what the child is in this event"},
    )
    sex = forms.ChoiceField(
        label="Sex (optional)",
        choices=[(Sex.FEMALE, "Female"), (Sex.MALE, "Male"), (Sex.OTHER, "Other")],
        widget=forms.RadioSelect,
        required=False,
    )
    other_name = Line("Another name or spelling", 120, required=False)
    address = Line("Address", 300, required=False)
    postcode = Line("Postcode", 10, required=False, attrs={"class": "govuk-input--width-10"})
    is_protected = forms.BooleanField(label="Nobody may learn this address (a refuge, for example)", required=False)
    telephone = Line("Telephone of the child or a parent", 40, required=False, attrs={"class": "govuk-input--width-20"})
    consent = forms.ChoiceField(
        label="Did the child or a parent agree that you share this?",
        choices=Consent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the child or a parent agreed"},
    )
    consent_reason = Words(
        "Why do you share without consent?", 500, rows=2, required=False, help_text="Not needed if they agreed"
    )
    referrer_role = forms.ChoiceField(label="Your role", choices=ReferrerRole.choices)
    call_back = Line(
        "Telephone number to call you back", 60, required=False,
        attrs={"class": "govuk-input--width-20", "autocomplete": "tel", "inputmode": "tel"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, child: RecordDraft | None, today: date, others: int) -> None:
        super().__init__(data)
        self.child, self.today, self.others = child, today, others
        choices = [(one.isoformat(), f"{word}, {weekday(one)}") for word, one in _recent(today)]
        self.fields["happened"].choices = [*choices, (OTHER, "Another day")]  # type: ignore[attr-defined]
        for number in range(1, others + 1):
            self.fields |= _other_fields(number)

    @property
    def more_is_there(self) -> bool:
        """Something was added about the child, or is wrong there: then it is not folded away."""
        return any(self[name].value() or self[name].errors for name in MORE)

    def other_people(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        for number in range(1, self.others + 1):
            yield number, [self[f"other_{number}_{part}"] for part in ("name", "role", "note")]

    def clean(self) -> dict[str, Any]:
        for field, words in self._unsaid():
            if field not in self.errors:
                self.add_error(field, words)
        if not self.errors:
            self.details, problems = examined(self._details(), self.today)
            for problem in problems:
                self.refuse(problem)
        return self.cleaned_data

    def refuse(self, problem: Invalid) -> None:
        """Put the domain's words to the field that they are about; without one, above all fields."""
        field = problem.field if problem.field in self.fields else None
        self.add_error(FIELD_OF.get(problem.field, field), str(problem))

    def _unsaid(self) -> Iterator[tuple[str, str]]:
        """What one answer makes necessary of another. All at once, so that nobody learns it piece by piece."""
        said = self.cleaned_data.get
        if said("happened") == OTHER and not said("happened_on"):
            yield "happened_on", "Enter the day on which it happened"
        if said("told") and not said("allegation"):
            yield "allegation", "Write what you were told, or take the tick away"
        if said("allegation") and not said("allegation_by"):
            yield "allegation_by", "Say who told you this"
        if not self._voice():
            yield "voice", "Say what the child says, or why you do not know it"
        if self._voice() == SAID and not said("child_voice"):
            yield "child_voice", "Write what the child says"
        if self._voice() == OTHER and not said("child_voice_missing"):
            yield "child_voice_missing", "Say why you do not know what the child says"
        if said("consent", Consent.GIVEN) != Consent.GIVEN and not said("consent_reason"):
            yield "consent_reason", "Say why you share without consent"
        for number in range(1, self.others + 1):
            name, role, note = (said(f"other_{number}_{part}") for part in ("name", "role", "note"))
            if not name and (role or note):
                yield f"other_{number}_name", f"Enter the name of person {number}, or “not known”"
            if name and not role:
                whom = f"person {number}" if name.casefold() == "not known" else name
                yield f"other_{number}_role", f"Choose what {whom} was in the event"

    def _voice(self) -> str:
        """Without JavaScript one may write what the child says and choose nothing: the words count."""
        said = self.cleaned_data.get
        return str(said("voice") or (said("child_voice") and SAID) or (said("child_voice_missing") and OTHER) or "")

    def _details(self) -> ConcernDetails:
        said, voice = self.cleaned_data, self._voice()
        happened = said["happened_on"] if said["happened"] == OTHER else date.fromisoformat(said["happened"])
        missing = said["child_voice_missing"] if voice == OTHER else WHY_NO_VOICE.get(voice, "")
        return ConcernDetails(
            child=self._child(), child_role=said["child_role"], referrer_role=said["referrer_role"],
            happened_on=happened, fact=said["fact"], consent=said["consent"],
            consent_reason="" if said["consent"] == Consent.GIVEN else said["consent_reason"],
            opinion=said["opinion"], allegation=said["allegation"],
            allegation_by=said["allegation_by"] if said["allegation"] else "",
            child_voice=said["child_voice"] if voice == SAID else "", child_voice_missing=missing,
            happened_where=said["happened_where"], call_back=said["call_back"],
            in_danger_now=said["in_danger"] == YES, others=tuple(self._others()),
        )  # fmt: skip

    def _others(self) -> Iterator[OtherPerson]:
        for number in range(1, self.others + 1):
            name, role, note = (self.cleaned_data[f"other_{number}_{part}"] for part in ("name", "role", "note"))
            if name:
                yield OtherPerson(name, role, note)

    def _child(self) -> RecordDraft:
        """The child as searched for, with what the referrer adds."""
        if self.child is None:
            raise Invalid("Say which child it is about.", "given")
        said, names = self.cleaned_data, self.child.names
        if said["other_name"]:
            given, _, family = said["other_name"].partition(" ")
            names = (*names, NameDraft(given, family, NameKind.PREFERRED))
        return RecordDraft(
            names=names, date_of_birth=self.child.date_of_birth, sex=said["sex"], telephone=said["telephone"],
            addresses=(AddressDraft(said["address"], said["postcode"], said["is_protected"]),),
        )  # fmt: skip


FIELD_OF = {
    "happened_on": "happened", "child_voice": "voice", "others": "other_1_name",
    # About the child: she stands above the form, with her own link to change her.
    "given": None, "name": None, "date_of_birth": None,
}  # fmt: skip


def _recent(today: date) -> list[tuple[str, date]]:
    return [("Today", today), ("Yesterday", today - timedelta(days=1))]


def _other_fields(number: int) -> dict[str, forms.Field]:
    return {
        f"other_{number}_name": Line("Name", 120, required=False, help_text="Or “not known”"),
        f"other_{number}_role": forms.ChoiceField(
            label="What was she or he in the event?", choices=[("", "Choose one"), *OTHER_ROLES], required=False
        ),
        f"other_{number}_note": Line("Anything to know about this person (optional)", 300, required=False),
    }
