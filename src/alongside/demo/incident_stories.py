"""Calls to the invented police, to the minute: a year of robberies with near repeats, given by its sergeant."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from alongside.audit.entries import Actor
from alongside.demo.crimes import CrimeFiles
from alongside.exchange.incidents_intake import enter_whole, guess, settled, take_in
from alongside.places.actions import choose_columns, make_set
from alongside.places.crime_types import CrimeType
from alongside.places.incident_drafts import SetDraft
from alongside.places.incident_states import Audience, Measured
from alongside.places.queries.incidents import raw_copy_of

NAME = "Calls about robbery and burglary"
LICENCE = "Invented data for the demo: no licence needed"
HEADER = ("Call number", "Date", "Time", "Type", "Easting", "Northing")
KINDS = {str(CrimeType.ROBBERY.label): "Robbery in the street", str(CrimeType.BURGLARY.label): "Burglary of a home"}
DAYS, DELAY = 365, 2
# How far a caller stands from the point to which her crime is moved.
STRAYS_BY = 40.0
_HOURS = (1, 1, 1, 0, 0, 0, 1, 2, 3, 2, 2, 2, 3, 3, 4, 7, 8, 7, 7, 7, 7, 6, 5, 3)


@dataclass(frozen=True, slots=True)
class DemoCalls:
    """The set of calls, and how many it holds. Which followed another is in the crimes' own truth."""

    set_id: int
    calls: int


def incident_stories(*, crimes: CrimeFiles, folder: Path, keep_in: Path | None, by: Actor, at: datetime) -> DemoCalls:
    """Make the set and give its file by the real door. Two calls were typed wrongly, and are in the report."""
    path = folder / "calls.csv"
    written = _write(path, crimes, at.date() - timedelta(days=DELAY))
    kept = keep_in or folder / "kept"
    draft = SetDraft(NAME, Measured.POLICE, "calls", LICENCE, Audience.PLACES)
    set_id = make_set(draft=draft, by=by, at=at)
    file_id, _ = take_in(
        set_id=set_id, name=path.name, raw=path.read_bytes(), licence=LICENCE, keep_in=kept, by=by, at=at
    )
    raw_copy = raw_copy_of(file_id)
    mapping = settled(guess(kept, raw_copy).mapping, kept, raw_copy)
    choose_columns(file_id=file_id, mapping=mapping, by=by, at=at)
    enter_whole(at, keep_in=kept, file_id=file_id)
    return DemoCalls(set_id, written)


def _write(path: Path, crimes: CrimeFiles, last: date) -> int:
    """The crimes of the pattern as calls: their last year moved up to the day before yesterday, near repeats and all."""
    rng = Random("larkmere calls")  # noqa: S311
    events = [row for row in _events(crimes.events) if row[1] in KINDS]
    move = last - max(day for day, *_ in events)
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(HEADER)
        rows = [
            (
                f"LP-{number:05}", f"{day + move:%d/%m/%Y}", f"{_hour(rng):02}:{rng.randrange(60):02}", KINDS[kind],
                round(east + rng.gauss(0, STRAYS_BY)), round(north + rng.gauss(0, STRAYS_BY)),
            )
            for number, (day, kind, east, north) in enumerate(events, 1)
            if day + move > last - timedelta(days=DAYS)
        ]  # fmt: skip
        out.writerows(rows)
        out.writerow(("LP-99998", f"{last:%d/%m/%Y}", "9 at night", KINDS[CrimeType.ROBBERY.label], *rows[0][4:]))
        out.writerow(
            ("LP-99999", f"{last:%d/%m/%Y}", "21:05", KINDS[CrimeType.ROBBERY.label], rows[0][4], "Heron Walk")
        )
    return len(rows)


def _events(path: Path) -> list[tuple[date, str, float, float]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return [
            (date.fromisoformat(row["day"]), row["crime type"], float(row["easting"]), float(row["northing"]))
            for row in csv.DictReader(stream)
        ]


def _hour(rng: Random) -> int:
    return rng.choices(range(24), _HOURS)[0]
