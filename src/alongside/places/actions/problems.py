"""Raising a problem to work on at a place, closing it and opening it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line, clean_text
from alongside.places.analyses.hot_areas import rings
from alongside.places.errors import PlacesRefused
from alongside.places.models import PlaceProblem, PlaceRun, ProblemStep
from alongside.places.rules import reason_not_to_move
from alongside.places.states import ProblemState, RunState

LONGEST_REASON = 2_000
MOST_CORNERS = 200
# Larger than any borough: whoever draws this has mistyped a corner.
MOST_HECTARES = 100_000.0
Corners = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class ProblemDraft:
    """A place: a hot area of a run, cells of a run, or corners in metres of the run's plane; one of the three."""

    name: str
    why: str
    run_id: int
    area_number: int | None = None
    cells: tuple[int, ...] = ()
    corners: tuple[tuple[float, float], ...] = ()


def raise_problem(*, draft: ProblemDraft, sent_key: UUID, by: Actor, at: datetime) -> int:
    """Keep a place as a problem to work on; gives its number.

    The same `sent_key` twice is one problem. Raises `PlacesRefused` when the place or the words cannot be used.
    """
    run = PlaceRun.objects.filter(pk=draft.run_id, state=RunState.DONE).first()
    if run is None or "grid" not in (run.result or {}):
        raise PlacesRefused("That answer is not held here.", "Open a list of hot spots and choose again.")
    outline = _outline(draft, run.result or {})
    try:
        with transaction.atomic():
            made = PlaceProblem.objects.create(
                name=_words(clean_line(draft.name), "name"),
                why=_words(clean_text(draft.why, LONGEST_REASON), "reason"),
                plane=(run.result or {})["plane"],
                outline=rings(outline),
                hectares=round(outline.area / 10_000, 2),
                run=run,
                area_number=draft.area_number,
                sent_key=sent_key,
                agency_code=by.agency_code,
                raised_by=by.name,
                raised_at=at,
            )
            _step(made, ProblemState.OPEN, "Raised", by, at)
            _note(made, Act.CREATE, made.why, by, at)
    except TextError as broken:
        raise PlacesRefused(str(broken)) from None
    except IntegrityError:
        return PlaceProblem.objects.get(sent_key=sent_key).pk
    return made.pk


def move_problem(*, problem_id: int, to: ProblemState, reason: str, by: Actor, at: datetime) -> None:
    """Close a problem, or open it again, with a reason. Raises `PlacesRefused` where that makes no sense."""
    with transaction.atomic():
        row = PlaceProblem.objects.select_for_update().filter(pk=problem_id).first()
        if row is None:
            raise PlacesRefused("That problem is not held here.", "Open the list and choose again.")
        now = ProblemState(row.steps.latest("pk").state)
        if (why_not := reason_not_to_move(now=now, to=to, reason=reason)) is not None:
            raise PlacesRefused(why_not)
        try:
            said = clean_text(reason, LONGEST_REASON)
        except TextError as broken:
            raise PlacesRefused(str(broken)) from None
        _step(row, to, said, by, at)
        _note(row, Act.DECIDE, f"{to.label}: {said}", by, at)


def _words(text: str, what: str) -> str:
    if not text.strip():
        raise PlacesRefused(f"Give the place a {what}.", "Others have to know what is meant.")
    return text


def _outline(draft: ProblemDraft, result: Mapping[str, Any]) -> Any:
    """The place as one shape in metres; raises `PlacesRefused` for a place that is none."""
    if draft.area_number is not None:
        found = [row for row in result["areas"] if row["number"] == draft.area_number]
        if not found:
            raise PlacesRefused(
                f"This answer has no area {draft.area_number}.", "Choose one of the areas in the table."
            )
        return _of_cells(found[0]["cells"], result["grid"])
    if draft.cells:
        return _of_cells(draft.cells, result["grid"])
    return _of_corners(draft.corners)


def _of_cells(cells: Sequence[int], grid: Mapping[str, Any]) -> Any:
    if not all(0 <= cell < len(grid["rows"]) for cell in cells):
        raise PlacesRefused("One of the cells is not in this answer.", "Choose cells from its table or its map.")
    side = grid["cell"]
    west = [grid["x0"] + grid["cols"][cell] * side for cell in cells]
    south = [grid["y0"] + grid["rows"][cell] * side for cell in cells]
    return shapely.union_all([shapely.box(x, y, x + side, y + side) for x, y in zip(west, south, strict=True)])


def _of_corners(corners: Corners) -> Any:
    if len(corners) < 3:
        raise PlacesRefused("A place needs three corners or more.", "Draw on, or choose cells or an area instead.")
    if len(corners) > MOST_CORNERS:
        raise PlacesRefused(f"There are {len(corners)} corners.", f"Draw with {MOST_CORNERS} at most.")
    drawn = shapely.Polygon(corners)
    if not drawn.is_valid:
        raise PlacesRefused("The line of the place crosses itself.", "Take back the last corners and draw it anew.")
    if not 0.01 <= drawn.area / 10_000 <= MOST_HECTARES:
        raise PlacesRefused(
            f"The place would have {drawn.area / 10_000:,.2f} hectares.", "Draw one between a house and a county."
        )
    return drawn


def _step(row: PlaceProblem, state: ProblemState, reason: str, by: Actor, at: datetime) -> None:
    ProblemStep.objects.create(
        problem=row, state=state, reason=reason, agency_code=by.agency_code, by=by.name, at=at
    )  # fmt: skip


def _note(row: PlaceProblem, act: Act, reason: str, by: Actor, at: datetime) -> None:
    record(Entry(at=at, actor=by, act=act, subject_kind="problem at a place", subject_id=str(row.pk), reason=reason))
