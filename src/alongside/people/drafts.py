"""What an agency says about a person, before it becomes a record. Frozen; shape checked here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from alongside.common.identifiers import nhs_number, postcode
from alongside.common.text import TextError, clean_line, clean_text, fold_name
from alongside.partners.errors import Invalid
from alongside.people.states import NameKind, NumberKind, Sex

EARLIEST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class NameDraft:
    given: str
    family: str
    kind: str = NameKind.USUAL


@dataclass(frozen=True, slots=True)
class AddressDraft:
    lines: str
    postcode: str = ""
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """One person as one agency tells of her. Empty text means: not told."""

    names: tuple[NameDraft, ...]
    date_of_birth: date | None = None
    sex: str = Sex.NOT_KNOWN
    numbers: tuple[tuple[str, str], ...] = ()
    addresses: tuple[AddressDraft, ...] = ()
    telephone: str = ""
    agency_ref: str = ""
    notes: tuple[tuple[str, date, str], ...] = ()
    as_sent: Mapping[str, object] = field(default_factory=dict)


def checked(draft: RecordDraft, today: date) -> RecordDraft:
    """The draft with its text made safe; raises `Invalid` naming the field."""
    try:
        names = tuple(_name(name) for name in draft.names)
        addresses = tuple(
            AddressDraft(
                clean_line(one.lines, 300, "The address"),
                postcode(one.postcode).value or clean_line(one.postcode, 10, "The postcode"),
                one.is_protected,
            )
            for one in draft.addresses
            if one.lines.strip() or one.postcode.strip()
        )
        telephone = clean_line(draft.telephone, 40, "The telephone number")
        reference = clean_line(draft.agency_ref, 60, "Your own reference")
        notes = tuple((group, day, clean_text(text, name="The note")) for group, day, text in draft.notes)
    except TextError as error:
        raise Invalid(str(error), "name") from error
    if not names:
        raise Invalid("Enter a first name or a last name.", "given")
    if draft.date_of_birth is not None:
        _check_birth(draft.date_of_birth, today)
    if draft.sex not in Sex.values:
        raise Invalid("Choose a sex from the list, or leave it empty.", "sex")
    return RecordDraft(
        names,
        draft.date_of_birth,
        draft.sex,
        _numbers(draft),
        addresses,
        telephone,
        reference,
        notes,
        draft.as_sent,
    )


def _name(name: NameDraft) -> NameDraft:
    given = clean_line(name.given, 120, "The first name")
    family = clean_line(name.family, 120, "The last name")
    if not fold_name(given) and not fold_name(family):
        raise Invalid("Enter a first name or a last name: one letter or more.", "given")
    return NameDraft(given, family, name.kind)


def _check_birth(born: date, today: date) -> None:
    if born > today:
        raise Invalid("The date of birth is in the future. Check the year.", "date_of_birth")
    if born < EARLIEST_BIRTH:
        raise Invalid("The date of birth is before 1900. Check the year.", "date_of_birth")


def _numbers(draft: RecordDraft) -> tuple[tuple[str, str], ...]:
    try:
        return tuple((kind, clean_line(number, 60, "The number")) for kind, number in draft.numbers if number.strip())
    except TextError as error:
        raise Invalid(str(error), "number") from error


def number_value(kind: str, number: str) -> str:
    """The value that may match: only an NHS number or an agency's own number that passes its check.

    A pupil number is kept as it was sent and matches nothing: its use outside education was found unlawful.
    """
    if kind == NumberKind.NHS:
        return nhs_number(number).value or ""
    return number if kind == NumberKind.AGENCY else ""
