"""Puts the invented borough's geography and its recorded crime in, through the doors that real files go through."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alongside.areas.actions import set_school_calendar
from alongside.audit.entries import Actor
from alongside.demo.crimes import CRIMES, CrimeFiles, write_crimes
from alongside.demo.geography import Borough, larkmere
from alongside.demo.geography_files import LICENCE, LSOA_VINTAGE, write_geography
from alongside.demo.schools import DemoSchool, schools
from alongside.exchange.official_intake import (
    log_of,
    take_in_boundaries,
    take_in_deprivation,
    take_in_population,
    take_in_schools,
)
from alongside.exchange.police_uk_intake import Refused, Terms, load
from alongside.places.drafts import FileReport

BUILDER = Actor.system("the demo borough")


class DemoBroken(Exception):
    """A file that the demo itself wrote was refused: the demo is wrong."""


@dataclass(frozen=True, slots=True)
class DemoPlaces:
    """What there is now. The truth about the crimes lies in `crimes.truth` and `crimes.events`."""

    borough: Borough
    schools: tuple[DemoSchool, ...]
    crimes: CrimeFiles
    crimes_loaded: int


def build_places(
    folder: Path,
    *,
    at: datetime,
    size: str = "small",
    keep_in: Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> DemoPlaces:
    """Write boundaries, people, schools, their terms and two years of crime into `folder`, and load them all."""
    say = tell or (lambda _: None)
    say("Drawing the borough")
    build_geography(folder, at=at)
    say("Inventing two years of recorded crime")
    return build_crimes(folder, at=at, size=size, keep_in=keep_in)


def build_geography(folder: Path, *, at: datetime) -> None:
    """Boundaries, people, schools and their terms. Before anything happens in the borough: clocks of schools count by
    their own days, and the next school of a child is known by its phase."""
    borough, found = larkmere(), schools()
    files = write_geography(borough, found, folder / "geography")
    for boundaries in files.boundaries:
        take_in_boundaries(boundaries, by=BUILDER, at=at, licence=LICENCE)
    take_in_population(files.population, by=BUILDER, at=at, vintage=LSOA_VINTAGE, licence=LICENCE)
    take_in_deprivation(files.deprivation, by=BUILDER, at=at, licence=LICENCE)
    take_in_schools(files.schools, by=BUILDER, at=at, vintage=at.year, licence=LICENCE)
    for school in found:
        terms = school.terms(at.year - 2, at.year + 1)
        set_school_calendar(urn=school.urn, terms=terms, by=BUILDER.name, at=at, log=log_of(BUILDER, at))


def build_crimes(folder: Path, *, at: datetime, size: str = "small", keep_in: Path | None = None) -> DemoPlaces:
    crimes = write_crimes(folder / "crimes", today=at.date(), crimes=CRIMES[size])
    return DemoPlaces(larkmere(), schools(), crimes, _load(crimes, at, keep_in))


def _load(crimes: CrimeFiles, at: datetime, keep_in: Path | None) -> int:
    terms = Terms(extracted=at.date(), licence=LICENCE, keep_in=keep_in)
    loaded = 0
    for answer in load([crimes.street], by=BUILDER, at=at, terms=terms):
        if isinstance(answer, Refused):
            raise DemoBroken(answer.why)
        loaded += answer.rows_added if isinstance(answer, FileReport) and answer.noun == "crimes" else 0
    return loaded
