"""Drafts of the scoreboard, for those who draw and sign them, and what is released, for everybody."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alongside.outcomes.history import latest_number
from alongside.outcomes.models import FrozenRelease, PledgeVerdict, ScoreboardDraft, VerdictAnswer, VerdictReading
from alongside.outcomes.release_rules import why_not_to_sign
from alongside.outcomes.release_states import DraftState
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.published import borough_name
from alongside.places.queries.elsewhere import boroughs_beside

# Who may see a draft: whoever draws it, and whoever signs it.
DRAWS = frozenset({Permission.KEEP_MEASURES, Permission.KEEP_PLEDGES})
SEES = DRAWS | {Permission.PUBLISH}


@dataclass(frozen=True, slots=True)
class DraftSummary:
    id: int
    title: str
    number: int
    as_at: date
    state: DraftState
    drawn_by: str
    at: datetime
    reason: str
    corrects: int | None


@dataclass(frozen=True, slots=True)
class DraftTold:
    """A draft. `why_not`: why this viewer may not sign it now; empty where she may."""

    summary: DraftSummary
    because: str
    body: dict[str, Any]
    left_out: tuple[str, ...]
    why_not: str


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    number: int
    title: str
    as_at: date
    signed_by: str
    signed_for: str
    signed_at: datetime
    sha256: str
    table_sha256: str
    corrects: int | None
    corrected_by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    size: int
    total: int


def drafts(viewer: Viewer, *, page: int = 1, size: int = 20) -> tuple[list[DraftSummary], Page]:
    """The newest first. Refuses whoever neither draws nor signs: a draft may show what is held back in the end."""
    _check(viewer, "drafts")
    rows = ScoreboardDraft.objects.select_related("step", "corrects").defer("body", "counted")
    total = rows.count()
    number = max(1, min(page, -(-total // size)))
    return [_summary(row) for row in rows[(number - 1) * size : number * size]], Page(number, size, total)


def waiting(viewer: Viewer) -> int:
    """Drafts that this member could sign off."""
    rows = ScoreboardDraft.objects.filter(step__isnull=True, basis=latest_number())
    return rows.exclude(drawn_by_id=viewer.actor.id).count() if viewer.may(Permission.PUBLISH) else 0


def draft(viewer: Viewer, draft_id: int) -> DraftTold | None:
    _check(viewer, str(draft_id))
    row = ScoreboardDraft.objects.select_related("step", "corrects").defer("counted").filter(pk=draft_id).first()
    if row is None:
        return None
    summary = _summary(row)
    why_not = why_not_to_sign(
        state=summary.state, drawn_by=row.drawn_by_id, signer=viewer.actor.id, basis=row.basis, latest=latest_number()
    )
    if why_not is None and not viewer.may(Permission.PUBLISH):
        why_not = "The partnership lead signs it off."
    return DraftTold(summary, row.because, row.body, tuple(row.left_out), why_not or "")


def releases(viewer: Viewer | None = None) -> list[ReleaseSummary]:
    """Every release, the newest first. They are public."""
    rows = FrozenRelease.objects.select_related("draft__corrects").defer(
        "text", "table", "draft__body", "draft__counted"
    )
    found = list(rows)
    corrected: dict[int, list[int]] = {}
    for row in found:
        if row.draft.corrects:
            corrected.setdefault(row.draft.corrects.number, []).append(row.number)
    return [_release(row, tuple(sorted(corrected.get(row.number, ())))) for row in found]


def measures_released(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Code and title of what the last release shows, for a correction to choose from."""
    row = FrozenRelease.objects.order_by("-number").first()
    return tuple((one["code"], one["title"]) for one in json.loads(row.text)["measures"]) if row else ()


def boroughs_to_pick(viewer: Viewer) -> list[str]:
    """Boroughs that could be picked as similar: those that an open publication counts beside this one."""
    _check(viewer, "boroughs")
    return boroughs_beside(borough_name())


def similar_before(viewer: Viewer) -> Mapping[str, Any]:
    """Those that the last release picked, with the reason and the list; empty where it picked none."""
    _check(viewer, "boroughs")
    row = FrozenRelease.objects.order_by("-number").values_list("text", flat=True).first()
    return (json.loads(row).get("similar") if row else None) or {}


def released_texts() -> Sequence[tuple[ReleaseSummary, str, str]]:
    """Every release with its exact text and table, the oldest first: all that the public site is made of."""
    summaries = {one.number: one for one in releases()}
    rows = FrozenRelease.objects.order_by("number").values_list("number", "text", "table")
    return [(summaries[number], text, table) for number, text, table in rows]


def standing_mark() -> tuple[int, ...]:
    """Changes whenever the public site would: releases, verdicts given, let through or taken down, answers."""
    return tuple(one.objects.count() for one in (FrozenRelease, PledgeVerdict, VerdictReading, VerdictAnswer))


def _check(viewer: Viewer, what: str) -> None:
    if not SEES & viewer.permissions:
        raise refuse(viewer, "scoreboard", what, "the role neither draws nor signs a scoreboard")


def _summary(row: ScoreboardDraft) -> DraftSummary:
    step = getattr(row, "step", None)
    return DraftSummary(
        row.pk, row.title, row.basis + 1, row.as_at, DraftState(step.state) if step else DraftState.WAITING,
        row.drawn_by, row.at, step.reason if step else "", row.corrects.number if row.corrects else None,
    )  # fmt: skip


def _release(row: FrozenRelease, corrected_by: tuple[int, ...]) -> ReleaseSummary:
    draft = row.draft
    return ReleaseSummary(
        row.number, draft.title, draft.as_at, row.signed_by, row.agency_code, row.signed_at, row.sha256,
        row.table_sha256,
        draft.corrects.number if draft.corrects else None, corrected_by,
    )  # fmt: skip
