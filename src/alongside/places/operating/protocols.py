"""The versions of a protocol, with the names of its source and its areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alongside.partners.standing import Viewer
from alongside.places.boundaries import names_held
from alongside.places.models import OperationProtocol
from alongside.places.operation_sight import Seen, Sight, seen
from alongside.places.published_ward_counts import ward_sources
from alongside.places.queries.area_months import count_sources
from alongside.places.sources import open_keys, sources


@dataclass(frozen=True, slots=True)
class ProtocolTold:
    """One version of a protocol. Areas are keys of boundaries; `..._names` the same in words."""

    number: int
    outcome: str
    source: str
    source_name: str
    kinds: tuple[str, ...]
    kind_words: tuple[str, ...]
    definition: str
    baseline_from: date
    starts_on: date
    ends_on: date
    plane: str
    target_outline: Sequence[Any]
    target_areas: tuple[str, ...]
    target_names: tuple[str, ...]
    comparison_areas: tuple[str, ...]
    comparison_names: tuple[str, ...]
    buffer_metres: int
    buffer_areas: tuple[str, ...]
    buffer_names: tuple[str, ...]
    reason: str
    locked_at: datetime | None
    by: str
    at: datetime

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


def protocol_to_judge_by(viewer: Viewer, reference: str) -> ProtocolTold | None:
    """The first locked version, which an evaluation goes by; None before the lock. Raises `Refused`."""
    found = seen(viewer, reference)
    return next((one for one in protocols_seen(found) if one.is_locked), None)


def protocols_seen(found: Seen) -> tuple[ProtocolTold, ...]:
    """Every version to the running agencies; to others those that were locked."""
    if found.sight == Sight.TASKED:
        return ()
    rows = list(found.operation.protocols.all())
    if not found.is_full:
        rows = [one for one in rows if one.locked_at is not None]
    if not rows:
        return ()
    keys = [key for one in rows for key in (*one.target_areas, *one.comparison_areas, *one.buffer_areas)]
    areas, held = names_held(keys), _source_words()
    return tuple(_protocol(one, areas, held) for one in rows)


def _protocol(
    row: OperationProtocol, areas: Mapping[str, str], held: Mapping[str, tuple[str, Mapping[str, str]]]
) -> ProtocolTold:
    source_name, kinds = held.get(row.source, ("A source that is not held any more", {}))

    def named(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(areas.get(key, key) for key in keys)

    return ProtocolTold(
        number=row.number, outcome=row.outcome, source=row.source, source_name=source_name, kinds=tuple(row.kinds),
        kind_words=tuple(kinds.get(kind, kind) for kind in row.kinds), definition=row.definition,
        baseline_from=row.baseline_from, starts_on=row.starts_on, ends_on=row.ends_on, plane=row.plane,
        target_outline=row.target_outline, target_areas=tuple(row.target_areas),
        target_names=named(row.target_areas), comparison_areas=tuple(row.comparison_areas),
        comparison_names=named(row.comparison_areas), buffer_metres=row.buffer_metres,
        buffer_areas=tuple(row.buffer_areas), buffer_names=named(row.buffer_areas), reason=row.reason,
        locked_at=row.locked_at, by=row.by, at=row.at,
    )  # fmt: skip


def _source_words() -> dict[str, tuple[str, dict[str, str]]]:
    counted = {one.key: (one.name, dict(one.kinds)) for one in count_sources()}
    return counted | {one.key: (one.name, dict(one.kinds)) for one in sources()}


def sources_to_judge_by(viewer: Viewer) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Key, name and kinds of each source that a protocol of this viewer may name: events with a place, and counts of
    wards. Counts of boroughs, or with small ones held back, can judge no place within a borough."""
    keys = open_keys(viewer.permissions)
    held = [(one.key, one.name, one.kinds) for one in sources()]
    held += [(one.key, one.name, one.kinds) for one in ward_sources()]
    return [one for one in held if keys is None or one[0] in keys]
