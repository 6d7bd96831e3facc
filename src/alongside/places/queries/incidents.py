"""Reads of sets of incidents and their files. There is no person in them; a set may still be for some eyes only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from alongside.audit.entries import Actor
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.incident_drafts import ColumnMapping
from alongside.places.incident_states import FILES_UNDER_WAY, Audience, FileState, Measured, RowFault
from alongside.places.models import IncidentFile, IncidentReject, IncidentSet, PlaceIncident
from alongside.places.queries.recorded import Page, paged
from alongside.places.states import Precision

_DONE = Q(files__state=FileState.DONE)
STRAYS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class SetSummary:
    """A set and what it covers. `first` is None while no file of it is read to its end."""

    id: int
    name: str
    agency_code: str
    measured: Measured
    noun: str
    licence: str
    audience: Audience
    is_snapped: bool
    plane: str
    zone: str
    precision: Precision | None
    has_outline: bool
    outline_name: str
    version: int
    incidents: int
    files: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class FileReportPage:
    """A file and what became of its rows."""

    id: int
    set_id: int
    set_name: str
    name: str
    sha256: str
    byte_count: int
    layout: str
    read_as: str
    licence: str
    header: tuple[str, ...]
    examples: Mapping[str, Sequence[str]]
    left_out: Mapping[str, str]
    mapping: ColumnMapping | None
    state: FileState
    rows: int
    rows_read: int
    rows_added: int
    rows_held: int
    rows_repeated: int
    rows_rejected: int
    rows_unplaced: int
    first: date | None
    last: date | None
    notes: tuple[str, ...]
    problem: str
    sent_by: str
    sent_at: datetime

    @property
    def is_under_way(self) -> bool:
        return self.state in FILES_UNDER_WAY


@dataclass(frozen=True, slots=True)
class RejectLine:
    row: int
    column: str
    fault: RowFault
    value: str


@dataclass(frozen=True, slots=True)
class RejectKind:
    """How often one thing was wrong with one column, and where first."""

    column: str
    fault: RowFault
    rows: int
    first_row: int


@dataclass(frozen=True, slots=True)
class Stray:
    when: datetime
    x: float
    y: float
    kind: str


@dataclass(frozen=True, slots=True)
class WaitingIncidents:
    """The file whose turn it is, with all that reading it needs."""

    id: int
    raw_copy: str
    layout: str
    mapping: ColumnMapping
    next_row: int
    sender: Actor


def sets(viewer: Viewer) -> list[SetSummary]:
    """The sets that the viewer may see, by name."""
    return [_set(row) for row in _seen(viewer)]


def incident_set(viewer: Viewer, set_id: int) -> SetSummary | None:
    row = _seen(viewer).filter(pk=set_id).first()
    return _set(row) if row else None


def set_named(viewer: Viewer, name: str) -> SetSummary | None:
    row = _seen(viewer).filter(name__iexact=name).first()
    return _set(row) if row else None


def incident_files(viewer: Viewer, set_id: int, page: int = 1, size: int = 50) -> tuple[list[FileReportPage], Page]:
    """The files of a set, the last one sent first."""
    rows = _files(viewer).filter(set_id=set_id)
    return paged(rows, page, size, _file)


def incident_file(viewer: Viewer, file_id: int) -> FileReportPage | None:
    row = _files(viewer).filter(pk=file_id).first()
    return _file(row) if row else None


def file_rejects(viewer: Viewer, file_id: int, page: int = 1, size: int = 50) -> tuple[list[RejectLine], Page]:
    """What was wrong with a file, by row and column."""
    rows = IncidentReject.objects.filter(file__in=_files(viewer).filter(pk=file_id)).order_by("row", "pk")
    return paged(rows, page, size, lambda row: RejectLine(row.row, row.column, RowFault(row.fault), row.value))


def reject_kinds(viewer: Viewer, file_id: int) -> list[RejectKind]:
    """What was wrong with a file, the most frequent first."""
    rows = IncidentReject.objects.filter(file__in=_files(viewer).filter(pk=file_id)).order_by()
    told = rows.values("column", "fault").annotate(rows=Count("pk"), first=Min("row")).order_by("-rows", "first")
    return [RejectKind(row["column"], RowFault(row["fault"]), row["rows"], row["first"]) for row in told]


def remembered(viewer: Viewer, set_id: int, fingerprint: str) -> ColumnMapping | None:
    """The columns that were chosen for a file with the same header before."""
    row = _seen(viewer).filter(pk=set_id).first()
    kept = (row.mappings if row else {}).get(fingerprint)
    return ColumnMapping.from_json(kept) if kept else None


def strays_of(viewer: Viewer, set_id: int) -> list[Stray]:
    """Points far from all the others, the earliest first; so many at most as a page can show."""
    rows = PlaceIncident.objects.filter(
        set__in=_seen(viewer).filter(pk=set_id), is_stray=True, file__state=FileState.DONE
    )
    told = rows.order_by("minute", "pk").values_list("minute", "x", "y", "kind__words")[:STRAYS_SHOWN]
    return [Stray(_reading(minute), x, y, kind or "") for minute, x, y, kind in told if x is not None and y is not None]


def next_waiting_incidents(file_id: int | None = None) -> WaitingIncidents | None:
    """The file that has waited longest, or the one named if it waits."""
    rows = IncidentFile.objects.filter(state__in=FILES_UNDER_WAY).order_by("pk")
    row = (rows.filter(pk=file_id) if file_id is not None else rows).first()
    if row is None:
        return None
    return WaitingIncidents(
        id=row.pk,
        raw_copy=row.raw_copy,
        layout=row.layout,
        mapping=ColumnMapping.from_json(row.mapping),
        next_row=row.next_row,
        sender=Actor(row.agency_code, row.sent_by_id, row.sent_by),
    )


def _seen(viewer: Viewer) -> QuerySet[IncidentSet, Any]:
    if viewer.may(Permission.STUDY_PLACES):
        rows = IncidentSet.objects.all()
    elif viewer.may(Permission.SEE_PLACES):
        rows = IncidentSet.objects.filter(audience=Audience.PLACES)
    else:
        rows = IncidentSet.objects.none()
    return rows.annotate(
        held=Sum("files__rows_added", filter=_DONE, default=0),
        of_files=Count("files"),
        since=Min("files__first", filter=_DONE),
        until=Max("files__last", filter=_DONE),
    ).order_by("name")


def _files(viewer: Viewer) -> QuerySet[IncidentFile, Any]:
    """A file tells of its columns and rejects: for those who give files, whoever may see what is made of them."""
    if not viewer.may(Permission.STUDY_PLACES):
        return IncidentFile.objects.none()
    return IncidentFile.objects.select_related("set").order_by("-pk")


def _set(row: Any) -> SetSummary:
    return SetSummary(
        id=row.pk,
        name=row.name,
        agency_code=row.agency_code,
        measured=Measured(row.measured),
        noun=row.noun,
        licence=row.licence,
        audience=Audience(row.audience),
        is_snapped=row.is_snapped,
        plane=row.plane,
        zone=row.zone,
        precision=Precision(row.precision) if row.precision else None,
        has_outline=bool(row.outline),
        outline_name=row.outline_name,
        version=row.changes,
        incidents=row.held,
        files=row.of_files,
        first=row.since,
        last=row.until,
    )


def _file(row: IncidentFile) -> FileReportPage:
    return FileReportPage(
        id=row.pk,
        set_id=row.set_id,
        set_name=row.set.name,
        name=row.name,
        sha256=row.sha256,
        byte_count=row.byte_count,
        layout=row.layout,
        read_as=row.read_as,
        licence=row.licence,
        header=tuple(row.header),
        examples=row.examples,
        left_out=row.left_out,
        mapping=ColumnMapping.from_json(row.mapping) if row.mapping else None,
        state=FileState(row.state),
        rows=row.rows,
        rows_read=row.rows_read,
        rows_added=row.rows_added,
        rows_held=row.rows_held,
        rows_repeated=row.rows_repeated,
        rows_rejected=row.rows_rejected,
        rows_unplaced=row.rows_unplaced,
        first=row.first,
        last=row.last,
        notes=tuple(row.notes),
        problem=row.problem,
        sent_by=row.sent_by,
        sent_at=row.sent_at,
    )


def _reading(minute: int) -> datetime:
    return datetime(1970, 1, 1) + timedelta(minutes=minute)  # noqa: DTZ001 - a reading of the set's clock
