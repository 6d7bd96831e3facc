"""Who lives here, in numbers."""

from alongside.areas.errors import NoPopulation
from alongside.areas.queries import population_of, vintages_of
from alongside.areas.rules import OLDEST
from alongside.areas.states import AreaKind
from alongside.outcomes.needs_definitions import RESIDENTS
from alongside.outcomes.needs_drafts import FigureDraft, gap, hash_of
from alongside.outcomes.needs_figures.asking import Asked, Told
from alongside.outcomes.needs_states import SectionKey

YEARS_BACK = 6
SMALL_AREAS = (AreaKind.LSOA, AreaKind.MSOA)
GROUPS = (
    ("residents", "Residents of all ages", 0, OLDEST, "At the last count {} people lived here."),
    ("residents-0-24", "Residents under 25", 0, 24, "Of them {} were under 25, for whom the Duty asks first."),
    ("residents-10-17", "Residents aged 10 to 17", 10, 17, "{} were aged 10 to 17."),
)


def residents(asked: Asked, age_from: int = 0, age_to: int = OLDEST) -> tuple[int, int] | None:
    """People of these ages and the year of the count: the newest that is not after the period. None where none fits.

    Small areas keep their boundaries for ten years, and are counted under the vintage of those, be the boundary of the
    borough younger or not: its code stays the same as long as its outline does.
    """
    vintages = dict.fromkeys((asked.place.vintage, *(one for kind in SMALL_AREAS for one in vintages_of(kind))))
    for year in range(asked.last_month.year, asked.last_month.year - YEARS_BACK, -1):
        for vintage in vintages:
            try:
                people = population_of(asked.place.code, vintage=vintage, year=year, age_from=age_from, age_to=age_to)
            except NoPopulation:
                continue
            return people, year
    return None


def figures(asked: Asked) -> list[Told]:
    return [_one(asked, *group) for group in GROUPS]


def _one(asked: Asked, key: str, label: str, age_from: int, age_to: int, sentence: str) -> Told:
    found = residents(asked, age_from, age_to)
    if found is None:
        why = f"No population of {asked.place.name} by these ages is held for the years up to {asked.last_month.year}."
        return Told(gap(key, SectionKey.PEOPLE, label, why, asked.place.name, RESIDENTS))
    count, year = found
    everybody = residents(asked)
    share = f"{count / everybody[0]:.0%} of {everybody[0]:,} residents" if everybody and count < everybody[0] else ""
    return Told(
        FigureDraft(
            key, SectionKey.PEOPLE, label, RESIDENTS, shown=f"{count:,}", value=count, place=asked.place.name,
            place_code=asked.place.code, period=f"middle of {year}", comparator=share,
            source=f"Published population by area, sex and age, middle of {year}", interval="None: an estimate of its publisher",
            extract_hash=hash_of(asked.place.code, asked.place.vintage, year, age_from, age_to, count),
        ),
        sentence,
    )  # fmt: skip
