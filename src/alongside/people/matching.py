"""The narrow door of matching: what is certain without a person, and whom to offer her as candidates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from alongside.common.text import fold_name
from alongside.partners.models import Restriction
from alongside.people.drafts import RecordDraft, number_value
from alongside.people.models import Person, RecordName, RecordNumber, SourceRecord
from alongside.people.states import LinkBasis, NumberKind

MOST_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Certain:
    person: Person
    basis: str


def certain_person(draft: RecordDraft, holder_id: int) -> Certain | None:
    """The person to whom a new record certainly belongs, or None.

    Never a restricted person: a number would tell that she is restricted, and a new concern would be hidden from the
    front door with her. The record stands alone until somebody who is cleared decides.
    """
    if draft.agency_ref:
        own = SourceRecord.objects.filter(holder_id=holder_id, agency_ref=draft.agency_ref).order_by("-pk").first()
        if own is not None and _agrees(own, draft):
            return None if _restricted(own.person) else Certain(own.person, LinkBasis.SENDER)
    values = [number_value(kind, number) for kind, number in draft.numbers if kind == NumberKind.NHS]
    if draft.date_of_birth is None or not any(values):
        return None
    # The database looks for agreement too: one wrong number on thousands of records must not be read back each time.
    rows = SourceRecord.objects.filter(
        numbers__kind=NumberKind.NHS,
        numbers__value__in=[value for value in values if value],
        date_of_birth=draft.date_of_birth,
        names__folded_given__in=_given(draft),
    )
    persons = list(Person.objects.filter(pk__in=rows.values("person_id"))[:2])
    return Certain(persons[0], LinkBasis.NUMBER) if len(persons) == 1 and not _restricted(persons[0]) else None


def _restricted(person: Person) -> bool:
    return Restriction.objects.filter(person_id=person.pk, lifted_at__isnull=True).exists()


def _agrees(row: SourceRecord, draft: RecordDraft) -> bool:
    """A number alone never joins against a different first name or date of birth."""
    if draft.date_of_birth is None or row.date_of_birth != draft.date_of_birth:
        return False
    return bool(_given(draft) & set(row.names.values_list("folded_given", flat=True)))


def _given(draft: RecordDraft) -> set[str]:
    return {fold_name(name.given) for name in draft.names} - {""}


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody types to find a child. Too little is refused, so that nobody fishes."""

    given: str = ""
    family: str = ""
    date_of_birth: date | None = None
    number: str = ""

    @property
    def too_little(self) -> str | None:
        names = bool(fold_name(self.given)) + bool(fold_name(self.family))
        if self.number.strip() or (names and self.date_of_birth) or names == 2:
            return None
        return "Enter a first and a last name, or a name with the date of birth."


def filter_by(rows: QuerySet[SourceRecord], terms: Terms) -> QuerySet[SourceRecord]:
    """Exact number; or two of first name, last name and date of birth, folded, day and month also swapped.

    Each way finds its records by an index of its own: one condition with “or” across the tables reads them all.
    """
    first, *others = _ways(terms)
    return rows.filter(pk__in=first.union(*others)) if others else rows.filter(pk__in=first)


def _ways(terms: Terms) -> list[QuerySet[Any, Any]]:
    given, family = fold_name(terms.given), fold_name(terms.family)
    ways: list[QuerySet[Any, Any]] = [SourceRecord.objects.none().values("pk")]
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
    return ways


def birth_forms(born: date) -> Iterable[date]:
    yield born
    if born.day <= 12 and born.day != born.month:
        yield date(born.year, born.day, born.month)
