"""Bank holidays: those that were announced here, and those to come by the rules."""

from dataclasses import dataclass
from datetime import date, datetime

from alongside.common.bank_holidays import in_year
from alongside.common.timelines import LONDON
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.models import AnnouncedHoliday

NEXT_ONES = 8


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """`is_reckoned`: the deadlines follow it. `moved`: how many it has moved so far."""

    id: int
    day: date
    name: str
    announced_by: str
    announced_at: datetime
    withdrawn_by: str
    withdrawn_at: datetime | None
    is_reckoned: bool
    moved: int
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class Holidays:
    announced: tuple[HolidayRow, ...]
    to_come: tuple[date, ...]


def holidays(viewer: Viewer) -> Holidays:
    if not viewer.may(Permission.KEEP_PATHWAYS):
        raise refuse(viewer, "bank holiday", "all", "the role may not see how bank holidays are kept")
    today = viewer.at.astimezone(LONDON).date()
    rows = tuple(
        HolidayRow(
            id=one.pk, day=one.day, name=one.name, announced_by=one.announced_by, announced_at=one.announced_at,
            withdrawn_by=one.withdrawn_by, withdrawn_at=one.withdrawn_at, is_reckoned=one.reckoned_at is not None,
            moved=one.moved, can_withdraw=one.withdrawn_at is None and one.day > today,
        )
        for one in AnnouncedHoliday.objects.order_by("-day", "-pk")[:100]
    )  # fmt: skip
    ahead = sorted(day for year in (today.year, today.year + 1) for day in in_year(year) if day >= today)
    return Holidays(rows, tuple(ahead[:NEXT_ONES]))
