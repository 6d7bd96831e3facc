"""Populations are made from the bands held, never estimated: a rate needs a denominator that can be traced."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from alongside.areas.errors import NoPopulation
from alongside.areas.models import Area, Population
from alongside.areas.rules import OLDEST, ages, tiled
from alongside.areas.states import AreaKind, Sex
from alongside.common.text import sentence_list

_PARTS = (AreaKind.LSOA, AreaKind.MSOA, AreaKind.WARD)


def population_of(
    area_code: str,
    *,
    vintage: int,
    year: int,
    sex: Sex = Sex.ALL,
    age_from: int = 0,
    age_to: int = OLDEST,
) -> int:
    """People of that sex aged `age_from` to `age_to`, both included, at the middle of the year.

    Made from the bands of the area itself, or else of all the areas of which it is the district. Raises
    `NoPopulation`, saying what is held, where these do not fit the ages asked for.
    """
    own = _counts(Population.objects.filter(area_code=area_code), vintage, year, sex, age_from, age_to)
    if own:
        return own[area_code]
    for kind in _PARTS:
        codes = _within(area_code, vintage).filter(kind=kind).values_list("code", flat=True)
        parts = Population.objects.filter(area_code__in=codes.values("code"))
        counts = _counts(parts, vintage, year, sex, age_from, age_to)
        if counts and set(codes) == set(counts):
            return sum(counts.values())
    raise NoPopulation(_why_none(area_code, vintage, year, age_from, age_to))


def populations_of(
    kind: str,
    *,
    vintage: int,
    year: int,
    sex: Sex = Sex.ALL,
    age_from: int = 0,
    age_to: int = OLDEST,
    parent_code: str = "",
) -> dict[str, int]:
    """People by area code, of every area of one kind at once; areas whose bands do not fit are left out."""
    areas = Area.objects.filter(kind=kind, vintage=vintage)
    chosen = areas.filter(parent_code=parent_code) if parent_code else areas
    rows = Population.objects.filter(area_code__in=chosen.values("code"))
    return _counts(rows, vintage, year, sex, age_from, age_to)


def people_by_code(
    codes: Collection[str], *, year: int, age_from: int = 0, age_to: int = OLDEST, years_back: int = 6
) -> dict[str, int]:
    """People of these ages by area code, of whatever vintage: the newest count that is not after `year`.

    Made from the bands of the area itself, or else of its parts. Areas whose bands do not fit are left out.
    """
    rows = Population.objects.filter(year__lte=year, year__gt=year - years_back)
    found: dict[str, int] = {}
    for held, vintage in rows.order_by("-year", "-vintage").values_list("year", "vintage").distinct():
        own = Population.objects.filter(area_code__in=codes)
        found = _counts(own, vintage, held, Sex.ALL, age_from, age_to) | found
        parents = Area.objects.filter(parent_code__in=[code for code in codes if code not in found], vintage=vintage)
        for code in set(parents.values_list("parent_code", flat=True)):
            try:
                found[code] = population_of(code, vintage=vintage, year=held, age_from=age_from, age_to=age_to)
            except NoPopulation:
                continue
    return found


def population_years(kind: str, *, vintage: int, parent_code: str = "") -> list[int]:
    """The years for which people of such areas are held, the newest first."""
    areas = Area.objects.filter(kind=kind, vintage=vintage)
    chosen = areas.filter(parent_code=parent_code) if parent_code else areas
    rows = Population.objects.filter(vintage=vintage, area_code__in=chosen.values("code"))
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def _within(area_code: str, vintage: int) -> QuerySet[Area]:
    return Area.objects.filter(parent_code=area_code, vintage=vintage)


def _counts(
    rows: QuerySet[Population], vintage: int, year: int, sex: Sex, age_from: int, age_to: int
) -> dict[str, int]:
    bands: dict[str, dict[Sex, dict[tuple[int, int], int]]] = {}
    held = rows.filter(vintage=vintage, year=year, age_from__gte=age_from, age_to__lte=age_to)
    for code, band_sex, first, last, count in held.values_list("area_code", "sex", "age_from", "age_to", "count"):
        bands.setdefault(code, {}).setdefault(Sex(band_sex), {})[first, last] = count
    found = {}
    for code, by_sex in bands.items():
        people = tiled(by_sex.get(sex, {}), age_from, age_to)
        if people is None and sex is Sex.ALL:
            halves = [tiled(by_sex.get(half, {}), age_from, age_to) for half in (Sex.FEMALE, Sex.MALE)]
            people = None if None in halves else sum(half or 0 for half in halves)
        if people is not None:
            found[code] = people
    return found


def _why_none(area_code: str, vintage: int, year: int, age_from: int, age_to: int) -> str:
    of_it = Q(area_code=area_code) | Q(area_code__in=_within(area_code, vintage).values("code"))
    rows = Population.objects.filter(of_it, vintage=vintage)
    if not rows.exists():
        return (
            f"No population of {area_code} ({vintage}) is held, nor of the areas within it. "
            "Load one with `alongside load population`."
        )
    years = sorted(set(rows.values_list("year", flat=True)))
    if year not in years:
        held = sentence_list((str(one) for one in years), "and")
        return f"The population of {area_code} is held for {held}, not for {year}."
    bands = sorted(set(rows.filter(year=year).values_list("age_from", "age_to")))
    held = sentence_list((ages(first, last) for first, last in bands), "and")
    return f"Ages {ages(age_from, age_to)} of {area_code} cannot be made from the bands held: {held}."
