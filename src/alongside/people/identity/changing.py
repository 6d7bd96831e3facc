"""Carries a change of identity through: who keeps which person, what moves, why; all of it or nothing."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from alongside.analysis.linkage.standard import Standard
from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry, Log
from alongside.audit.states import Act
from alongside.common.prepared import insert
from alongside.common.text import counted
from alongside.people.identity.asking import ask_about
from alongside.people.identity.assigning import Cluster, keepers, successor
from alongside.people.identity.components import component_of, restricted_now
from alongside.people.identity.following import follow
from alongside.people.identity.matters import changed as tell_domains
from alongside.people.identity.notices import tell_readers
from alongside.people.identity.reading import as_stored, marks, table, tell
from alongside.people.identity.slices import batched
from alongside.people.models import IdentityEvent, LinkDecision, Person, PersonRedirect, SourceRecord
from alongside.people.states import EventKind, LinkBasis

NOBODY: Mapping[int, UUID] = {}
BATCH = 500


@dataclass(frozen=True)
class Cause:
    """Why something changes, who did it and when. `wanted`: the person to whom a record should return; `log` takes the
    entry."""

    basis: LinkBasis
    reason: str
    by: Actor
    at: datetime
    model_id: int
    undoes: IdentityEvent | None = None
    wanted: Mapping[int, UUID] = field(default_factory=dict)
    log: Log = record


@dataclass(frozen=True)
class Moves:
    """Who stands where before and after. `born` records are new: nobody has seen the person that each would be."""

    before: Mapping[int, UUID]
    after: Mapping[int, UUID]
    born: Mapping[int, UUID]

    @property
    def moved(self) -> list[int]:
        return sorted(one for one in self.after if one not in self.born and self.after[one] != self.before[one])

    @property
    def attached(self) -> list[int]:
        """New records that found their person."""
        return sorted(one for one in self.born if self.after[one] != self.born[one])

    @property
    def standing(self) -> set[UUID]:
        """Persons whom somebody may have seen."""
        return {person for one, person in self.before.items() if one not in self.born}

    @property
    def fresh(self) -> set[UUID]:
        return set(self.after.values()) - self.standing

    @property
    def emptied(self) -> dict[UUID, UUID]:
        """Persons left without a record, and with whom most of theirs stand now."""
        gone: dict[UUID, list[int]] = {person: [] for person in self.standing - set(self.after.values())}
        for one, person in self.before.items():
            if one not in self.born and person in gone:
                gone[person].append(one)
        return {person: successor(records, self.after) for person, records in gone.items()}

    @property
    def kind(self) -> EventKind:
        if not self.moved:
            return EventKind.ATTACH
        if self.fresh:
            return EventKind.MOVE if self.emptied else EventKind.SPLIT
        return EventKind.MERGE if self.emptied else EventKind.MOVE

    @property
    def arrivals(self) -> dict[UUID, list[int]]:
        """The records to put to each person."""
        found: dict[UUID, list[int]] = defaultdict(list)
        for one in (*self.moved, *self.attached):
            found[self.after[one]].append(one)
        return dict(found)

    @property
    def ways(self) -> dict[tuple[UUID, UUID], list[int]]:
        """The moved records by where they went from and to."""
        found: dict[tuple[UUID, UUID], list[int]] = defaultdict(list)
        for one in self.moved:
            found[self.before[one], self.after[one]].append(one)
        return dict(found)


@dataclass(frozen=True)
class Regrouped:
    """`event` is None where nothing moved. `persons`: where the touched records stand now."""

    event: IdentityEvent | None
    persons: Mapping[int, UUID]


def regroup(
    seeds: Iterable[int], cause: Cause, born: Mapping[int, UUID] = NOBODY, known: Mapping[int, Standard] | None = None
) -> Regrouped:
    """Group anew whatever hangs together with these records, and carry out what differs.

    `born`: records that were just made, with the person that each is if it stands alone. `known`: standard forms that
    are at hand. Call it inside the transaction, after `one_at_a_time`.
    """
    component = component_of(seeds, cause.model_id, restricted_now(cause.at), known)
    moves = planned(component.persons, component.clusters(), born, cause.wanted)
    events = carry_out([moves], cause)
    ask_about(component.persons, cause.model_id, cause.at)
    return Regrouped(events[0] if events else None, moves.after)


def attach_plainly(record: int, alone: UUID, mates: Mapping[int, UUID], cause: Cause) -> UUID:
    """Put a new record to the person of these mates, who are all that she has; gives her."""
    person = next(iter(mates.values()))
    carry_out([Moves({**mates, record: alone}, {**mates, record: person}, {record: alone})], cause)
    return person


def planned(
    persons: Mapping[int, UUID], clusters: Sequence[Cluster], born: Mapping[int, UUID], wanted: Mapping[int, UUID]
) -> Moves:
    claims = {one: wanted.get(one, person) for one, person in persons.items() if one not in born}
    kept = keepers(claims, clusters)
    after: dict[int, UUID] = {}
    for members in clusters:
        newcomers = sorted(members & born.keys())
        person = kept.get(members) or (born[newcomers[0]] if newcomers else uuid.uuid4())
        after.update(dict.fromkeys(members, person))
    return Moves(persons, after, {one: person for one, person in born.items() if one in after})


def carry_out(plans: Sequence[Moves], cause: Cause) -> list[IdentityEvent]:
    """Write what moves, an event for each plan in which anything does."""
    _make_persons({person for moves in plans for person in moves.fresh}, cause.at)
    changed = [moves for moves in plans if moves.moved or moves.attached]
    if not changed:
        return []
    for moves in changed:
        for person, records in moves.arrivals.items():
            _put_to(person, records)
    events = insert(_event(moves, cause) for moves in changed)
    both = list(zip(changed, events, strict=True))
    insert(
        LinkDecision(
            event=event, record_id=one, to_person_id=moves.after[one],
            from_person_id=moves.after[one] if one in moves.born else moves.before[one],
        )
        for moves, event in both
        for one in (*moves.moved, *moves.attached)
    )  # fmt: skip
    for moves, event in both:
        if moves.moved:
            _carry_on(moves, event, cause)
        cause.log(_entry(moves, event, cause))
    if others := {moves.after[one] for moves, _ in both for one in moves.moved}:
        tell_domains(others, cause.at)
    return events


def _put_to(person: UUID, records: Sequence[int]) -> None:
    for some in batched(records, BATCH):
        tell(
            f"UPDATE {table(SourceRecord)} SET person_id = %s WHERE id IN ({marks(some)})",  # noqa: S608 (own names)
            [as_stored(person), *some],
        )


def _event(moves: Moves, cause: Cause) -> IdentityEvent:
    return IdentityEvent(
        kind=moves.kind, basis=cause.basis, by=cause.by.name[:200], at=cause.at, reason=cause.reason[:300],
        model_id=cause.model_id, undoes=cause.undoes,
    )  # fmt: skip


def _carry_on(moves: Moves, event: IdentityEvent, cause: Cause) -> None:
    """What stood with persons follows, and whoever read them is told."""
    PersonRedirect.objects.bulk_create(
        PersonRedirect(old_id=old, to_id=to, event=event) for old, to in moves.emptied.items()
    )
    follow(moves.ways, moves.emptied)
    tell_readers(event, {person for way in moves.ways for person in way}, cause.by.id)


def _make_persons(fresh: AbstractSet[UUID], at: datetime) -> None:
    """New persons; one who comes back has a row, and is herself again."""
    if not fresh:
        return
    known = {
        person
        for some in batched(sorted(fresh), BATCH)
        for person in Person.objects.filter(pk__in=some).values_list("pk", flat=True)
    }
    for some in batched(sorted(known), BATCH):
        PersonRedirect.objects.filter(old__in=some).delete()
    insert(Person(pk=one, made_at=at) for one in sorted(fresh - known))


def _entry(moves: Moves, event: IdentityEvent, cause: Cause) -> Entry:
    apart = event.kind == EventKind.SPLIT
    if event.kind == EventKind.ATTACH:
        subject, kind = str(moves.attached[0]), "record"
        persons = {moves.after[one] for one in moves.attached}
        said = f"put to a person: {event.get_basis_display().lower()}"
    else:
        persons = {person for way in moves.ways for person in way}
        before, after = next(iter(moves.ways))
        subject, kind = str(before if apart else after), "person"
        many = counted(len(moves.moved), "record")
        said = f"took {many} apart" if apart else f"joined {many}: the same child"
    return Entry(
        at=cause.at, actor=cause.by, act=Act.UNLINK if apart else Act.LINK, subject_kind=kind, subject_id=subject,
        persons=tuple(sorted(persons)), reason=said, body={"why": cause.reason, "decision": str(event.pk)},
    )  # fmt: skip
