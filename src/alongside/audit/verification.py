"""Checking the log: does every event still say what it said when it was sealed?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from alongside.audit.entries import body_digest, header_digest, link
from alongside.audit.models import Event, EventBody, EventPerson, Seal, SealedEvent
from alongside.audit.states import Act
from alongside.common.text import counted

BATCH = 2_000


@dataclass(frozen=True)
class Verification:
    """The result for one agency. `faults` is empty when the chain holds."""

    agency_code: str
    seals: int
    sealed: int
    unsealed: int
    destroyed_bodies: int
    root: str
    faults: tuple[str, ...] = field(default=())

    @property
    def holds(self) -> bool:
        return not self.faults

    @property
    def verdict(self) -> str:
        return "holds" if self.holds else f"does not hold: {counted(len(self.faults), 'fault')}"

    @property
    def sentence(self) -> str:
        sealed = f"{counted(self.sealed, 'event')} in {counted(self.seals, 'seal')}"
        waiting = f"; {self.unsealed:,} wait for the next seal" if self.unsealed else ""
        return f"The log of {self.agency_code} {self.verdict} ({sealed}{waiting})."


def verify(agency_code: str, *, published: Mapping[int, str] | None = None) -> Verification:
    """Recompute one agency's chain from its first event.

    `published` are roots by seal number as kept outside the database (`alongside audit seal --publish`): a chain
    that was rewritten as a whole still differs from them.
    """
    faults: list[str] = []
    root, number, sealed = link("alongside", agency_code), 0, 0
    for seal in Seal.objects.filter(agency_code=agency_code).order_by("number").iterator():
        number += 1
        if seal.number != number:
            faults.append(f"seal {number} is missing")
            number = seal.number
        if seal.previous_root != root:
            faults.append(f"seal {seal.number} does not follow from the one before it")
        root = seal.previous_root
        count = 0
        for row in _sealed_events(seal):
            count += 1
            root = _check(row, root, seal, count, faults)
        sealed += count
        if count != seal.count:
            faults.append(f"seal {seal.number} holds {count} events where {seal.count} were sealed")
        if link(root, seal.header_digest) != seal.root:
            faults.append(f"the root of seal {seal.number} does not match what it seals")
        root = seal.root
        if published and seal.number in published and published[seal.number] != seal.root:
            faults.append(f"seal {seal.number} differs from the root that was published")
    for missing in sorted(set(published or {}) - set(range(1, number + 1))):
        faults.append(f"seal {missing} was published but is not in the log")
    destroyed = _destroyed(agency_code, faults)
    unsealed = Event.objects.filter(agency_code=agency_code, sealed__isnull=True).count()
    return Verification(agency_code, number, sealed, unsealed, destroyed, root, tuple(faults))


def _sealed_events(seal: Seal) -> Iterator[tuple[SealedEvent, list[str], EventBody | None]]:
    rows = SealedEvent.objects.filter(seal=seal).select_related("event").order_by("position")
    for start in range(0, seal.count + 1, BATCH):
        batch = list(rows[start : start + BATCH])
        keys = [row.event_id for row in batch]
        persons: dict[int, list[str]] = defaultdict(list)
        for event, person in EventPerson.objects.filter(event__in=keys).values_list("event_id", "person_id"):
            persons[event].append(str(person))
        bodies = EventBody.objects.in_bulk(keys)
        for row in batch:
            yield row, sorted(persons[row.event_id]), bodies.get(row.event_id)


def _check(
    row: tuple[SealedEvent, list[str], EventBody | None],
    previous: str,
    seal: Seal,
    position: int,
    faults: list[str],
) -> str:
    sealed, persons, body = row
    event = sealed.event
    header = {name: getattr(event, name) for name in Event.HEADER}
    where = f"event {event.pk} (seal {seal.number}, position {position})"
    if header_digest({**header, "persons": persons}) != event.digest:
        faults.append(f"{where} was changed")
    if body is not None and body_digest(body.salt, body.text) != event.body_digest:
        faults.append(f"the words of {where} were changed")
    expected = link(previous, event.digest)
    if sealed.position != position or sealed.link != expected:
        faults.append(f"the chain breaks at {where}")
    return sealed.link


def _destroyed(agency_code: str, faults: list[str]) -> int:
    gone = set(
        Event.objects.filter(agency_code=agency_code, body__isnull=True)
        .exclude(body_digest="")
        .values_list("pk", flat=True)
    )
    if not gone:
        return 0
    told = {
        int(subject)
        for subject in Event.objects.filter(act=Act.DESTROY, subject_kind="event").values_list("subject_id", flat=True)
        if subject.isdecimal()
    }
    faults.extend(f"the words of event {pk} are gone and nobody recorded destroying them" for pk in sorted(gone - told))
    return len(gone & told)
