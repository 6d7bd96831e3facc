"""Writing about people: records are added, links are made and undone. Each writes its audit row inside."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry, Log
from alongside.audit.states import Act
from alongside.common.text import fold_name
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency, Involvement, Restriction
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people import matching
from alongside.people.drafts import RecordDraft, checked, number_value
from alongside.people.models import (
    LinkDecision,
    Person,
    RecordAddress,
    RecordName,
    RecordNote,
    RecordNumber,
    RoleInEvent,
    SourceRecord,
)
from alongside.people.states import ROLE_LASTS, ROLE_LASTS_OTHERWISE, LinkBasis


def add_record(
    *, draft: RecordDraft, holder: Agency, source: str, by: Actor, at: datetime, today: date, log: Log | None = None
) -> SourceRecord:
    """Keep what an agency sent about a person, unchanged, and put it to the person it certainly belongs to.

    Certain is: the holder's own number, or the same NHS number with the same first name and date of birth. Anything
    less stands alone until a person decides.
    """
    good = checked(draft, today)
    with writing():
        found = matching.certain_person(good, holder.pk)
        person = found.person if found else Person.objects.create(made_at=at)
        made = SourceRecord.objects.create(
            holder=holder, person=person, agency_ref=good.agency_ref, received_at=at, source=source[:100],
            as_sent=dict(good.as_sent), date_of_birth=good.date_of_birth, sex=good.sex, telephone=good.telephone,
        )  # fmt: skip
        _add_parts(made, good)
        if found:
            LinkDecision.objects.create(
                record=made, from_person=person, to_person=person, basis=found.basis, by=by.name, at=at,
                reason=LinkBasis(found.basis).label,
            )  # fmt: skip
        (log or record)(
            Entry(
                at=at, actor=by, act=Act.CREATE, subject_kind="record", subject_id=str(made.pk), persons=(person.pk,),
                holder_code=holder.code, reason=f"kept as sent by {holder.name}",
            )
        )  # fmt: skip
    return made


def _add_parts(made: SourceRecord, draft: RecordDraft) -> None:
    RecordName.objects.bulk_create(
        RecordName(
            record=made, kind=name.kind, given=name.given, family=name.family,
            folded_given=fold_name(name.given)[:120], folded_family=fold_name(name.family)[:120],
        )
        for name in draft.names
    )  # fmt: skip
    RecordNumber.objects.bulk_create(
        RecordNumber(record=made, kind=kind, as_sent=number, value=number_value(kind, number))
        for kind, number in draft.numbers
    )
    RecordAddress.objects.bulk_create(
        RecordAddress(record=made, lines=one.lines, postcode=one.postcode, is_protected=one.is_protected)
        for one in draft.addresses
    )
    RecordNote.objects.bulk_create(
        RecordNote(record=made, field_group=group, noted_on=day, text=text) for group, day, text in draft.notes
    )


def attach(*, made: SourceRecord, to_person: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Put a record that was just made to the person whom its sender chose among candidates she may see."""
    if made.person_id == to_person:
        return
    with writing():
        LinkDecision.objects.create(
            record=made, from_person_id=made.person_id, to_person_id=to_person, basis=LinkBasis.HUMAN, by=by.name,
            at=at, reason=reason,
        )  # fmt: skip
        persons = (made.person_id, to_person)
        made.person_id = to_person
        made.save(update_fields=["person"])
        record(
            Entry(
                at=at, actor=by, act=Act.LINK, subject_kind="record", subject_id=str(made.pk), persons=persons,
                reason=reason,
            )
        )  # fmt: skip


def give_role(
    *, told_in: SourceRecord, matter: str, role: str, note: str, by: Actor, at: datetime, log: Log | None = None
) -> RoleInEvent:
    """Say what a person was in one event. It lapses by itself."""
    lasts = ROLE_LASTS.get(role, ROLE_LASTS_OTHERWISE)
    with writing():
        made = RoleInEvent.objects.create(
            record=told_in,
            matter=matter,
            role=role,
            note=note,
            given_at=at,
            lapses_on=(at + lasts).date(),
        )
        (log or record)(
            Entry(
                at=at, actor=by, act=Act.CREATE, subject_kind="role", subject_id=str(made.pk),
                persons=(told_in.person_id,), reason=f"role in {matter}",
                body={"role": made.get_role_display()},
            )
        )  # fmt: skip
    return made


