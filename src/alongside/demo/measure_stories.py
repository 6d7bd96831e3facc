"""A hospital's record of violence, month by month, and what the analyst changed about a definition."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar
from uuid import NAMESPACE_URL, uuid5

from alongside.audit.entries import Actor
from alongside.common.periods import add_months
from alongside.exchange.counted_records import count_attacks
from alongside.outcomes.actions.measures import OwnDefinition, add_definition, add_version
from alongside.outcomes.definitions import SeriesBreak
from alongside.outcomes.queries.measures import definition
from alongside.partners.standing import Viewer
from alongside.places.errors import PlacesRefused

HOSPITAL = "Larkmere General"
LICENCE = "Invented data for the demo: no licence needed"
LOADER = Actor.system("alongside load hospital")
HEADER = ("Assault date time", "Assault method", "Assault location type", "Location text", "Age band", "Sex")
MONTHS = 15
One = TypeVar("One")
_HOW = {"Body part (fist, foot)": 17, "Sharp object": 6, "Bottle or glass": 4, "Blunt object": 3, "Firearm": 0.1}
_WHERE = {
    ("Street or public place", ""): 6, ("Street or public place", "Quayside"): 3, ("Home", ""): 4,
    ("Pub or club", ""): 3, ("Pub or club", "The Anchor, Sluice Lane"): 1.5, ("Transport", "Larkmere bus station"): 2,
    ("School or college", ""): 1.5,
}  # fmt: skip
_BANDS = {"0 to 17": 3, "18 to 24": 5, "25 to 39": 6, "40 and over": 4}


@dataclass(frozen=True, slots=True)
class DemoHospital:
    """The truth of it: attendances by month, as they were invented, before any was held back or rejected."""

    months: tuple[tuple[date, int], ...]
    refused: str
    versions: tuple[str, ...]


def measure_stories(*, folder: Path, analyst: Viewer, at: datetime) -> DemoHospital:
    """Fifteen monthly files by the real door; one that tells of patients and is refused; one that comes twice."""
    rng = Random("larkmere hospital")  # noqa: S311
    folder.mkdir(parents=True, exist_ok=True)
    last = add_months(at.date().replace(day=1), -1)
    months = [add_months(last, number - MONTHS + 1) for number in range(MONTHS)]
    told = tuple(
        (month, _month(folder / f"istv-{month:%Y-%m}.csv", month, rng, number)) for number, month in enumerate(months)
    )
    for month, _ in told:
        _send(folder / f"istv-{month:%Y-%m}.csv", at)
    _send(folder / f"istv-{last:%Y-%m}.csv", at)
    return DemoHospital(told, _with_names(folder / "istv-by-mistake.csv", at), _versions(analyst, at))


def _month(path: Path, month: date, rng: Random, number: int) -> int:
    """One month's file; in the fourth the clerk mistyped two dates, and one row lost its end."""
    count = rng.randrange(44, 72)
    days = (add_months(month, 1) - month).days
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(HEADER)
        for _ in range(count):
            when = datetime.combine(month, time()) + timedelta(days=rng.randrange(days), minutes=rng.randrange(1440))
            out.writerow(
                (
                    f"{when:%d/%m/%Y %H:%M}",
                    _draw(rng, _HOW),
                    *_draw(rng, _WHERE),
                    _draw(rng, _BANDS),
                    rng.choice("MMMF"),
                )
            )
        if number == 3:
            out.writerow(("31/31/2025 10:00", "Sharp object", "Home", "", "18 to 24", "M"))
            out.writerow(("not asked", "Sharp object", "Home", "", "18 to 24", "M"))
            out.writerow((f"{month:%d/%m/%Y} 10:00", "Sharp object"))
    return count


def _draw(rng: Random, weights: Mapping[One, float]) -> One:
    return rng.choices(list(weights), list(weights.values()))[0]


def _send(path: Path, at: datetime) -> None:
    count_attacks(path.name, path.read_bytes(), hospital=HOSPITAL, licence=LICENCE, by=LOADER, at=at)


def _with_names(path: Path, at: datetime) -> str:
    """The hospital once sent the wrong file. It is refused whole, in these words."""
    path.write_text(
        "Assault date time,Assault method,Assault location type,Patient name\n05/01/2026 21:30,Fist,Home,A N Other\n"
    )
    try:
        _send(path, at)
    except PlacesRefused as refused:
        path.unlink()
        return str(refused)
    raise AssertionError("a file that tells of patients was loaded")


def _versions(analyst: Viewer, at: datetime) -> tuple[str, ...]:
    now = definition("hospital-violence-attendances")
    assert now is not None  # it comes with Alongside
    asked_since = SeriesBreak(
        add_months(at.date().replace(day=1), -8),
        "Larkmere General began to ask every patient at the desk; before, only at triage.",
    )
    text = replace(
        now.text, breaks=(*now.text.breaks, asked_since),
        population="Whoever came to Larkmere General, wherever they live or were hurt. One in four lives elsewhere.",
    )  # fmt: skip
    changed = add_version(
        code=now.code, text=text, reason="The department told us when it began to ask everybody.", based_on=now.version,
        sent_key=uuid5(NAMESPACE_URL, "larkmere hospital version"), by=analyst, at=at,
    )  # fmt: skip
    own = add_definition(
        own=OwnDefinition("knife-crime", "Knives handed in at Quayside", "other"),
        text=replace(
            now.text, counts="Knives put into the surrender bin at Quayside, counted when it is emptied.",
            leaves_out="Knives handed in at the police station, and whatever is carried on.", unit="Knives",
            population="Nobody is counted: the bin asks no name.", source="Community safety team, on emptying the bin",
            vintage="Monthly", suppression="None: no person is counted", licence="The council’s own",
            read_by="Community safety partnership",
            mind="It is work done. More knives in the bin do not mean more, or fewer, in the streets.", breaks=(),
        ),
        reason="It was quoted as a fall in knife crime, which it is not.",
        sent_key=uuid5(NAMESPACE_URL, "larkmere bin"), by=analyst, at=at,
    )  # fmt: skip
    return changed, own
