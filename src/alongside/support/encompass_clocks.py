"""When a setting's next day begins: in the school's own calendar, or sooner where that is not held."""

from collections.abc import Mapping
from datetime import datetime

from alongside.common.calendars import SCHOOL_HOURS, SchoolTerms, WorkingHours
from alongside.common.clocks import next_school_start
from alongside.common.timelines import BeyondCalendarError, instant, moment

MONDAY_TO_FRIDAY = WorkingHours((SCHOOL_HOURS,) * 5 + (None, None))
OWN_DAYS = "The school’s own days"
NO_TERMS = "Monday to Friday at 8:45am: the school’s terms are not held"
OFFICE_DAYS = "Monday to Friday at 8:45am"


def next_start(urn: str, terms: Mapping[str, SchoolTerms], at: datetime) -> tuple[datetime, str]:
    """The moment before which somebody there must know, and in whose days it was counted.

    Where a school's terms are not held or end too soon, it is the next working day's start, which is sooner or the
    same: no child waits because a calendar is missing.
    """
    if held := terms.get(urn):
        try:
            return next_school_start(at, held), OWN_DAYS
        except BeyondCalendarError:
            pass
    soon = moment(MONDAY_TO_FRIDAY.timeline.after_openings(instant(at), 1))
    return soon, NO_TERMS if urn else OFFICE_DAYS