def join(*, record_id: int, to_person: UUID, reason: str, by: Viewer, at: datetime, may_find: Sequence[int]) -> UUID:
    """A person decides that a record found by search is the same child: all records of its person move together.

    `may_find` are the records that this viewer was shown as candidates: any other is refused.
    """
    if record_id not in may_find or not by.may(Permission.TRIAGE):
        raise refuse(by, "record", str(record_id), "not a candidate that was shown to the member", act=Act.LINK)
    if not reason.strip():
        raise Invalid("Say why it is the same child.", "reason")
    with writing():
        from_person = SourceRecord.objects.select_for_update(of=("self",)).get(pk=record_id).person_id
        if from_person == to_person:
            raise Invalid("This record belongs to the child already.", "record")
        return _move(from_person, to_person, reason.strip(), by, at)


def _move(from_person: UUID, to_person: UUID, reason: str, by: Viewer, at: datetime) -> UUID:
    joined = uuid.uuid4()
    rows = list(SourceRecord.objects.select_for_update(of=("self",)).filter(person_id=from_person))
    LinkDecision.objects.bulk_create(
        LinkDecision(
            joined=joined, record=row, from_person_id=from_person, to_person_id=to_person, basis=LinkBasis.HUMAN,
            by=by.actor.name, at=at, reason=reason[:300],
        )
        for row in rows
    )  # fmt: skip
    SourceRecord.objects.filter(person_id=from_person).update(person_id=to_person)
    # What was opened or restricted for the one holds for the child that both now are.
    Involvement.objects.filter(person_id=from_person).update(person_id=to_person)
    _restrict_too(to_person, like=from_person)
    record(
        Entry(
            at=at, actor=by.actor, act=Act.LINK, subject_kind="person", subject_id=str(to_person),
            persons=(from_person, to_person), reason=f"joined {len(rows)} record(s): the same child",
            body={"why": reason, "decision": str(joined)},
        )
    )  # fmt: skip
    return joined


def _restrict_too(person: UUID, *, like: UUID) -> None:
    """Whoever is hidden stays hidden under the other identifier, and only for those cleared there already."""
    held = Restriction.objects.filter(person_id=person, lifted_at__isnull=True)
    known = set(held.values_list("reason", "placed_by", "placed_at"))
    for one in Restriction.objects.filter(person_id=like, lifted_at__isnull=True):
        if (one.reason, one.placed_by, one.placed_at) in known:
            continue
        copied = Restriction.objects.create(
            person_id=person, reason=one.reason, placed_by=one.placed_by, placed_at=one.placed_at
        )
        copied.cleared.set(one.cleared.all())


def undo_join(*, joined: UUID, reason: str, by: Viewer, at: datetime, matters: Collection[str] = ()) -> int:
    """Put the records of one decision back to the person they came from; gives how many moved.

    `matters` are the concerns, requests and plans of those records: what was opened for them goes back too.
    """
    if not by.may(Permission.TRIAGE):
        raise refuse(by, "link", str(joined), "the role may not undo links", act=Act.UNLINK)
    if not reason.strip():
        raise Invalid("Say why it is not the same child.", "reason")
    with writing():
        rows = list(
            LinkDecision.objects.select_for_update(of=("self",))
            .select_related("record")
            .filter(joined=joined, undone_at__isnull=True, basis=LinkBasis.HUMAN)
        )
        if not rows:
            raise Invalid("This link was undone already.", "link")
        if any(row.record.person_id != row.to_person_id for row in rows):
            raise Invalid("The records were linked once more since. Undo the later link first.", "link")
        for row in rows:
            row.undone_at, row.undone_by = at, by.actor.name
            SourceRecord.objects.filter(pk=row.record_id).update(person_id=row.from_person_id)
        LinkDecision.objects.bulk_update(rows, ["undone_at", "undone_by"])
        persons = (rows[0].from_person_id, rows[0].to_person_id)
        _return_involvements(rows, matters)
        # Placed while the two were one, it may have been meant for either: nobody becomes visible by being taken apart.
        _restrict_too(persons[0], like=persons[1])
        record(
            Entry(
                at=at, actor=by.actor, act=Act.UNLINK, subject_kind="person", subject_id=str(persons[1]),
                persons=persons, reason=f"took {len(rows)} record(s) apart again", body={"why": reason.strip()},
            )
        )  # fmt: skip
    return len(rows)


def _return_involvements(rows: Sequence[LinkDecision], matters: Collection[str]) -> None:
    """An involvement opened for an event of a record that goes back goes back with it."""
    events = RoleInEvent.objects.filter(record__in=[row.record_id for row in rows]).values_list("matter", flat=True)
    Involvement.objects.filter(person_id=rows[0].to_person_id, opened_for__in={*events, *matters}).update(
        person_id=rows[0].from_person_id
    )
