"""A record in standard form: from what an agency sent, into the database and back."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from alongside.analysis.linkage.standard import COLUMNS, STANDARD_VERSION, Standard
from alongside.common.text import fold_name
from alongside.partners.models import Agency
from alongside.partners.states import AgencyKind
from alongside.people.drafts import RecordDraft
from alongside.people.identity.reading import among, as_date, ask, table
from alongside.people.models import SourceRecord, StandardRecord
from alongside.people.states import NameKind, NumberKind

NAMES = tuple(column.name for column in COLUMNS)
# “Flat 3, 12 High Street, Larkmere”: everything up to the last number is the house, then the street to the comma.
_HOUSE_AND_STREET = re.compile(r"(?P<house>.*\d[a-zA-Z]?)[,\s]+(?P<street>[^\d,]+)")
# The name in which a child is known; one in another script only where nothing else was sent.
_FIRST = (NameKind.USUAL, NameKind.LEGAL, NameKind.PREFERRED, NameKind.FORMER, NameKind.OTHER_SCRIPT)
# What agencies write where there is no name. Kept and shown as it was sent; it is nobody's name, so it matches nobody.
_NO_NAME = frozenset({"not known", "unknown", "name not known", "name unknown", "not given"})

Name = tuple[str, str, str]
Number = tuple[str, str]
Address = tuple[str, str, bool]


def raw(
    holder: Agency, names: Iterable[Name], numbers: Iterable[Number], addresses: Iterable[Address], born: date | None,
    sex: str, telephone: str, agency_ref: str,
) -> dict[str, object]:  # fmt: skip
    """What the library compares, of what was sent. A protected address is left out, a pupil number outside education
    too; names are (kind, given, family), numbers (kind, as sent), addresses (lines, postcode, protected)."""
    _, given, family = min(names, key=lambda name: _FIRST.index(NameKind(name[0])), default=("", "", ""))
    given, family = _told(given, family)
    known = dict(reversed(list(numbers)))
    house, street, postcode = _open_address(addresses)
    # Its own reference means something within one agency only.
    reference = f"a{holder.pk}r{agency_ref}" if agency_ref else ""
    return {
        "agency": f"{holder.kind} {holder.code}", "urn": reference, "first_name": given, "surname": family,
        "dob": born, "sex": sex, "phone": telephone, "nhs_number": known.get(NumberKind.NHS, ""),
        "upn": known.get(NumberKind.UPN, "") if holder.kind == AgencyKind.SCHOOL else "",
        "house": house, "street": street, "postcode": postcode,
    }  # fmt: skip


def _told(given: str, family: str) -> tuple[str, str]:
    """The name as far as one was told: each part, or both together, may say that it is not known."""
    if fold_name(f"{given} {family}") in _NO_NAME:
        return "", ""
    return "" if fold_name(given) in _NO_NAME else given, "" if fold_name(family) in _NO_NAME else family


def _open_address(addresses: Iterable[Address]) -> tuple[str, str, str]:
    for lines, postcode, is_protected in addresses:
        if not is_protected:
            return (*house_and_street(lines), postcode)
    return "", "", ""


def house_and_street(lines: str) -> tuple[str, str]:
    found = _HOUSE_AND_STREET.match(lines)
    if found:
        return found["house"].strip(), found["street"].strip()
    house, _, street = lines.partition(",")
    return (house.strip(), street.partition(",")[0].strip()) if street else ("", lines.strip())


def raw_of_draft(draft: RecordDraft, holder: Agency) -> dict[str, object]:
    return raw(
        holder, [(name.kind, name.given, name.family) for name in draft.names], draft.numbers,
        [(one.lines, one.postcode, one.is_protected) for one in draft.addresses], draft.date_of_birth, draft.sex,
        draft.telephone, draft.agency_ref,
    )  # fmt: skip


def raw_of_record(row: SourceRecord) -> dict[str, object]:
    """From a record with its holder, names, numbers and addresses at hand."""
    return raw(
        row.holder, [(one.kind, one.given, one.family) for one in row.names.all()],
        [(one.kind, one.as_sent) for one in row.numbers.all()],
        [(one.lines, one.postcode, one.is_protected) for one in row.addresses.all()], row.date_of_birth, row.sex,
        row.telephone, row.agency_ref,
    )  # fmt: skip


def standard_row(record_id: int, standard: Standard, capped: Sequence[str] = ()) -> StandardRecord:
    values = {name: getattr(standard, name) for name in NAMES}
    return StandardRecord(
        record_id=record_id, version=STANDARD_VERSION, capped=",".join(capped)[:200],
        **{name: None if value == "" else value for name, value in values.items()},
    )  # fmt: skip


def standards_of(records: Iterable[int]) -> dict[int, Standard]:
    """The standard form of each of these records that has one."""
    asked = list(records)
    if not asked:
        return {}
    columns = ", ".join(map(connection.ops.quote_name, NAMES))
    which, values = among("record_id", asked)
    rows = ask(f"SELECT record_id, {columns} FROM {table(StandardRecord)} WHERE {which}", values)  # noqa: S608
    return {record: _standard_from(values) for record, *values in rows}


def _standard_from(values: Sequence[object]) -> Standard:
    """From the columns in their order; a null is an empty text, except for a date."""
    return Standard(*(read(value) for read, value in zip(_READ, values, strict=True)))


_BY_KIND: dict[str, Callable[[Any], Any]] = {"date": as_date, "bool": bool, "text": lambda value: value or ""}
_READ = tuple(_BY_KIND[column.kind] for column in COLUMNS)
