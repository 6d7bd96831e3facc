"""Files of concerns as the sending agency sees them: how far they are, and what became of every row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from alongside.audit.actions import record
from alongside.audit.entries import SYSTEM, Entry
from alongside.audit.states import Act
from alongside.partners.access import codes, refuse
from alongside.partners.asking import Asked
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.support.models import Concern, ConcernFile, ConcernFileProblem, ConcernFileRow
from alongside.support.queries.front_door import front_door_pathway
from alongside.support.queries.shown import Page
from alongside.support.states import FILES_UNDER_WAY, OPEN_STATUSES, ConcernStatus, FileState, RowOutcome

SUBJECT = "concern file"
FILES_ON_PAGE = 25
ROWS_ON_PAGE = 25
MOST_KINDS = 100


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

    @property
    def looked_at(self) -> int:
        return self.entered + self.known + self.rejected

    @property
    def is_under_way(self) -> bool:
        return self.state in FILES_UNDER_WAY


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """The same problem in the same column, in how many rows."""

    column: str
    words: str
    rows: int
    first_row: int


@dataclass(frozen=True, slots=True)
class ProblemShown:
    column: str
    words: str
    cell: str


@dataclass(frozen=True, slots=True)
class RowShown:
    number: int
    reference: str
    in_danger_now: bool
    problems: tuple[ProblemShown, ...]


@dataclass(frozen=True, slots=True)
class Urgent:
    """Rows that say “in danger now”: a file is the wrong way for them, so they are named first."""

    rejected: tuple[int, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    file: FileShown
    sha256: str
    size: int
    read_as: str
    unread: tuple[str, ...]
    problem: str
    finished_at: datetime | None
    kinds: tuple[ProblemKind, ...]
    advice: tuple[ProblemKind, ...]
    rejected: Page[RowShown]
    held: int
    urgent: Urgent
    receiver: str
    receiver_telephone: str


@dataclass(frozen=True, slots=True)
class Rejects:
    """For the file of rejects: the header as sent, and one line for each problem of each rejected row."""

    file_name: str
    columns: tuple[str, ...]
    lines: Iterator[tuple[int, str, str, list[str]]]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """For the sender's own system: the row, its reference, what became of it and the concern's reference."""

    file_name: str
    lines: Iterator[tuple[int, str, str, str]]


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """The next file of the queue, with its sender as of now."""

    id: int
    name: str
    raw: bytes
    next_row: int
    sender: Viewer


def files(viewer: Viewer, *, page: int = 1) -> Page[FileShown]:
    """The files that the viewer's agency sent, newest first."""
    rows = _own(viewer, "")
    total, number = rows.count(), max(1, page)
    start = (number - 1) * FILES_ON_PAGE
    found = tuple(_shown(one) for one in rows.select_related("sent_by").defer("raw")[start : start + FILES_ON_PAGE])
    _log(viewer, Act.VIEW, "concern files", "", "the list of the agency's own files")
    return Page(found, number, FILES_ON_PAGE, total)


def report(viewer: Viewer, file_id: int, *, page: int = 1, column: str = "", words: str = "") -> FileReport:
    """What became of a file: counts, problems by kind, and the rejected rows (of one kind, if `column` is named)."""
    file = _one(viewer, file_id)
    receiver = front_door_pathway().receiver
    entered = Concern.objects.filter(file_rows__file=file, file_rows__outcome=RowOutcome.ENTERED)
    shown = FileReport(
        file=_shown(file), sha256=file.sha256, size=file.size, read_as=file.read_as, unread=tuple(file.unread),
        problem=file.problem, finished_at=file.finished_at, kinds=_kinds(file, advice=False),
        advice=_kinds(file, advice=True), rejected=_rejected(file, page, column, words),
        held=entered.filter(status=ConcernStatus.HELD).count(), urgent=_urgent(file, entered),
        receiver=receiver.name, receiver_telephone=receiver.telephone,
    )  # fmt: skip
    _log(viewer, Act.VIEW, SUBJECT, str(file.pk), f"its report: {len(shown.rejected.rows)} rejected rows shown")
    return shown


def rejects(viewer: Viewer, file_id: int) -> Rejects:
    """Every rejected row with its cells as sent. Logged as an export before the first line is given."""
    file = _one(viewer, file_id)
    _log(viewer, Act.EXPORT, SUBJECT, str(file.pk), f"its rejects: {file.rejected:,} rows")
    return Rejects(file.name, tuple(file.columns), _reject_lines(file))


def outcomes(viewer: Viewer, file_id: int) -> Outcomes:
    """What became of every row, without its words: for the agency to keep our references beside its own."""
    file = _one(viewer, file_id)
    _log(viewer, Act.EXPORT, SUBJECT, str(file.pk), "what became of its rows")
    rows = ConcernFileRow.objects.filter(file=file).order_by("number").select_related("concern")
    lines = (
        (one.number, one.reference, one.get_outcome_display(), one.concern.reference if one.concern else "")
        for one in rows.only("number", "reference", "outcome", "concern__reference").iterator(chunk_size=1_000)
    )
    return Outcomes(file.name, lines)


