"""What a youth worker has before her: today's sessions, what is not written down yet, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.partners.access import log_list, refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.threads import names_of
from alongside.support.attendance import Obstacle, choices_for
from alongside.support.case_parts import purpose_of
from alongside.support.contracting import LONDON, said
from alongside.support.definitions.kept import definitions
from alongside.support.definitions.parts import Definition, EntryUse
from alongside.support.models import Case, CaseEntry, CaseSession, Contract, NextStep, PathwayVersion
from alongside.support.provided import VIEW, Provided, is_session_stage, provided_case, strands_of
from alongside.support.queries.referring import PAGE
from alongside.support.queries.shown import Child, Page, child_from, child_of
from alongside.support.states import OPEN_KINDS, VIEW_OF_CASE, VersionState

AHEAD, MOST = timedelta(days=14), 100
AT_ONCE = 50  # sessions on the board: the oldest first, and whoever writes them down sees the next
BEFORE_RELEASE = ("accepted", "custody", "released")


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
    themselves. Logged as a list."""
    in_use = _definitions(viewer)
    if not in_use:
        raise refuse(viewer, "sessions", "board", "the member's agency holds no contract, or she works on no cases")
    # The rule is asked once; a provider has some hundreds of open cases at most.
    here, number = list(_cases(viewer, in_use, mine).values_list("pk", flat=True)), max(1, page)
    sessions = list(
        CaseSession.objects.filter(case__in=here, entry__isnull=True, starts_at__lte=viewer.at + AHEAD)
        .select_related("case__record")
        .order_by("starts_at")[:AT_ONCE]
    )
    steps = list(
        NextStep.objects.filter(case__in=here, done_at__isnull=True)
        .select_related("case__record")
        .order_by("due_at")[:MOST]
    )
    told = Case.objects.select_related("record").order_by("reference")
    waiting = list(told.filter(pk__in=here, answers__setting="custody", stage__in=BEFORE_RELEASE)[:MOST])
    listed = list(told.filter(pk__in=here[(number - 1) * PAGE : number * PAGE]))
    of_these = [*(one.case for one in sessions), *(one.case for one in steps)]
    rows = {one.pk: one for one in (*of_these, *waiting, *listed)}
    children, said = _children(list(rows.values())), definitions({one.version_id for one in rows.values()})
    purpose = purpose_of(next(iter(in_use.values())))
    log_list(viewer, "sessions", {one.record.person_id for one in rows.values()}, purpose, VIEW, "sessions")
    shown = [_session(one, children, in_use, viewer) for one in sessions]
    return Board(
        tuple(one for one in shown if one.is_over), tuple(one for one in shown if not one.is_over),
        tuple(_step(one, one.case, children, viewer) for one in steps), _releases(waiting, children, said),
        Page(
            tuple(_supported(one, children[one.pk], said[one.version_id]) for one in listed), number, PAGE, len(here)
        ),
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


def _children(rows: Sequence[Case]) -> dict[object, Child]:
    names = names_of([one.record_id for one in rows])
    return {one.pk: child_from(names.get(one.record_id, ()), one.record.date_of_birth, one.record.sex) for one in rows}


def _supported(case: Case, child: Child, said: Definition) -> SupportedRow:
    return SupportedRow(case.reference, child, said.stage(case.stage).label, is_session_stage(said, case.stage))


def _session(
    one: CaseSession, children: Mapping[object, Child], definitions: Mapping[int, Definition], viewer: Viewer
) -> SessionRow:
    case = one.case
    labels = {option.code: option.label for option in strands_of(definitions[case.pathway_id])}
    return SessionRow(
        one.pk, case.reference, children[case.pk], one.starts_at, one.place, labels.get(one.strand, one.strand),
        one.starts_at <= viewer.at,
    )  # fmt: skip


def _step(one: NextStep, case: Case, children: Mapping[object, Child], viewer: Viewer) -> StepRow:
    return StepRow(one.pk, case.reference, children[case.pk], one.what, one.due_at, one.due_at < viewer.at)


def _releases(
    rows: Sequence[Case], children: Mapping[object, Child], said: Mapping[int, Definition]
) -> tuple[ReleaseRow, ...]:
    """Those who were referred from custody and have not met anybody outside yet, the next to come out first."""
    found = [
        ReleaseRow(
            one.reference,
            children[one.pk],
            _day(one.answers.get("release_on")),
            said[one.version_id].stage(one.stage).label,
        )
        for one in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.release_on is None, one.release_on or date.max)))


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class SessionAsked:
    """What the form of a session needs to know of the case."""

    reference: str
    child: Child
    came: tuple[tuple[str, str], ...]
    obstacles: tuple[tuple[str, str], ...]
    strands: tuple[tuple[str, str], ...]
    planned: CaseSession | None
    is_open: bool


def session_asked(viewer: Viewer, reference: str, *, key: UUID | None = None) -> SessionAsked:
    """Decided and logged. `key`: a session that is on the plan of this case."""
    one = provided_case(viewer, reference)
    planned = CaseSession.objects.filter(pk=key, case=one.case).first() if key else None
    if key and planned is None:
        raise refuse(viewer, "session", str(key), "no such session of this case")
    offered = {line.code for line in said(one.placement.terms).strands}
    strands = tuple((o.code, o.label) for o in strands_of(one.definition) if o.code in offered)
    day = (planned.starts_at if planned else viewer.at).astimezone(LONDON).date()
    obstacles = tuple((line.value, line.label) for line in Obstacle)
    may_write = is_session_stage(one.definition, one.case.stage)
    return SessionAsked(
        one.case.reference, child_of(one.case.record), choices_for(one.case.record.date_of_birth, day), obstacles,
        strands, planned, may_write,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeldRow:
    entry: int
    happened_at: datetime
    came: str
    words: str
    strand: str
    note: str
    by: str


def sessions_of(viewer: Viewer, one: Provided) -> tuple[HeldRow, ...]:
    """What was written down of each session, newest first; a corrected entry gives way to its correction. For callers
    that have decided."""
    labels = {option.code: option.label for option in strands_of(one.definition)}
    rule = next((kind for kind in one.definition.entries if kind.use is EntryUse.SESSION), None)
    words = {o.code: o.label for q in (rule.asks if rule else ()) if q.key == "came" for o in q.options}
    born = one.case.record.date_of_birth
    rows = CaseEntry.objects.filter(case=one.case, use=EntryUse.SESSION, corrected_by__isnull=True)
    return tuple(_held(row, words, labels, born) for row in rows.order_by("-happened_at", "-pk")[:MOST])


def _held(row: CaseEntry, words: Mapping[str, str], strands: Mapping[str, str], born: date | None) -> HeldRow:
    came = str(row.answers.get("came") or "")
    plain: Mapping[str, str] = dict(choices_for(born, row.happened_at.astimezone(LONDON).date()))
    strand = str(row.answers.get("strand") or "")
    return HeldRow(
        row.pk, row.happened_at, came, plain.get(came, words.get(came, came)), strands.get(strand, strand),
        str(row.answers.get("note") or ""), row.by,
    )  # fmt: skip


def next_step(viewer: Viewer, step: int) -> StepRow:
    """One next step: decided and logged."""
    row = NextStep.objects.select_related("case").filter(pk=step).first()
    if row is None:
        raise refuse(viewer, "next step", str(step), "no such next step")
    one = provided_case(viewer, row.case.reference)
    return StepRow(row.pk, one.case.reference, child_of(one.case.record), row.what, row.due_at, row.due_at < viewer.at)
