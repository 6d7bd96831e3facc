"""What an agency says about a person, before it becomes a record. Frozen; shape checked here."""

from collections.abc import Callable, Iterator, Mapping
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
    """The draft with its text made safe; raises `Invalid` naming the first field that cannot stand."""
    good, faults = examined(draft, today)
    if faults:
        raise faults[0]
    return good


def examined(draft: RecordDraft, today: date) -> tuple[RecordDraft, list[Invalid]]:
    """The draft with its text made safe, and everything in it that cannot stand, at most one fault a field."""
    faults: dict[str, Invalid] = {}

    def safe(clean: Callable[..., str], text: str, most: int, name: str, field: str) -> str:
        try:
            return clean(text, most, name)
        except TextError as error:
            faults.setdefault(field, Invalid(str(error), field))
            return ""

    good = RecordDraft(
        names=tuple(
            NameDraft(
                safe(clean_line, one.given, 120, "The first name", "given"),
                safe(clean_line, one.family, 120, "The last name", "family"),
                one.kind,
            )
            for one in draft.names
        ),
        date_of_birth=draft.date_of_birth,
        sex=draft.sex,
        numbers=tuple(
            (kind, safe(clean_line, text, 60, "The number", kind)) for kind, text in draft.numbers if text.strip()
        ),
        addresses=tuple(
            AddressDraft(
                safe(clean_line, one.lines, 300, "The address", "address"),
                postcode(one.postcode).value or safe(clean_line, one.postcode, 10, "The postcode", "postcode"),
                one.is_protected,
            )
            for one in draft.addresses
            if one.lines.strip() or one.postcode.strip()
        ),
        telephone=safe(clean_line, draft.telephone, 40, "The telephone number", "telephone"),
        agency_ref=safe(clean_line, draft.agency_ref, 60, "Your own reference", "agency_ref"),
        notes=tuple(
            (group, day, safe(clean_text, text, 20_000, "The note", "note")) for group, day, text in draft.notes
        ),
        as_sent=draft.as_sent,
    )
    for fault in _faults(good, today):
        faults.setdefault(fault.field, fault)
    return good, list(faults.values())


def _faults(good: RecordDraft, today: date) -> Iterator[Invalid]:
    if not good.names:
        yield Invalid("Enter a first name or a last name.", "given")
    for name in good.names:
        if not fold_name(name.given) and not fold_name(name.family):
            yield Invalid("Enter a first name or a last name: one letter or more.", "given")
    if good.date_of_birth is not None and good.date_of_birth > today:
        yield Invalid("The date of birth is in the future. Check the year.", "date_of_birth")
    if good.date_of_birth is not None and good.date_of_birth < EARLIEST_BIRTH:
        yield Invalid("The date of birth is before 1900. Check the year.", "date_of_birth")
    if good.sex not in Sex.values:
        yield Invalid("Choose a sex from the list, or leave it empty.", "sex")


def number_value(kind: str, number: str) -> str:
    """The value that may match: only an NHS number or an agency's own number that passes its check.

    A pupil number is kept as it was sent and matches nothing: its use outside education was found unlawful.
    """
    if kind == NumberKind.NHS:
        return nhs_number(number).value or ""
    return number if kind == NumberKind.AGENCY else ""
