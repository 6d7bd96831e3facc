"""Taking in official files: read, kept and logged, each file in one transaction."""

from datetime import datetime
from pathlib import Path

from alongside.areas import actions
from alongside.areas.drafts import Deed, LoadReport, Log
from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.exchange.boundaries import read_boundaries
from alongside.exchange.deprivation import read_deprivation
from alongside.exchange.official_files import OPEN_GOVERNMENT_LICENCE
from alongside.exchange.populations import read_populations
from alongside.exchange.schools_register import read_school_links, read_schools, tells_links


def log_of(by: Actor, at: datetime) -> Log:
    """What the actions of `areas` need to be logged as done by that actor at that time."""

    def write(deed: Deed) -> None:
        record(
            Entry(
                at=at,
                actor=by,
                act=Act(deed.act),
                subject_kind=deed.subject_kind,
                subject_id=deed.subject_id,
                reason=deed.words,
                body=deed.facts,
            )
        )

    return write


def take_in_boundaries(
    path: Path,
    *,
    by: Actor,
    at: datetime,
    vintage: int | None = None,
    licence: str = OPEN_GOVERNMENT_LICENCE,
    crs: str = "",
) -> LoadReport:
    """Take in a GeoJSON file of boundaries. Raises `AreaFileRefused`; then nothing of it was kept."""
    batch = read_boundaries(path, vintage=vintage, licence=licence, crs=crs)
    return actions.load_boundaries(batch=batch, by=by.name, at=at, log=log_of(by, at))


def take_in_population(
    path: Path,
    *,
    by: Actor,
    at: datetime,
    vintage: int | None = None,
    year: int | None = None,
    licence: str = OPEN_GOVERNMENT_LICENCE,
) -> LoadReport:
    """Take in a CSV file of populations. Raises `AreaFileRefused`; then nothing of it was kept."""
    batch = read_populations(path, vintage=vintage, year=year, licence=licence)
    return actions.load_population(batch=batch, by=by.name, at=at, log=log_of(by, at))


def take_in_deprivation(
    path: Path,
    *,
    by: Actor,
    at: datetime,
    vintage: int | None = None,
    year: int | None = None,
    licence: str = OPEN_GOVERNMENT_LICENCE,
) -> LoadReport:
    """Take in a CSV file of an index of deprivation. Raises `AreaFileRefused`; then nothing of it was kept."""
    batch = read_deprivation(path, vintage=vintage, year=year, licence=licence)
    return actions.load_deprivation(batch=batch, by=by.name, at=at, log=log_of(by, at))


def take_in_schools(
    path: Path, *, by: Actor, at: datetime, vintage: int, licence: str = OPEN_GOVERNMENT_LICENCE
) -> LoadReport:
    """Take in a CSV register of schools, or the register's links between them: the columns tell which it is.

    Raises `AreaFileRefused`; then nothing of it was kept.
    """
    if tells_links(path):
        links = read_school_links(path, vintage=vintage, licence=licence)
        return actions.load_school_links(batch=links, by=by.name, at=at, log=log_of(by, at))
    schools = read_schools(path, vintage=vintage, licence=licence)
    return actions.load_schools(batch=schools, by=by.name, at=at, log=log_of(by, at))
