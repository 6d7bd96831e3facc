"""What came of operations: activity and its totals, results in law, and the police's own compartment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import refuse
from alongside.partners.assurance import agency_names
from alongside.partners.standing import Viewer
from alongside.places.models import Activity, PoliceOnlyNote
from alongside.places.operation_results import DEFINITIONS, FEWEST_OUTSIDE, told_outside
from alongside.places.operation_sight import Seen, Sight, seen
from alongside.places.operation_states import ActivityKind, Rung
from alongside.places.queries.recorded import Page

POLICE_ONLY = "police-only part of an operation"
LISTED = 25


@dataclass(frozen=True, slots=True)
class ActivityTold:
    id: int
    code: str
    kind: str
    began_at: datetime
    where: str
    counts: Mapping[str, int]
    agency: str
    by: str
    reason: str
    is_correction: bool
    may_correct: bool


@dataclass(frozen=True, slots=True)
class Output:
    """Activity of one kind. A count is None where it is held back from others than the running agencies."""

    kind: str
    occasions: int
    minutes: int
    spoken_to: int | None
    found: int | None
    tried: int | None
    sold: int | None


@dataclass(frozen=True, slots=True)
class ResultTold:
    rung: Rung
    unit: str
    definition: str
    version: int
    total: int | None
    as_of: date
    source: str
    reason: str
    before: tuple[tuple[date, int], ...]
    """Earlier counts, the newest first: what was corrected, and how it went on."""


@dataclass(frozen=True, slots=True)
class PoliceNoteTold:
    rung: str
    system_reference: str
    note: str
    by: str
    at: datetime


def activities_of(viewer: Viewer, reference: str, *, page: int = 1) -> tuple[list[ActivityTold], Page]:
    """The newest first, corrected rows left out; to a partner her own agency's. Raises `Refused`."""
    found = seen(viewer, reference)
    if found.sight == Sight.OUTSIDE:
        return [], Page(1, LISTED, 0)
    rows = _standing(found)
    if found.sight == Sight.TASKED:
        rows = rows.filter(agency_code=viewer.agency_code)
    total = rows.count()
    number = max(1, min(page, -(-total // LISTED)))
    names = agency_names()
    listed = rows[(number - 1) * LISTED : number * LISTED]
    return [_activity(found, row, names) for row in listed], Page(number, LISTED, total)


def whole_activity(viewer: Viewer, reference: str) -> list[ActivityTold]:
    """All that `activities_of` tells page by page, in one piece: for a file. Raises `Refused`."""
    found = seen(viewer, reference)
    if found.sight == Sight.OUTSIDE:
        return []
    rows = _standing(found)
    if found.sight == Sight.TASKED:
        rows = rows.filter(agency_code=viewer.agency_code)
    names = agency_names()
    return [_activity(found, row, names) for row in rows]


def activity(viewer: Viewer, reference: str, activity_id: int) -> ActivityTold:
    """One row that the viewer's agency may correct. Raises `Refused`."""
    found = seen(viewer, reference)
    row = _standing(found).filter(pk=activity_id, agency_code=viewer.agency_code).first()
    if row is None or not found.may_write_activity:
        raise refuse(viewer, "operation", reference, "no such activity of the agency")
    return _activity(found, row, agency_names())


def _activity(found: Seen, row: Activity, names: Mapping[str, str]) -> ActivityTold:
    counts = {name: getattr(row, name) for name in ("minutes", "spoken_to", "found", "tried", "sold")}
    return ActivityTold(
        id=row.pk, code=row.kind, kind=row.get_kind_display(), began_at=row.began_at, where=row.where, counts=counts,
        agency=names.get(row.agency_code, row.agency_code), by=row.by, reason=row.reason,
        is_correction=row.corrects_id is not None,
        may_correct=found.may_write_activity and row.agency_code == found.viewer.agency_code,
    )  # fmt: skip


def _standing(found: Seen) -> QuerySet[Activity]:
    return Activity.objects.filter(operation=found.operation, corrected_by__isnull=True)


def last_place(viewer: Viewer, reference: str) -> str:
    """Where the viewer's agency was last, so that nobody types it twice. Raises `Refused`."""
    found = seen(viewer, reference)
    rows = _standing(found).filter(agency_code=viewer.agency_code).order_by("-pk")
    return rows.values_list("where", flat=True).first() or ""


def outputs_of(viewer: Viewer, reference: str) -> list[Output]:
    """What was done, by kind. Others than the running agencies are told no small count. Raises `Refused`."""
    found = seen(viewer, reference)
    if found.sight == Sight.TASKED:
        return []
    sums = {name: Sum(name) for name in ("minutes", "spoken_to", "found", "tried", "sold")}
    totals = _standing(found).order_by().values("kind").annotate(times=Count("pk"), **sums)
    rows: dict[str, dict[str, Any]] = {row["kind"]: dict(row) for row in totals}

    def told(count: int) -> int | None:
        return count if found.is_full or not 0 < count < FEWEST_OUTSIDE else None

    return [
        Output(
            str(kind.label), row["times"], row["minutes"], told(row["spoken_to"]), told(row["found"]),
            told(row["tried"]), told(row["sold"]),
        )
        for kind in ActivityKind
        if (row := rows.get(kind)) is not None
    ]  # fmt: skip


def results_of(viewer: Viewer, reference: str) -> list[ResultTold]:
    """The ladder from arrest to sentence. Others than the running agencies are told no small count. Raises `Refused`."""
    found = seen(viewer, reference)
    if found.sight == Sight.TASKED:
        return []
    rows = list(found.operation.results.order_by("as_of", "pk"))
    newest = {Rung(row.rung): row for row in rows}
    counts: dict[Rung, int | None] = {rung: row.total for rung, row in newest.items()}
    if not found.is_full:
        counts = told_outside({rung: row.total for rung, row in newest.items()})
    told = []
    for rung in Rung:
        if (row := newest.get(rung)) is None:
            continue
        definition = DEFINITIONS[rung]
        # An earlier count beside this one would tell others the difference.
        before = [(one.as_of, one.total) for one in rows if one.rung == rung and one.pk != row.pk]
        told.append(
            ResultTold(
                rung, definition.unit, definition.words, definition.version, counts[rung], row.as_of,
                row.source if found.is_full else "", row.reason if found.is_full else "",
                tuple(reversed(before)) if found.is_full else (),
            )
        )  # fmt: skip
    return told


def police_only(viewer: Viewer, reference: str) -> list[PoliceNoteTold]:
    """The police's own compartment: to the agency that wrote it, by permission, in the log before it is shown.

    Everybody else is refused in the same way, whether there is anything in it or not.
    """
    found = seen(viewer, reference)
    if not found.may_see_police_only:
        raise refuse(viewer, POLICE_ONLY, reference, "the member may not see what only the police hold")
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=Act.VIEW, subject_kind=POLICE_ONLY,
            subject_id=found.operation.reference, holder_code=viewer.agency_code,
            reason="opened the police-only part",
        )
    )  # fmt: skip
    rows = PoliceOnlyNote.objects.filter(operation=found.operation, agency_code=viewer.agency_code)[:500]
    return [PoliceNoteTold(one.get_rung_display(), one.system_reference, one.note, one.by, one.at) for one in rows]
