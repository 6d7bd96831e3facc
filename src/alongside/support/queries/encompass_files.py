"""Files of incidents as the sending force sees them: how far they are, and what became of every row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from alongside.audit.actions import record
from alongside.audit.entries import SYSTEM, Entry
from alongside.audit.states import Act
from alongside.partners.access import codes, refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.support.models import EncompassFile, EncompassFileRow
from alongside.support.queries.shown import Page
from alongside.support.states import FILES_UNDER_WAY, FileState, RowOutcome

SUBJECT = "encompass file"
ON_PAGE = 25


@dataclass(frozen=True, slots=True)
class FileShown:
    id: int
    name: str
    sent_by: str
    sent_at: datetime
    state: FileState
    rows: int
    entered: int
    known: int
    rejected: int
    problem: str
    read_as: str
    sha256: str
    unread: tuple[str, ...]

    @property
    def is_under_way(self) -> bool:
        return self.state in FILES_UNDER_WAY


@dataclass(frozen=True, slots=True)
class RejectShown:
    """A rejected row: for each problem the column, what is in the cell, and what to do."""

    number: int
    police_reference: str
    problems: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Rejects:
    columns: tuple[str, ...]
    lines: Iterator[tuple[int, str, str, list[str]]]


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """The next file of the queue, with its sender as of now."""

    id: int
    raw: bytes
    sender: Viewer


def files(viewer: Viewer, *, page: int = 1) -> Page[FileShown]:
    """The files that the viewer's force sent, newest first."""
    rows = _own(viewer, "")
    total, number = rows.count(), max(1, page)
    start = (number - 1) * ON_PAGE
    found = rows.select_related("sent_by").defer("raw")[start : start + ON_PAGE]
    shown = tuple(_shown(one) for one in found)
    _log(viewer, Act.VIEW, "", "the list of the agency's own files of incidents")
    return Page(shown, number, ON_PAGE, total)


def report(viewer: Viewer, file_id: int, *, page: int = 1) -> tuple[FileShown, Page[RejectShown]]:
    """What became of a file, and its rejected rows."""
    file = _one(viewer, file_id)
    rows = file.outcomes.filter(outcome=RowOutcome.REJECTED).order_by("number")
    total, number = rows.count(), max(1, page)
    start = (number - 1) * ON_PAGE
    place = {title: index for index, title in enumerate(file.columns)}
    shown = tuple(_reject(one, place) for one in rows[start : start + ON_PAGE])
    _log(viewer, Act.VIEW, str(file.pk), f"its report: {len(shown)} rejected rows shown")
    return _shown(file), Page(shown, number, ON_PAGE, total)


def rejects(viewer: Viewer, file_id: int) -> Rejects:
    """Every rejected row with its cells as sent. Logged as an export before the first line is given."""
    file = _one(viewer, file_id)
    _log(viewer, Act.EXPORT, str(file.pk), f"its rejects: {file.rejected:,} rows")
    rows = file.outcomes.filter(outcome=RowOutcome.REJECTED).order_by("number")
    lines = (
        (row.number, column, words, row.cells)
        for row in rows.iterator(chunk_size=200)
        for column, words in row.problems
    )
    return Rejects(tuple(file.columns), lines)


def next_waiting(viewer: Viewer, *, file_id: int | None = None) -> WaitingFile | None:
    """For the system's own work: the file that has waited longest (or this one, if it waits), with its bytes."""
    if viewer.agency_code != SYSTEM:
        raise refuse(viewer, SUBJECT, "next", "only the system's own work takes files from the queue")
    waiting = EncompassFile.objects.filter(state__in=FILES_UNDER_WAY).select_related("sent_by__agency")
    if file_id is not None:
        waiting = waiting.filter(pk=file_id)
    if (file := waiting.order_by("sent_at", "pk").first()) is None:
        return None
    return WaitingFile(file.pk, bytes(file.raw), Viewer.of(file.sent_by, at=viewer.at))


def entered_rows(viewer: Viewer, file_id: int) -> frozenset[int]:
    """For the system's own work: the rows of which the outcome is kept."""
    if viewer.agency_code != SYSTEM:
        raise refuse(viewer, SUBJECT, str(file_id), "only the system's own work takes files from the queue")
    return frozenset(EncompassFileRow.objects.filter(file=file_id).values_list("number", flat=True))


def _own(viewer: Viewer, id: str) -> QuerySet[EncompassFile]:
    if not viewer.may(Permission.SEND_ENCOMPASS):
        raise refuse(viewer, SUBJECT, id, "the role may not send notices of domestic abuse")
    return EncompassFile.objects.filter(agency_id=viewer.agency_id)


def _one(viewer: Viewer, file_id: int) -> EncompassFile:
    file = _own(viewer, str(file_id)).select_related("sent_by").defer("raw").filter(pk=file_id).first()
    if file is None:
        raise refuse(viewer, SUBJECT, str(file_id), "no such file of the member's own agency")
    return file


def _shown(file: EncompassFile) -> FileShown:
    return FileShown(
        file.pk, file.name, file.sent_by.name, file.sent_at, FileState(file.state), file.rows, file.entered, file.known,
        file.rejected, file.problem, file.read_as, file.sha256, tuple(file.unread),
    )  # fmt: skip


def _reject(row: EncompassFileRow, place: dict[str, int]) -> RejectShown:
    def cell(column: str) -> str:
        index = place.get(column, -1)
        return row.cells[index] if 0 <= index < len(row.cells) else ""

    return RejectShown(
        row.number, row.police_reference, tuple((column, cell(column), words) for column, words in row.problems)
    )


def _log(viewer: Viewer, act: Act, id: str, reason: str) -> None:
    groups = codes([FieldGroup.IDENTITY, FieldGroup.CONCERN]) if id else ()
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=act, subject_kind=SUBJECT, subject_id=id,
            holder_code=viewer.agency_code, field_groups=groups, reason=reason,
        )
    )  # fmt: skip
