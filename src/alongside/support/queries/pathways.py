"""Pathways for whoever keeps them: every version, what is in use, what is being written, what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from alongside.partners.access import refuse
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.definitions.changing import differences
from alongside.support.definitions.checking import faults_in
from alongside.support.definitions.parts import Definition
from alongside.support.definitions.reading import Faults, read
from alongside.support.definitions.remarks import remarks_on
from alongside.support.models import Case, DefinedPathway, PathwayVersion
from alongside.support.pathway_seen import seen_of
from alongside.support.phases import of_phases
from alongside.support.small_counts import told
from alongside.support.states import VersionState


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    state: str
    state_code: str
    by: str
    at: datetime | None
    change_note: str
    cases: int


@dataclass(frozen=True, slots=True)
class PathwayRow:
    code: str
    name: str
    is_open: bool
    in_use: int | None
    has_draft: bool
    receivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """That the pathway was closed or opened again."""

    is_open: bool
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Cases that have not ended, by the agency that has them: how many, never which. None: few. `held` are not sent yet."""

    agency: str
    cases: int | None
    held: int | None


@dataclass(frozen=True, slots=True)
class PathwayKept:
    """One pathway as its keeper sees it: the draft if there is one, else what is in use."""

    code: str
    name: str
    document: Mapping[str, Any]
    definition: Definition | None
    faults: tuple[str, ...]
    remarks: tuple[str, ...]
    """Worth a second look; they stop nothing."""
    is_draft: bool
    seen: str
    """Goes with a form and comes back with it, so that what a colleague did meanwhile is seen."""
    number: int
    changes: tuple[str, ...]
    """From the version before it, or for a draft from what is in use."""
    compared_with: int | None
    versions: tuple[VersionRow, ...]
    is_open: bool
    has_been_used: bool
    openings: tuple[OpeningRow, ...]
    under_way: tuple[UnderWay, ...]
    receivers: tuple[str, ...]
    may_receive: tuple[tuple[str, str], ...]


HOW_TO_INSTALL = "alongside pathway install"


def is_any_installed() -> bool:
    return DefinedPathway.objects.exists()


def pathways(viewer: Viewer) -> tuple[PathwayRow, ...]:
    """Every pathway of the partnership."""
    _require(viewer, "all")
    rows = DefinedPathway.objects.prefetch_related("versions", "receivers__agency")
    return tuple(_row(one) for one in rows)


def _row(one: DefinedPathway) -> PathwayRow:
    states = {version.state: version.number for version in one.versions.all()}
    return PathwayRow(
        one.code, one.name, one.is_open, states.get(VersionState.PUBLISHED), VersionState.DRAFT in states,
        tuple(sorted(receiver.agency.name for receiver in one.receivers.all())),
    )  # fmt: skip


def pathway(viewer: Viewer, code: str, number: int | None = None) -> PathwayKept:
    """One pathway: its draft or its newest version, or the version of this number."""
    _require(viewer, code)
    one = (
        DefinedPathway.objects.prefetch_related("versions__cases", "receivers__agency", "openings")
        .filter(code=code)
        .first()
    )
    versions = list(one.versions.all()) if one else []
    shown = next((version for version in versions if number in (None, version.number)), None)
    if one is None or shown is None:
        raise refuse(viewer, "pathway", code, "there is no such pathway or version")
    in_use = next((version for version in versions if version.state == VersionState.PUBLISHED), None)
    earlier = [version for version in versions if version.number < shown.number and version.published_at]
    before = max(earlier, key=lambda version: version.number, default=None)
    definition, faults = _read(shown.document)
    kinds = definition.receivers if definition else ()
    agencies = Agency.objects.filter(kind__in=kinds, is_active=True).order_by("name")
    is_draft = shown.state == VersionState.DRAFT
    return PathwayKept(
        code=one.code, name=one.name, document=shown.document, definition=definition, faults=faults,
        remarks=tuple(remarks_on(definition)) if definition else (),
        is_draft=is_draft, seen=str(seen_of(shown)), number=shown.number,
        changes=tuple(differences(before.document, shown.document)) if before else (),
        compared_with=before.number if before else None,
        versions=tuple(_version(version) for version in versions),
        is_open=one.is_open, has_been_used=in_use is not None, under_way=_under_way(one),
        openings=tuple(OpeningRow(row.is_open, row.reason, row.by, row.at) for row in one.openings.all()),
        receivers=tuple(receiver.agency.code for receiver in one.receivers.all()),
        may_receive=tuple((one.code, one.name) for one in of_phases(agencies, definition.to_phases if definition else ())),
    )  # fmt: skip


def _under_way(pathway: DefinedPathway) -> tuple[UnderWay, ...]:
    rows = Case.objects.filter(pathway=pathway, ended_at__isnull=True).order_by().values_list("receiver__name")
    counts = rows.annotate(all=Count("pk"), held=Count("pk", filter=~Q(held_because="")))
    return tuple(UnderWay(name, told(every), told(held)) for name, every, held in sorted(counts))


def _read(document: Mapping[str, Any]) -> tuple[Definition | None, tuple[str, ...]]:
    try:
        definition = read(document)
    except Faults as error:
        return None, tuple(error.faults)
    return definition, tuple(faults_in(definition))


def _version(one: PathwayVersion) -> VersionRow:
    return VersionRow(
        one.number, one.get_state_display(), one.state, one.published_by or one.made_by, one.published_at or one.made_at,
        one.change_note, Case.objects.filter(version=one).count(),
    )  # fmt: skip


def _require(viewer: Viewer, code: str) -> None:
    if not viewer.may(Permission.KEEP_PATHWAYS):
        raise refuse(viewer, "pathway", code, "the role may not keep pathways")
