"""Finding a child's records: by what is known of her, among those that the viewer may be shown, and logged."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import codes, refuse
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.drafts import number_value
from alongside.people.identity.seeing import comparable
from alongside.people.identity.standards import standards_of
from alongside.people.likeness import likeness
from alongside.people.matching import MOST_CANDIDATES, Terms, filter_by, filter_home, filter_near
from alongside.people.models import RecordNumber, SourceRecord
from alongside.people.states import NumberKind

Records = QuerySet[SourceRecord]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the child. Shows only what this viewer may see anyway; `because`: why it was found."""

    record_id: int
    person_id: UUID
    name: str
    other_names: tuple[str, ...]
    date_of_birth: date | None
    holder: str
    agency_ref: str
    is_own: bool
    because: tuple[str, ...] = ()


def search(viewer: Viewer, terms: Terms, purpose: Purpose = Purpose.SAFEGUARDING) -> list[Candidate]:
    """Search before create: among the records whose identity this viewer may see, and no others."""
    _refuse_too_little(terms)
    rows = SourceRecord.objects.visible_to(viewer, purpose, FieldGroup.IDENTITY)
    homes = SourceRecord.objects.visible_to(viewer, purpose, FieldGroup.IDENTITY, FieldGroup.CONTACT)
    return _found(viewer, rows, homes, terms, purpose, "search before create")


def findable(viewer: Viewer, terms: Terms, person_id: UUID, purpose: Purpose) -> list[Candidate]:
    """Candidates in other agencies for a child whose concern is in triage.

    Only records of agencies whose agreement lets the viewer's agency learn whether they know the child; never a
    restricted person; only for the role that works the queue.
    """
    if not viewer.may(Permission.TRIAGE):
        raise refuse(
            viewer,
            "person",
            str(person_id),
            "the role may not look for a child in other agencies",
            act=Act.SEARCH,
        )
    _refuse_too_little(terms)
    rows = comparable(viewer, purpose).exclude(person_id=person_id)
    homes = rows.filter(holder_id__in={viewer.agency_id, *viewer.givers(purpose, FieldGroup.CONTACT)})
    return _found(viewer, rows, homes, terms, purpose, "who else knows the child")


def _refuse_too_little(terms: Terms) -> None:
    if terms.too_little:
        raise Invalid(terms.too_little, "given")


def _found(
    viewer: Viewer, rows: Records, homes: Records, terms: Terms, purpose: Purpose, reason: str
) -> list[Candidate]:  # fmt: skip
    """What agrees word for word first, then what sounds alike or is spelt otherwise, then who lives there."""
    found: dict[int, SourceRecord] = {}
    for ranked in (filter_by(rows, terms, viewer.agency_id), filter_near(rows, terms), filter_home(homes, terms)):
        if room := MOST_CANDIDATES - len(found):
            ordered = ranked.select_related("holder").prefetch_related("names").order_by("-received_at", "-pk")
            found |= {row.pk: row for row in ordered.exclude(pk__in=list(found))[:room]}
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=Act.SEARCH, subject_kind="person",
            persons=tuple({row.person_id for row in found.values()}), purpose=purpose.code,
            field_groups=codes([FieldGroup.IDENTITY]), reason=f"{reason}: {len(found)} shown",
            body={
                "given": terms.given, "family": terms.family, "born": terms.date_of_birth, "number": bool(terms.number),
                "address": bool(terms.postcode),
            },
        )
    )  # fmt: skip
    told = _why_found(viewer, list(found.values()), homes, terms)
    return [_candidate(row, viewer, told[row.pk]) for row in found.values()]


def _candidate(row: SourceRecord, viewer: Viewer, because: tuple[str, ...]) -> Candidate:
    names = [str(name) for name in row.names.all()]
    return Candidate(
        row.pk, row.person_id, names[0] if names else "", tuple(names[1:]), row.date_of_birth, row.holder.name,
        row.agency_ref, row.holder_id == viewer.agency_id, because,
    )  # fmt: skip


def _why_found(
    viewer: Viewer, rows: list[SourceRecord], homes: Records, terms: Terms
) -> dict[int, tuple[str, ...]]:  # fmt: skip
    """That an address agrees is told only of a record whose address the viewer may learn."""
    ids = [row.pk for row in rows]
    standards, numbered, at_home = standards_of(ids), _with_number(ids, terms), _at_home(ids, homes, terms)
    reference = terms.number.strip()
    found = {}
    for row in rows:
        own = bool(reference) and row.holder_id == viewer.agency_id and row.agency_ref == reference
        names = [(name.given, name.family) for name in row.names.all()]
        told = [
            "same NHS number" if row.pk in numbered else "", "your own reference" if own else "",
            *likeness(terms, names, row.date_of_birth, standards.get(row.pk)),
            "same address" if row.pk in at_home else "",
        ]  # fmt: skip
        found[row.pk] = tuple(filter(None, told))
    return found


def _with_number(records: list[int], terms: Terms) -> set[int]:
    value = number_value(NumberKind.NHS, terms.number)
    rows = RecordNumber.objects.filter(record__in=records, kind=NumberKind.NHS, value=value)
    return set(rows.values_list("record_id", flat=True)) if value else set()


def _at_home(records: list[int], homes: Records, terms: Terms) -> set[int]:
    address = terms.standard.address
    rows = homes.filter(pk__in=records, standard__address=address)
    return set(rows.values_list("pk", flat=True)) if address else set()
