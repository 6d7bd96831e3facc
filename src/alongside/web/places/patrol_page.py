"""The page of one patrol plan: places on a map, days with their visits, what they cover, and what is still sealed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from math import hypot
from typing import Any

from alongside.common.text import counted
from alongside.places.queries import RunDetail
from alongside.web.design.place_map import PlaceMap
from alongside.web.design.wording import LONDON, first_upper
from alongside.web.design.wording import day as written_day
from alongside.web.places.answers import source_rows
from alongside.web.places.squares_map import Group, MapPlace, squares_map

# Metres in a minute, in a straight line: 30 km an hour.
QUICKEST = 500.0


@dataclass(frozen=True, slots=True)
class VisitRow:
    part: str
    time: str
    team: int
    place: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day of the plan. Not open yet: no visits. `left_alone`: by lot, the places that nobody is sent to."""

    number: int
    day: date
    is_open: bool
    visits: tuple[VisitRow, ...] = ()
    left_alone: tuple[str, ...] = ()
    hash: str = ""
    nonce: str = ""
    text: str = ""

    @property
    def teams(self) -> list[int]:
        return sorted({one.team for one in self.visits})

    def of_team(self, team: int) -> list[VisitRow]:
        return sorted((one for one in self.visits if one.team == team), key=lambda one: one.start)


@dataclass(frozen=True, slots=True)
class PatrolPage:
    days: list[DayPlan]
    places: list[list[str]]
    map: PlaceMap | None
    cover: list[tuple[str, str]]
    idle: list[str]
    next_week: str
    verdict: str
    tried: list[list[str]]
    tried_words: str
    behind: str
    far: str
    power: str
    method: list[tuple[str, str]]
    sources: list[tuple[str, str]]


def patrol_page(run: RunDetail, today: date) -> PatrolPage:
    result = run.result or {}
    ahead = result["next_week"]
    return PatrolPage(
        days=days_of(run, today),
        places=[_place_row(number, place) for number, place in enumerate(result["places"], start=1)],
        map=_map(result),
        cover=_cover(result["cover"], result["about"]["noun"], result["random"]),
        idle=_idle(result),
        next_week=_next_week(ahead, result["about"]),
        verdict=_verdict(ahead["verdict"]),
        tried=[_tried(row) for row in ahead["score"]["rows"]] + [_oracle(ahead["score"])] if ahead["score"] else [],
        tried_words=_tried_words(ahead) if ahead["score"] else "",
        behind=_behind(run),
        far=_far(result),
        power=_power(result["power"], result["about"]["noun"]) if result["random"] else "",
        method=_method(run, result),
        sources=source_rows(run, result["about"]),
    )


def days_of(run: RunDetail, today: date) -> list[DayPlan]:
    """The days of a plan; by lot, those to come are sealed."""
    result = run.result or {}
    return [_day(number, one, result, today) for number, one in enumerate(result["days"], start=1)]


def _day(number: int, one: Mapping[str, Any], result: Mapping[str, Any], today: date) -> DayPlan:
    day, visit = date.fromisoformat(one["date"]), timedelta(minutes=result["budget"]["visit"])
    if not result["random"]:
        return DayPlan(number, day, True, _visits(one, result["places"], visit))
    if day > today:
        return DayPlan(number, day, False, hash=one["hash"])
    opened = json.loads(one["text"])
    names = [place["name"] for place in result["places"]]
    alone = tuple(name for place, name in enumerate(names) if place not in opened["patrolled"])
    visits = _visits(opened, result["places"], visit)
    return DayPlan(number, day, True, visits, alone, one["hash"], one["nonce"], one["text"])