def unfinished_count(viewer: Viewer) -> int:
    """How many files of the viewer's agency stopped or are not entered yet: a count, no person."""
    if not viewer.may(Permission.SEND_CONCERN_FILE):
        return 0
    return UNFINISHED.count(viewer, ())


def _unfinished(viewer: Viewer, shape: tuple[()]) -> QuerySet[ConcernFile]:
    return ConcernFile.objects.filter(agency_id=viewer.agency_id, state__in=[*FILES_UNDER_WAY, FileState.STOPPED])


UNFINISHED = Asked(_unfinished)


def next_waiting(viewer: Viewer, *, file_id: int | None = None) -> WaitingFile | None:
    """For the system's own work: the file that has waited longest (or this one, if it waits), with its bytes."""
    if viewer.agency_code != SYSTEM:
        raise refuse(viewer, SUBJECT, "next", "only the system's own work takes files from the queue")
    waiting = ConcernFile.objects.filter(state__in=FILES_UNDER_WAY).select_related("sent_by__agency")
    if file_id is not None:
        waiting = waiting.filter(pk=file_id)
    if (file := waiting.order_by("sent_at", "pk").first()) is None:
        return None
    return WaitingFile(file.pk, file.name, bytes(file.raw), file.next_row, Viewer.of(file.sent_by, at=viewer.at))


def _own(viewer: Viewer, id: str) -> QuerySet[ConcernFile]:
    if not viewer.may(Permission.SEND_CONCERN_FILE):
        raise refuse(viewer, SUBJECT, id, "the role may not send files of concerns")
    return ConcernFile.objects.filter(agency_id=viewer.agency_id)


def _one(viewer: Viewer, file_id: int) -> ConcernFile:
    file = _own(viewer, str(file_id)).select_related("sent_by").defer("raw").filter(pk=file_id).first()
    if file is None:
        raise refuse(viewer, SUBJECT, str(file_id), "no such file of the member's own agency")
    return file


def _log(viewer: Viewer, act: Act, kind: str, id: str, reason: str) -> None:
    """Rejected rows name children of whom there is no record, so the log can name the file and not the person."""
    groups = codes([FieldGroup.IDENTITY, FieldGroup.CONCERN]) if kind == SUBJECT else ()
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=act, subject_kind=kind, subject_id=id,
            holder_code=viewer.agency_code, field_groups=groups, reason=reason,
        )
    )  # fmt: skip


def _shown(file: ConcernFile) -> FileShown:
    return FileShown(
        file.pk, file.name, file.sent_by.name, file.sent_at, FileState(file.state), file.rows, file.entered, file.known,
        file.rejected,
    )  # fmt: skip


def _kinds(file: ConcernFile, *, advice: bool) -> tuple[ProblemKind, ...]:
    """The most frequent first."""
    rows = ConcernFileProblem.objects.filter(file=file, is_advice=advice).order_by().values("column", "words")
    counted = rows.annotate(rows=Count("row", distinct=True), first_row=Min("row__number"))
    return tuple(ProblemKind(**one) for one in counted.order_by("-rows", "column", "words")[:MOST_KINDS])


def _rejected(file: ConcernFile, page: int, column: str, words: str) -> Page[RowShown]:
    rows = ConcernFileRow.objects.filter(file=file, outcome=RowOutcome.REJECTED)
    if column:
        same = ConcernFileProblem.objects.filter(file=file, is_advice=False, column=column)
        rows = rows.filter(pk__in=(same.filter(words=words) if words else same).values("row_id"))
    total, number = rows.count(), max(1, page)
    start = (number - 1) * ROWS_ON_PAGE
    found = rows.prefetch_related("problems").order_by("number")[start : start + ROWS_ON_PAGE]
    place = {title: index for index, title in enumerate(file.columns)}
    return Page(tuple(_row(one, place) for one in found), number, ROWS_ON_PAGE, total)


def _row(row: ConcernFileRow, place: dict[str, int]) -> RowShown:
    problems = tuple(ProblemShown(one.column, one.words, _cell(row, place, one.column)) for one in row.problems.all())
    return RowShown(row.number, row.reference, row.in_danger_now, problems)


def _cell(row: ConcernFileRow, place: dict[str, int], column: str) -> str:
    index = place.get(column, -1)
    return row.cells[index] if 0 <= index < len(row.cells) else ""


def _urgent(file: ConcernFile, entered: QuerySet[Concern]) -> Urgent:
    rows = ConcernFileRow.objects.filter(file=file, in_danger_now=True, outcome=RowOutcome.REJECTED)
    waiting = entered.filter(in_danger_now=True).filter(Q(status__in=OPEN_STATUSES) | Q(status=ConcernStatus.HELD))
    return Urgent(
        tuple(rows.order_by("number").values_list("number", flat=True)[:MOST_KINDS]),
        tuple(waiting.order_by("reference").values_list("reference", flat=True)[:MOST_KINDS]),
    )


def _reject_lines(file: ConcernFile) -> Iterator[tuple[int, str, str, list[str]]]:
    rows = ConcernFileRow.objects.filter(file=file, outcome=RowOutcome.REJECTED).order_by("number")
    for row in rows.prefetch_related("problems").iterator(chunk_size=200):
        for problem in row.problems.all():
            yield row.number, problem.column, problem.words, row.cells
