"""Waits in figures, without a child's name: statements as they were kept, and how many wait today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition, QuestionKind
from alongside.support.models import Case, PathwayVersion, WaitsStatement
from alongside.support.states import StageKind, VersionState

SMALLEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class WaitsFigures:
    """The newest statement of a pathway, how many stand in each queue today (None: few), and why cases are closed
    before help, by code. `body` is empty where no statement has been made yet."""

    code: str
    name: str
    body: Mapping[str, Any]
    as_at: date | None
    made_at: datetime | None
    today: Mapping[str, int | None]
    reasons: Mapping[str, str]


def pathways_in_figures(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Code and name of every pathway on which somebody waits."""
    _may(viewer, "")
    return tuple((one.code, one.name) for one in _definitions().values())


def waits_figures(viewer: Viewer, pathway: str) -> WaitsFigures:
    """What a manager, an analyst or a governance officer may read of a pathway's waits."""
    _may(viewer, pathway)
    definition = _definitions().get(pathway)
    if definition is None:
        raise refuse(viewer, "waits in figures", pathway, "no such pathway, or nobody waits on it")
    kept = WaitsStatement.objects.filter(pathway__code=pathway).first()
    return WaitsFigures(
        pathway, definition.name, kept.body if kept else {}, kept.as_at if kept else None,
        kept.made_at if kept else None, _today(definition), _reasons(definition),
    )  # fmt: skip


def _may(viewer: Viewer, pathway: str) -> None:
    if not viewer.may(Permission.SEE_MEASURES):
        raise refuse(viewer, "waits in figures", pathway, "the role may not see waits and fairness in figures")


def _definitions() -> dict[str, Definition]:
    rows = PathwayVersion.objects.select_related("pathway").filter(state=VersionState.PUBLISHED)
    read = [definition_of(one) for one in rows.order_by("pathway__name")]
    # A handover is no case: how far handovers are stands on their own page of numbers.
    return {
        one.code: one
        for one in read
        if not one.handover and any(stage.kind is StageKind.WAITING for stage in one.stages)
    }


def _today(definition: Definition) -> dict[str, int | None]:
    """Whole queues only, never split: a split today could be subtracted from one tomorrow."""
    rows = Case.objects.filter(pathway__code=definition.code, stage_kind=StageKind.WAITING, held_because="")
    counts = dict(rows.order_by().values_list("stage").annotate(count=Count("pk")))
    return {
        one.code: None if 0 < (count := counts.get(one.code, 0)) < SMALLEST_SHOWN else count
        for one in definition.stages
        if one.kind is StageKind.WAITING
    }


def _reasons(definition: Definition) -> dict[str, str]:
    closing = {one.code for one in definition.stages if one.before_help}
    asked = [question for move in definition.moves if move.target in closing for question in move.asks]
    chosen = [one for one in asked if one.kind is QuestionKind.CHOICE]
    return {option.code: option.label for one in chosen for option in one.options}
