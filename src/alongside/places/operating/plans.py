"""Operations as a page shows them: the list, and one with its stages, protocol, tactics and findings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alongside.partners.assurance import agency_names
from alongside.partners.standing import Viewer
from alongside.places.boundaries import names_held
from alongside.places.models import Operation, OperationAgency, OperationProtocol
from alongside.places.operating.protocols import ProtocolTold, protocols_seen
from alongside.places.operation_facts import stage_facts, tactics_used
from alongside.places.operation_rules import reason_not_to_move
from alongside.places.operation_sight import Seen, Sight, as_seen, open_operations, operations_for, seen, seen_whole
from alongside.places.operation_states import ENDED, STAGE_MOVES, Stage, TacticKind
from alongside.places.queries.problems import problem
from alongside.places.queries.recorded import Page
from alongside.places.sources import open_keys


@dataclass(frozen=True, slots=True)
class OperationRow:
    """An operation in a list. Dates are those of the protocol in force, or of the newest that was written."""

    reference: str
    name: str
    stage: Stage
    sight: Sight
    lead: str
    agencies: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    is_locked: bool


@dataclass(frozen=True, slots=True)
class StageTold:
    stage: Stage
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FindingTold:
    stage: Stage
    words: str
    run_id: int | None
    run_title: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TacticTold:
    kind: TacticKind
    doer_code: str
    doer: str
    words: str


@dataclass(frozen=True, slots=True)
class Move:
    """A stage that it could go to; `why_not` says what is missing, nothing where it can."""

    to: Stage
    why_not: str


@dataclass(frozen=True, slots=True)
class OperationTold:
    reference: str
    name: str
    why: str
    stage: Stage
    sight: Sight
    lead: str
    agencies: tuple[tuple[str, str], ...]
    problem_id: int | None
    problem_name: str
    plane: str
    outline: Sequence[Any]
    area_names: tuple[str, ...]
    areas: tuple[str, ...]
    stages: tuple[StageTold, ...]
    findings: tuple[FindingTold, ...]
    protocols: tuple[ProtocolTold, ...]
    tactics: tuple[TacticTold, ...]
    moves: tuple[Move, ...]
    made_by: str
    made_at: datetime
    may_run: bool
    may_write_activity: bool
    may_see_police_only: bool

    @property
    def has_ended(self) -> bool:
        return self.stage in ENDED

    @property
    def is_full(self) -> bool:
        return self.sight == Sight.FULL

    @property
    def newest(self) -> ProtocolTold | None:
        return self.protocols[-1] if self.protocols else None

    @property
    def first_locked(self) -> ProtocolTold | None:
        """What an evaluation goes by."""
        return next((one for one in self.protocols if one.is_locked), None)

    @property
    def in_force(self) -> ProtocolTold | None:
        return next((one for one in reversed(self.protocols) if one.is_locked), None)

    @property
    def changes(self) -> tuple[ProtocolTold, ...]:
        """Versions after the one that was locked first."""
        first = self.first_locked
        return tuple(one for one in self.protocols if first is not None and one.number > first.number)


def operations(
    viewer: Viewer, *, stages: Collection[Stage] = (), page: int = 1, size: int = 25
) -> tuple[list[OperationRow], Page]:
    """Those that the viewer may see, the newest first."""
    rows = operations_for(viewer)
    if stages:
        rows = rows.filter(now__in=list(stages))
    total = rows.count()
    number = max(1, min(page, -(-total // size)))
    listed = list(rows.order_by("-pk")[(number - 1) * size : number * size])
    return _rows(viewer, listed), Page(number, size, total)


def every_operation(viewer: Viewer) -> list[OperationRow]:
    """All that the viewer may see, whatever their stage, the newest first: for a file."""
    return _rows(viewer, list(operations_for(viewer).order_by("-pk")))


def _rows(viewer: Viewer, listed: Sequence[Operation]) -> list[OperationRow]:
    names, ids = agency_names(), [row.pk for row in listed]
    by_operation: dict[int, list[str]] = {pk: [] for pk in ids}
    for one in OperationAgency.objects.filter(operation__in=ids):
        by_operation[one.operation_id].append(names.get(one.agency_code, one.agency_code))
    protocols: dict[int, OperationProtocol] = {}
    for version in OperationProtocol.objects.filter(operation__in=ids).order_by("number"):
        protocols[version.operation_id] = version
    return [
        _row(as_seen(viewer, row), names, by_operation[row.pk], protocols.get(row.pk)) for row in listed
    ]  # fmt: skip


def _row(
    found: Seen, names: Mapping[str, str], agencies: list[str], protocol: OperationProtocol | None
) -> OperationRow:
    row, is_shown = found.operation, found.sight != Sight.TASKED and protocol is not None
    return OperationRow(
        reference=row.reference, name=row.name, stage=found.stage, sight=found.sight,
        lead=names.get(row.agency_code, row.agency_code), agencies=tuple(agencies),
        starts_on=protocol.starts_on if is_shown and protocol else None,
        ends_on=protocol.ends_on if is_shown and protocol else None,
        is_locked=bool(is_shown and protocol and protocol.locked_at),
    )  # fmt: skip


def operation(viewer: Viewer, reference: str) -> OperationTold:
    """One operation, as far as this viewer sees it. Raises `Refused`."""
    found = seen(viewer, reference)
    names = agency_names()
    row = found.operation
    is_brief = found.sight == Sight.TASKED
    raised_from = _problem(found)
    return OperationTold(
        reference=row.reference, name=row.name, why="" if is_brief else row.why, stage=found.stage, sight=found.sight,
        lead=names.get(row.agency_code, row.agency_code),
        agencies=tuple((one.agency_code, names.get(one.agency_code, one.agency_code)) for one in row.agencies.all()),
        problem_id=raised_from[0], problem_name=raised_from[1],
        plane=row.plane, outline=[] if is_brief else row.outline, areas=() if is_brief else tuple(row.areas),
        area_names=() if is_brief else tuple(names_held(row.areas).values()),
        stages=_stages(found), findings=_findings(found), protocols=protocols_seen(found),
        tactics=() if is_brief else _tactics(row, names), moves=_moves(found), made_by=row.made_by, made_at=row.made_at,
        may_run=found.may_run, may_write_activity=found.may_write_activity,
        may_see_police_only=found.may_see_police_only,
    )  # fmt: skip


def operations_to_evaluate(viewer: Viewer, *, most: int = 100) -> list[OperationRow]:
    """Operations that have begun and whose protocol this viewer may read, the newest first."""
    rows = open_operations(viewer).filter(protocols__locked_at__isnull=False).distinct()
    rows = rows.exclude(now__in=[Stage.SCANNING, Stage.ANALYSIS])
    return _rows(viewer, list(rows.order_by("-pk")[:most]))


def _problem(found: Seen) -> tuple[int | None, str]:
    row = found.operation
    if row.problem_id is None or found.sight == Sight.TASKED:
        return None, ""
    told = problem(row.problem_id, sources=open_keys(found.viewer.permissions))
    return (told.id, told.name) if told else (None, "")


def _stages(found: Seen) -> tuple[StageTold, ...]:
    """To others than the running agencies the stages without their reasons."""
    rows = found.operation.stages.all()
    return tuple(
        StageTold(Stage(one.stage), one.reason if found.is_full else "", one.by if found.is_full else "", one.at)
        for one in rows
    )


def _findings(found: Seen) -> tuple[FindingTold, ...]:
    """What rests on an answer that is closed to the viewer is left out."""
    if not found.is_full:
        return ()
    keys = open_keys(found.viewer.permissions)
    told = []
    for one in found.operation.findings.select_related("run").defer("run__result"):
        used = (
            {one.run.settings[name] for name in ("source", "beside") if one.run.settings.get(name)}
            if one.run
            else set()
        )
        if keys is None or used <= keys:
            title = one.run.title if one.run else ""
            told.append(FindingTold(Stage(one.stage), one.words, one.run_id, title, one.by, one.at))
    return tuple(told)


def _tactics(row: Operation, names: Mapping[str, str]) -> tuple[TacticTold, ...]:
    return tuple(
        TacticTold(TacticKind(one.kind), one.doer_code, names.get(one.doer_code, one.doer_code), one.words)
        for one in tactics_used(row.pk)
    )


def _moves(found: Seen) -> tuple[Move, ...]:
    if not found.may_run:
        return ()
    facts = stage_facts(found.operation, found.viewer.at)
    return tuple(
        Move(
            to,
            reason_not_to_move(now=found.stage, to=to, reason="to come", facts=facts, today=found.viewer.day) or "",
        )
        for to in STAGE_MOVES[found.stage]
    )


def whole_operation(viewer: Viewer, reference: str) -> str:
    """The name of an operation of which the viewer sees everything. Raises `Refused`."""
    return seen_whole(viewer, reference).operation.name
