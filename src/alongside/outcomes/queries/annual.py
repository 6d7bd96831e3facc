"""Reads of what was asked and answered, year by year. Whole years are public; the year that runs is for members."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alongside.outcomes.annual import figures_of, without_closed, year_name, year_of
from alongside.outcomes.models.needs import AnnualFigures
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer


@dataclass(frozen=True, slots=True)
class YearShown:
    year: int
    name: str
    made_at: datetime
    is_whole: bool
    body: Mapping[str, Any]


def kept_years() -> tuple[YearShown, ...]:
    """The whole years, the newest first, as they were counted after their end."""
    rows = AnnualFigures.objects.all()
    return tuple(YearShown(one.year, year_name(one.year), one.made_at, True, without_closed(one.body)) for one in rows)


def year_so_far(viewer: Viewer) -> YearShown:
    """The year that runs, counted now. Raises `Refused` where the role may not see measures."""
    if not viewer.may(Permission.SEE_MEASURES):
        raise refuse(viewer, "annual report", "this year", "the role may not see measures")
    year = year_of(viewer.day)
    return YearShown(year, year_name(year), viewer.at, False, figures_of(year, viewer.at))
