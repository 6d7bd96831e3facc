"""How many children live here, by sex and age: the denominator that says who is referred at all."""

from collections.abc import Mapping
from datetime import date

from alongside.areas.errors import NoPopulation
from alongside.areas.queries import AreaSummary, areas_of, population_of, vintages_of
from alongside.areas.states import AreaKind
from alongside.areas.states import Sex as CountedSex
from alongside.people.states import Sex
from alongside.support.measures.waits import AGES

DISTRICTS = (AreaKind.BOROUGH, AreaKind.METROPOLITAN, AreaKind.UNITARY, AreaKind.DISTRICT)
OLDEST_CHILD = 17
YEARS_BACK = 8
Populations = Mapping[str, Mapping[str, int]]


def children_here(as_at: date) -> tuple[Populations, str]:
    """Children of the one district that is held, by split and group, and in words whence. Nothing where none is held,
    or several are, or the bands do not fit."""
    held = [(area.code, area.vintage, area.name) for kind in DISTRICTS for area in _newest(kind)]
    if len(held) != 1:
        return {}, ""
    code, vintage, name = held[0]
    for year in range(as_at.year, as_at.year - YEARS_BACK, -1):
        try:
            return _of(code, vintage, year), f"Residents of {name} under 18, middle of {year}"
        except NoPopulation:
            continue
    return {}, ""


def _newest(kind: AreaKind) -> list[AreaSummary]:
    return [area for vintage in vintages_of(kind)[:1] for area in areas_of(kind, vintage)]


def _of(code: str, vintage: int, year: int) -> Populations:
    by_age, youngest = {}, 0
    for oldest, label in AGES:
        last = min(oldest, OLDEST_CHILD)
        by_age[label] = population_of(code, vintage=vintage, year=year, age_from=youngest, age_to=last)
        youngest = oldest + 1
    by_sex = {
        str(sex.label): population_of(code, vintage=vintage, year=year, sex=counted, age_to=OLDEST_CHILD)
        for sex, counted in ((Sex.FEMALE, CountedSex.FEMALE), (Sex.MALE, CountedSex.MALE))
    }
    return {"age": by_age, "sex": by_sex}
