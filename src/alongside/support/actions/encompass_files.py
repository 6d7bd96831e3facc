"""Taking in files of incidents: the bytes are kept first, then whole incidents enter in chunks, all or nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import counted
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.actions.encompass import Taken, take_incidents
from alongside.support.encompass_drafts import IncidentDraft
from alongside.support.file_drafts import FileReading, Problem
from alongside.support.models import EncompassFile, EncompassFileRow, IncidentChild
from alongside.support.queries.front_door import front_door_pathway
from alongside.support.states import FILES_UNDER_WAY, FileState, RowOutcome

SUBJECT = "encompass file"
MAY_NOT_SEND = (
    "The account that sent this file may no longer send notices. A colleague who may can send the same file again: it "
    "then goes on where it stopped."
)


@dataclass(frozen=True, slots=True)
class RowTold:
    """One row: a child of an incident (by its key), or the problems why it gives none."""

    number: int
    police_reference: str
    key: str
    cells: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupTold:
    """The rows of one incident. `draft` is None where none of them gives a child."""

    rows: tuple[RowTold, ...]
    draft: IncidentDraft | None


@dataclass(frozen=True, slots=True)
class Received:
    file_id: int
    is_new: bool
    is_under_way: bool


def receive_file(*, name: str, raw: bytes, reading: FileReading, by: Viewer, at: datetime) -> Received:
    """Keep a file as it was sent, with its hash; or, if it cannot be read, with the reason. The same bytes are kept
    once; sent again, a file that was refused or stopped is taken up again."""
    if not by.may(Permission.SEND_ENCOMPASS):
        raise refuse(by, SUBJECT, "", "the role may not send notices of domestic abuse", act=Act.IMPORT)
    front_door_pathway()  # refused before anything is kept, while nobody finds settings for unmatched children
    digest = hashlib.sha256(raw).hexdigest()
    as_read: dict[str, object] = {
        "read_as": reading.read_as[:200], "columns": list(reading.columns), "unread": list(reading.unread),
        "rows": reading.rows, "problem": reading.refused, "sent_by_id": by.member_id,
        "state": FileState.REFUSED if reading.refused else FileState.WAITING,
    }  # fmt: skip
    with writing():
        kept, is_new = EncompassFile.objects.defer("raw").get_or_create(
            agency_id=by.agency_id, sha256=digest,
            defaults={"name": name.replace("\x00", "")[:200], "size": len(raw), "raw": raw, "sent_at": at, **as_read},
        )  # fmt: skip
        if not is_new and kept.state in (FileState.REFUSED, FileState.STOPPED):
            for field, value in as_read.items():
                setattr(kept, field, value)
            kept.save(update_fields=[*as_read])
        words = "kept" if is_new else "sent again: nothing enters twice"
        _log(kept, by, at, f"{words}; {kept.problem or counted(kept.rows, 'row')}"[:400])
    return Received(kept.pk, is_new, kept.state in FILES_UNDER_WAY)


def enter_chunk(
    *, file_id: int, groups: Sequence[GroupTold], is_last: bool, by: Viewer, at: datetime
) -> bool:  # fmt: skip
    """Enter some incidents of a file with all that follows, and what became of their rows; gives whether more follow.

    Rows that were entered before, by another worker or before this one was killed, are left out.
    """
    if not by.may(Permission.SEND_ENCOMPASS):
        stop_file(file_id=file_id, problem=MAY_NOT_SEND, by=by, at=at)
        return False
    with writing():
        file = _own(file_id, by)
        if file.state not in FILES_UNDER_WAY:
            return False
        numbers = [row.number for group in groups for row in group.rows]
        before = set(file.outcomes.filter(number__in=numbers).values_list("number", flat=True))
        waiting = [group for group in groups if not all(row.number in before for row in group.rows)]
        drafts = [group.draft for group in waiting if group.draft is not None]
        answers = take_incidents(drafts=drafts, by=by, at=at, source=f"file {file.pk}") if drafts else []
        _keep_rows(file, waiting, dict(zip(map(id, drafts), answers, strict=True)))
        file.state, file.finished_at = (FileState.DONE, at) if is_last else (FileState.ENTERING, None)
        file.save(update_fields=["state", "finished_at", "entered", "known", "rejected"])
        if is_last:
            told = f"{file.entered:,} entered, {file.known:,} known from before, {file.rejected:,} rejected"
            _log(file, by, at, f"done: {told}")
    return not is_last


def stop_file(*, file_id: int, problem: str, by: Viewer, at: datetime) -> None:
    """Set a file aside that cannot go on. What was entered stays entered."""
    with writing():
        file = _own(file_id, by)
        file.state, file.problem = FileState.STOPPED, problem
        file.save(update_fields=["state", "problem"])
        _log(file, by, at, "stopped")


def _own(file_id: int, by: Viewer) -> EncompassFile:
    rows = EncompassFile.objects.select_for_update(of=("self",)).defer("raw")
    if (file := rows.filter(pk=file_id, agency_id=by.agency_id).first()) is None:
        raise refuse(by, SUBJECT, str(file_id), "not a file of the member's agency", act=Act.IMPORT)
    return file


def _keep_rows(file: EncompassFile, groups: Sequence[GroupTold], answers: dict[int, Taken | Invalid]) -> None:
    taken = [one for one in answers.values() if isinstance(one, Taken)]
    rows = IncidentChild.objects.filter(incident__in={one.incident.pk for one in taken})
    children = {(one.incident_id, one.key): one for one in rows.only("incident_id", "key")}
    made = [
        _row(file, row, answers.get(id(group.draft)) if group.draft else None, children)
        for group in groups
        for row in group.rows
    ]
    for one in made:
        setattr(file, one.outcome, getattr(file, one.outcome) + 1)
    EncompassFileRow.objects.bulk_create(made)


def _row(
    file: EncompassFile, row: RowTold, answer: Taken | Invalid | None, children: dict[tuple[int, str], IncidentChild]
) -> EncompassFileRow:
    problems = row.problems
    if not problems and isinstance(answer, Invalid):
        problems = (Problem(answer.field or "Whole row", str(answer)),)
    if not problems and isinstance(answer, Taken) and row.key in dict(answer.refused):
        problems = (Problem("Whole row", dict(answer.refused)[row.key]),)
    made = EncompassFileRow(file=file, number=row.number, police_reference=row.police_reference[:60])
    if problems:
        made.outcome = RowOutcome.REJECTED
        made.cells = [cell.replace("\x00", "\N{REPLACEMENT CHARACTER}")[:20_000] for cell in row.cells]
        made.problems = [[one.column, one.words] for one in problems]
        return made
    assert isinstance(answer, Taken)
    made.outcome = RowOutcome.ENTERED if row.key in answer.added else RowOutcome.KNOWN
    made.child = children[answer.incident.pk, row.key]
    return made


def _log(file: EncompassFile, by: Viewer, at: datetime, reason: str) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=Act.IMPORT, subject_kind=SUBJECT, subject_id=str(file.pk),
            holder_code=by.agency_code, reason=reason, body={"name": file.name, "sha256": file.sha256},
        )
    )  # fmt: skip
