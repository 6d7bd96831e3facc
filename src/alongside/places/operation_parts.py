"""What the actions of operations share: words made safe, a thing sent twice kept once, places, and the log."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import shapely
from django.db import IntegrityError, models, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line, clean_text
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency
from alongside.partners.standing import Viewer
from alongside.places.analyses.hot_areas import rings
from alongside.places.boundaries import names_held
from alongside.places.models import Operation
from alongside.places.operation_drafts import Corners
from alongside.places.operation_rules import reason_not_to_work
from alongside.places.operation_sight import SUBJECT, Seen, run_by

LONGEST = 4_000
MOST_CORNERS = 200
MOST_AREAS = 1_000
# From a house to a county: whoever draws more or less has mistyped a corner.
SMALLEST_HECTARES, LARGEST_HECTARES = 0.01, 100_000.0
Row = TypeVar("Row", bound=models.Model)


def words(text: str, field: str, missing: str, most: int = LONGEST) -> str:
    """Text of several lines, made safe. Raises `Invalid` where it is missing or cannot be kept."""
    try:
        kept = clean_text(text, most)
    except TextError as broken:
        raise Invalid(str(broken), field) from None
    if missing and not kept:
        raise Invalid(missing, field)
    return kept


def line(text: str, field: str, missing: str, most: int = 200) -> str:
    try:
        kept = clean_line(text, most)
    except TextError as broken:
        raise Invalid(str(broken), field) from None
    if missing and not kept:
        raise Invalid(missing, field)
    return kept


def sent_before(model: type[Row], sent_key: UUID) -> Row | None:
    """The row that was made of this form before."""
    return model._default_manager.filter(sent_key=sent_key).first()


def once(model: type[Row], sent_key: UUID, make: Callable[[], Row]) -> Row:
    """The row that was made of this form before, or a new one: a form that is sent twice enters once."""
    known = sent_before(model, sent_key)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        known = sent_before(model, sent_key)
        if known is None:
            raise
        return known


def who(by: Viewer, at: datetime) -> dict[str, Any]:
    return {"agency_code": by.agency_code, "by": by.actor.name, "at": at}


def log(operation: Operation, act: Act, reason: str, by: Viewer, at: datetime) -> None:
    record(
        Entry(at=at, actor=by.actor, act=act, subject_kind=SUBJECT, subject_id=operation.reference, reason=reason[:400])
    )


def locked(reference: str, by: Viewer) -> Seen:
    """An operation that this viewer runs, held until the transaction ends, and not ended itself."""
    found = run_by(by, reference)
    Operation.objects.select_for_update().filter(pk=found.operation.pk).first()
    # It may have moved while we waited.
    found = run_by(by, reference)
    if (why_not := reason_not_to_work(found.stage)) is not None:
        raise Invalid(why_not)
    return found


def runs(operation: Operation, agency_code: str, field: str) -> None:
    """Raises `Invalid` unless the agency is one of those that run the operation."""
    if not operation.agencies.filter(agency_code=agency_code).exists():
        raise Invalid("That agency does not run this operation yet. Add it first.", field)


def known_agencies(codes: Collection[str], field: str = "agencies") -> None:
    held = set(Agency.objects.filter(code__in=codes, is_active=True).values_list("code", flat=True))
    if unknown := set(codes) - held:
        raise Invalid(f"There is no agency “{min(unknown)}” here.", field)


def known_areas(keys: Sequence[str], field: str) -> list[str]:
    """The keys, each once; raises `Invalid` for one that names no area held."""
    wanted = list(dict.fromkeys(keys))
    if len(wanted) > MOST_AREAS:
        raise Invalid(f"Choose {MOST_AREAS:,} areas at most.", field)
    if len(names_held(wanted)) < len(wanted):
        raise Invalid("One of the areas is not held here. Choose areas from the list, or load their boundaries.", field)
    return wanted


def drawn(corners: Corners, field: str = "corners") -> list[Any]:
    """Corners in metres as rings; raises `Invalid` for a place that is none."""
    if not 3 <= len(corners) <= MOST_CORNERS:
        raise Invalid(f"A place needs from 3 to {MOST_CORNERS} corners; there are {len(corners)}.", field)
    shape = shapely.Polygon(corners)
    if not shape.is_valid:
        raise Invalid("The line of the place crosses itself. Give the corners in the order in which one walks.", field)
    hectares = shape.area / 10_000
    if not SMALLEST_HECTARES <= hectares <= LARGEST_HECTARES:
        raise Invalid(f"The place would have {hectares:,.2f} hectares. Check the corners.", field)
    kept: list[Any] = rings(shape)
    return kept
