"""What somebody types to find a child, and the ways in which it finds her records."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from alongside.analysis.linkage.standard import Standard, standardise_record
from alongside.common.text import fold_name
from alongside.people.drafts import number_value
from alongside.people.models import RecordName, RecordNumber, SourceRecord, StandardRecord
from alongside.people.states import NumberKind

MOST_CANDIDATES = 20
# Each is found by an index: the rule's own, or the one for sounds.
NEAR = (
    ("sound_name", "sound_name"), ("birth_key", "given_start"), ("birth_key", "given_sound"),
    ("birth_key", "family_sound"),
)  # fmt: skip
AT_HOME = (("address", "given_sound"), ("address", "family_sound"), ("address", "birth_key"))


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody types to find a child. Too little is refused, so that nobody fishes.

    `number` is an NHS number or the own agency's reference. House and postcode count together, as one attribute.
    """

    given: str = ""
    family: str = ""
    date_of_birth: date | None = None
    number: str = ""
    house: str = ""
    postcode: str = ""

    @property
    def too_little(self) -> str | None:
        named = bool(fold_name(self.given)) + bool(fold_name(self.family))
        told = named + bool(self.date_of_birth) + bool(self.standard.address)
        if self.number.strip() or told >= 2:
            return None
        return "Enter a first and a last name, or a name with the date of birth."

    @property
    def standard(self) -> Standard:
        # A surname alone of two words would be read as a whole name: a first name keeps it one, and is left out again.
        told = standardise_record(
            {
                "first_name": self.given or "Ann", "surname": self.family, "dob": self.date_of_birth,
                "house": self.house, "postcode": self.postcode,
            }
        )  # fmt: skip
        return told if self.given else replace(told, given_start="", given_sound="", sound_name="")


def filter_by(rows: QuerySet[SourceRecord], terms: Terms, own_agency: int | None = None) -> QuerySet[SourceRecord]:
    """Exact number; or two of first name, last name and date of birth, folded, day and month also swapped.

    Each way finds its records by an index of its own: one condition with “or” across the tables reads them all.
    """
    return _by_any(rows, _exact_ways(terms, own_agency))


def filter_near(rows: QuerySet[SourceRecord], terms: Terms) -> QuerySet[SourceRecord]:
    """Names in any order, by sound or in another spelling. Two things have to agree."""
    return _by_any(rows, _near_ways(terms.standard, NEAR))


def filter_home(rows: QuerySet[SourceRecord], terms: Terms) -> QuerySet[SourceRecord]:
    """Whoever lives at this address and agrees in one thing more; a protected address is in no standard form. For
    records whose address the caller may learn: to be found by it tells it."""
    return _by_any(rows, _near_ways(terms.standard, AT_HOME))


def _by_any(rows: QuerySet[SourceRecord], ways: "list[QuerySet[Any, Any]]") -> QuerySet[SourceRecord]:
    if not ways:
        return rows.none()
    first, *others = ways
    return rows.filter(pk__in=first.union(*others)) if others else rows.filter(pk__in=first)


def _exact_ways(terms: Terms, own_agency: int | None) -> "list[QuerySet[Any, Any]]":
    given, family = fold_name(terms.given), fold_name(terms.family)
    ways: list[QuerySet[Any, Any]] = []
    if given and family:
        names = RecordName.objects.values("record_id")
        ways.append(names.filter(folded_given=given, folded_family=family))
        ways.append(names.filter(folded_given=family, folded_family=given))
    if terms.date_of_birth:
        born = SourceRecord.objects.filter(date_of_birth__in=list(birth_forms(terms.date_of_birth))).values("pk")
        if given:
            ways.append(born.filter(names__folded_given=given))
        if family:
            ways.append(born.filter(names__folded_family=family))
    if value := number_value(NumberKind.NHS, terms.number):
        ways.append(RecordNumber.objects.filter(kind=NumberKind.NHS, value=value).values("record_id"))
    if own_agency is not None and (reference := terms.number.strip()):
        ways.append(SourceRecord.objects.filter(holder_id=own_agency, agency_ref=reference).values("pk"))
    return ways


def _near_ways(told: Standard, pairs: Iterable[tuple[str, str]]) -> "list[QuerySet[Any, Any]]":
    rows = StandardRecord.objects.values("record_id")
    return [
        rows.filter(**{column: getattr(told, column) for column in pair})
        for pair in pairs
        if all(getattr(told, column) for column in pair)
    ]


def birth_forms(born: date) -> Iterable[date]:
    yield born
    if born.day <= 12 and born.day != born.month:
        yield date(born.year, born.day, born.month)
