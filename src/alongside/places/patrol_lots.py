"""The sealed lists of a plan by lot, read and checked, and events counted on its place-days."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.common import fingerprint, whole_fingerprint
from alongside.common.timelines import local
from alongside.places.errors import PlacesRefused
from alongside.places.source_forms import PlaceEvents
from alongside.places.states import Precision

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lot:
    """What a plan by lot says. `sent`: numbers of the places patrolled on each day; `visits`: how many each gets."""

    days: tuple[date, ...]
    places: tuple[Mapping[str, Any], ...]
    sent: tuple[tuple[int, ...], ...]
    visits: tuple[Mapping[int, int], ...]
    hours: tuple[tuple[datetime, datetime], ...]
    visit_minutes: int
    fingerprint: str

    @property
    def ends_next_day(self) -> bool:
        """Past midnight; midnight itself still ends the day."""
        return any(
            end.date() > day and end > datetime.combine(day + timedelta(days=1), datetime.min.time())
            for day, (_, end) in zip(self.days, self.hours, strict=True)
        )

    def grid(self) -> NDArray[np.bool_]:
        """Places x days: True where the lot sent a patrol."""
        found = np.zeros((len(self.places), len(self.days)), dtype=bool)
        for number, chosen in enumerate(self.sent):
            found[list(chosen), number] = True
        return found


def read_lot(result: Mapping[str, Any]) -> Lot:
    """Every list of a plan, held against its fingerprint. Raises `PlacesRefused` where one does not fit."""
    sealed = result["days"]
    whole = whole_fingerprint([one["hash"] for one in sealed])
    broken = [one["date"] for one in sealed if fingerprint(one["nonce"], one["text"]) != one["hash"]]
    if broken or whole != result["fingerprint"]:
        day = f" of {date.fromisoformat(broken[0]):%-d %B %Y}" if broken else ""
        raise PlacesRefused(
            f"The list{day} does not fit its fingerprint: it is not the one that was sealed.",
            "Have the log of this system verified, and plan by lot again.",
        )
    opened = [json.loads(one["text"]) for one in sealed]
    return Lot(
        days=tuple(date.fromisoformat(one["date"]) for one in opened),
        places=tuple(result["places"]),
        sent=tuple(tuple(one["patrolled"]) for one in opened),
        visits=tuple(_visits(one["visits"]) for one in opened),
        hours=tuple((_clock(one["slots"][0][0]), _clock(one["slots"][-1][1])) for one in opened),
        visit_minutes=int(result["budget"]["visit"]),
        fingerprint=whole,
    )


def _visits(visits: Sequence[Sequence[Any]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for _, place, *_ in visits:
        found[place] = found.get(place, 0) + 1
    return found


def _clock(text: str) -> datetime:
    """On the local clock, on which incidents are told."""
    return local(datetime.fromisoformat(text)).replace(tzinfo=None)


def place_of_each(lot: Lot, events: PlaceEvents) -> NDArray[np.int64]:
    """The number of the place in which each event lies, -1 outside all. Of two places that overlap, the first."""
    found = np.full(len(events.x), -1, dtype=np.int64)
    for number, place in enumerate(lot.places):
        side, inside = float(place["side"]), np.zeros(len(found), dtype=bool)
        for x, y in place["squares"]:
            inside |= (events.x >= x) & (events.x < x + side) & (events.y >= y) & (events.y < y + side)
        found[inside & (found < 0)] = number
    return found


def count_lot(lot: Lot, events: PlaceEvents) -> Counts:
    """Events at each place (rows) on each day (columns): in the plan's hours, or the whole day where no hour is told."""
    place = place_of_each(lot, events)
    times, many = np.asarray(events.times), np.rint(events.weight).astype(np.int64)
    counts = np.zeros((len(lot.places), len(lot.days)), dtype=np.int64)
    for number, (day, (begin, end)) in enumerate(zip(lot.days, lot.hours, strict=True)):
        if events.precision == Precision.MINUTE:
            inside = (times >= np.datetime64(begin, "m")) & (times < np.datetime64(end, "m"))
        else:
            inside = times.astype("datetime64[D]") == np.datetime64(day)
        kept = inside & (place >= 0)
        np.add.at(counts[:, number], place[kept], many[kept])
    return counts


def usual_per_day(lot: Lot, events: PlaceEvents, days: int) -> float:
    """Events of a day in all the places together, in the hours of the plan, over `days` days before it."""
    inside = place_of_each(lot, events) >= 0
    if events.precision == Precision.MINUTE:
        begin, end = lot.hours[0]
        after = (np.asarray(events.times).astype("datetime64[m]") - np.datetime64(begin, "m")).astype(np.int64)
        inside &= after % (24 * 60) < (end - begin) // timedelta(minutes=1)
    return float(events.weight[inside].sum()) / days
