"""Lists of cases: the queues of a pathway by clock, and what an agency referred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, QuerySet

from alongside.common.clock_status import ClockStatus
from alongside.partners.access import log_list, refuse
from alongside.partners.asking import Asked
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import Purpose
from alongside.people.threads import names_of
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definitions
from alongside.support.definitions.parts import Definition
from alongside.support.models import Case, PathwayReceiver
from alongside.support.queries.clocks import next_clocks
from alongside.support.queries.shown import Child, Page, child_from
from alongside.support.states import VIEW_OF_CASE
from alongside.support.versions_in_use import InUse, pathway_in_use

PAGE = 25
# Beyond this nobody counts: what has ended, and what was ever referred, grows for ever.
MOST_COUNTED = 500


@dataclass(frozen=True, slots=True)
class CaseRow:
    reference: str
    pathway: str
    child: Child
    other_agency: str
    stage: str
    since: datetime
    clock: ClockStatus | None
    clock_label: str
    worker: str
    last_contact_at: datetime | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class CaseQueue(Page[CaseRow]):
    """One page of a queue of cases; `counts` by stage (code, label, how many)."""

    pathway: InUse
    counts: tuple[tuple[str, str, int], ...]
    definition: Definition


class Listing(NamedTuple):
    """Which cases of a pathway, for the viewer's agency: all that are open, or those at one stage."""

    pathway: int
    purpose: Purpose
    stage: str
    mine: bool


class CaseColumns(NamedTuple):
    """What a row needs, and not a whole case."""

    reference: str
    pathway__name: str
    version_id: int
    stage: str
    stage_since: datetime
    held_because: str
    last_contact_at: datetime | None
    holder__name: str
    receiver__name: str
    worker__name: str | None
    record_id: int
    record__person_id: UUID
    record__date_of_birth: date | None
    record__sex: str


def case_queue(viewer: Viewer, pathway: str, *, stage: str = "", page: int = 1, mine: bool = False) -> CaseQueue:
    """The cases of one pathway that the viewer's agency received, what runs out first at the top. Logged as a list."""
    version = pathway_in_use(pathway)
    if version is None or not _receives(viewer, version):
        raise refuse(viewer, "cases", pathway, "no such pathway, or the member's agency does not receive it")
    definition, purpose = version.definition, purpose_of(version.definition)
    which = Listing(version.pathway_id, purpose, stage, mine)
    counted = dict(BY_STAGE.rows(viewer, which._replace(stage="", mine=False)))
    start = (max(1, page) - 1) * PAGE
    found = [CaseColumns(*one) for one in LISTED.rows(viewer, (which, start))]
    total = counted.get(stage) if stage and not mine else None if mine else sum(counted.values())
    if total is None:
        total = max(COUNTED.count(viewer, which), start + len(found))
    counts = tuple((one.code, one.label, counted.get(one.code, 0)) for one in definition.stages)
    rows = _rows(viewer, found[:PAGE], purpose, "holder__name")
    return CaseQueue(rows, max(1, page), PAGE, total, version, counts, definition)


def own_cases(viewer: Viewer, *, page: int = 1) -> Page[CaseRow]:
    """What the viewer's agency referred, newest first. Logged as a list."""
    if not viewer.may(Permission.REFER):
        raise refuse(viewer, "cases", "own", "the role may not refer")
    start = (max(1, page) - 1) * PAGE
    found = [CaseColumns(*one) for one in REFERRED.rows(viewer, start)]
    total = max(EVER_REFERRED.count(viewer, ()), start + len(found))
    rows = _rows(viewer, found[:PAGE], Purpose.SAFEGUARDING, "receiver__name")
    return Page(rows, max(1, page), PAGE, total)


def _receives(viewer: Viewer, version: InUse) -> bool:
    """Now, or in the past: what it received then it still works on."""
    if not viewer.may(Permission.WORK_CASES):
        return False
    return any(RECEIVES.count(viewer, (of, version.pathway_id)) for of in (PathwayReceiver, Case))


