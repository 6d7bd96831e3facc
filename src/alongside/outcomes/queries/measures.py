"""Definitions of measures, by code and version. Open to whoever may see figures at all: no person is in them.

This is the part of `outcomes` that others link to. A figure keeps `VersionTold.reference` (“met-robbery@1”) beside
its number, and whoever shows it asks `referred(reference)` for the words. Codes and versions never change their
meaning: a text is only ever added, so that a figure of last year still leads to what it counted then.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from alongside.outcomes.definitions import (
    WORDS,
    MeasureTold,
    VersionTold,
    shipped_measures,
    shipped_versions,
    text_of,
)
from alongside.outcomes.models.measures import MeasureVersion


def measures() -> tuple[MeasureTold, ...]:
    """Every measure, by name, with its definitions in the versions in force; the partnership's own come last."""
    added = _added(MeasureVersion.objects.all())
    return tuple(_measure(one, added) for one in shipped_measures())


def measure(code: str) -> MeasureTold | None:
    found = next((one for one in shipped_measures() if one.code == code), None)
    return _measure(found, _added(MeasureVersion.objects.filter(measure=code))) if found else None


def definition(code: str, version: str = "") -> VersionTold | None:
    """One definition: in the version named, or in the one in force. None where there is no such version."""
    found = versions(code)
    if not version:
        return in_force(found)
    return next((one for one in found if one.version == version), None)


def referred(reference: str) -> VersionTold | None:
    """What a figure's reference (“met-robbery@1.2”) leads to; without a version, to the one in force."""
    code, _, version = reference.partition("@")
    return definition(code, version)


def defining(series: Collection[tuple[str, str]]) -> tuple[VersionTold, ...]:
    """The definitions in force of which these counts (source and kind) are numbers, each once."""
    held = (one for told in measures() for one in told.definitions)
    return tuple(one for one in held if any((key.source, key.kind) in series for key in one.series))


def versions(code: str) -> tuple[VersionTold, ...]:
    """All of a definition: as shipped, then as the partnership changed it, the oldest first."""
    return _versions(code, _added(MeasureVersion.objects.filter(code=code)))


def in_force(found: Iterable[VersionTold]) -> VersionTold | None:
    """The newest; a change of the partnership's stands until it changes its mind, whatever a release brings."""
    last = None
    for one in found:
        last = one
    return last


def in_force_at(code: str, at: datetime) -> VersionTold | None:
    """The version that stood at a moment: a figure keeps what it was counted by."""
    return in_force(one for one in versions(code) if one.at is None or one.at <= at)


def is_newer_shipped(one: VersionTold) -> bool:
    """Whether a release brought a version that the partnership's own does not build on."""
    shipped = shipped_versions().get(one.code, ())
    return one.is_own and bool(shipped) and int(shipped[-1].version) > edition_of(one)


def edition_of(one: VersionTold) -> int:
    return int(one.version.partition(".")[0])


def _measure(one: MeasureTold, added: dict[str, list[VersionTold]]) -> MeasureTold:
    own = [code for code, rows in added.items() if code not in shipped_versions() and rows[0].measure == one.code]
    codes = [*(each.code for each in one.definitions), *own]
    told = (in_force(_versions(code, added)) for code in codes)
    return MeasureTold(one.code, one.name, one.question, one.why_several, tuple(each for each in told if each))


def _versions(code: str, added: dict[str, list[VersionTold]]) -> tuple[VersionTold, ...]:
    return (*shipped_versions().get(code, ()), *added.get(code, ()))


def _added(rows: Iterable[MeasureVersion]) -> dict[str, list[VersionTold]]:
    found: dict[str, list[VersionTold]] = {}
    for row in rows:
        found.setdefault(row.code, []).append(_told(row))
    return found


def _told(row: MeasureVersion) -> VersionTold:
    shipped = shipped_versions().get(row.code)
    return VersionTold(
        measure=row.measure,
        code=row.code,
        name=row.name,
        measured=row.measured,
        version=f"{row.edition}.{row.revision}" if row.revision else str(row.edition),
        text=text_of({name: getattr(row, name) for name in (*WORDS, "breaks")}),
        series=shipped[-1].series if shipped else (),
        reason=row.reason,
        by=row.by,
        at=row.at,
    )
