"""The columns of a file of concerns: one list from which rows are read and the reference page and templates written.

A cell is checked for its shape here; what a concern must tell is checked where the form's answers are, in
`support.drafts`, so that a file and a form hear the same words.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from django.db.models import TextChoices
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from alongside.common.identifiers import Checked, nhs_number, postcode, unique_pupil_number
from alongside.exchange.tables import header_key
from alongside.people.drafts import AddressDraft, NameDraft, RecordDraft
from alongside.people.states import CHILD_ROLES, EventRole, NumberKind, Sex
from alongside.support.drafts import ConcernDetails, OtherPerson
from alongside.support.states import Consent, ReferrerRole

LAYOUT = "concerns 1"
"""The edition of this list. A column that changes its meaning makes a new one."""

ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
BRITISH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_NUMBER = re.compile(r"\d{5}(\.\d+)?", re.ASCII)
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0", ""}
OTHERS = (1, 2, 3)


def _wrong(code: str, words: str) -> PydanticCustomError:
    return PydanticCustomError(code, words)


def read_day(text: str) -> date | None:
    """2012-05-14 or 14/05/2012, and nothing else: any other way of writing may mean two days."""
    if not text:
        return None
    if found := ISO_DAY.fullmatch(text):
        year, month, day = found.groups()
    elif found := BRITISH_DAY.fullmatch(text):
        day, month, year = found.groups()
    elif _NUMBER.fullmatch(text):
        raise _wrong("serial", "This is a number, not a date: format the cell as a date, or write it like 2012-05-14.")
    else:
        raise _wrong("date", "Write the date alone, like 2012-05-14 or 14/05/2012 (day first).")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise _wrong("no_such_day", "There is no such day. Dates are written like 2012-05-14 or 14/05/2012.") from None


def _needed_day(text: str) -> date | None:
    if not text:
        raise _wrong("missing", "Write the day on which it happened, like 2026-11-16 or 16/11/2026.")
    return read_day(text)


def _yes_no(text: str) -> bool:
    said = text.casefold()
    if said not in _YES | _NO:
        raise _wrong("yes_or_no", "Write yes or no. Empty means no.")
    return said in _YES


def _one_of(choices: type[TextChoices], only: tuple[str, ...] = (), *, or_empty: bool = True) -> Callable[[str], str]:
    """Reads a code or its label, however it is capitalised."""
    allowed = [one for one in choices if one.value and one.value in (only or choices.values)]
    known = {header_key(form): one.value for one in allowed for form in (one.value, one.label)}
    words = f"Write one of: {', '.join(one.value for one in allowed)}{', or leave it empty' if or_empty else ''}."

    def read(text: str) -> str:
        if not text and or_empty:
            return ""
        if (value := known.get(header_key(text))) is None:
            raise _wrong("not_in_list", words)
        return value

    return read


ChildRole = Annotated[str, BeforeValidator(_one_of(EventRole, CHILD_ROLES, or_empty=False))]
OtherRole = Annotated[str, BeforeValidator(_one_of(EventRole))]
ChildSex = Annotated[str, BeforeValidator(_one_of(Sex))]
ConsentCode = Annotated[str, BeforeValidator(_one_of(Consent, or_empty=False))]
Referrer = Annotated[str, BeforeValidator(_one_of(ReferrerRole, or_empty=False))]
Birth = Annotated[date | None, BeforeValidator(read_day)]
Happened = Annotated[date, BeforeValidator(_needed_day)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]


def _column(title: str, meaning: str, example: str = "", *, needed: bool = False) -> Any:
    return Field(
        default="", validate_default=True, title=title, description=meaning, examples=[example],
        json_schema_extra={"needed": needed},
    )  # fmt: skip


class ConcernRow(BaseModel):
    """One row. The order is that of the template; a file may have another."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reference: str = _column(
        "Your reference", "Your own reference of this concern. The same reference never enters twice.", "INC-20881"
    )
    in_danger_now: YesNo = _column("In danger now", "If yes, phone as well: a file is not read at once.", "no")
    child_first_name: str = _column("Child first name", "In any script. One letter is enough.", "Amina", needed=True)
    child_last_name: str = _column("Child last name", "First or last name must be there.", "Okafor", needed=True)
    child_date_of_birth: Birth = _column("Child date of birth", "Empty if not known.", "2012-05-14", needed=True)
    child_sex: ChildSex = _column("Child sex", "Empty if not known.", "female")
    child_reference: str = _column(
        "Your reference for the child",
        "Your own number of the child: finds the child again in your later files.",
        "P-1177",
    )
    child_nhs_number: str = _column("Child NHS number", "Ten digits. With a wrong one it is kept but finds nobody.", "")
    child_upn: str = _column("Child pupil number", "Kept as sent; never used to find a child.", "")
    child_address: str = _column("Child address", "In one cell, without the postcode.", "4 Tern Row, Larkmere")
    child_postcode: str = _column("Child postcode", "In full.", "")
    child_address_protected: YesNo = _column(
        "Child address is protected", "Yes for a refuge or another address that nobody may learn.", "no"
    )
    child_telephone: str = _column("Child telephone", "The child's own or the home's.", "")
    child_role: ChildRole = _column(
        "Child role in the event", "What the child was in this event.", "at_risk", needed=True
    )
    happened_on: Happened = _column(
        "Day it happened", "Or the day on which you learnt of it.", "2026-11-16", needed=True
    )
    happened_where: str = _column("Place it happened", "In words.", "Outside the school gate")
    fact: str = _column(
        "What was seen or heard",
        "Only what the referrer saw or heard. Required.",
        "Came in with two new phones.",
        needed=True,
    )
    opinion: str = _column(
        "What you think", "What the referrer makes of it.", "Somebody older may give the child things."
    )
    allegation: str = _column("What others say", "What a third party says.", "")
    allegation_by: str = _column("Who says so", "Required if others say something.", "")
    child_voice: str = _column("What the child says", "In the child's own words.", "“Don't ring my mum.”", needed=True)
    child_voice_missing: str = _column(
        "Why the child was not heard", "Required if nothing stands under “What the child says”.", "", needed=True
    )
    consent: ConsentCode = _column("Consent", "Whether the child or a parent agreed.", "refused", needed=True)
    consent_reason: str = _column(
        "Reason without consent", "Required unless consent was given.", "The child may be in danger.", needed=True
    )
    referrer_role: Referrer = _column("Referrer role", "Who noticed it.", "safeguarding_lead", needed=True)
    call_back: str = _column("Telephone to call back", "Where triage reaches the referrer.", "01632 960 100")
    other_1_name: str = _column("Other person 1 name", "Somebody else in the event. “Not known” will do.", "Not known")
    other_1_role: OtherRole = _column("Other person 1 role", "Required with a name.", "suspected")
    other_1_note: str = _column("Other person 1 note", "What else is known of this person.", "A man in a grey car")
    other_2_name: str = _column("Other person 2 name", "As for the first.")
    other_2_role: OtherRole = _column("Other person 2 role", "As for the first.")
    other_2_note: str = _column("Other person 2 note", "As for the first.")
    other_3_name: str = _column("Other person 3 name", "As for the first.")
    other_3_role: OtherRole = _column("Other person 3 role", "As for the first.")
    other_3_note: str = _column("Other person 3 note", "As for the first.")

    def others(self) -> list[tuple[int, str, str, str]]:
        """Those of whom anything is told: number, name, role and note."""
        told = [(n, *(getattr(self, f"other_{n}_{part}") for part in ("name", "role", "note"))) for n in OTHERS]
        return [one for one in told if any(one[1:])]

    def faults(self) -> Iterator[tuple[str, str]]:
        """What two cells together get wrong: field and words."""
        for n, name, role, _ in self.others():
            if not name:
                yield f"other_{n}_name", "Enter the name of the other person, or “not known”."
            if not role:
                yield f"other_{n}_role", "Say what this person was in the event."

    def details(self, as_sent: Mapping[str, object]) -> ConcernDetails:
        others = tuple(OtherPerson(name, role, note) for _, name, role, note in self.others() if name and role)
        shared = {name: getattr(self, name) for name in _SAME_NAME}
        return ConcernDetails(child=self._child(as_sent), others=others, **shared)

    def _child(self, as_sent: Mapping[str, object]) -> RecordDraft:
        numbers = ((NumberKind.NHS, self.child_nhs_number), (NumberKind.UPN, self.child_upn))
        return RecordDraft(
            names=(NameDraft(self.child_first_name, self.child_last_name),), date_of_birth=self.child_date_of_birth,
            sex=self.child_sex, numbers=tuple((kind.value, text) for kind, text in numbers if text),
            addresses=(AddressDraft(self.child_address, self.child_postcode, self.child_address_protected),),
            telephone=self.child_telephone, agency_ref=self.child_reference, as_sent=as_sent,
        )  # fmt: skip

    def advice(self) -> Iterator[tuple[str, str]]:
        """What was entered as sent, and should be looked at all the same."""
        for name, check in _NUMBERS.items():
            problem = check(getattr(self, name)).problem if getattr(self, name) else None
            if problem:
                yield name, f"{problem} It was kept as sent, and finds nobody."