def _receiving(viewer: Viewer, shape: tuple[type[Case | PathwayReceiver], int]) -> QuerySet[Any]:
    of, pathway = shape
    agency = "agency_id" if of is PathwayReceiver else "receiver_id"
    return of._default_manager.filter(pathway_id=pathway, **{agency: viewer.agency_id})[:1]


def _of_pathway(viewer: Viewer, which: Listing) -> QuerySet[Case]:
    rows = Case.objects.visible_to(viewer, which.purpose, *VIEW_OF_CASE)
    rows = rows.filter(pathway_id=which.pathway, receiver_id=viewer.agency_id)
    rows = rows.filter(stage=which.stage) if which.stage else rows.filter(ended_at=None)
    return rows.filter(worker_id=viewer.member_id) if which.mine else rows


def _by_stage(viewer: Viewer, which: Listing) -> QuerySet[Case, Any]:
    rows = _of_pathway(viewer, which).order_by()
    return rows.values("stage").annotate(count=Count("pk")).values_list("stage", "count")


def _listed(viewer: Viewer, shape: tuple[Listing, int]) -> QuerySet[Case, Any]:
    """One more than is shown: it tells whether a page follows."""
    which, start = shape
    rows = _of_pathway(viewer, which).order_by(F("due_at").asc(nulls_last=True), "received_at", "reference")
    return rows.values_list(*CaseColumns._fields)[start : start + PAGE + 1]


def _counted(viewer: Viewer, which: Listing) -> QuerySet[Case, Any]:
    return _of_pathway(viewer, which).order_by().values_list("pk")[:MOST_COUNTED]


def _of_agency(viewer: Viewer) -> QuerySet[Case]:
    return Case.objects.all().unrestricted(viewer).filter(holder_id=viewer.agency_id)


def _referred(viewer: Viewer, start: int) -> QuerySet[Case, Any]:
    # What is passed over on the way to a late page is passed over in the index, and brings nothing along.
    newest = ("-received_at", "reference")
    page = _of_agency(viewer).order_by(*newest).values("pk")[start : start + PAGE + 1]
    return Case.objects.filter(pk__in=page).order_by(*newest).values_list(*CaseColumns._fields)


def _ever_referred(viewer: Viewer, shape: tuple[()]) -> QuerySet[Case, Any]:
    return _of_agency(viewer).order_by().values_list("pk")[:MOST_COUNTED]


RECEIVES, BY_STAGE, LISTED, COUNTED = Asked(_receiving), Asked(_by_stage), Asked(_listed), Asked(_counted)
REFERRED, EVER_REFERRED = Asked(_referred), Asked(_ever_referred)


def _rows(viewer: Viewer, found: Sequence[CaseColumns], purpose: Purpose, other: str) -> tuple[CaseRow, ...]:
    """Logged before a name is read."""
    log_list(viewer, "cases", {one.record__person_id for one in found}, purpose, VIEW_OF_CASE, "cases")
    clocks = next_clocks([one.reference for one in found], viewer.at)
    names = names_of([one.record_id for one in found])
    told = definitions({one.version_id for one in found})
    return tuple(
        _row(one, names.get(one.record_id, ()), clocks.get(one.reference, ("", None)), told[one.version_id], other)
        for one in found
    )


def _row(
    one: CaseColumns, names: Sequence[str], clock: tuple[str, ClockStatus | None], definition: Definition, other: str
) -> CaseRow:
    return CaseRow(
        reference=one.reference, pathway=one.pathway__name,
        child=child_from(names, one.record__date_of_birth, one.record__sex), other_agency=getattr(one, other),
        stage=definition.stage(one.stage).label, since=one.stage_since, clock=clock[1], clock_label=clock[0],
        worker=one.worker__name or "", last_contact_at=one.last_contact_at, is_held=bool(one.held_because),
    )  # fmt: skip