def _visits(day: Mapping[str, Any], places: Sequence[Mapping[str, Any]], visit: timedelta) -> tuple[VisitRow, ...]:
    slots = [[_local(edge) for edge in slot] for slot in day["slots"]]
    zoned = len({moment.utcoffset() for slot in slots for moment in slot}) > 1
    found = []
    for slot, place, team, start in day["visits"]:
        begins = _local(start)
        part = f"{_clock(slots[slot][0], zoned)} to {_clock(slots[slot][1], zoned)}"
        name = places[place]["name"]
        found.append(VisitRow(part, _clock(begins, zoned), team, name, begins, begins + visit))
    return tuple(sorted(found, key=lambda row: (row.start, row.team)))


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(LONDON)


def _clock(moment: datetime, zoned: bool) -> str:
    """In the night when the clocks change an hour comes twice, or not at all: then the zone is said."""
    return f"{moment:%H:%M} {moment:%Z}" if zoned else f"{moment:%H:%M}"


def _place_row(number: int, place: Mapping[str, Any]) -> list[str]:
    where = f"{place['x']:,} east, {place['y']:,} north"
    if "latitude" in place:
        where += f" ({place['latitude']:.4f}, {place['longitude']:.4f})"
    return [place["name"], f"{place['expected']:.2f}", place["why"], f"{place['hectares']:g} hectares", where]


def _map(result: Mapping[str, Any]) -> PlaceMap | None:
    places, most = result["places"], max(place["expected"] for place in result["places"])
    drawn = [
        MapPlace(
            place["squares"], place["side"], (place["x"], place["y"]), round(4 * place["expected"] / most),
            place["name"].split()[-1], f"{place['name']}: {place['expected']:.2f} expected",
        )
        for place in places
    ]  # fmt: skip
    words = f"{counted(len(places), 'place')} in {result['about']['place']}. All are in the table."
    groups = [Group("planned", "Places of the plan", drawn)]
    return squares_map("patrol-map", "Places of the patrol plan", words, result["about"]["outline"], groups)


def _cover(cover: Mapping[str, Any], noun: str, random: bool) -> list[tuple[str, str]]:
    total = f"of {cover['expected']:,.1f} {noun} expected in the days of the plan"
    lot = " (the mean over every fall of the coins)" if random else ""
    return [
        ("In the places, at any hour", f"{_share(cover['places'])} {total}"),
        ("In the places, in the parts of the day with a visit", f"{_share(cover['parts'])}{lot}"),
        ("While somebody stands there", f"{_share(cover['standing'])}{lot}"),
    ]


def _share(value: float) -> str:
    return f"{value:.1%}" if value >= 0.001 else "less than 0.1%"


def _idle(result: Mapping[str, Any]) -> list[str]:
    """What of the budget the plan does not use, and which places it never comes to."""
    if result["random"]:
        return []
    said, cover = [], result["cover"]
    if cover["possible"] > cover["visits"]:
        said.append(
            f"The budget holds {cover['possible']:,} visits and the plan uses {cover['visits']:,}: a place is visited "
            "once in a part of the day at most. More places or shorter parts would use the rest."
        )
    never = len(result["places"]) - len({visit[1] for day in result["days"] for visit in day["visits"]})
    if never:
        said.append(
            f"{counted(never, 'place')} of {len(result['places'])} get no visit: in every part of the day more is "
            "expected in those above them, and the budget goes there."
        )
    return said


def _verdict(words: str) -> str:
    """Names of models begin in lower case, also after a full stop."""
    return ". ".join(first_upper(part) for part in words.split(". "))


