"""Records are added as they were sent, and what a person was in an event is said."""

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry, Log
from alongside.audit.states import Act
from alongside.common.prepared import insert
from alongside.common.text import fold_name
from alongside.partners.access import writing
from alongside.partners.models import Agency
from alongside.people.drafts import RecordDraft, checked, number_value
from alongside.people.identity.arriving import nobody_yet, take_in
from alongside.people.identity.locks import one_at_a_time
from alongside.people.models import RecordAddress, RecordName, RecordNote, RecordNumber, RoleInEvent, SourceRecord
from alongside.people.states import ROLE_LASTS, ROLE_LASTS_OTHERWISE


def add_record(
    *, draft: RecordDraft, holder: Agency, source: str, by: Actor, at: datetime, today: date, log: Log | None = None,
    once: bool = False,
) -> SourceRecord:  # fmt: skip
    """Keep what an agency sent about a person, unchanged, and put it to the person it belongs to.

    It is weighed against the records that are like it. What the model is sure of joins by itself, what it is not sure
    of waits for a person and stands alone until then; a restricted person is joined by nobody but those cleared for
    her. `once`: what the same agency sent before, word for word under the same reference, is given back and not kept
    again.
    """
    good = checked(draft, today)
    write = log or record
    with writing():
        one_at_a_time()
        digest = _digest_of(good)
        if once and (known := _sent_before(good, holder, digest)):
            return known
        made = SourceRecord(
            holder=holder, person_id=nobody_yet(), agency_ref=good.agency_ref, received_at=at, source=source[:100],
            as_sent=dict(good.as_sent), date_of_birth=good.date_of_birth, sex=good.sex, telephone=good.telephone,
            digest=digest,
        )  # fmt: skip
        insert([made])
        _add_parts(made, good)
        take_in(made, good, by, at, write)
        write(
            Entry(
                at=at, actor=by, act=Act.CREATE, subject_kind="record", subject_id=str(made.pk),
                persons=(made.person_id,), holder_code=holder.code, reason=f"kept as sent by {holder.name}",
            )
        )  # fmt: skip
    return made


def _sent_before(draft: RecordDraft, holder: Agency, digest: str) -> SourceRecord | None:
    if not draft.agency_ref:
        return None
    return SourceRecord.objects.filter(holder=holder, agency_ref=draft.agency_ref, digest=digest).first()


def _digest_of(draft: RecordDraft) -> str:
    text = json.dumps(asdict(draft), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _add_parts(made: SourceRecord, draft: RecordDraft) -> None:
    insert(
        RecordName(
            record=made, kind=name.kind, given=name.given, family=name.family,
            folded_given=fold_name(name.given)[:120], folded_family=fold_name(name.family)[:120],
        )
        for name in draft.names
    )  # fmt: skip
    insert(
        RecordNumber(record=made, kind=kind, as_sent=number, value=number_value(kind, number))
        for kind, number in draft.numbers
    )
    insert(
        RecordAddress(record=made, lines=one.lines, postcode=one.postcode, is_protected=one.is_protected)
        for one in draft.addresses
    )
    insert(RecordNote(record=made, field_group=group, noted_on=day, text=text) for group, day, text in draft.notes)


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
