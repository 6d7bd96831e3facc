"""Names of the map points that crimes were moved to: what a reader knows a place by. Never an address."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from alongside.places.models import MapPoint

_PREFIX = "On or near "
_ENOUGH = 200
Spot = tuple[int, int]


def streets_at(spots: Iterable[Spot]) -> dict[Spot, str]:
    """The name of the street that the publisher gives with each point, where it gives one."""
    wanted = set(spots)
    rows = MapPoint.objects.filter(
        easting__in={easting for easting, _ in wanted}, northing__in={northing for _, northing in wanted}
    ).values_list("easting", "northing", "location")
    named = {(east, north): _street(words) for east, north, words in rows if east is not None and north is not None}
    return {spot: name for spot, name in named.items() if name and spot in wanted}


def streets_named(words: str, bounds: Sequence[float]) -> dict[str, list[Spot]]:
    """Map points within bounds (west, south, east, north; metres) whose street has these words in its name."""
    west, south, east, north = (int(value) for value in bounds)
    rows = MapPoint.objects.filter(
        easting__range=(west, east + 1), northing__range=(south, north + 1), location__icontains=words
    )
    found: dict[str, list[Spot]] = defaultdict(list)
    for easting, northing, location in rows.order_by("location", "key").values_list("easting", "northing", "location")[
        :_ENOUGH
    ]:
        if easting is not None and northing is not None:
            found[_street(location) or location].append((easting, northing))
    return dict(found)


def _street(words: str) -> str:
    name = words.removeprefix(_PREFIX).strip()
    return "" if name in ("", "No location", "No Location") else name
