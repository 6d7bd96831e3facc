"""What can be chosen on the page of recorded crime, from what is held."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.areas.queries import AreaSummary, areas_of
from alongside.common.periods import add_months, months_between
from alongside.places.crime_types import CrimeType
from alongside.places.queries import CountingSummary, countings, months_held, types_held
from alongside.places.states import EVERYWHERE, Assignment

SPLITS = {"ward": "Wards", "lsoa": "LSOAs (small areas of about 1,700 residents)"}
USUAL_MONTHS = 12


@dataclass(frozen=True, slots=True)
class District:
    """A local authority whose boundary is held, and the counting by that boundary."""

    area: AreaSummary
    counting: CountingSummary


@dataclass(frozen=True, slots=True)
class Offer:
    first_month: date
    last_month: date
    types: Sequence[CrimeType]
    districts: Sequence[District]
    splits: dict[str, CountingSummary]
    everywhere: CountingSummary

    @property
    def months(self) -> list[date]:
        return [add_months(self.first_month, number) for number in range(months_between(*self.span) + 1)]

    @property
    def span(self) -> tuple[date, date]:
        return self.first_month, self.last_month

    @property
    def usual(self) -> dict[str, str]:
        """The last twelve months of the only district, by ward where wards are held."""
        first = max(self.first_month, add_months(self.last_month, 1 - USUAL_MONTHS))
        return {
            "first": f"{first:%Y-%m}",
            "last": f"{self.last_month:%Y-%m}",
            "type": "",
            "place": self.districts[0].area.code if len(self.districts) == 1 else EVERYWHERE,
            "split": next(iter(self.splits)),
        }


def offer() -> Offer | None:
    """None while no crime is held."""
    held = months_held()
    if held is None:
        return None
    ways = countings()
    by_kind = {way.kind: way for way in reversed(ways)}
    return Offer(
        first_month=held[0],
        last_month=held[1],
        types=types_held(),
        districts=list(_districts(ways)),
        splits={kind: by_kind[kind] for kind in SPLITS if kind in by_kind},
        everywhere=by_kind[EVERYWHERE],
    )


def _districts(ways: Sequence[CountingSummary]) -> Iterator[District]:
    """Of each kind of district the newest vintage."""
    seen: set[str] = set()
    for way in ways:
        if way.assignment == Assignment.MAP_POINT and way.kind not in SPLITS and way.kind not in seen:
            seen.add(way.kind)
            yield from (District(area, way) for area in areas_of(way.kind, way.vintage))