_SAME_NAME = (
    "child_role", "referrer_role", "happened_on", "fact", "consent", "consent_reason", "opinion", "allegation",
    "allegation_by", "child_voice", "child_voice_missing", "happened_where", "call_back", "in_danger_now",
)  # fmt: skip
_NUMBERS: dict[str, Callable[[str], Checked]] = {
    "child_nhs_number": nhs_number,
    "child_upn": unique_pupil_number,
    "child_postcode": postcode,
}
RECORD_OF_CHILD = frozenset(
    name for name in ConcernRow.model_fields if name.startswith("child_") and name not in _SAME_NAME
)
"""The columns that become the agency's record of the child; all others are about the event."""

# Where the domain's fields have other names than the columns.
COLUMN_OF = {
    "given": "child_first_name", "family": "child_last_name", "date_of_birth": "child_date_of_birth",
    "sex": "child_sex", "nhs": "child_nhs_number", "upn": "child_upn", "address": "child_address", "postcode": "child_postcode",
    "telephone": "child_telephone", "agency_ref": "child_reference", "others": "other_1_name",
}  # fmt: skip
# Let the rest of a row be judged where one cell is bad already.
STAND_INS = {
    "child_role": EventRole.AT_RISK.value, "referrer_role": ReferrerRole.OTHER.value, "consent": Consent.GIVEN.value,
    "happened_on": "2000-01-01", **{f"other_{n}_role": EventRole.OTHER.value for n in OTHERS},
    **{f"other_{n}_name": "not known" for n in OTHERS},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column as people know it. `needed`: the header must have it; `codes`: what may stand in it, if not any text."""

    field: str
    title: str
    meaning: str
    example: str
    needed: bool
    codes: tuple[tuple[str, str], ...] = ()


_CODES: dict[str, list[tuple[str, str]]] = {
    "child_role": [(one.value, one.label) for one in EventRole if one in CHILD_ROLES],
    "child_sex": [(one.value, one.label) for one in Sex if one.value],
    "consent": [(one.value, one.label) for one in Consent],
    "referrer_role": [(one.value, one.label) for one in ReferrerRole],
    **{f"other_{n}_role": [(one.value, one.label) for one in EventRole] for n in OTHERS},
}
COLUMNS = tuple(
    Column(
        name, str(field.title), str(field.description), str((field.examples or [""])[0]),
        isinstance(field.json_schema_extra, dict) and bool(field.json_schema_extra["needed"]),
        tuple(_CODES.get(name, ())),
    )
    for name, field in ConcernRow.model_fields.items()
)  # fmt: skip
BY_FIELD = {column.field: column for column in COLUMNS}
DAYS = ("child_date_of_birth", "happened_on")
KEYS = {header_key(form): column.field for column in COLUMNS for form in (column.field, column.title)}


def shaped(cells: Mapping[str, str]) -> tuple[ConcernRow, dict[str, str]]:
    """The row, and what is wrong in which cell. A bad cell is replaced by one that lets the others be judged."""
    try:
        return ConcernRow.model_validate(cells), {}
    except ValidationError as error:
        wrong = {str(one["loc"][0]): one["msg"] for one in error.errors(include_url=False, include_input=False)}
    stand_ins = {name: STAND_INS.get(name, "") for name in wrong}
    return ConcernRow.model_validate({**cells, **stand_ins}), wrong
