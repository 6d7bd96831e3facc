"""The borough's operations: one that is over, from ward panel to sentence; one under way, with work that is late; one
just begun. The first is the operation that is truly in the invented crimes (see `crime_pattern`)."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import shapely

from alongside.areas.queries import outlines_of
from alongside.areas.states import AreaKind
from alongside.common.periods import add_months
from alongside.demo import cast
from alongside.demo.crimes import CrimeFiles
from alongside.demo.life import Life, Story, World
from alongside.demo.operation_meetings import lapwing_panel, next_meeting, tell_residents
from alongside.demo.operation_telling import REACH, Spot, Teller, end_of, moment
from alongside.demo.operation_texts import CURLEW, LAPWING, POWER, TEAL, TaskText, Text
from alongside.demo.patrol_day_stories import days_by_lot
from alongside.places import actions, queries
from alongside.places.boundaries import boundaries_held
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.operation_drafts import OperationDraft, ProtocolDraft, TaskingDraft
from alongside.places.states import ProblemState

BELT = 300
UNDER_WAY_SINCE = timedelta(days=21)
STREET_VIOLENCE = ("robbery", "theft_from_person", "violence", "weapons")
DESK = "Custody and crime systems, counted by the crime desk"


def operation_stories(
    *, world: World, crimes: CrimeFiles, folder: Path, keep_in: Path | None, at: datetime
) -> None:  # fmt: skip
    """Three operations and the meetings from which they came; the truth about the first lies beside the crimes."""
    truth = json.loads(crimes.truth.read_text(encoding="utf-8"))
    spots = [Spot(one["name"], one["easting"], one["northing"]) for one in truth["hot_spots"]]
    since, until = (date.fromisoformat(truth["operation"][name]) for name in ("since", "until"))
    life, curlew = Life(at), Teller(world, "Curlew")
    life.add(_over(life, Teller(world, "Lapwing"), spots[0], since, until))
    life.add(_under_way(life, curlew, spots[1], at))
    life.add(days_by_lot(curlew, spots[1], at.date() - UNDER_WAY_SINCE, folder, keep_in))
    life.add(_just_begun(Teller(world, "Teal"), at))
    life.add(next_meeting(curlew, at))
    life.run()


def _compared(spot: Spot) -> tuple[str, ...]:
    """The wards that lie well away from the place and its belt."""
    wards = boundaries_held((AreaKind.WARD,))
    shapes = outlines_of(AreaKind.WARD, wards[0].vintage, [one.code for one in wards])
    place = shapely.Point(spot.easting, spot.northing)
    return tuple(one.key for one in wards if shapes[one.code].distance(place) > REACH + BELT)


def _protocol(spot: Spot, text: Text, since: date, last: date, definition: str = "") -> ProtocolDraft:
    return ProtocolDraft(
        outcome=text.outcome, source=RECORDED_CRIME, kinds=STREET_VIOLENCE, definition=definition or text.definition,
        baseline_from=add_months(since, -12), starts_on=since, ends_on=last, comparison_areas=_compared(spot),
        buffer_metres=BELT,
    )  # fmt: skip


def _plan(
    told: Teller, spot: Spot, text: Text, dates: tuple[date, date], agencies: Sequence[str], days: int = 40
) -> Story:
    """From scanning to the first morning of the response; locked a week before it."""
    since, last = dates
    yield (begun := moment(since - timedelta(days=days)))
    told.begin(OperationDraft(text.name, text.why, corners=spot.corners, agencies=tuple(agencies)), begun)
    yield (at := begun + timedelta(hours=1))
    told.found(text.scanning, at)
    yield (at := begun + timedelta(days=4))
    told.move("analysis", "The problem is clear enough to ask why it is here.", at)
    yield (at := begun + timedelta(days=9))
    told.found(text.analysis, at)
    yield (at := begun + timedelta(days=10))
    first = told.write(_protocol(spot, text, since, last), 0, at)
    yield (at := moment(since - timedelta(days=7), 15))
    told.lock(first, at)
    yield (at := moment(since - timedelta(days=6)))
    for kind, doer, words in text.tactics:
        told.tactic(kind, doer, words, at)
    yield (at := moment(since))
    told.move("response", "The first patrol went out this morning.", at)


def _once(at: datetime, act: Callable[[datetime], object]) -> Story:
    yield at
    act(at)


def _over(life: Life, told: Teller, spot: Spot, since: date, until: date) -> Story:
    last = until - timedelta(days=1)
    item = yield from lapwing_panel(told, since - timedelta(days=60))
    yield from _plan(told, spot, LAPWING, (since, last), (cast.COUNCIL, cast.STEPPING_STONES, cast.HOUSING))
    for one in LAPWING.taskings:
        life.add(_tasking(told, one, since, moment(since, 11)))
    _lapwing_activity(life, told, since, last)
    life.add(_lapwing_search(told, since))
    life.add(_lapwing_dispersal(told, since))
    life.add(_lapwing_results(told, since, until))
    yield (at := moment(since + timedelta(days=60)))
    # A change in plain sight: an evaluation goes by the first version all the same.
    told.write(_protocol(spot, LAPWING, since, last, LAPWING.definition_changed), 2, at, LAPWING.change)
    yield (over := moment(until + timedelta(days=2)))
    told.move("assessment", "The six months are over and every tasking is answered.", over)
    yield (at := over + timedelta(days=20))
    told.found(LAPWING.assessment, at)
    yield (at := over + timedelta(days=21))
    told.count("awaiting", 17, at, DESK)
    told.count("sentenced", 7, at, DESK)
    told.move("closed", "Assessed as far as it goes without an evaluation.", at)
    yield from tell_residents(told, item, over + timedelta(days=22))


def _tasking(told: Teller, one: TaskText, since: date, asked: datetime) -> Story:
    """Asked, accepted the same afternoon, answered in the afternoon of its last day."""
    draft = _asked(one, since)
    yield asked
    tasking = told.task(draft, asked)
    yield (at := asked + timedelta(hours=5))
    told.answer(tasking, one.username, "accepted", "", at)
    yield (at := draft.due_at - timedelta(hours=7))
    told.answer(tasking, one.username, one.to, one.words, at)


def _lapwing_activity(life: Life, told: Teller, since: date, last: date) -> None:
    def did(at: datetime, *words: Any, by: str = "bryn", **counts: int) -> None:
        kind, minutes, where = words
        life.add(_once(at, lambda when: told.did(by, kind, when, minutes, where, **counts)))

    for number, day in enumerate(_days(since, last, 10)):
        did(moment(day, 17), "patrol", 15, "The waterfront steps", spoken_to=3 + number % 5)
        if number % 4 == 0:
            did(moment(day, 10), "sweep", 60, "The planters on the quay", found=number % 3)
        if number % 3 == 0:
            did(moment(day, 16), "engagement", 45, "Outside the youth room", by="kez", spoken_to=9 + number % 4)
    for days, sold in ((33, 7), (124, 2)):
        did(moment(since + timedelta(days=days), 15), "test_purchase", 120, "The parade", tried=21, sold=sold)


def _days(since: date, last: date, apart: int) -> Iterator[date]:
    day = since + timedelta(days=1)
    while day <= last:
        yield day
        day += timedelta(days=apart)


def _lapwing_search(told: Teller, since: date) -> Story:
    """Searches without suspicion after a stabbing, extended once."""
    yield (begins := moment(since + timedelta(days=47), 18))
    first = told.power(
        begins, power="stop_search", authority="inspector", authorised_by="Duty inspector, late",
        ends_at=begins + timedelta(hours=24), **POWER,
    )  # fmt: skip
    yield begins + timedelta(hours=23)  # when the extension is written down
    told.power(
        begins + timedelta(hours=24), power="stop_search", authority="superintendent",
        authorised_by="Superintendent for the borough", ends_at=begins + timedelta(hours=36), extends=first, **POWER,
    )  # fmt: skip


def _lapwing_dispersal(told: Teller, since: date) -> Story:
    """At half-term, ended early."""
    yield (begins := moment(since + timedelta(days=80), 15))
    dispersal = told.power(
        begins, power="dispersal", authority="inspector", authorised_by="Duty inspector, day",
        ends_at=begins + timedelta(hours=48), **POWER,
    )  # fmt: skip
    yield (ended := begins + timedelta(hours=20))
    actions.end_power(
        reference=told.reference, power_id=dispersal, reason="The quay was empty by noon.", **told.who("bryn", ended)
    )


def _lapwing_results(told: Teller, since: date, until: date) -> Story:
    """The ladder grows; one count was too high, and its correction stands beside it."""
    middle, end = moment(since + timedelta(days=90)), moment(until - timedelta(days=1), 16)
    ladder = (
        ("arrests", 34, 70), ("knives", 9, 15), ("weapons", 2, 6), ("charged", 19, 38), ("not_proceeded", 1, 6),
        ("convicted", 6, 24), ("sentenced", 0, 5), ("awaiting", 6, 19),
    )  # fmt: skip
    yield middle
    for rung, early, _late in ladder:
        told.count(rung, early, middle, DESK)
    yield end
    for rung, _early, late in ladder:
        told.count(rung, late, end, DESK)
    for reference in ("LK/4471", "LK/4480"):
        actions.keep_police_note(
            reference=told.reference, rung="charged", system_reference=reference, note="Linked cases, same night.",
            sent_key=told.key(), **told.who("bryn", end),
        )  # fmt: skip
    yield (at := end + timedelta(hours=1))
    told.count("weapons", 5, at, DESK, reason="One was counted twice: it was found in a sweep.")


def _under_way(life: Life, told: Teller, spot: Spot, at: datetime) -> Story:
    """Begun three weeks ago: one tasking done, one late, one without an answer; a dispersal that runs out tonight."""
    since = at.date() - UNDER_WAY_SINCE
    agencies = (cast.COUNCIL, cast.STEPPING_STONES, cast.HOUSING)
    yield from _plan(told, spot, CURLEW, (since, since + timedelta(days=120)), agencies, days=30)
    for number, day in enumerate(_days(since, at.date() - timedelta(days=1), 3)):
        life.add(_patrol(told, number, moment(day, 20)))
        if number % 3 == 0:
            life.add(_engagement(told, number, moment(day, 16, 30)))
    life.add(_curlew_dispersal(told, at))
    yield (asked := moment(since + timedelta(days=6), 11))
    made = [
        (one, told.task(_asked(one, since), asked)) for one in CURLEW.taskings
    ]  # fmt: skip
    yield (then := asked + timedelta(days=1))
    for one, tasking in made:
        if one.to:
            told.answer(tasking, one.username, one.to, one.words, then)
    yield (noon := moment(at.date() - timedelta(days=1), 12))
    told.count("arrests", 6, noon, DESK)
    told.count("knives", 3, noon, DESK)


def _asked(one: TaskText, since: date) -> TaskingDraft:
    return TaskingDraft(one.tactic, one.what, one.where, one.doer, one.team, end_of(since + timedelta(days=one.days)))


def _patrol(told: Teller, number: int, at: datetime) -> Story:
    yield at
    told.did("bryn", "patrol", at, 15, "The station approach", spoken_to=2 + number % 4)


def _engagement(told: Teller, number: int, at: datetime) -> Story:
    yield at
    told.did("kez", "engagement", at, 30, "The bus stops", spoken_to=8 + number)


def _curlew_dispersal(told: Teller, at: datetime) -> Story:
    yield (begins := (at - timedelta(hours=41)).replace(minute=0, second=0))
    told.power(
        begins, power="dispersal", authority="inspector", authorised_by="Duty inspector, night",
        ends_at=begins + timedelta(hours=48), **POWER,
    )  # fmt: skip


def _just_begun(told: Teller, at: datetime) -> Story:
    """In scanning, from a problem to work on that is open; from a ward where there is none."""
    listed, _ = queries.problems(state=ProblemState.OPEN, size=1)
    yield (begun := at - timedelta(days=2))
    place = {"problem_id": listed[0].id} if listed else {"areas": (boundaries_held((AreaKind.WARD,))[0].key,)}
    told.begin(OperationDraft(TEAL.name, TEAL.why, agencies=(cast.COUNCIL,), **place), begun)
    yield (then := begun + timedelta(hours=2))
    told.found(TEAL.scanning, then)
