"""Patrol days by lot of Operation Curlew: planned before the first, carried out but for a few, judged once all were over.

Its calls are invented so that a patrol in a place truly halves them there on that day; what the page finds can be held
against that.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from alongside.demo.incident_stories import LICENCE
from alongside.demo.life import Story
from alongside.demo.operation_telling import Spot, Teller, moment
from alongside.exchange.incidents_intake import enter_whole, guess, settled, take_in
from alongside.places.actions import (
    ask_for_run,
    begin_patrol_days,
    choose_columns,
    judge_patrol_days,
    make_set,
    work_next_run,
    write_patrol,
)
from alongside.places.incident_drafts import SetDraft
from alongside.places.incident_sources import key_of
from alongside.places.incident_states import Audience, Measured
from alongside.places.patrol_lots import Lot, read_lot
from alongside.places.patrol_trial_drafts import PatrolDraft, TrialDraft
from alongside.places.queries import run
from alongside.places.queries.incidents import raw_copy_of
from alongside.places.states import RunKind

NAME, KIND = "Calls about disorder at night", "Disorder in the street"
DAYS, HISTORY, PLACES = 16, 45, 6
# Calls in a place in an evening: with nobody there, and with a patrol.
LEFT_ALONE, PATROLLED = 1.4, 0.7
_SIX = ((-600, -300), (0, -600), (600, -300), (-600, 300), (0, 600), (600, 300))


class Calls:
    """A set of calls by its real door: what was known before the first day, and what came since."""

    def __init__(self, told: Teller, spot: Spot, folder: Path, keep_in: Path | None) -> None:
        self.told, self.spot, self.folder, self.set_id, self._number = told, spot, folder, 0, 0
        self.kept = keep_in or folder / "kept"
        self.rng = Random("larkmere nights")  # noqa: S311

    def begin(self, first: date, at: datetime) -> None:
        draft = SetDraft(NAME, Measured.POLICE, "calls", LICENCE, Audience.PLACES)
        self.set_id = make_set(draft=draft, by=self.told.who("bryn", at)["by"].actor, at=at)
        days = [first - timedelta(days=back) for back in range(HISTORY, 0, -1)]
        self.give("nights-before.csv", ((day, corner, LEFT_ALONE) for day in days for corner in _SIX), at)

    def since(self, lot: Lot, at: datetime) -> None:
        def rates() -> Iterator[tuple[date, tuple[int, int], float]]:
            for number, day in enumerate(lot.days):
                for place, where in enumerate(lot.places):
                    corner = min(_SIX, key=lambda one: self._away(one, where["x"], where["y"]))
                    yield day, corner, PATROLLED if place in lot.sent[number] else LEFT_ALONE

        self.give("nights-since.csv", rates(), at)

    def give(self, name: str, rates: Iterator[tuple[date, tuple[int, int], float]], at: datetime) -> None:
        path, kept, by = self.folder / name, self.kept, self.told.who("bryn", at)["by"].actor
        with path.open("w", newline="", encoding="utf-8") as stream:
            out = csv.writer(stream)
            out.writerow(("Call number", "Date", "Time", "Type", "Easting", "Northing"))
            for day, corner, rate in rates:
                for _ in range(self._many(rate)):
                    out.writerow(self._call(day, corner))
        file_id, _ = take_in(
            set_id=self.set_id, name=name, raw=path.read_bytes(), licence=LICENCE, keep_in=kept, by=by, at=at
        )
        raw_copy = raw_copy_of(file_id)
        choose_columns(file_id=file_id, mapping=settled(guess(kept, raw_copy).mapping, kept, raw_copy), by=by, at=at)
        enter_whole(at, keep_in=kept, file_id=file_id)

    def _many(self, rate: float) -> int:
        """Of four chances: little more even than chance alone would have it, so that few nights tell it."""
        return sum(self.rng.random() < rate / 4 for _ in range(4))

    def _call(self, day: date, corner: tuple[int, int]) -> tuple[object, ...]:
        self._number += 1
        east, north = self.spot.easting + corner[0], self.spot.northing + corner[1]
        clock = f"{self.rng.randrange(18, 22):02}:{self.rng.randrange(60):02}"
        spread = (round(east + self.rng.gauss(0, 15)), round(north + self.rng.gauss(0, 15)))
        return f"LN-{self._number:05}", f"{day:%d/%m/%Y}", clock, KIND, *spread

    def _away(self, corner: tuple[int, int], x: float, y: float) -> float:
        return (self.spot.easting + corner[0] - x) ** 2 + (self.spot.northing + corner[1] - y) ** 2


def days_by_lot(told: Teller, spot: Spot, since: date, folder: Path, keep_in: Path | None = None) -> Story:
    """From the day before its first to the answer, two days after the last. `since`: when the operation has begun."""
    calls, first = Calls(told, spot, folder, keep_in), since + timedelta(days=1)
    yield (at := moment(since, 12))
    calls.begin(since, at)
    yield (at := moment(since, 13))
    plan = ask_for_run(
        kind=RunKind.PATROL_PLAN, by=told.who("bryn", at)["by"].actor, at=at,
        settings={"source": key_of(calls.set_id), "first_day": first.isoformat(), "days": DAYS, "places": PLACES,
                  "begin": 18, "span": 4, "slot": 2, "hours": 4, "teams": 2, "random": True},
    )  # fmt: skip
    _work(at)
    yield (at := moment(since, 14))
    draft = TrialDraft(
        plan=plan, source=key_of(calls.set_id), definition="Calls about disorder, as the room typed them"
    )
    trial = begin_patrol_days(
        reference=told.reference, draft=draft, sent_key=told.key(), **told.who("bryn", at)
    )  # fmt: skip
    found = run(plan)
    lot = read_lot((found.result if found else None) or {})
    for number, day in enumerate(lot.days):
        yield (at := moment(day, 23))
        _write(told, trial, lot, number, at)
    yield (at := moment(lot.days[-1] + timedelta(days=2), 10))
    calls.since(lot, at)
    judge_patrol_days(reference=told.reference, trial_id=trial, **told.who("bryn", at))
    _work(at)


def _write(told: Teller, trial: int, lot: Lot, number: int, at: datetime) -> None:
    """Each place to which the lot sent somebody; one was called away on the fifth evening."""
    for nth, place in enumerate(sorted(lot.sent[number])):
        went = not (number == 4 and nth == 0)
        reason = "" if went else "Called away to a collision."
        draft = PatrolDraft(lot.days[number], place, went, 15 if went else 0, reason)
        write_patrol(
            reference=told.reference, trial_id=trial, draft=draft, sent_key=told.key(), **told.who("bryn", at)
        )  # fmt: skip


def _work(at: datetime) -> None:
    while work_next_run(clock=lambda: at):
        pass
