"""Who saw what of a person, for whoever answers for the lawfulness of sharing. The log, never what a case holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.models import Event
from alongside.audit.presenters import Words, sentence, why
from alongside.audit.queries import about_person, refusals_about
from alongside.audit.states import Act, Outcome
from alongside.partners.access import ASSURED, Decision, codes, refuse, require_assurance
from alongside.partners.assurance import agency_names, words
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import LONDON, Viewer
from alongside.partners.states import Purpose
from alongside.people.matching import MOST_CANDIDATES, Terms, birth_forms, filter_by
from alongside.people.models import RoleInEvent, SourceRecord
from alongside.people.threads import logged_as

PAGE = 50
MOST_ON_ONE_PAGE = 500


@dataclass(frozen=True, slots=True)
class Named:
    """A person as far as is needed to be sure that it is the right one."""

    person_id: UUID
    name: str
    date_of_birth: date | None


def find_in_event(viewer: Viewer, matter: str) -> list[Named]:
    """Everybody who has or had a role in one concern, by its reference. The roles themselves are not told."""
    _require_find(viewer)
    persons = RoleInEvent.objects.filter(matter=matter).values("record__person_id")
    rows = SourceRecord.objects.all().unrestricted(viewer).filter(person_id__in=persons)
    return _found(viewer, rows, f"in the event {matter}", {"matter": matter})


def find_by_birth(viewer: Viewer, terms: Terms) -> list[Named]:
    """Persons of this name, born on this day. A name without the day is refused, so that nobody fishes."""
    _require_find(viewer)
    if terms.date_of_birth is None or terms.too_little:
        raise Invalid("Enter a name and the date of birth.", "date_of_birth")
    born = SourceRecord.objects.all().unrestricted(viewer).filter(date_of_birth__in=birth_forms(terms.date_of_birth))
    given = {"given": terms.given, "family": terms.family, "born": terms.date_of_birth}
    return _found(viewer, filter_by(born, terms), "by name and date of birth", given)


def _require_find(viewer: Viewer) -> None:
    if not viewer.may(Permission.SEE_DISCLOSURES):
        raise refuse(viewer, "person", "", "the role may not see who saw what", act=Act.SEARCH)


def _found(viewer: Viewer, rows: QuerySet[SourceRecord], how: str, body: dict[str, object]) -> list[Named]:
    newest = list(rows.prefetch_related("names").order_by("-received_at", "-pk")[: 5 * MOST_CANDIDATES])
    named: dict[UUID, Named] = {}
    for row in newest:
        named.setdefault(row.person_id, _named(row.person_id, [row]))
    found = list(named.values())[:MOST_CANDIDATES]
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=Act.SEARCH, subject_kind="person",
            persons=tuple(one.person_id for one in found), purpose=Purpose.ASSURANCE.code, field_groups=codes(ASSURED),
            reason=f"whose disclosures to show, {how}: {len(found)} shown", body=body,
        )
    )  # fmt: skip
    return found


def _named(person_id: UUID, rows: Sequence[SourceRecord]) -> Named:
    names = [str(name) for row in rows for name in row.names.all()]
    born = next((row.date_of_birth for row in rows if row.date_of_birth), None)
    return Named(person_id, names[0] if names else "Name not known", born)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which rows: the refusals or the rest; of one agency's members; one kind of act; from one day to another."""

    refused: bool = False
    agency: str = ""
    act: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One row of the log: who and when, the sentence, and why it was allowed where the row says so."""

    at: datetime
    who: str
    agency: str
    act: str
    sentence: str
    why: str
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class Disclosures:
    """One page of a person's disclosures, newest first. `agencies` are those whose members are in the log of her."""

    person: Named
    decision: Decision
    rows: tuple[Disclosure, ...]
    agencies: tuple[tuple[str, str], ...]
    seen: int
    refused: int
    number: int
    size: int
    total: int


def disclosures(viewer: Viewer, person_id: UUID, filters: Filters, *, page: int = 1, size: int = PAGE) -> Disclosures:
    """Who saw what of this person, when, why and under which agreement: pages, lists and searches. Logged."""
    records = SourceRecord.objects.filter(person_id=person_id).prefetch_related("names").order_by("-received_at", "-pk")
    rows = list(records)
    if not rows:
        raise refuse(viewer, "disclosures", str(person_id), "no such person")
    decision = require_assurance(viewer, person_id)
    known_as = logged_as(person_id)
    seen, refused = about_person(known_as).filter(outcome=Outcome.ALLOWED), refusals_about(known_as)
    every = refused if filters.refused else seen
    found = _filtered(every, filters)
    number, shown = max(1, page), min(max(1, size), MOST_ON_ONE_PAGE)
    events = found.select_related("sealed")[(number - 1) * shown : number * shown]
    labels, names = words(), agency_names()
    met = sorted(set(every.order_by().values_list("agency_code", flat=True).distinct()))
    return Disclosures(
        person=_named(person_id, rows), decision=decision, rows=tuple(_row(one, labels) for one in events),
        agencies=tuple((code, names.get(code, code)) for code in met),
        seen=seen.count(), refused=refused.count(), number=number, size=shown, total=found.count(),
    )  # fmt: skip


def _filtered(rows: QuerySet[Event], filters: Filters) -> QuerySet[Event]:
    if filters.agency:
        rows = rows.filter(agency_code=filters.agency)
    if filters.act:
        rows = rows.filter(act=filters.act)
    if filters.since:
        rows = rows.filter(at__gte=datetime.combine(filters.since, time(), LONDON))
    if filters.until:
        rows = rows.filter(at__lt=datetime.combine(filters.until + timedelta(days=1), time(), LONDON))
    return rows


def _row(event: Event, labels: Words) -> Disclosure:
    return Disclosure(
        at=event.at, who=event.actor_name, agency=labels.agency(event.agency_code), act=event.get_act_display(),
        sentence=sentence(event, labels), why=why(event), is_sealed=hasattr(event, "sealed"),
    )  # fmt: skip
