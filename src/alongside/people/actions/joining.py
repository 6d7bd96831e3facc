"""People decide who is one child and who is not. Every decision can be undone, and no model undoes it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from alongside.audit.entries import Actor
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.identity.changing import Cause
from alongside.people.identity.deciding import Decision, carry, one_child, two_children
from alongside.people.identity.locks import one_at_a_time
from alongside.people.identity.pinned import pinned
from alongside.people.identity.ruling import undo_rulings
from alongside.people.identity.seeing import records_within
from alongside.people.models import IdentityEvent, LinkDecision, Ruling, SourceRecord
from alongside.people.states import EventKind, LinkBasis
from alongside.people.threads import current_person, records_of


def attach(
    *, made: SourceRecord, to_person: UUID, reason: str, by: Actor, at: datetime, to_record: int | None = None
) -> None:  # fmt: skip
    """Put a record that was just made to the person whom its sender chose among candidates she may see.

    `to_record` is the record that she saw; without one, the newest of the person.
    """
    with writing():
        one_at_a_time()
        person = current_person(to_person)
        made.person_id = _person_of(made.pk)
        if made.person_id == person:
            return
        seen = to_record or max(records_of(person))
        carry(Decision(same=((made.pk, seen),)), _cause(reason, by, at))
        made.person_id = _person_of(made.pk)


def join(
    *, record_id: int, to_person: UUID, reason: str, by: Viewer, at: datetime, may_find: Sequence[int],
    undo_earlier: bool = False,
) -> UUID:  # fmt: skip
    """A person decides that a record found by search is the same child: all records of its person move together.

    `may_find` are the records that this viewer was shown as candidates: any other is refused. Where somebody decided
    otherwise before, it is refused with her words (`Stale`), unless `undo_earlier`. Gives the event.
    """
    if record_id not in may_find or not by.may(Permission.TRIAGE):
        raise refuse(by, "record", str(record_id), "not a candidate that was shown to the member", act=Act.LINK)
    why = _reason(reason, "Say why it is the same child.")
    with writing():
        one_at_a_time()
        person, other = current_person(to_person), _person_of(record_id)
        if person == other:
            raise Invalid("This record belongs to the child already.", "record")
        left, right = records_of(other), records_of(person)
        decision = one_child((record_id, max(right)), left, right, undo_earlier=undo_earlier)
        event = carry(decision, _cause(why, by.actor, at))
    if event is None:
        raise Invalid("The two could not be joined.", "record")
    return event.pk


def undo_join(*, joined: UUID, reason: str, by: Viewer, at: datetime) -> int:
    """Put the records of one decision back to the person they came from; gives how many moved.

    What was opened for their concerns, requests and plans goes back too. No model joins them again.
    """
    if not by.may(Permission.TRIAGE):
        raise refuse(by, "link", str(joined), "the role may not undo links", act=Act.UNLINK)
    why = _reason(reason, "Say why it is not the same child.")
    with writing():
        event = _to_undo(joined)
        if event is None or event.basis != LinkBasis.HUMAN:
            raise Invalid("This link was undone already.", "link")
        return len(_undo(event, why, by, at, undo_earlier=False))


def undo_identity_event(
    *, event_id: UUID, reason: str, by: Viewer, at: datetime, undo_earlier: bool = False
) -> UUID:  # fmt: skip
    """Undo a merge, a split or an attachment, whoever made it; what is ruled now holds against every model."""
    if not by.may(Permission.REVIEW_IDENTITY):
        raise refuse(by, "link", str(event_id), "the role may not undo links", act=Act.UNLINK)
    why = _reason(reason, "Say why it was wrong.")
    with writing():
        event = _to_undo(event_id)
        if event is None:
            raise Invalid("This was undone already.", "event")
        moved = event.decisions.values_list("record_id", flat=True)
        if not records_within(by, moved) >= set(moved):
            raise refuse(by, "link", str(event_id), "records that the member may not compare", act=Act.UNLINK)
        _undo(event, why, by, at, undo_earlier=undo_earlier)
        return IdentityEvent.objects.get(undoes=event).pk


def _to_undo(event_id: UUID) -> IdentityEvent | None:
    one_at_a_time()
    return IdentityEvent.objects.select_for_update().filter(pk=event_id, undone_at__isnull=True).first()


def _undo(
    event: IdentityEvent, why: str, by: Viewer, at: datetime, *, undo_earlier: bool
) -> list[LinkDecision]:  # fmt: skip
    rows = list(event.decisions.select_related("record"))
    if any(row.record.person_id != row.to_person_id for row in rows):
        raise Invalid("The records were linked once more since. Undo the later link first.", "link")
    event.undone_at, event.undone_by = at, by.actor.name[:200]
    event.save(update_fields=["undone_at", "undone_by"])
    undo_rulings(Ruling.objects.filter(event=event, undone_at__isnull=True), by.actor, at)
    back = {row.record_id: row.from_person_id for row in rows if row.from_person_id != row.to_person_id}
    cause = _cause(why, by.actor, at, undoes=event, wanted=back)
    carry(_opposite(event, rows, undo_earlier), cause)
    return rows


def _opposite(event: IdentityEvent, rows: Sequence[LinkDecision], undo_earlier: bool) -> Decision:
    """What was split is one child, what was put together is two."""
    groups: dict[tuple[UUID, UUID], set[int]] = defaultdict(set)
    for row in rows:
        groups[row.from_person_id, row.to_person_id].add(row.record_id)
    same, apart, sides = [], [], []
    for (before, after), records in groups.items():
        rest = frozenset(records_of(after)) - records
        origin = frozenset(records_of(before)) if before != after else frozenset()
        sides.append(frozenset(records) | origin)
        if origin:
            same.append((min(records), max(origin)))
        if rest and event.kind != EventKind.SPLIT:
            apart.append((frozenset(records), rest))
            sides.append(rest)
    return Decision(tuple(same), tuple(apart), tuple(sides), undo_earlier)


def split_person(
    *, person: UUID, records: Collection[int], reason: str, by: Viewer, at: datetime, undo_earlier: bool = False
) -> UUID:  # fmt: skip
    """Take these records out of a person: they are another child. Gives the person that they are now.

    Only records that the member may compare are told apart by her; with whom the others stay, follows from what they
    say. What somebody else decided before stands in the way as a `Stale` with her words, unless `undo_earlier`.
    """
    if not by.may(Permission.REVIEW_IDENTITY):
        raise refuse(by, "person", str(person), "the role may not take a person apart", act=Act.UNLINK)
    why = _reason(reason, "Say why they are two children.")
    with writing():
        one_at_a_time()
        whole = records_of(current_person(person))
        seen = records_within(by, whole)
        out = frozenset(records)
        if not out or not out <= seen:
            raise refuse(by, "person", str(person), "records that the member may not compare", act=Act.UNLINK)
        if out == seen:
            raise Invalid("Leave at least one record with the child.", "records")
        decision = two_children(out, seen - out, undo_earlier=undo_earlier)
        carry(decision, _cause(why, by.actor, at))
        return _person_of(min(out))


def _person_of(record_id: int) -> UUID:
    return SourceRecord.objects.values_list("person_id", flat=True).get(pk=record_id)


def _cause(
    reason: str, by: Actor, at: datetime, *, undoes: IdentityEvent | None = None, wanted: dict[int, UUID] | None = None
) -> Cause:
    return Cause(LinkBasis.HUMAN, reason, by, at, pinned(at).pk, undoes=undoes, wanted=wanted or {})


def _reason(text: str, ask: str) -> str:
    try:
        good = clean_line(text, 300, "The reason")
    except TextError as error:
        raise Invalid(str(error), "reason") from error
    if not good:
        raise Invalid(ask, "reason")
    return good
