"""The pathways in use, and which versions lie under which purpose: what the rule needs before it is asked of cases of
several."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet

from alongside.common.prepared import Prepared, Slot
from alongside.partners.asking import AGENCY, Asked
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import Purpose
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import TEXT, definitions, kept
from alongside.support.definitions.parts import Definition
from alongside.support.disruption_parts import seated
from alongside.support.models import AgendaItem, Case, Handover, PanelAction, PathwayVersion
from alongside.support.states import VersionState

Versions = tuple[tuple[Purpose, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class InUse:
    """A pathway with its published version."""

    version_id: int
    number: int
    pathway_id: int
    code: str
    name: str
    is_open: bool
    definition: Definition


def in_use(received_by: int | None = None) -> tuple[InUse, ...]:
    """By name; every one, or those that an agency receives now."""
    rows = IN_USE.rows((), agency=received_by) if received_by is not None else EVERY.rows(())
    return tuple(_in_use(row) for row in rows)


def pathway_in_use(code: str) -> InUse | None:
    return next((_in_use(row) for row in ONE.rows((), code=code)), None)


def _in_use(row: tuple[Any, ...]) -> InUse:
    version, number, pathway, code, name, is_open, text = row
    return InUse(version, number, pathway, code, name, is_open, kept(text))


def _one(shape: tuple[()]) -> QuerySet[PathwayVersion, Any]:
    return _every(()).filter(pathway__code=Slot("code", CharField()))


def _every(shape: tuple[()]) -> QuerySet[PathwayVersion, Any]:
    rows = PathwayVersion.objects.filter(state=VersionState.PUBLISHED).order_by("pathway__name")
    return rows.values_list("pk", "number", "pathway_id", "pathway__code", "pathway__name", "pathway__is_open", TEXT)


def _received(shape: tuple[()]) -> QuerySet[PathwayVersion, Any]:
    return _every(()).filter(pathway__receivers__agency_id=AGENCY)


def worked_versions(viewer: Viewer) -> Versions:
    """Of the open cases that the viewer's agency works, and for whoever runs panels of those that wait for a panel
    to look at them again, or for an action to end; and of the open handovers that come to it."""
    return by_purpose({version for of in (OF_CASES, COMING_NOW) for (version,) in of.rows(viewer, ())})


def coming_versions(viewer: Viewer) -> Versions:
    """Of the handovers that come to the viewer's agency."""
    return by_purpose(version for (version,) in COMING.rows(viewer, ()))


def by_purpose(used: Iterable[int]) -> Versions:
    """In a settled order: they are part of the key of a question."""
    found: dict[Purpose, list[int]] = defaultdict(list)
    for version, definition in sorted(definitions(used).items()):
        found[purpose_of(definition)].append(version)
    return tuple((purpose, tuple(versions)) for purpose, versions in sorted(found.items(), key=lambda one: one[0].code))


def _of_cases(viewer: Viewer, shape: tuple[()]) -> QuerySet[Case, Any]:
    under_way = Q(ended_at=None)
    whose = Q(under_way, receiver_id=viewer.agency_id)
    if viewer.may(Permission.RUN_PANELS):
        panels = seated(viewer).values("pk")
        again = AgendaItem.objects.filter(review_on__lte=viewer.day, meeting__panel__in=panels)
        to_do = PanelAction.objects.filter(ended_at=None, item__meeting__panel__in=panels)
        whose |= Q(under_way, pk__in=again.values("case")) | Q(pk__in=to_do.values("item__case"))
    rows = Case.objects.filter(whose)
    return rows.order_by().values_list("version_id").distinct()


def _coming_now(viewer: Viewer, shape: tuple[()]) -> QuerySet[Handover, Any]:
    rows = Handover.objects.filter(receiver_id=viewer.agency_id, ended_at=None)
    return rows.order_by().values_list("version_id").distinct()


def _coming(viewer: Viewer, shape: tuple[()]) -> QuerySet[PathwayVersion, Any]:
    """Of each version whether any came, so that those of all years need not be read."""
    came = Handover.objects.filter(receiver_id=viewer.agency_id, version=OuterRef("pk"))
    return PathwayVersion.objects.filter(Exists(came)).order_by().values_list("pk")


OF_CASES, COMING, COMING_NOW = Asked(_of_cases), Asked(_coming), Asked(_coming_now)
EVERY, IN_USE, ONE = Prepared(_every), Prepared(_received), Prepared(_one)
