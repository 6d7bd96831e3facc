"""Where small areas stand in an official index of deprivation: context for what is counted there, never its cause."""

from collections.abc import Mapping
from dataclasses import dataclass

from alongside.areas.models import Area, Deprivation


@dataclass(frozen=True)
class Index:
    """The newest index held for areas of one kind: decile by area code, 1 the most deprived tenth of the country."""

    year: int
    vintage: int
    deciles: Mapping[str, int]
    licence: str


def deprivation_of(kind: str, *, vintage: int, parent_code: str = "") -> Index | None:
    """Of the areas of one kind and vintage, of one local authority if it is given; None where no index is held."""
    areas = Area.objects.filter(kind=kind, vintage=vintage)
    chosen = areas.filter(parent_code=parent_code) if parent_code else areas
    rows = Deprivation.objects.filter(vintage=vintage, area_code__in=chosen.values("code")).order_by("-year")
    newest = rows.select_related("source").first()
    if newest is None:
        return None
    deciles = dict(rows.filter(year=newest.year).values_list("area_code", "decile"))
    return Index(newest.year, vintage, deciles, newest.source.licence)
