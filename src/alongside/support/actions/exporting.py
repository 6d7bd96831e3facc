"""Copies that leave the system: made for one named person, recalled, chased, and confirmed as destroyed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line
from alongside.partners.access import codes, refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Member
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import NoticeKind, Purpose
from alongside.support.export_contents import Bound, Covered, Sheet, Write
from alongside.support.models import Export, ExportPerson, ExportStep
from alongside.support.queries.exporting import case_recipients, case_sheet, plan_recipients, plan_sheet
from alongside.support.queries.minutes import Minutes, minutes
from alongside.support.references import new_copy_number
from alongside.support.states import ExportFormat, ExportKind, ExportStepKind
from alongside.support.telling import told_of_copy

KEPT_FOR = timedelta(days=90)
CHASED_AGAIN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Handed:
    """The file, once it stands in the register."""

    copy: str
    file: bytes


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be registered."""

    kind: ExportKind
    format: ExportFormat
    matter: str
    recipient: Member
    why: str


def export_minutes(*, meeting_id: UUID, write: Write[Minutes], by: Viewer, at: datetime) -> Handed:
    """The minutes of a meeting as the member's own agency gets them, bound to her. Each download is a copy."""
    with writing():
        shown = minutes(by, meeting_id)
        order = _Order(
            ExportKind.MINUTES, ExportFormat.PDF, str(meeting_id), Member.objects.get(pk=by.member_id),
            "For the agency’s own file",
        )  # fmt: skip
        grounds = [one.decision_on for one in shown.items]
        covered = Covered(
            grounds[0].purpose if grounds else Purpose.SAFEGUARDING, tuple(sorted({one.agreement for one in grounds} - {""})),
            frozenset(group for one in grounds for group in one.groups),
            tuple(one.record_id for one in shown.items), len(shown.items),
        )  # fmt: skip
        return _hand_over(order, f"Minutes of {shown.panel}", covered, lambda bound: write(shown, bound), by, at)


def export_plan(
    *, reference: str, recipient: str, why: str, format: str, write: Write[Sheet], by: Viewer, at: datetime
) -> Handed:  # fmt: skip
    """A plan for one named person of an agency that sees it: what both see, and no more."""
    with writing():
        holder = _chosen(plan_recipients(by, reference), recipient)
        sheet, covered = plan_sheet(by, reference, Viewer.of(holder, at=at))
        order = _Order(ExportKind.PLAN, _format(format), reference, holder, _why(why))
        return _hand_over(order, sheet.title, covered, lambda bound: write(sheet, bound), by, at)


def export_cases(
    *, pathway: str, recipient: str, why: str, format: str, write: Write[Sheet], by: Viewer, at: datetime
) -> Handed:  # fmt: skip
    """A list of open cases for one named person: those that both may see."""
    with writing():
        holder = _chosen(case_recipients(by, pathway), recipient)
        sheet, covered = case_sheet(by, pathway, Viewer.of(holder, at=at))
        order = _Order(ExportKind.CASES, _format(format), pathway, holder, _why(why))
        return _hand_over(order, sheet.title, covered, lambda bound: write(sheet, bound), by, at)


def _chosen(offered: Sequence[Member], username: str) -> Member:
    found = next((one for one in offered if one.username == username), None)
    if found is None:
        raise Invalid("Choose from the list who gets the copy.", "recipient")
    return found


def _format(format: str) -> ExportFormat:
    if format not in (ExportFormat.CSV, ExportFormat.XLSX):
        raise Invalid("Choose CSV or Excel.", "format")
    return ExportFormat(format)


def _why(text: str) -> str:
    said = _line(text, "why")
    if not said:
        raise Invalid("Say why a file is needed and the page is not enough.", "why")
    return said


def _line(text: str, field: str) -> str:
    try:
        return clean_line(text, 300)
    except TextError as error:
        raise Invalid(str(error), field) from error


def _hand_over(
    order: _Order, title: str, covered: Covered, write: Callable[[Bound], bytes], by: Viewer, at: datetime
) -> Handed:
    """Register, log, and only then give the file."""
    holder = order.recipient
    bound = Bound(
        new_copy_number(Export), title, holder.name, holder.agency.name, by.actor.name,
        at, (at + KEPT_FOR).date(),
    )  # fmt: skip
    file = write(bound)
    made = Export.objects.create(
        copy=bound.copy, kind=order.kind, format=order.format, matter=order.matter, made_by_id=by.member_id,
        agency_id=by.agency_id, recipient=holder, recipient_agency=holder.agency, why=order.why,
        purpose=covered.purpose.code, agreement=", ".join(covered.agreements)[:300], profile=covered.profile,
        rows=covered.rows, sha256=sha256(file).hexdigest(), watermark=bound.watermark[:300], made_at=at,
        destroy_by=bound.destroy_by,
    )  # fmt: skip
    ExportPerson.objects.bulk_create(ExportPerson(export=made, record_id=one) for one in sorted(set(covered.records)))
    _step(made, ExportStepKind.MADE, "", by, at)
    _log(made, Act.EXPORT, f"{order.kind.label} for {holder.name} of {holder.agency.name}", by, at)
    return Handed(made.copy, file)


