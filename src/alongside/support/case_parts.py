"""The common ground of whoever works a case: what a member is in it, how it is found for a change, what happens in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, QuerySet

from alongside.audit.actions import record_all
from alongside.audit.states import Act
from alongside.common.prepared import Prepared, Slot
from alongside.partners.access import decide, list_entry, refuse
from alongside.partners.errors import Stale
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition, Who
from alongside.support.models import Case
from alongside.support.references import CASE, normal
from alongside.support.states import VIEW_OF_CASE


def parts_of(case: Case, viewer: Viewer) -> frozenset[Who]:
    """Her part says what she may do there."""
    parts: set[Who] = set()
    if case.receiver_id == viewer.agency_id and viewer.may(Permission.WORK_CASES):
        parts |= {Who.WORKER, Who.PROVIDER}
        if viewer.may(Permission.MANAGE_CASES):
            parts.add(Who.MANAGER)
    if case.holder_id == viewer.agency_id and viewer.may(Permission.REFER):
        parts.add(Who.REFERRER)
    return frozenset(parts)


def purpose_of(definition: Definition) -> Purpose:
    return Purpose[definition.purpose.upper()]


def log_cases(
    viewer: Viewer,
    kind: str,
    told: Iterable[tuple[int, UUID, Iterable[FieldGroup]]],
    said: Mapping[int, Definition],
    reason: str,
) -> None:
    """A list of cases of several pathways: each case under its own purpose, one row for each purpose, all at once.
    `told`: of each case its version, its person and what is shown of it; `said`: what these versions say."""
    lists: dict[Purpose, tuple[set[UUID], set[FieldGroup]]] = {}
    for version, person, groups in told:
        persons, shown = lists.setdefault(purpose_of(said[version]), (set(), set()))
        persons.add(person)
        shown.update(groups)
    entries = sorted(lists.items(), key=lambda one: one[0].code)
    record_all([list_entry(viewer, kind, persons, purpose, shown, reason) for purpose, (persons, shown) in entries])


def stage_label(case: Case) -> str:
    """Where a case stands, in its pathway's words: for whoever has just decided on it or sent it."""
    return definition_of(case.version).stage(case.stage).label


def carried_by(definition: Definition) -> frozenset[FieldGroup]:
    return frozenset(FieldGroup[code.upper()] for code in definition.carries)


@dataclass(frozen=True, slots=True)
class Worked:
    """A case that is locked for a change, what its pathway says, and what the member is in it."""

    case: Case
    definition: Definition
    parts: frozenset[Who]


def _locked(shape: tuple[()]) -> QuerySet[Case]:
    rows = Case.objects.select_for_update(of=("self",)).filter(reference=Slot.of("reference", CharField(), str))
    return rows.select_related("pathway", "version", "holder", "receiver", "record", "worker")


LOCKED = Prepared(_locked)


def find_case(viewer: Viewer, reference: str, *, changes: int | None = None) -> Worked:
    """The case, locked, if the one rule lets the viewer see it and she has a part in it. `changes` as she had it
    before her: if somebody changed it since, it is refused."""
    normalised = normal(reference, CASE)
    case = next(iter(LOCKED.objects((), reference=normalised)), None)
    parts = parts_of(case, viewer) if case else frozenset()
    if case is None or not parts:
        raise refuse(viewer, "case", normalised, "no such case, or the member has no part in it", act=Act.CHANGE)
    definition = definition_of(case.version)
    decision = decide(viewer, case.subject, purpose_of(definition), VIEW_OF_CASE)
    if not decision.groups >= frozenset(VIEW_OF_CASE):
        raise refuse(viewer, "case", normalised, decision.because, act=Act.CHANGE)
    if changes is not None and changes != case.changes:
        raise Stale("Somebody has changed this case since you opened it. What you typed is below.", case)
    return Worked(case, definition, parts)


def stage_events(left: str, reached: str, has_ended: bool) -> tuple[str, ...]:
    """What happens when a case moves, in its order."""
    return (*((f"left:{left}",) if left else ()), f"stage:{reached}", *(("closed",) if has_ended else ()))
