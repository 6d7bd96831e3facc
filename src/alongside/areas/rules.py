"""Pure decisions about areas and schools."""

from collections.abc import Mapping

from alongside.areas.states import AreaKind, SchoolSector, SchoolStatus
from alongside.common.identifiers import gss_kind

OLDEST = 120
"""The last year of age in a band without an upper end: "65 and over" is 65 to 120."""

DISTRICT_KINDS = (AreaKind.BOROUGH, AreaKind.METROPOLITAN, AreaKind.DISTRICT, AreaKind.UNITARY)

# The first words found decide, so that an independent special school is independent and an academy for
# alternative provision is alternative provision.
_SECTOR_WORDS = (
    ("independent", SchoolSector.INDEPENDENT),
    ("non-maintained special", SchoolSector.SPECIAL),
    ("alternative provision", SchoolSector.ALTERNATIVE),
    ("pupil referral", SchoolSector.ALTERNATIVE),
    ("special", SchoolSector.SPECIAL),
    ("further education", SchoolSector.FURTHER),
    ("sixth form", SchoolSector.FURTHER),
    ("16 to 19", SchoolSector.FURTHER),
    ("16-19", SchoolSector.FURTHER),
    ("academy", SchoolSector.STATE),
    ("free school", SchoolSector.STATE),
    ("community", SchoolSector.STATE),
    ("foundation", SchoolSector.STATE),
    ("voluntary", SchoolSector.STATE),
    ("nursery", SchoolSector.STATE),
    ("studio school", SchoolSector.STATE),
    ("university technical", SchoolSector.STATE),
    ("city technology", SchoolSector.STATE),
)
_STATUSES = {
    "open": SchoolStatus.OPEN,
    "open, but proposed to close": SchoolStatus.CLOSING,
    "proposed to open": SchoolStatus.PROPOSED,
    "closed": SchoolStatus.CLOSED,
    "": SchoolStatus.NOT_STATED,
}


def kind_of(code: str) -> AreaKind | None:
    """The kind of area a GSS code is for; None where it is none that we deal in."""
    kind = gss_kind(code)
    return AreaKind(kind) if kind else None


def sector_of(type_name: str) -> SchoolSector:
    """The sector of an establishment type as Get Information about Schools words it."""
    words = type_name.strip().casefold()
    if not words:
        return SchoolSector.NOT_STATED
    return next((sector for part, sector in _SECTOR_WORDS if part in words), SchoolSector.OTHER)


def status_of(words: str) -> SchoolStatus | None:
    """The status as the register words it; None where it is none of its words."""
    return _STATUSES.get(words.strip().casefold())


def is_district(code: str) -> bool:
    """Whether the code is of a local authority district, which holds wards and output areas."""
    return kind_of(code) in DISTRICT_KINDS


def tiled(bands: Mapping[tuple[int, int], int], age_from: int, age_to: int) -> int | None:
    """The sum of bands that fill those ages without gap or overlap; None where the bands do not fit."""
    if (age_from, age_to) in bands:
        return bands[age_from, age_to]
    total_before = {age_from: 0}
    for (first, last), count in sorted(bands.items()):
        if first in total_before and last <= age_to:
            total_before.setdefault(last + 1, total_before[first] + count)
    return total_before.get(age_to + 1)


def ages(age_from: int, age_to: int) -> str:
    """'10 to 17', '65 and over', 'all ages'."""
    if age_to >= OLDEST:
        return f"{age_from} and over" if age_from else "all ages"
    return str(age_from) if age_from == age_to else f"{age_from} to {age_to}"
