"""A bank holiday is announced: 1,000,000 running deadlines are reckoned again, in the database.

    make bench BENCH=announced_holiday                       (SQLite)
    make bench BENCH=announced_holiday DATABASE_URL=postgresql://…   (an empty database)

Every clock is compared; those whose deadline lies beyond the day move, with what lists keep of it.
"""

import os
import random
import time
from datetime import timedelta

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from alongside.common.calendars import OFFICE_HOURS
from alongside.common.clocks import Allowance, Unit, add
from alongside.common.timelines import LONDON
from alongside.partners.standing import Viewer
from alongside.support.actions.holiday_clocks import reckon_again
from alongside.support.actions.holidays import announce_holiday
from alongside.support.models import ClockRun
from benchmarks.harness import report
from tests.cast import make_cast

CLOCKS = int(os.environ.get("BENCH_CLOCKS", "1000000"))


def fill(cast, now) -> None:
    source = random.Random(5)
    rows = []
    for number in range(CLOCKS):
        started = now - timedelta(minutes=source.randrange(6 * 24 * 60))
        days = 5 + number % 15
        rows.append(
            ClockRun(
                kind="decision", label="Decide", matter=f"BENCH-{number}", owner=cast.agencies["council"], amount=days,
                calendar=Unit.WORKING_DAYS.value, started_at=started,
                due_at=add(started, Allowance(days, Unit.WORKING_DAYS)),
            )
        )  # fmt: skip
        if len(rows) == 20_000:
            ClockRun.objects.bulk_create(rows, batch_size=2_000)
            rows = []
    ClockRun.objects.bulk_create(rows, batch_size=2_000)


def main() -> None:
    call_command("migrate", verbosity=0)
    now = timezone.now()
    with transaction.atomic():
        cast = make_cast()
        fill(cast, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    day = now.astimezone(LONDON).date() + timedelta(days=8)
    while OFFICE_HOURS.opening_on(day) is None:
        day += timedelta(days=1)
    announce_holiday(day=day, name="State funeral", by=Viewer.of(cast.members["manager"], at=now), at=now)
    begun, used = time.perf_counter(), time.process_time()
    moved = reckon_again(at=timezone.now())
    wall, cpu = time.perf_counter() - begun, time.process_time() - used
    report(
        "a bank holiday is announced",
        {
            "database": connection.vendor,
            "running clocks": f"{CLOCKS:,}",
            "deadlines moved": f"{moved:,}",
            "seconds (CPU of this process)": f"{wall:.1f} ({cpu:.1f})",
        },
    )


if __name__ == "__main__":
    main()
