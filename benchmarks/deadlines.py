"""Clocks: deadlines a second in each calendar, beside a walk from day to day as the plain way would go.

make bench BENCH=deadlines
"""

import random
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

from alongside.common.bank_holidays import is_bank_holiday
from alongside.common.clocks import Allowance, Unit, add
from benchmarks.harness import report

MANY = 200_000
FEW = 5_000


def starts(count: int) -> list[datetime]:
    source = random.Random(7)
    first = datetime(2024, 1, 1, tzinfo=UTC)
    return [first + timedelta(minutes=source.randrange(3 * 365 * 24 * 60)) for _ in range(count)]


def walk(start: datetime, working_days: int) -> date:
    """The plain way: one day after the other."""
    day = start.date() if start.time() < clock_time(17) else start.date() + timedelta(days=1)
    while day.weekday() > 4 or is_bank_holiday(day):
        day += timedelta(days=1)
    left = working_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and not is_bank_holiday(day)
    return day


def main() -> None:
    rows: dict[str, object] = {}
    for allowance in (
        Allowance(24, Unit.HOURS), Allowance(24, Unit.WORKING_HOURS), Allowance(1, Unit.WORKING_DAYS),
        Allowance(45, Unit.WORKING_DAYS),
    ):  # fmt: skip
        given = starts(MANY)
        add(given[0], allowance)
        begun = time.perf_counter()
        for start in given:
            add(start, allowance)
        each = (time.perf_counter() - begun) / MANY
        rows[str(allowance)] = f"{each * 1e6:.1f} us a deadline; 1,000,000 in {each * 1e6:.0f} s"
    given = starts(FEW)
    begun = time.perf_counter()
    for start in given:
        walk(start, 45)
    rows["45 working days, walked from day to day"] = f"{(time.perf_counter() - begun) / FEW * 1e6:.1f} us"
    report("deadlines", rows)


if __name__ == "__main__":
    main()
