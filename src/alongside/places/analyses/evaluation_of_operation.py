"""The design of an operation's evaluation, as its locked protocol has it, in the settings of an evaluation."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import shapely

from alongside.areas.states import AreaKind
from alongside.common.periods import add_months, month_of
from alongside.places.analyses.asking import last_day
from alongside.places.analyses.hot_areas import rings
from alongside.places.boundaries import LOCAL_AUTHORITIES, boundaries_held, boundary, outline
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_states import Units
from alongside.places.models import OperationProtocol
from alongside.places.published_ward_counts import ward_source
from alongside.places.sources import source, sources


def settings_of(protocol: OperationProtocol, name: str, question: str) -> dict[str, Any]:
    """Raises `PlacesRefused` where the protocol names a place or a source that is not held any more."""
    by_ward = _are_wards(protocol.target_areas) and _are_wards(protocol.comparison_areas)
    is_event = protocol.source in {one.key for one in sources()}
    shared = {
        "source": protocol.source, "kinds": list(protocol.kinds) or _all_kinds(protocol.source, is_event),
        **_months(protocol), "question": question, "name": name,
    }  # fmt: skip
    if by_ward and not protocol.target_outline and (protocol.source == RECORDED_CRIME or not is_event):
        return shared | _wards(protocol, is_event)
    return shared | _drawn(protocol)


def whole_months(starts_on: date, ends_on: date) -> tuple[date, date, tuple[date, ...]]:
    """First and last whole month of its days, and the months at its ends that hold days with and without it.

    The first lies after the last where no month is whole.
    """
    begun, ended = month_of(starts_on), month_of(ends_on)
    first = begun if starts_on == begun else add_months(begun, 1)
    last = ended if ends_on == last_day(ended) else add_months(ended, -1)
    return first, last, tuple(month for month in dict.fromkeys((begun, ended)) if not first <= month <= last)


def _months(protocol: OperationProtocol) -> dict[str, Any]:
    """Counts come by month: one that holds days with and without the operation belongs to neither side."""
    first, last, mixed = whole_months(protocol.starts_on, protocol.ends_on)
    if first > last:
        raise PlacesRefused(
            f"From {protocol.starts_on:%-d %B %Y} to {protocol.ends_on:%-d %B %Y} lies no whole month, and the counts "
            "are by month.",
            "Plan so short an operation as patrol days by lot, which are counted day by day.",
        )
    baseline = month_of(protocol.baseline_from)
    if baseline < protocol.baseline_from:
        baseline = add_months(baseline, 1)
    return {"first": f"{baseline:%Y-%m}", "start": f"{first:%Y-%m}", "last": f"{last:%Y-%m}",
            "mixed": [f"{month:%Y-%m}" for month in mixed]}  # fmt: skip


def _wards(protocol: OperationProtocol, is_event: bool) -> dict[str, Any]:
    first = boundary(protocol.target_areas[0])
    where = _district(first.parent_code, first.vintage) if is_event else _named(first.parent_code)
    return {
        "boundary": where, "vintage": first.vintage if is_event else None, "target": _codes(protocol.target_areas),
        "buffer": _codes(protocol.buffer_areas), "comparisons": _codes(protocol.comparison_areas),
    }  # fmt: skip


def _drawn(protocol: OperationProtocol) -> dict[str, Any]:
    """An outline, or areas that are joined to one; wards or LSOAs to compare with."""
    shape = [[list(map(int, corner)) for corner in ring] for ring in protocol.target_outline]
    if not shape:
        shape = rings(shapely.union_all([outline(key) for key in protocol.target_areas]))
    chosen = [boundary(key) for key in protocol.comparison_areas]
    kinds = {one.kind for one in chosen}
    units = Units(kinds.pop()) if len(kinds) == 1 and kinds <= set(Units.values) else Units.WARD
    around = shapely.union_all([outline(key) for key in protocol.buffer_areas])
    settings: dict[str, Any] = {
        "outline": shape, "ring": protocol.buffer_metres, "around": [] if around.is_empty else rings(around),
        "units": units, "comparisons": [one.code for one in chosen],
    }  # fmt: skip
    if chosen:
        settings["boundary"] = _district(chosen[0].parent_code, chosen[0].vintage)
        settings["vintage"] = chosen[0].vintage if units == Units.WARD else None
    return settings


def _are_wards(keys: Sequence[str]) -> bool:
    return bool(keys) and all(key.startswith(f"{AreaKind.WARD}:") for key in keys)


def _codes(keys: Sequence[str]) -> list[str]:
    return [boundary(key).code for key in keys]


def _district(code: str, vintage: int) -> str:
    held = [one for one in boundaries_held(LOCAL_AUTHORITIES) if one.code == code]
    if not held:
        raise PlacesRefused(f"The local authority {code} of {vintage} is not held.", "Load its boundaries.")
    return held[0].key


def _named(code: str) -> str:
    held = [one.name for one in boundaries_held(LOCAL_AUTHORITIES) if one.code == code]
    if not held:
        raise PlacesRefused(f"The local authority {code} is not held.", "Load its boundaries.")
    return held[0]


def _all_kinds(key: str, is_event: bool) -> list[str]:
    return [kind for kind, _ in (source(key).kinds if is_event else ward_source(key).kinds)]
