"""The board of sessions: what is not written down yet, what comes, the next steps, and whom a provider supports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.common.listed import listed
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.threads import names_of
from alongside.support.case_parts import log_cases, purpose_of
from alongside.support.definitions.kept import definitions
from alongside.support.definitions.parts import Definition
from alongside.support.models import Case, CaseSession, Contract, NextStep, PathwayVersion
from alongside.support.provided import VIEW, is_session_stage, strands_of
from alongside.support.queries.referring import PAGE
from alongside.support.queries.shown import Child, Page, child_from
from alongside.support.states import OPEN_KINDS, VIEW_OF_CASE, VersionState

AHEAD, MOST = timedelta(days=14), 100
AT_ONCE = 50  # sessions on the board: the oldest first, and whoever writes them down sees the next
BEFORE_RELEASE = ("accepted", "custody", "released")


class _Open(NamedTuple):
    """What the board needs to know of an open case, by the names of its columns."""

    pk: UUID
    reference: str
    pathway_id: int
    version_id: int
    stage: str
    record_id: int
    record__person_id: UUID
    record__date_of_birth: date | None
    record__sex: str


class _Planned(NamedTuple):
    """Of a session what stands on the board."""

    case_id: UUID
    pk: UUID
    starts_at: datetime
    place: str
    strand: str


class _Next(NamedTuple):
    """Of a next step the same."""

    case_id: UUID
    pk: int
    what: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: UUID
    reference: str
    child: Child
    starts_at: datetime
    place: str
    strand: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    id: int
    reference: str
    child: Child
    what: str
    due_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    reference: str
    child: Child
    release_on: date | None
    stage: str


@dataclass(frozen=True, slots=True)
class SupportedRow:
    """Somebody under support. `may_write`: whether a session is written down at the stage where the case stands."""

    reference: str
    child: Child
    stage: str
    may_write: bool


@dataclass(frozen=True, slots=True)
class Board:
    """`to_write`: planned, over, and nobody has said yet who came. `part`: a page of those who are supported."""

    to_write: tuple[SessionRow, ...]
    to_come: tuple[SessionRow, ...]
    steps: tuple[StepRow, ...]
    releases: tuple[ReleaseRow, ...]
    part: Page[SupportedRow]

    @property
    def cases(self) -> tuple[SupportedRow, ...]:
        return self.part.rows

    @property
    def is_cut(self) -> bool:
        """Whether more sessions, next steps or releases may wait behind those that are shown."""
        sessions = len(self.to_write) + len(self.to_come)
        return sessions >= AT_ONCE or len(self.steps) >= MOST or len(self.releases) >= MOST


def session_board(viewer: Viewer, *, mine: bool = True, page: int = 1) -> Board:
    """The viewer's own cases, or her agency's: of all of them the sessions and next steps, and a page of the cases
    themselves. Logged as lists, each case under its own purpose."""
    in_use = _definitions(viewer)
    if not in_use:
        raise refuse(viewer, "sessions", "board", "the member's agency holds no contract, or she works on no cases")
    # The rule is asked once; a provider has some hundreds of open cases at most.
    here = {one.pk: one for one in map(_Open._make, _cases(viewer, in_use, mine).values_list(*_Open._fields))}
    number = max(1, page)
    sessions = [
        _Planned._make(one)
        for one in CaseSession.objects.filter(
            case__in=listed(here), entry__isnull=True, starts_at__lte=viewer.at + AHEAD
        )
        .order_by("starts_at")
        .values_list(*_Planned._fields)[:AT_ONCE]
    ]
    steps = [
        _Next._make(one)
        for one in NextStep.objects.filter(case__in=listed(here), done_at__isnull=True)
        .order_by("due_at")
        .values_list(*_Next._fields)[:MOST]
    ]
    releases = _expected([one.pk for one in here.values() if one.stage in BEFORE_RELEASE])
    part = list(here.values())[(number - 1) * PAGE : number * PAGE]
    with_sessions, with_steps = ([one.case_id for one in some] for some in (sessions, steps))
    rows = {pk: here[pk] for pk in (*with_sessions, *with_steps, *releases, *(one.pk for one in part))}
    children, said = _children(rows.values()), definitions({one.version_id for one in rows.values()})
    told = [(one.version_id, one.record__person_id, VIEW) for one in rows.values()]
    log_cases(viewer, "sessions", told, said, "sessions")
    shown = [_session(one, rows[one.case_id], children, in_use, viewer) for one in sessions]
    return Board(
        tuple(one for one in shown if one.is_over), tuple(one for one in shown if not one.is_over),
        tuple(
            StepRow(one.pk, rows[one.case_id].reference, children[one.case_id], one.what, one.due_at, one.due_at < viewer.at)
            for one in steps
        ),
        _releases({rows[case]: day for case, day in releases.items()}, children, said),
        Page(tuple(_supported(one, children[one.pk], said[one.version_id]) for one in part), number, PAGE, len(here)),
    )  # fmt: skip


def _definitions(viewer: Viewer) -> dict[int, Definition]:
    """Of the pathways for which the viewer's agency holds a contract."""
    if not viewer.may(Permission.WORK_CASES):
        return {}
    pathways = Contract.objects.filter(provider_id=viewer.agency_id).values("pathway_id")
    rows = PathwayVersion.objects.filter(pathway_id__in=pathways, state=VersionState.PUBLISHED)
    pathway_of = dict(rows.values_list("pk", "pathway_id"))
    return {pathway_of[version]: said for version, said in definitions(pathway_of).items()}


