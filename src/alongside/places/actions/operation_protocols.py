"""What an operation will be judged by: written, locked before it starts, and changed only in plain sight."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from alongside.audit.states import Act
from alongside.partners.access import writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.standing import Viewer
from alongside.places.boundaries import those_held
from alongside.places.models import Operation, OperationProtocol
from alongside.places.operating.protocols import sources_to_judge_by
from alongside.places.operation_drafts import ProtocolDraft
from alongside.places.operation_parts import known_areas, locked, log, sent_before, who, words
from alongside.places.operation_rules import ProtocolFacts, reason_not_to_lock, wrong_with_protocol
from alongside.places.queries.area_months import count_sources

_COPIED = (
    "outcome", "source", "kinds", "definition", "baseline_from", "starts_on", "ends_on", "plane", "target_outline",
    "target_areas", "comparison_areas", "buffer_metres", "buffer_areas",
)  # fmt: skip


def write_protocol(
    *, reference: str, draft: ProtocolDraft, version: int, reason: str = "", sent_key: UUID, by: Viewer, at: datetime
) -> int:
    """Keep a version of the protocol; gives its number. After the lock it is a change: it needs a reason, and is in
    force at once, beside the first.

    `version` is the newest that the member saw, 0 for none. Raises `Stale` when somebody wrote another since, and
    `Invalid` for what is wrong in it.
    """
    values = _values(draft, by)
    if (wrong := wrong_with_protocol(_facts(values))) is not None:
        raise Invalid(wrong[1], wrong[0])
    with writing():
        operation = locked(reference, by).operation
        if (known := sent_before(OperationProtocol, sent_key)) is not None:
            return known.number
        values |= _own_place(operation, values)
        if (wrong := wrong_with_protocol(_facts(values, _counted_by(values)))) is not None:
            raise Invalid(wrong[1], wrong[0])
        newest = operation.protocols.order_by("-number").first()
        held = newest.number if newest else 0
        if held != version:
            raise Stale("Somebody else wrote a version since you opened it.", newest)
        if newest is not None and all(getattr(newest, name) == values[name] for name in _COPIED):
            return newest.number
        was_locked = operation.protocols.filter(locked_at__isnull=False).exists()
        missing = "The protocol is locked: say why it is changed. The reason stands beside it." if was_locked else ""
        why = words(reason, "reason", missing, 1_000)
        made = OperationProtocol.objects.create(
            operation=operation, number=held + 1, **values, reason=why if was_locked else "",
            locked_at=at if was_locked else None, sent_key=sent_key, **who(by, at),
        )  # fmt: skip
        did = f"changed the locked protocol: {why}" if was_locked else "wrote the protocol"
        log(operation, Act.CHANGE, f"version {made.number}: {did}", by, at)
    return made.number


def lock_protocol(*, reference: str, version: int, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Lock the newest version before the operation starts: as a version of its own, which no one can change after."""
    with writing():
        found = locked(reference, by)
        operation = found.operation
        if (known := sent_before(OperationProtocol, sent_key)) is not None:
            return known.number
        newest = operation.protocols.order_by("-number").first()
        if newest is None:
            raise Invalid("Write the protocol first, then lock it.")
        if newest.number != version:
            raise Stale("Somebody else wrote a version since you opened it. Read it before you lock it.", newest)
        values = {name: getattr(newest, name) for name in _COPIED}
        is_locked = operation.protocols.filter(locked_at__isnull=False).exists()
        facts = _facts(values, _as_held_now(values, by))
        why_not = reason_not_to_lock(facts=facts, stage=found.stage, is_locked=is_locked, today=by.day)
        if why_not is not None:
            raise Invalid(why_not)
        made = OperationProtocol.objects.create(
            operation=operation, number=newest.number + 1, **values, locked_at=at, sent_key=sent_key, **who(by, at)
        )
        log(operation, Act.APPROVE, f"locked the protocol as version {made.number}", by, at)
    return made.number


def _values(draft: ProtocolDraft, by: Viewer) -> dict[str, object]:
    known = dict(_kinds_by_source(by))
    if draft.source not in known:
        raise Invalid("That source is not held here. Choose one from the list.", "source")
    if strange := set(draft.kinds) - known[draft.source]:
        raise Invalid(f"The source knows no “{min(strange)}”.", "kinds")
    if draft.buffer_metres > 5_000:
        raise Invalid("A belt of more than 5,000 metres is another borough. Give fewer metres.", "buffer_metres")
    return {
        "outcome": words(draft.outcome, "outcome", "Say what is to fall.", 1_000),
        "source": draft.source,
        "kinds": sorted(set(draft.kinds)),
        "definition": words(draft.definition, "definition", "Say what counts and what does not.", 2_000),
        "baseline_from": draft.baseline_from,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "target_areas": known_areas(draft.target_areas, "target_areas"),
        "comparison_areas": known_areas(draft.comparison_areas, "comparison_areas"),
        "buffer_metres": draft.buffer_metres,
        "buffer_areas": known_areas(draft.buffer_areas, "buffer_areas"),
    }


def _kinds_by_source(by: Viewer) -> list[tuple[str, set[str]]]:
    """Sources of events and of counts that the member may use, with their kinds."""
    return [(key, {one for one, _ in kinds}) for key, _, kinds in sources_to_judge_by(by)]


def _own_place(operation: Operation, values: dict[str, object]) -> dict[str, object]:
    """No target areas: the operation's own place is the target."""
    if values["target_areas"]:
        return {"plane": "", "target_outline": []}
    return {"plane": operation.plane, "target_outline": operation.outline, "target_areas": operation.areas}


def _counted_by(values: dict[str, Any]) -> dict[str, Any]:
    """What only the areas and the source themselves tell: whether the one can be counted in the other."""
    return {
        "sets": {(str(one.kind), one.vintage, one.parent_code) for one in those_held(values["comparison_areas"])},
        "is_by_ward": values["source"] in {one.key for one in count_sources()},
    }


def _as_held_now(values: dict[str, Any], by: Viewer) -> dict[str, Any]:
    """Since it was written a source may have been taken out, or loaded anew as counts of wards; an area may be gone. What
    cannot be counted must not be locked: nobody could ever judge by it."""
    if values["source"] not in dict(_kinds_by_source(by)):
        raise Invalid("Its source is not held here any more. Write a version with another source, then lock that.")
    for name in ("target_areas", "comparison_areas", "buffer_areas"):
        known_areas(values[name], name)
    return _counted_by(values)


def _facts(values: dict[str, object], more_facts: Mapping[str, Any] = MappingProxyType({})) -> ProtocolFacts:
    names = ("outcome", "definition", "baseline_from", "starts_on", "ends_on", "target_areas", "comparison_areas")
    more = ("buffer_areas", "buffer_metres")
    # Without target areas the operation's own place stands in.
    has_outline = bool(values.get("target_outline")) or not values["target_areas"]
    return ProtocolFacts(has_outline=has_outline, **{name: values[name] for name in (*names, *more)}, **more_facts)  # type: ignore[arg-type]