def recall(*, copy: str, reason: str, by: Viewer, at: datetime) -> Export:
    """Call a copy back: its recipient is to destroy it now and to confirm that."""
    why = _line(reason, "reason")
    if not why:
        raise Invalid("Say why, for whoever holds the copy. Name no child.", "reason")
    with writing():
        export = _found(by, copy)
        if not _answers_for(export, by):
            raise refuse(by, "export", export.copy, "another agency's copy", act=Act.CHANGE)
        if export.destroyed_at is not None:
            raise Stale("It is confirmed already that this copy was destroyed.")
        if export.recalled_at is not None:
            raise Stale("This copy was recalled already.")
        export.recalled_at = at
        export.save(update_fields=["recalled_at"])
        _step(export, ExportStepKind.RECALLED, why, by, at)
        told_of_copy(export, NoticeKind.COPY_RECALLED, by.member_id, at)
        _log(export, Act.CHANGE, f"recalled the copy of {export.recipient.name}", by, at)
    return export


def confirm_destroyed(*, copy: str, words: str, by: Viewer, at: datetime) -> Export:
    """Its recipient, and nobody else, says that the copy and every copy of it are gone."""
    with writing():
        export = _found(by, copy, held=True)
        if export.recipient_id != by.member_id:
            raise refuse(by, "export", export.copy, "only the recipient confirms", act=Act.DESTROY)
        if export.destroyed_at is not None:
            raise Stale("You have confirmed this already.")
        export.destroyed_at = at
        export.save(update_fields=["destroyed_at"])
        _step(export, ExportStepKind.DESTROYED, _line(words, "words"), by, at)
        _log(export, Act.DESTROY, "confirmed that the copy is destroyed", by, at)
    return export


def chase(*, copy: str, by: Viewer, at: datetime) -> Export:
    """Ask the recipient again for her confirmation, once a day at most."""
    with writing():
        export = _found(by, copy)
        if not _answers_for(export, by):
            raise refuse(by, "export", export.copy, "another agency's copy", act=Act.CHANGE)
        if export.destroyed_at is not None or (export.recalled_at is None and export.destroy_by >= by.day):
            raise Invalid("Nothing is owed for this copy yet.")
        if export.steps.filter(kind=ExportStepKind.CHASED, at__gt=at - CHASED_AGAIN_AFTER).exists():
            raise Invalid("The recipient was asked within the last day. Ring her or him.")
        _step(export, ExportStepKind.CHASED, "", by, at)
        told_of_copy(export, NoticeKind.COPY_CHASED, by.member_id, at)
        _log(export, Act.CHANGE, f"asked {export.recipient.name} again to confirm", by, at)
    return export


def _found(by: Viewer, copy: str, *, held: bool = False) -> Export:
    """A copy about a hidden child is found by nobody but, with `held`, by who holds it and is to destroy it."""
    rows = Export.objects.select_for_update(of=("self",)).select_related("recipient__agency", "agency")
    export = rows.filter(copy=copy).first()
    is_hidden = export is not None and export.persons.filter(record__person_id__in=by.hidden_persons).exists()
    if export is None or (is_hidden and not (held and export.recipient_id == by.member_id)):
        raise refuse(by, "export", copy[:20], "no such copy", act=Act.CHANGE)
    return export


def _answers_for(export: Export, by: Viewer) -> bool:
    """Who made it, and who keeps the register at her agency."""
    own = export.agency_id == by.agency_id
    return own and (export.made_by_id == by.member_id or by.may(Permission.SEE_DISCLOSURES))


def _step(export: Export, kind: ExportStepKind, words: str, by: Viewer, at: datetime) -> None:
    ExportStep.objects.create(export=export, kind=kind, words=words, by=by.actor.name, at=at)


def _log(export: Export, act: Act, reason: str, by: Viewer, at: datetime) -> None:
    persons = export.persons.order_by().values_list("record__person_id", flat=True).distinct()
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="export", subject_id=export.copy, persons=tuple(persons),
            holder_code=export.agency.code, purpose=export.purpose, agreement=export.agreement[:80],
            field_groups=codes(export.profile), reason=reason,
        )
    )  # fmt: skip
