"""The same records as `people.keep_records` keeps, thousands at once: for a whole borough of young people.

What `people.actions.add_record` does for one record is done here for a batch, with the same rows in the log, and
everything is linked at once at the end; a test holds the two together.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from alongside.audit.actions import record_all
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import fold_name
from alongside.demo.families import Invented
from alongside.demo.partnership import BUILDER, Partnership
from alongside.demo.records import Held
from alongside.demo.truth import Truth
from alongside.people.actions import link_everything
from alongside.people.drafts import RecordDraft, checked, number_value
from alongside.people.models import Person, RecordAddress, RecordName, RecordNote, RecordNumber, SourceRecord

BATCH = 2_000


def keep_in_bulk(
    held: Iterable[Held], people: dict[str, Invented], partnership: Partnership, truth: Truth, at: datetime
) -> None:  # fmt: skip
    """In the order in which they came, batch by batch; then each is put to the person it belongs to."""
    ordered = sorted(held, key=lambda each: (each.received_at, each.draft.agency_ref))
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        for one, made in zip(batch, _keep(batch, partnership, truth.built_on), strict=True):
            truth.note(made.pk, people[one.truth], one.holder, one.changes)
    link_everything(by=BUILDER, at=at, unseen=True)


def _keep(batch: Sequence[Held], partnership: Partnership, today: date) -> list[SourceRecord]:
    drafts = [checked(one.draft, today) for one in batch]
    persons = Person.objects.bulk_create(Person(made_at=one.received_at) for one in batch)
    made = SourceRecord.objects.bulk_create(
        SourceRecord(
            holder=partnership.agencies[one.holder], person=person, agency_ref=draft.agency_ref,
            received_at=one.received_at, source=one.source, as_sent=dict(draft.as_sent),
            date_of_birth=draft.date_of_birth, sex=draft.sex, telephone=draft.telephone,
        )
        for one, draft, person in zip(batch, drafts, persons, strict=True)
    )  # fmt: skip
    _keep_parts(made, drafts)
    record_all([_entry(row, one.holder) for row, one in zip(made, batch, strict=True)])
    return made


def _keep_parts(made: Sequence[SourceRecord], drafts: Sequence[RecordDraft]) -> None:
    rows = list(zip(made, drafts, strict=True))
    RecordName.objects.bulk_create(
        RecordName(
            record=row, kind=name.kind, given=name.given, family=name.family, folded_given=fold_name(name.given)[:120],
            folded_family=fold_name(name.family)[:120],
        )
        for row, draft in rows
        for name in draft.names
    )  # fmt: skip
    RecordNumber.objects.bulk_create(
        RecordNumber(record=row, kind=kind, as_sent=number, value=number_value(kind, number))
        for row, draft in rows
        for kind, number in draft.numbers
    )
    RecordAddress.objects.bulk_create(
        RecordAddress(record=row, lines=one.lines, postcode=one.postcode, is_protected=one.is_protected)
        for row, draft in rows
        for one in draft.addresses
    )
    RecordNote.objects.bulk_create(
        RecordNote(record=row, field_group=group, noted_on=day, text=text)
        for row, draft in rows
        for group, day, text in draft.notes
    )


def _entry(row: SourceRecord, holder: str) -> Entry:
    return Entry(
        at=row.received_at, actor=BUILDER, act=Act.CREATE, subject_kind="record", subject_id=str(row.pk),
        persons=(row.person_id,), holder_code=holder, reason=f"kept as sent by {row.holder.name}",
    )  # fmt: skip
