"""Patrol days by lot, as far as a viewer sees them: what was fixed, the open lists, what was done, and what came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.models import PatrolDone, PatrolTrial, PlaceRun
from alongside.places.operation_sight import Sight, seen
from alongside.places.operation_states import ENDED
from alongside.places.patrol_lots import Lot, read_lot
from alongside.places.patrol_trial_sight import SUBJECT, trial_seen, trials_for
from alongside.places.queries.recorded import Page
from alongside.places.queries.runs import RunDetail, made_from, run
from alongside.places.source_forms import SourceSummary
from alongside.places.sources import open_keys, sources, sources_for
from alongside.places.states import Precision, RunKind, RunState

LISTED = 25
FEWEST = 5


@dataclass(frozen=True, slots=True)
class TrialRow:
    id: int
    reference: str
    operation: str
    first_day: date
    last_day: date
    state: str


@dataclass(frozen=True, slots=True)
class DoneTold:
    was_patrolled: bool
    minutes: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlaceDay:
    """A place on an open day: what the lot said, how many visits the plan has there, and what was written down."""

    number: int
    name: str
    is_assigned: bool
    visits: int
    done: DoneTold | None
    corrected: int


@dataclass(frozen=True, slots=True)
class DayOpened:
    number: int
    day: date
    places: tuple[PlaceDay, ...]

    @property
    def written(self) -> int:
        return sum(one.done is not None for one in self.places)


@dataclass(frozen=True, slots=True)
class Kept:
    """Place-days that are over, of one side of the lot: how many, patrolled, not, and not written down."""

    place_days: int
    patrolled: int
    not_patrolled: int
    unwritten: int
    minutes: int
    events: tuple[int, int] | None
    """Where judged: events on patrolled place-days and on the others; None while it is not, or where one is small."""


@dataclass(frozen=True, slots=True)
class TrialTold:
    id: int
    reference: str
    operation: str
    plan_id: int
    fingerprint: str
    source: str
    kinds: tuple[str, ...]
    definition: str
    first_day: date
    last_day: date
    days: int
    places: int
    hours: tuple[str, str]
    counts_hours: bool
    visit_minutes: int
    is_secret: bool
    expected: float
    smallest_fall: float | None
    days_needed: int | None
    by: str
    at: datetime
    is_over: bool
    knows_lists: bool
    may_write: bool
    may_judge: bool
    open_days: tuple[tuple[int, date], ...]
    days_over: int
    kept: tuple[Kept, Kept] | None
    """Of those that the lot sent a patrol to, and of those left alone; to running agencies, or once all is over."""
    run: RunDetail | None
    """The newest answer, or the newest try at one."""


def patrol_trials(viewer: Viewer, *, page: int = 1, reference: str = "") -> tuple[list[TrialRow], Page]:
    """The newest first; of one operation if `reference` is given. Raises `Refused` for one that is closed."""
    rows = trials_for(viewer).select_related("operation").order_by("-first_day", "-pk")
    if reference:
        found = seen(viewer, reference)
        rows = rows.filter(operation=found.operation)
        if found.sight == Sight.TASKED:
            rows = rows.filter(agency_code=viewer.agency_code)
    elif not viewer.may(Permission.SEE_OPERATIONS):
        rows = rows.filter(agency_code=viewer.agency_code)
    total = rows.count()
    number = max(1, min(page, -(-total // LISTED)))
    return [_row(one, viewer.day) for one in rows[(number - 1) * LISTED : number * LISTED]], Page(number, LISTED, total)


def _row(row: PatrolTrial, today: date) -> TrialRow:
    state = "Not begun" if today < row.first_day else "Over" if today > row.last_day else "Under way"
    return TrialRow(row.pk, row.operation.reference, row.operation.name, row.first_day, row.last_day, state)


def patrol_trial(viewer: Viewer, reference: str, trial_id: int) -> TrialTold:
    """Raises `Refused`."""
    told = trial_seen(viewer, reference, trial_id)
    row, lot = told.row, read_lot(told.row.plan.result or {})
    held = next((one for one in sources() if one.key == row.source), None)
    answer = _answer(row)
    done = _standing(row) if told.found.is_full or told.is_over else None
    return TrialTold(
        id=row.pk, reference=told.found.operation.reference, operation=told.found.operation.name, plan_id=row.plan_id,
        fingerprint=row.fingerprint, source=held.name if held else "A source that is not held any more",
        kinds=tuple(dict(held.kinds).get(kind, kind) for kind in row.kinds) if held else tuple(row.kinds),
        definition=row.definition, first_day=row.first_day, last_day=row.last_day, days=len(lot.days),
        places=len(lot.places), hours=(_clock(lot.hours[0][0]), _clock(lot.hours[0][1])),
        counts_hours=held is not None and held.precision == Precision.MINUTE, visit_minutes=lot.visit_minutes,
        is_secret=row.is_secret, expected=row.expected, smallest_fall=row.smallest_fall, days_needed=row.days_needed,
        by=row.by, at=row.at, is_over=told.is_over,
        knows_lists=told.knows_lists, may_write=told.may_write and told.found.stage not in ENDED,
        may_judge=told.is_over and (viewer.may(Permission.EVALUATE) or told.found.may_run),
        open_days=tuple((number, day) for number, day in enumerate(lot.days, start=1) if day <= viewer.day),
        days_over=sum(day < viewer.day for day in lot.days),
        kept=_kept(lot, done, viewer.day, answer) if done is not None else None, run=answer,
    )  # fmt: skip


def _clock(moment: datetime) -> str:
    return "midnight" if not (moment.hour or moment.minute) else f"{moment:%H:%M}"


def patrol_day(viewer: Viewer, reference: str, trial_id: int, number: int) -> DayOpened | None:
    """One open day with its list; None for a day that is not in the plan, or not open yet. Raises `Refused`."""
    told = trial_seen(viewer, reference, trial_id)
    if not told.knows_lists:
        raise refuse(viewer, SUBJECT, f"{reference}/{trial_id}", "the lists are for those who run these days")
    lot = read_lot(told.row.plan.result or {})
    if not 1 <= number <= len(lot.days) or lot.days[number - 1] > viewer.day:
        return None
    day = lot.days[number - 1]
    rows: dict[int, list[PatrolDone]] = {}
    for one in told.row.done.filter(day=day):
        rows.setdefault(one.place, []).append(one)
    return DayOpened(number, day, tuple(
        PlaceDay(
            place, str(where["name"]), place in lot.sent[number - 1], lot.visits[number - 1].get(place, 0),
            _done(rows[place][-1]) if place in rows else None, len(rows.get(place, [])) - 1,
        )
        for place, where in enumerate(lot.places)
    ))  # fmt: skip


def _done(row: PatrolDone) -> DoneTold:
    return DoneTold(row.was_patrolled, row.minutes, row.reason, row.by, row.at)


def _standing(row: PatrolTrial) -> dict[tuple[date, int], tuple[bool, int]]:
    """By day and place: the newest word."""
    rows = row.done.order_by("pk").values_list("day", "place", "was_patrolled", "minutes")
    return {(day, place): (was, minutes) for day, place, was, minutes in rows}


def _kept(
    lot: Lot, done: Mapping[tuple[date, int], tuple[bool, int]], today: date, answer: RunDetail | None
) -> tuple[Kept, Kept]:
    """Days until yesterday: those of today may still be carried out."""
    counts = answer.result["counts"] if answer and answer.result else None
    sides: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for number, day in enumerate(lot.days):
        if day < today:
            for place in range(len(lot.places)):
                sides[place not in lot.sent[number]].append((number, place))
    return _side(lot, sides[0], done, counts), _side(lot, sides[1], done, counts)


def _side(
    lot: Lot, cells: Sequence[tuple[int, int]], done: Mapping[tuple[date, int], tuple[bool, int]],
    counts: Sequence[Sequence[int]] | None,
) -> Kept:  # fmt: skip
    found = [done.get((lot.days[number], place)) for number, place in cells]
    patrolled = [one is not None and one[0] for one in found]
    events = None
    if counts is not None:
        there = [counts[place][number] for number, place in cells]
        split = (
            sum(many for many, was in zip(there, patrolled, strict=True) if was),
            sum(many for many, was in zip(there, patrolled, strict=True) if not was),
        )  # fmt: skip
        # One small count could be had from the other and the total: then neither is told.
        events = None if any(0 < one < FEWEST for one in split) else split
    return Kept(
        place_days=len(cells), patrolled=sum(patrolled),
        not_patrolled=sum(one is not None and not one[0] for one in found), unwritten=sum(one is None for one in found),
        minutes=sum(one[1] for one in found if one), events=events,
    )  # fmt: skip


def _answer(row: PatrolTrial) -> RunDetail | None:
    rows = PlaceRun.objects.filter(kind=RunKind.PATROL_DAYS, settings__trial=row.pk)
    newest = rows.filter(state=RunState.DONE).order_by("-pk").first() or rows.order_by("-pk").first()
    return run(newest.pk) if newest else None


def trial_of_run(viewer: Viewer, run_id: int) -> tuple[str, int] | None:
    """Reference and number of the days that a run judged, if the viewer may look at them."""
    found = run(run_id)
    if found is None or found.summary.kind != RunKind.PATROL_DAYS:
        return None
    row = trials_for(viewer).select_related("operation").filter(pk=found.settings["trial"]).first()
    return (row.operation.reference, row.pk) if row else None


def plans_by_lot(viewer: Viewer, *, with_taken: bool = False) -> list[tuple[int, str]]:
    """Plans by lot that are done, still to begin and open to the viewer: number and title, the newest first."""
    rows = PlaceRun.objects.filter(
        kind=RunKind.PATROL_PLAN, state=RunState.DONE, settings__random=True,
        settings__first_day__gt=viewer.day.isoformat(),
    )  # fmt: skip
    rows = rows if with_taken else rows.filter(patrol_trial=None)
    keys = open_keys(viewer.permissions)
    rows = rows if keys is None else rows.filter(made_from(keys))
    return list(rows.order_by("-pk").values_list("pk", "title")[:LISTED])


def dated_sources(viewer: Viewer) -> list[SourceSummary]:
    """Those that tell the day of each event and are open to the viewer."""
    return [one for one in sources_for(viewer.permissions) if one.precision != Precision.MONTH]
