"""The crime types of data.police.uk, as they were and as they are.

The publisher has used three sets of types. A type is kept under the name in force when it was published,
except where a name alone changed; a series that crosses a change of set has a break, and says so.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import IntegerChoices

VERSION = "data.police.uk types, version 1"


class CrimeType(IntegerChoices):
    """Stored as a small number; the numbers never change."""

    ANTI_SOCIAL_BEHAVIOUR = 1, "Anti-social behaviour"
    BICYCLE_THEFT = 2, "Bicycle theft"
    BURGLARY = 3, "Burglary"
    CRIMINAL_DAMAGE = 4, "Criminal damage and arson"
    DRUGS = 5, "Drugs"
    OTHER_CRIME = 6, "Other crime"
    OTHER_THEFT = 7, "Other theft"
    WEAPONS = 8, "Possession of weapons"
    PUBLIC_ORDER = 9, "Public order"
    ROBBERY = 10, "Robbery"
    SHOPLIFTING = 11, "Shoplifting"
    THEFT_FROM_PERSON = 12, "Theft from the person"
    VEHICLE_CRIME = 13, "Vehicle crime"
    VIOLENCE = 14, "Violence and sexual offences"
    # Split in May 2013 into public order and possession of weapons: no one type of today follows it.
    DISORDER_AND_WEAPONS = 15, "Public disorder and weapons"


TODAY: tuple[CrimeType, ...] = tuple(kind for kind in CrimeType if kind != CrimeType.DISORDER_AND_WEAPONS)

# Names that changed while the content stayed.
RENAMED = {"Violent crime": CrimeType.VIOLENCE}

# Every name that stood in a file, now or before.
PUBLISHED_TYPES = (*(kind.label for kind in CrimeType), *RENAMED)

_BY_LABEL = {kind.label.casefold(): kind for kind in CrimeType} | {old.casefold(): new for old, new in RENAMED.items()}


@dataclass(frozen=True, slots=True)
class TypeSet:
    """The types in use from one month to another (both included; `until` None for today's)."""

    name: str
    since: date
    until: date | None
    types: frozenset[CrimeType]
    note: str


_SIX = frozenset(
    {
        CrimeType.ANTI_SOCIAL_BEHAVIOUR,
        CrimeType.BURGLARY,
        CrimeType.OTHER_CRIME,
        CrimeType.ROBBERY,
        CrimeType.VEHICLE_CRIME,
        CrimeType.VIOLENCE,
    }
)
_ELEVEN = _SIX | {
    CrimeType.CRIMINAL_DAMAGE,
    CrimeType.DISORDER_AND_WEAPONS,
    CrimeType.DRUGS,
    CrimeType.OTHER_THEFT,
    CrimeType.SHOPLIFTING,
}

TYPE_SETS: tuple[TypeSet, ...] = (
    TypeSet("six types", date(2010, 12, 1), date(2011, 8, 1), _SIX, "Other crime held all that had no type yet."),
    TypeSet(
        "eleven types",
        date(2011, 9, 1),
        date(2013, 4, 1),
        _ELEVEN,
        "Criminal damage, drugs, other theft, shoplifting and public disorder left other crime.",
    ),
    TypeSet(
        "fourteen types",
        date(2013, 5, 1),
        None,
        frozenset(TODAY),
        "Bicycle theft and theft from the person left other theft; public disorder and weapons was split; "
        "violent crime became violence and sexual offences.",
    ),
)


def crime_type(label: str) -> CrimeType | None:
    """The type that a published label means, old names included; None when no set has it."""
    return _BY_LABEL.get(label.strip().casefold())


def type_set(month: date) -> TypeSet:
    """The set of types in use in a month; the first set for any month before the series began."""
    return next((known for known in reversed(TYPE_SETS) if known.since <= month), TYPE_SETS[0])


def breaks_in(kind: CrimeType, *, since: date, until: date) -> list[str]:
    """Changes of definition inside a period that touch this type, each as a sentence."""
    return [
        f"{later.since:%B %Y}: the publisher went over to {later.name}. {later.note}"
        for earlier, later in pairwise(TYPE_SETS)
        if since < later.since <= until and _touched(kind, earlier, later)
    ]


def break_months(kind: CrimeType, *, since: date, until: date) -> list[date]:
    """The first months of changes of definition inside a period that touch this type."""
    return [
        later.since
        for earlier, later in pairwise(TYPE_SETS)
        if since < later.since <= until and _touched(kind, earlier, later)
    ]


def _touched(kind: CrimeType, earlier: TypeSet, later: TypeSet) -> bool:
    residual = {CrimeType.OTHER_CRIME, CrimeType.OTHER_THEFT}
    return (kind in earlier.types) != (kind in later.types) or kind in residual & earlier.types & later.types