def _cases(viewer: Viewer, definitions: Mapping[int, Definition], mine: bool) -> QuerySet[Case]:
    reach = Q(pk__in=())
    worked = Q(receiver_id=viewer.agency_id, stage_kind__in=OPEN_KINDS)
    for pathway, definition in definitions.items():
        seen: QuerySet[Case] = Case.objects.visible_to(viewer, purpose_of(definition), *VIEW_OF_CASE)
        reach |= Q(pk__in=seen.filter(worked, pathway_id=pathway).values("pk"))
    rows = Case.objects.filter(reach, worked, placement__place_since__isnull=False)
    if mine:
        rows = rows.filter(Q(worker_id=viewer.member_id) | Q(worker__isnull=True))
    return rows.order_by("reference")


def _children(rows: Iterable[_Open]) -> dict[UUID, Child]:
    names = names_of([one.record_id for one in rows])
    return {
        one.pk: child_from(names.get(one.record_id, ()), one.record__date_of_birth, one.record__sex) for one in rows
    }


def _supported(case: _Open, child: Child, said: Definition) -> SupportedRow:
    return SupportedRow(case.reference, child, said.stage(case.stage).label, is_session_stage(said, case.stage))


def _session(
    one: _Planned,
    case: _Open,
    children: Mapping[UUID, Child],
    definitions: Mapping[int, Definition],
    viewer: Viewer,
) -> SessionRow:
    labels = {option.code: option.label for option in strands_of(definitions[case.pathway_id])}
    return SessionRow(
        one.pk, case.reference, children[case.pk], one.starts_at, one.place, labels.get(one.strand, one.strand),
        one.starts_at <= viewer.at,
    )  # fmt: skip


def _expected(cases: list[UUID]) -> dict[UUID, object]:
    """Of these the cases that were referred from custody, with the day of release as it was said."""
    rows = Case.objects.filter(pk__in=listed(cases), answers__setting="custody") if cases else Case.objects.none()
    return dict(rows.order_by("reference").values_list("pk", "answers__release_on")[:MOST])


def _releases(
    rows: Mapping[_Open, object], children: Mapping[UUID, Child], said: Mapping[int, Definition]
) -> tuple[ReleaseRow, ...]:
    """Those who were referred from custody and have not met anybody outside yet, the next to come out first."""
    found = [
        ReleaseRow(one.reference, children[one.pk], _day(day), said[one.version_id].stage(one.stage).label)
        for one, day in rows.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.release_on is None, one.release_on or date.max)))


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
