"""The borough's operations: one that is over, from ward panel to sentence; one under way, with work that is late; one
just begun. The first is the operation that is truly in the invented crimes (see `crime_pattern`)."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import shapely

from alongside.areas.queries import outlines_of
from alongside.areas.states import AreaKind
from alongside.common.periods import add_months
from alongside.demo import cast
from alongside.demo.crimes import CrimeFiles
from alongside.demo.life import World
from alongside.demo.operation_meetings import lapwing_panel, next_meeting, tell_residents
from alongside.demo.operation_telling import REACH, Spot, Teller, end_of, moment
from alongside.demo.operation_texts import CURLEW, LAPWING, POWER, TEAL, Text
from alongside.places import actions, queries
from alongside.places.boundaries import boundaries_held
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.operation_drafts import OperationDraft, ProtocolDraft, TaskingDraft
from alongside.places.states import ProblemState

BELT = 300
STREET_VIOLENCE = ("robbery", "theft_from_person", "violence", "weapons")
DESK = "Custody and crime systems, counted by the crime desk"


def operation_stories(*, world: World, crimes: CrimeFiles, at: datetime) -> None:
    """Three operations and the meetings from which they came; the truth about the first lies beside the crimes."""
    truth = json.loads(crimes.truth.read_text(encoding="utf-8"))
    spots = [Spot(one["name"], one["easting"], one["northing"]) for one in truth["hot_spots"]]
    since, until = (date.fromisoformat(truth["operation"][name]) for name in ("since", "until"))
    _over(Teller(world, "Lapwing"), spots[0], since, until)
    curlew = Teller(world, "Curlew")
    _under_way(curlew, spots[1], at)
    _just_begun(Teller(world, "Teal"), at)
    next_meeting(curlew, at)


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
) -> None:
    """From scanning to the first morning of the response; locked a week before it."""
    since, last = dates
    begun = moment(since - timedelta(days=days))
    told.begin(OperationDraft(text.name, text.why, corners=spot.corners, agencies=tuple(agencies)), begun)
    told.found(text.scanning, begun + timedelta(hours=1))
    told.move("analysis", "The problem is clear enough to ask why it is here.", begun + timedelta(days=4))
    told.found(text.analysis, begun + timedelta(days=9))
    first = told.write(_protocol(spot, text, since, last), 0, begun + timedelta(days=10))
    told.lock(first, moment(since - timedelta(days=7), 15))
    for kind, doer, words in text.tactics:
        told.tactic(kind, doer, words, moment(since - timedelta(days=6)))
    told.move("response", "The first patrol went out this morning.", moment(since))


def _over(told: Teller, spot: Spot, since: date, until: date) -> None:
    last = until - timedelta(days=1)
    item = lapwing_panel(told, since - timedelta(days=60))
    _plan(told, spot, LAPWING, (since, last), (cast.COUNCIL, cast.STEPPING_STONES, cast.HOUSING))
    _lapwing_work(told, since, last)
    # A change in plain sight: an evaluation goes by the first version all the same.
    changed = _protocol(spot, LAPWING, since, last, LAPWING.definition_changed)
    told.write(changed, 2, moment(since + timedelta(days=60)), LAPWING.change)
    _lapwing_powers(told, since)
    _lapwing_results(told, since, until)
    over = moment(until + timedelta(days=2))
    told.move("assessment", "The six months are over and every tasking is answered.", over)
    told.found(LAPWING.assessment, over + timedelta(days=20))
    told.count("awaiting", 17, over + timedelta(days=21), DESK)
    told.count("sentenced", 7, over + timedelta(days=21), DESK)
    told.move("closed", "Assessed as far as it goes without an evaluation.", over + timedelta(days=21))
    tell_residents(told, item, over + timedelta(days=22))


def _lapwing_work(told: Teller, since: date, last: date) -> None:
    asked = moment(since, 11)
    for one in LAPWING.taskings:
        due = end_of(since + timedelta(days=one.days))
        tasking = told.task(TaskingDraft(one.tactic, one.what, one.where, one.doer, one.team, due), asked)
        told.answer(tasking, one.username, "accepted", "", asked + timedelta(hours=5))
        told.answer(tasking, one.username, one.to, one.words, due - timedelta(hours=7))
    for number, day in enumerate(_days(since, last, 10)):
        told.did("bryn", "patrol", moment(day, 17), 15, "The waterfront steps", spoken_to=3 + number % 5)
        if number % 4 == 0:
            told.did("bryn", "sweep", moment(day, 10), 60, "The planters on the quay", found=number % 3)
        if number % 3 == 0:
            told.did("kez", "engagement", moment(day, 16), 45, "Outside the youth room", spoken_to=9 + number % 4)
    for days, sold in ((33, 7), (124, 2)):
        told.did(
            "bryn", "test_purchase", moment(since + timedelta(days=days), 15), 120, "The parade", tried=21, sold=sold
        )


def _days(since: date, last: date, apart: int) -> Iterator[date]:
    day = since + timedelta(days=1)
    while day <= last:
        yield day
        day += timedelta(days=apart)


def _lapwing_powers(told: Teller, since: date) -> None:
    """Searches without suspicion after a stabbing, extended once; a dispersal at half-term, ended early."""
    begins = moment(since + timedelta(days=47), 18)
    first = told.power(
        begins, power="stop_search", authority="inspector", authorised_by="Duty inspector, late",
        ends_at=begins + timedelta(hours=24), **POWER,
    )  # fmt: skip
    told.power(
        begins + timedelta(hours=24), power="stop_search", authority="superintendent",
        authorised_by="Superintendent for the borough", ends_at=begins + timedelta(hours=36), extends=first, **POWER,
    )  # fmt: skip
    begins = moment(since + timedelta(days=80), 15)
    dispersal = told.power(
        begins, power="dispersal", authority="inspector", authorised_by="Duty inspector, day",
        ends_at=begins + timedelta(hours=48), **POWER,
    )  # fmt: skip
    ended = begins + timedelta(hours=20)
    actions.end_power(
        reference=told.reference, power_id=dispersal, reason="The quay was empty by noon.", **told.who("bryn", ended)
    )


def _lapwing_results(told: Teller, since: date, until: date) -> None:
    """The ladder grows; one count was too high, and its correction stands beside it."""
    middle, end = moment(since + timedelta(days=90)), moment(until - timedelta(days=1), 16)
    for rung, early, late in (
        ("arrests", 34, 70), ("knives", 9, 15), ("weapons", 2, 6), ("charged", 19, 38), ("not_proceeded", 1, 6),
        ("convicted", 6, 24), ("sentenced", 0, 5), ("awaiting", 6, 19),
    ):  # fmt: skip
        told.count(rung, early, middle, DESK)
        told.count(rung, late, end, DESK)
    told.count("weapons", 5, end + timedelta(hours=1), DESK, reason="One was counted twice: it was found in a sweep.")
    for reference in ("LK/4471", "LK/4480"):
        actions.keep_police_note(
            reference=told.reference, rung="charged", system_reference=reference, note="Linked cases, same night.",
            sent_key=told.key(), **told.who("bryn", end),
        )  # fmt: skip


def _under_way(told: Teller, spot: Spot, at: datetime) -> None:
    """Begun three weeks ago: one tasking done, one late, one without an answer; a dispersal that runs out tonight."""
    since = at.date() - timedelta(days=21)
    agencies = (cast.COUNCIL, cast.STEPPING_STONES, cast.HOUSING)
    _plan(told, spot, CURLEW, (since, since + timedelta(days=120)), agencies, days=30)
    asked = moment(since + timedelta(days=6), 11)
    for one in CURLEW.taskings:
        due = end_of(since + timedelta(days=one.days))
        tasking = told.task(TaskingDraft(one.tactic, one.what, one.where, one.doer, one.team, due), asked)
        if one.to:
            told.answer(tasking, one.username, one.to, one.words, asked + timedelta(days=1))
    for number, day in enumerate(_days(since, at.date() - timedelta(days=1), 3)):
        told.did("bryn", "patrol", moment(day, 20), 15, "The station approach", spoken_to=2 + number % 4)
        if number % 3 == 0:
            told.did("kez", "engagement", moment(day, 16, 30), 30, "The bus stops", spoken_to=8 + number)
    told.count("arrests", 6, moment(at.date() - timedelta(days=1), 12), DESK)
    told.count("knives", 3, moment(at.date() - timedelta(days=1), 12), DESK)
    begins = (at - timedelta(hours=41)).replace(minute=0, second=0)
    told.power(
        begins, power="dispersal", authority="inspector", authorised_by="Duty inspector, night",
        ends_at=begins + timedelta(hours=48), **POWER,
    )  # fmt: skip


def _just_begun(told: Teller, at: datetime) -> None:
    """In scanning, from a problem to work on that is open; from a ward where there is none."""
    listed, _ = queries.problems(state=ProblemState.OPEN, size=1)
    begun = at - timedelta(days=2)
    place = {"problem_id": listed[0].id} if listed else {"areas": (boundaries_held((AreaKind.WARD,))[0].key,)}
    told.begin(OperationDraft(TEAL.name, TEAL.why, agencies=(cast.COUNCIL,), **place), begun)
    told.found(TEAL.scanning, begun + timedelta(hours=2))