def _next_week(ahead: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    first, score = date.fromisoformat(ahead["first"]), ahead["score"]
    said = (
        f"In the {ahead['unit']} from {written_day(first)}, {ahead['expected']:,.1f} {about['noun']} are expected in "
        f"{about['place']}"
    )
    if score is None:
        return f"{said}."
    return f"{said}. In 95% of the last {score['windows']} {ahead['unit']}s there were {score['least']:,} to {score['most']:,}."


def _tried(row: Mapping[str, Any]) -> list[str]:
    name = row["model"].capitalize() + (" (used here)" if row["used"] else "")
    return [name, f"{row['hit']:.1%}", f"{row['low']:.1%} to {row['high']:.1%}"]


def _oracle(score: Mapping[str, Any]) -> list[str]:
    return ["Whoever had known the future", f"{score['oracle']:.1%}", "The most there is"]


def _tried_words(ahead: Mapping[str, Any]) -> str:
    score = ahead["score"]
    return (
        f"Tried on the last {score['windows']} {ahead['unit']}s ({score['events']:,} events): each time "
        f"{counted(score['cells'], 'cell')} of {ahead['cell']:g} metres, {score['share']:.1%} of all, were chosen with what "
        f"was known before. The share of the {ahead['unit']}’s events that fell in them, with its 95% interval (windows "
        "drawn with replacement):"
    )


def _behind(run: RunDetail) -> str:
    first, last = (date.fromisoformat(run.settings[key]) for key in ("first_day", "last"))
    gap = (first - last).days - 1
    if gap <= 7:
        return ""
    return (
        f"The events end on {written_day(last)}, {gap:,} days before the plan begins. Load newer ones and plan again."
    )


def _far(result: Mapping[str, Any]) -> str:
    """A warning where a team would have to be quicker between two visits than anybody is in a town. By lot any two places
    can follow one another, and which do is sealed."""
    places, minutes = result["places"], result["budget"]["travel"]
    far = max((_metres(places[one], places[other]) for one, other in _in_turn(result)), default=0.0)
    if far <= QUICKEST * minutes:
        return ""
    return (
        f"Two visits of one team, one after the other, {'can lie' if result['random'] else 'lie'} {far / 1000:,.1f} km "
        f"apart in a straight line, and the plan allows {counted(minutes, 'minute')} between them. Allow more minutes, or plan for "
        "a smaller place."
    )


def _in_turn(result: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Places, by number, between which a team goes."""
    if result["random"]:
        yield from combinations(range(len(result["places"])), 2)
        return
    for day in result["days"]:
        of_team: dict[int, list[tuple[str, int]]] = {}
        for _, place, team, start in day["visits"]:
            of_team.setdefault(team, []).append((start, place))
        for visits in of_team.values():
            yield from pairwise(place for _, place in sorted(visits))


def _metres(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    return hypot(one["x"] - other["x"], one["y"] - other["y"])


def _power(power: Mapping[str, Any], noun: str) -> str:
    weeks = "longer than can be told" if power["weeks"] is None else f"about {counted(power['weeks'], 'week')}"
    return (
        f"In these days {power['expected']:,.1f} {noun} are expected in all the places together. To see a fall of "
        f"{power['fall']}% where patrols are, four times in five, a plan like this must run {weeks}. A shorter one can "
        "show neither that patrols help nor that they do not."
    )


def _method(run: RunDetail, result: Mapping[str, Any]) -> list[tuple[str, str]]:
    settings, budget = run.settings, result["budget"]
    way = "by lot within pairs of places, sealed" if result["random"] else "highest first until the budget is spent"
    hours = (
        "Hours weigh by when events happened over the whole place in the period: one place has too few of its own"
        if result["cover"]["by_hour"]
        else "The source tells no time of day, so that all hours of a day weigh the same"
    )
    made_from = f"Analysis {settings['run']}" if settings["run"] else "The forecast"
    return [
        ("Places from", made_from),
        ("Budget", f"{counted(budget['teams'], 'team')}, {budget['hours']:g} hours each a day: at most "
         f"{counted(budget['visits_a_day'], 'visit')} a day of {budget['visit']} minutes, {budget['travel']} minutes to "
         "get there"),
        ("Parts of the day", f"{settings['slot']} hours each, {settings['span']} hours from {settings['begin']:02d}:00. {hours}"),
        ("Allocation", f"By events expected in an hour, {way}; a place once in a part of the day"),
        ("Forecast", f"{result['next_week']['model'].capitalize()}, cells of {result['next_week']['cell']:g} metres"),
    ]  # fmt: skip
