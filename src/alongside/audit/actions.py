"""Writing the log: in the same transaction as what it tells, or not at all."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import DatabaseError, IntegrityError, connection, transaction

from alongside.audit.entries import Actor, Entry, body_digest, body_text, header_digest, link
from alongside.audit.errors import AuditUnavailable
from alongside.audit.models import Event, EventBody, EventPerson, Seal, SealedEvent
from alongside.audit.states import Act
from alongside.audit.verification import Verification
from alongside.common.prepared import insert
from alongside.common.text import counted

SEAL_BATCH = 5_000


def record(entry: Entry) -> None:
    """Write one event. Raises `AuditUnavailable` if it cannot be written: then nothing may be shown."""
    record_all([entry])


def record_all(entries: Sequence[Entry]) -> None:
    """Write several events at once, inside the transaction that is open (or one of their own)."""
    if not entries:
        return
    try:
        with transaction.atomic():
            _write(entries)
    except DatabaseError as error:
        raise AuditUnavailable from error


def _write(entries: Sequence[Entry]) -> None:
    salts = [secrets.token_hex(16) for _ in entries]
    texts = [body_text(entry.body) for entry in entries]
    events = insert(
        _event(entry, body_digest(salt, text)) for entry, salt, text in zip(entries, salts, texts, strict=True)
    )
    insert(
        EventBody(event=event, salt=salt, text=text)
        for event, salt, text in zip(events, salts, texts, strict=True)
        if text
    )
    _write_persons(
        [
            (event.pk, person)
            for event, entry in zip(events, entries, strict=True)
            for person in sorted(set(entry.persons))
        ]
    )


def _write_persons(rows: Sequence[tuple[int, object]]) -> None:
    # A list of 50 people is 50 rows on every page of a queue: plain SQL costs a tenth of bulk_create here.
    if not rows:
        return
    field = EventPerson._meta.get_field("person_id")
    table = connection.ops.quote_name(EventPerson._meta.db_table)
    values = [(event, field.get_db_prep_save(person, connection)) for event, person in rows]
    places = ", ".join(["(%s, %s)"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (event_id, person_id) VALUES {places}",  # noqa: S608 (own names only)
            [part for row in values for part in row],
        )


def _event(entry: Entry, body: str) -> Event:
    header: dict[str, object] = {
        "at": entry.at,
        "agency_code": entry.actor.agency_code,
        "actor_id": entry.actor.id,
        "actor_name": _fitting(entry.actor.name, 200),
        "actor_role": entry.actor.role,
        "act": str(entry.act),
        "outcome": str(entry.outcome),
        "subject_kind": entry.subject_kind,
        "subject_id": _fitting(entry.subject_id, 80),
        "holder_code": entry.holder_code,
        "purpose": str(entry.purpose),
        "agreement": _fitting(entry.agreement, 80),
        "field_groups": ",".join(sorted(str(group) for group in entry.field_groups))[:400],
        "reason": _fitting(entry.reason, 400),
        "body_digest": body,
    }
    persons = sorted(str(person) for person in set(entry.persons))
    return Event(**header, digest=header_digest({**header, "persons": persons}))


def _fitting(text: str, most: int) -> str:
    """What somebody typed into an address may be too long, or hold what no database keeps: log it all the same."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")[:most]


def seal(*, agency_code: str, at: datetime) -> Seal | None:
    """Chain this agency's events that no seal holds yet; all or nothing. None when there is nothing to seal."""
    try:
        return _seal(agency_code, at)
    except IntegrityError:
        return None  # Somebody else sealed the same events at the same moment; theirs stands.


def _seal(agency_code: str, at: datetime) -> Seal | None:
    with transaction.atomic():
        events = list(
            Event.objects.filter(agency_code=agency_code, sealed__isnull=True)
            .order_by("pk")[:SEAL_BATCH]
            .values_list("pk", "digest")
        )
        if not events:
            return None
        last = Seal.objects.select_for_update().filter(agency_code=agency_code).order_by("-number").first()
        previous = last.root if last else link("alongside", agency_code)
        made = Seal(
            agency_code=agency_code,
            number=last.number + 1 if last else 1,
            at=at,
            count=len(events),
            previous_root=previous,
        )
        rows, root = [], previous
        for position, (pk, digest) in enumerate(events, start=1):
            root = link(root, digest)
            rows.append(SealedEvent(event_id=pk, seal=made, position=position, link=root))
        made.root = link(root, made.header_digest)
        made.save(force_insert=True)
        SealedEvent.objects.bulk_create(rows, batch_size=1_000)
        return made


def seal_all(*, at: datetime) -> list[Seal]:
    """Seal every agency's open events, batch by batch."""
    made: list[Seal] = []
    codes = Event.objects.filter(sealed__isnull=True).order_by().values_list("agency_code", flat=True).distinct()
    for code in list(codes):
        while (sealed := seal(agency_code=code, at=at)) is not None:
            made.append(sealed)
    return made


def destroy_body(*, event_id: int, by: Actor, at: datetime, reason: str) -> None:
    """Destroy an event's words when their time is up. The digest stays, so the chain still holds."""
    with transaction.atomic():
        EventBody.objects.filter(event_id=event_id).delete()
        record(
            Entry(
                at=at,
                actor=by,
                act=Act.DESTROY,
                subject_kind="event",
                subject_id=str(event_id),
                reason=reason,
            )
        )


def record_verification(results: Sequence[Verification], *, by: Actor, at: datetime) -> None:
    """Put into the log what verifying each agency's chain found."""
    record_all(
        [
            Entry(
                at=at, actor=by, act=Act.VERIFY, subject_kind="log", subject_id=one.agency_code,
                reason=f"{one.verdict} ({counted(one.sealed, 'event')} in {counted(one.seals, 'seal')})",
            )
            for one in results
        ]
    )  # fmt: skip
