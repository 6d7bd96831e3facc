from datetime import date, time

import pytest

from alongside.common.calendars import DaySpan, Opening, SchoolTerms


@pytest.fixture
def terms():
    return SchoolTerms(
        terms=(
            DaySpan(date(2026, 1, 5), date(2026, 3, 27), "Spring term"),
            DaySpan(date(2026, 4, 13), date(2026, 7, 22), "Summer term"),
        ),
        breaks=(DaySpan(date(2026, 2, 16), date(2026, 2, 20), "Half-term"),),
        inset_days=frozenset({date(2026, 1, 5)}),
        hours=Opening(time(8, 50), time(15, 20)),
        weekdays=frozenset(range(6)),
        school="Mill Lane School",
    )
