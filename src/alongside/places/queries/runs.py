"""Stored analyses: lists without their results, and one with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from alongside.places.models import PlaceRun
from alongside.places.queries.recorded import Page
from alongside.places.states import UNDER_WAY, RunKind, RunState

# The settings that name a source, in every kind of analysis: from them follows who may see the answer.
NAMES_OF_SOURCES = ("source", "beside")


@dataclass(frozen=True, slots=True)
class RunSummary:
    """How an analysis stands."""

    id: int
    kind: RunKind
    title: str
    state: RunState
    stage: str
    per_cent: int
    agency_code: str
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    refusal: str
    sources: tuple[str, ...]

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


@dataclass(frozen=True, slots=True)
class RunDetail:
    """An analysis with all that is needed to repeat it. `result` is None until it is done."""

    summary: RunSummary
    settings: Mapping[str, Any]
    seed: int | None
    data_hash: str
    library_version: str
    licences: tuple[str, ...]
    result: Mapping[str, Any] | None


def runs(
    *, kind: str = "", page: int = 1, size: int = 50, sources: Collection[str] | None = None
) -> tuple[list[RunSummary], Page]:
    """The analyses, the newest first; of one kind and made from these sources if they are given."""
    rows = PlaceRun.objects.filter(kind=kind) if kind else PlaceRun.objects.all()
    if sources is not None:
        rows = rows.filter(made_from(sources))
    total = rows.count()
    number = max(1, min(page, -(-total // size)))
    listed = rows.order_by("-pk").defer("result")[(number - 1) * size : number * size]
    return [_summary(row) for row in listed], Page(number, size, total)


def made_from(sources: Collection[str], run: str = "") -> Q:
    """Runs of which every source is among these; `run` is the path to them from another table, such as `run__`."""
    first, second = (f"{run}settings__{name}" for name in NAMES_OF_SOURCES)
    beside = Q(**{f"{second}__isnull": True}) | Q(**{f"{second}__in": ["", *sources]})
    return beside & Q(**{f"{first}__in": list(sources)})


def run(run_id: int) -> RunDetail | None:
    row = PlaceRun.objects.filter(pk=run_id).first()
    if row is None:
        return None
    return RunDetail(
        summary=_summary(row),
        settings=row.settings,
        seed=row.seed,
        data_hash=row.data_hash,
        library_version=row.library_version,
        licences=tuple(row.licences),
        result=row.result,
    )


def run_summary(run_id: int) -> RunSummary | None:
    """How one analysis stands, without what it found."""
    row = PlaceRun.objects.filter(pk=run_id).defer("result").first()
    return _summary(row) if row else None


def latest_done(kind: str) -> int | None:
    """The newest analysis of a kind that has an answer."""
    found = PlaceRun.objects.filter(kind=kind, state=RunState.DONE).order_by("-pk").values_list("pk", flat=True)
    return found.first()


def _summary(row: PlaceRun) -> RunSummary:
    return RunSummary(
        id=row.pk,
        kind=RunKind(row.kind),
        title=row.title,
        state=RunState(row.state),
        stage=row.stage,
        per_cent=row.per_mille // 10,
        agency_code=row.agency_code,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        refusal=row.refusal,
        sources=tuple(row.settings[name] for name in NAMES_OF_SOURCES if row.settings.get(name)),
    )
