"""Which versions of pathways lie under which purpose: what the rule needs before it is asked of cases of several."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from alongside.partners.asking import Asked
from alongside.partners.standing import Viewer
from alongside.partners.states import Purpose
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definitions
from alongside.support.models import Case, Handover

Versions = tuple[tuple[Purpose, tuple[int, ...]], ...]


def worked_versions(viewer: Viewer) -> Versions:
    """Of the open cases that the viewer's agency works, and of the open handovers that come to it."""
    used = {version for (version,) in OF_CASES.rows(viewer, ())} | {version for (version,) in COMING.rows(viewer, ())}
    return by_purpose(used)


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
    rows = Case.objects.filter(receiver_id=viewer.agency_id, ended_at=None)
    return rows.order_by().values_list("version_id").distinct()


def _coming(viewer: Viewer, shape: tuple[()]) -> QuerySet[Handover, Any]:
    return Handover.objects.filter(receiver_id=viewer.agency_id).order_by().values_list("version_id").distinct()


OF_CASES, COMING = Asked(_of_cases), Asked(_coming)
