"""In which days a clock counts: a school's clocks in its own, all others in the office's."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime

from alongside.areas.errors import SchoolUnknown
from alongside.areas.queries import school_terms, terms_of
from alongside.common.bank_holidays import announce
from alongside.common.calendars import OFFICE_HOURS, Calendar, CalendarError, CalendarKind
from alongside.common.clocks import Allowance, Unit, add
from alongside.common.timelines import BeyondCalendarError
from alongside.support.models import AnnouncedHoliday

# How soon every process knows of a bank holiday that was announced in another one.
KEEP_UP_SECONDS = 30
_looked_at = -float("inf")


def take_up_holidays() -> bool:
    """Tell this process's calendars which bank holidays were announced; True if that is a change."""
    return announce(AnnouncedHoliday.objects.filter(withdrawn_at__isnull=True).values_list("day", flat=True))


def keep_up_with_holidays() -> None:
    """The same, if the last look was long enough ago."""
    global _looked_at
    if time.monotonic() - _looked_at >= KEEP_UP_SECONDS:
        take_up_holidays()
        _looked_at = time.monotonic()


def calendar_of(unit: Unit, school_urn: str) -> Calendar:
    """The calendar of a clock that runs. Raises `SchoolUnknown` or `CalendarError` where no terms are held."""
    return school_terms(school_urn) if unit.kind is CalendarKind.SCHOOL else OFFICE_HOURS


def calendars_of(clocks: Iterable[tuple[Unit, str]]) -> Callable[[Unit, str], Calendar]:
    """The calendars of many clocks, given by unit and school, in two queries at most; each is then had like
    `calendar_of`."""
    schools = {urn for unit, urn in clocks if unit.kind is CalendarKind.SCHOOL}
    held = terms_of(schools) if schools else {}
    return lambda unit, urn: held[urn] if unit.kind is CalendarKind.SCHOOL and urn in held else calendar_of(unit, urn)


def begun(start: datetime, allowance: Allowance, school_urn: str) -> tuple[Allowance, datetime]:
    """The allowance that a clock keeps from its start, and its deadline.

    Where a school's terms are not held, or end too soon, it counts working days, which is sooner or the same: nobody
    waits because a calendar is missing.
    """
    try:
        return allowance, add(start, allowance, calendar_of(allowance.unit, school_urn))
    except (SchoolUnknown, CalendarError, BeyondCalendarError):
        kept = Allowance(allowance.amount if allowance.unit is Unit.SCHOOL_DAYS else 0, Unit.WORKING_DAYS)
        return kept, add(start, kept)
