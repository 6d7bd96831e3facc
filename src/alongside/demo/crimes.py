"""Two years of invented recorded crime and its outcomes, written as the police publish theirs: they go in by the real
loader."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from random import Random

from alongside.common.periods import add_months, months_between
from alongside.demo.crime_pattern import Event, Pattern
from alongside.demo.crime_points import snap_points
from alongside.places.crime_types import CrimeType

MONTHS = 24
# The publisher is about two months behind.
PUBLISHED_AFTER = 2
CRIMES = {"small": 8_000, "borough": 60_000}
FORCE, TRANSPORT = "Larkmere Police", "Invented Transport Police"
UNPLACED = 0.03
HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
OUTCOME_HEADER = (*HEADER[:9], "Outcome type")
UNDER_INVESTIGATION = "Under investigation"
Row = tuple[str, ...]
_OUTCOMES = (
    ("Investigation complete; no suspect identified", 46),
    ("Unable to prosecute suspect", 28),
    ("Status update unavailable", 8),
    ("Local resolution", 4),
    ("Court result unavailable", 4),
    ("Offender given a caution", 3),
    ("Awaiting court outcome", 4),
    ("Offender sent to prison", 2),
    ("Offender given community sentence", 1),
)


@dataclass(frozen=True, slots=True)
class CrimeFiles:
    """The folder of street files, and beside it the truth and every event to the day."""

    street: Path
    truth: Path
    events: Path
    rows: int


def last_published(today: date) -> date:
    return add_months(today.replace(day=1), -PUBLISHED_AFTER)


def write_crimes(folder: Path, *, today: date, crimes: int, seed: str = "1") -> CrimeFiles:
    """Write 24 months of street files up to the last that would be published by now, and the truth beside them.

    The same day, number and seed give the same bytes.
    """
    first = add_months(last_published(today), 1 - MONTHS)
    pattern = Pattern(snap_points(), first, MONTHS, seed)
    events = pattern.draw(crimes)
    files = CrimeFiles(folder / "street", folder / "truth.json", folder / "events.csv", len(events))
    files.street.mkdir(parents=True, exist_ok=True)
    rng, last = Random(f"larkmere outcomes {seed}"), last_published(today)  # noqa: S311
    decided: list[Row] = []
    for month, group in groupby(events, key=lambda event: event.day.replace(day=1)):
        decided += _write_month(files.street, month, list(group), months_between(month, last), rng)
    _write_decisions(files.street, decided, last, Random(f"larkmere decisions {seed}"))  # noqa: S311
    files.truth.write_text(json.dumps(asdict(pattern.truth), indent=2, default=_word), encoding="utf-8")
    _write_events(files.events, events)
    return files


def _write_month(folder: Path, month: date, events: Sequence[Event], age: int, rng: Random) -> list[Row]:
    """Write one month; gives the rows of the main force that have an outcome."""
    decided: list[Row] = []
    for force, slug in ((FORCE, "larkmere"), (TRANSPORT, "invented-transport")):
        rows = [
            _row(event, number, force, age, rng)
            for number, event in enumerate(events)
            if event.point.is_station == (force == TRANSPORT)
        ]
        _write(folder / f"{month:%Y-%m}" / f"{month:%Y-%m}-{slug}-street.csv", HEADER, iter(rows))
        decided += [row for row in rows if force == FORCE and row[10] not in ("", UNDER_INVESTIGATION)]
    return decided


def _write_decisions(folder: Path, decided: Sequence[Row], last: date, rng: Random) -> None:
    """The files of outcomes of the main force: what was decided in each month, a charge before what the court said."""
    told: dict[date, list[Row]] = {}
    for row in decided:
        first = date.fromisoformat(f"{row[1]}-01")
        steps = ("Suspect charged", row[10]) if row[10].startswith("Offender") else (row[10],)
        for outcome in steps:
            first = min(last, add_months(first, min(int(rng.expovariate(0.45)), 12)))
            told.setdefault(first, []).append((row[0], f"{first:%Y-%m}", *row[2:9], outcome))
    for month, rows in sorted(told.items()):
        _write(folder / f"{month:%Y-%m}" / f"{month:%Y-%m}-larkmere-outcomes.csv", OUTCOME_HEADER, iter(rows))


def _row(event: Event, number: int, force: str, age: int, rng: Random) -> Row:
    month, point = f"{event.day:%Y-%m}", event.point
    is_crime = event.crime_type != CrimeType.ANTI_SOCIAL_BEHAVIOUR
    identifier = sha256(f"invented {month} {number}".encode()).hexdigest() if is_crime else ""
    outcome = _outcome(age, rng) if is_crime else ""
    place = (point.longitude, point.latitude, f"On or near {point.name}", point.lsoa_code, point.lsoa_name)
    if is_crime and rng.random() < UNPLACED:
        place = ("", "", "No Location", "", "")
    return (identifier, month, force, force, *place, event.crime_type.label, outcome, "")


def _outcome(age: int, rng: Random) -> str:
    """Fresh crimes are still under investigation; nearly all are closed after half a year."""
    if rng.random() < 0.8 * 0.55**age:
        return UNDER_INVESTIGATION
    names, weights = zip(*_OUTCOMES, strict=True)
    return str(rng.choices(names, weights)[0])


def _write_events(path: Path, events: Sequence[Event]) -> None:
    rows = (
        (
            event.day.isoformat(),
            event.crime_type.label,
            f"{event.point.easting}",
            f"{event.point.northing}",
            event.cause,
        )
        for event in events
    )
    _write(path, ("day", "crime type", "easting", "northing", "cause"), rows)


def _write(path: Path, header: Sequence[str], rows: Iterator[tuple[str, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(header)
        out.writerows(rows)


def _word(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(CrimeType(kind).label for kind in value)
    return str(value)
