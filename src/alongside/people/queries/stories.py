"""One child, one page: what each agency holds of her, as far as it may be told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, QuerySet, UUIDField

from alongside.audit.actions import record_all
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.prepared import Prepared, Slot, hold, values_for
from alongside.common.text import counted, sentence_list
from alongside.partners.access import Decision, Subject, codes, decide_all, entry_of
from alongside.partners.asking import AGENCY
from alongside.partners.models import Agency, AgreementParty
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import RecordAddress, RecordNote, SourceRecord
from alongside.people.threads import hold_names

NOTE_GROUPS = (
    FieldGroup.EDUCATION, FieldGroup.HEALTH, FieldGroup.SOCIAL_CARE, FieldGroup.POLICE, FieldGroup.YOUTH_JUSTICE,
    FieldGroup.HOUSING, FieldGroup.SUPPORT,
)  # fmt: skip
STORY_GROUPS = (FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.KNOWN_TO, *NOTE_GROUPS)


@dataclass(frozen=True, slots=True)
class NoteShown:
    group: str
    noted_on: date
    text: str


@dataclass(frozen=True, slots=True)
class AgencyPart:
    """What one agency holds of the child, as far as the viewer may be told; and what she may ask for."""

    agency_id: int
    agency_code: str
    agency: str
    knows: str
    names: tuple[str, ...] = ()
    date_of_birth: date | None = None
    sex: str = ""
    telephone: str = ""
    addresses: tuple[str, ...] = ()
    notes: tuple[NoteShown, ...] = ()
    may_ask: tuple[FieldGroup, ...] = ()
    withheld: tuple[str, ...] = ()
    agreement: str = ""
    gateway: str = ""
    because: str = ""
    is_own: bool = False


KNOWN, NOT_KNOWN, CANNOT_SAY = "known", "not_known", "cannot_say"


def story(viewer: Viewer, person_id: UUID, purpose: Purpose) -> list[AgencyPart]:
    """One child, one page: agency by agency, what may be told under which agreement. Decided in one batch, and logged
    agency by agency."""
    rows = RECORDS.objects((), person=person_id)
    hold_names(rows)
    size, wanted = values_for("record", (row.pk for row in rows), 0)
    for accessor, held in PARTS.items():
        hold(rows, accessor, held.objects(size, **wanted), "record_id")
    named = _named_with(viewer)
    subjects = [Subject("agency", one.code, one.pk, one.code, one.name, person_id) for one in named]
    decisions = decide_all(viewer, [*(row.subject for row in rows), *subjects], purpose, STORY_GROUPS)
    shown: dict[int, list[tuple[SourceRecord, Decision]]] = defaultdict(list)
    for row, decision in zip(rows, decisions, strict=False):
        if _tells(decision):
            shown[row.holder_id].append((row, decision))
    silent = [
        (one, decision) for one, decision in zip(named, decisions[len(rows) :], strict=True) if one.pk not in shown
    ]
    told = [decision for found in shown.values() for _, decision in found]
    record_all([entry_of(viewer, one, Act.VIEW) for one in told] + _not_known(viewer, person_id, silent, purpose))
    parts = [_part(viewer, found, purpose) for found in shown.values()]
    parts += [_said_nothing(viewer, one, decision, purpose) for one, decision in silent]
    return sorted(parts, key=lambda part: (not part.is_own, part.knows != KNOWN, part.agency))


def _tells(decision: Decision) -> bool:
    """Without the right to learn whether an agency knows the child, its row looks like any other."""
    return decision.allowed and (FieldGroup.KNOWN_TO in decision or FieldGroup.IDENTITY in decision)


def _part(viewer: Viewer, found: Sequence[tuple[SourceRecord, Decision]], purpose: Purpose) -> AgencyPart:
    row, decision = found[0]
    holder = row.holder
    own = holder.pk == viewer.agency_id
    names = [str(name) for one, _ in found for name in one.names.all()] if FieldGroup.IDENTITY in decision else []
    contact = FieldGroup.CONTACT in decision
    addresses = [_address(one, own) for each, _ in found for one in each.addresses.all()] if contact else []
    notes = [
        NoteShown(FieldGroup[note.field_group.upper()].label, note.noted_on, note.text)
        for one, _ in found
        for note in one.notes.all()
        if FieldGroup[note.field_group.upper()] in decision
    ]
    on_request = {group for term in viewer.terms_with(purpose, holder.pk) for group in term.on_request}
    may_ask = tuple(group for group in NOTE_GROUPS if group in on_request and group not in decision)
    open_groups = {group for group, _ in decision.withheld} - set(may_ask)
    return AgencyPart(
        agency_id=holder.pk, agency_code=holder.code, agency=holder.name, knows=KNOWN,
        names=tuple(dict.fromkeys(names)), addresses=tuple(dict.fromkeys(addresses)),
        date_of_birth=row.date_of_birth if FieldGroup.IDENTITY in decision else None,
        sex=row.get_sex_display() if FieldGroup.IDENTITY in decision and row.sex else "",
        telephone=row.telephone if contact else "", notes=tuple(notes), may_ask=may_ask,
        withheld=tuple(decision.why_withheld[group] for group in NOTE_GROUPS if group in open_groups),
        agreement=decision.agreement, gateway=decision.gateway, because=decision.because, is_own=own,
    )  # fmt: skip


def _address(one: object, own: bool) -> str:
    if getattr(one, "is_protected", True) and not own:
        return "Protected address: not shown"
    lines, postcode = getattr(one, "lines", ""), getattr(one, "postcode", "")
    return ", ".join(part for part in (lines, postcode) if part)


def _said_nothing(viewer: Viewer, agency: Agency, decision: Decision, purpose: Purpose) -> AgencyPart:
    """An agency of which nothing is shown. Whether it does not know the child, or cannot say so, is decided like
    everything else: without the right to learn it, the words are the same whether it holds something or not."""
    terms = viewer.terms_with(purpose, agency.pk)
    on_request = {group for term in terms for group in term.on_request}
    return AgencyPart(
        agency_id=agency.pk, agency_code=agency.code, agency=agency.name,
        knows=NOT_KNOWN if FieldGroup.KNOWN_TO in decision else CANNOT_SAY,
        may_ask=tuple(group for group in NOTE_GROUPS if group in on_request),
        agreement=decision.agreement or (terms[0].agreement if terms else ""), gateway=decision.gateway,
        because=decision.because,
        withheld=() if terms else (f"No agreement with {agency.name} is in force for {purpose.label.lower()}.",),
    )  # fmt: skip


def _not_known(
    viewer: Viewer, person_id: UUID, silent: Sequence[tuple[Agency, Decision]], purpose: Purpose
) -> list[Entry]:
    """That an agency does not know a child is told under an agreement too: one row for all who say so."""
    saying = [decision for _, decision in silent if FieldGroup.KNOWN_TO in decision]
    if not saying:
        return []
    return [
        Entry(
            at=viewer.at, actor=viewer.actor, act=Act.VIEW, subject_kind="agencies", persons=(person_id,),
            purpose=purpose.code, agreement=sentence_list(sorted({one.agreement for one in saying})),
            field_groups=codes([FieldGroup.KNOWN_TO]),
            reason=f"{counted(len(saying), 'agency says', 'agencies say')} so",
        )
    ]  # fmt: skip


def _named_with(viewer: Viewer) -> list[Agency]:
    """Agencies named with the viewer's in any agreement, in force or not: those of whom she should know why not."""
    return NAMED.objects((), agency=viewer.agency_id)


def _named(shape: tuple[()]) -> "QuerySet[Agency]":
    mine = AgreementParty.objects.filter(agency_id=AGENCY).values("agreement_id")
    named = AgreementParty.objects.filter(agreement_id__in=mine).values("agency_id")
    return Agency.objects.filter(is_active=True, pk__in=named).exclude(pk=AGENCY)


def _records(shape: tuple[()]) -> "QuerySet[SourceRecord]":
    rows = SourceRecord.objects.filter(person_id=Slot("person", UUIDField()))
    return rows.select_related("holder").order_by("-received_at", "-pk")


def _parts_of(rows: "QuerySet[Any]") -> "Prepared[int]":
    return Prepared(lambda size: rows.filter(record__id__in=Slot.several("record", BigIntegerField(), size)))


RECORDS, NAMED = Prepared(_records), Prepared(_named)
PARTS = {"addresses": _parts_of(RecordAddress.objects.all()), "notes": _parts_of(RecordNote.objects.all())}
