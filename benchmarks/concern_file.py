"""How fast a file of concerns enters: checked row by row, matched, kept, sent to the front door and logged.

    make bench BENCH=concern_file                     (SQLite)
    DATABASE_URL=postgresql://… make bench BENCH=concern_file

Claim: 10,000 rows enter in under 80 seconds on two cores (8 ms a row), with 500 errors told by row and column; the
same file again takes no time, and the same rows in another file enter nothing. `ROWS=` changes the number.
"""

import math
import os
import random
import time

from django.core.management import call_command
from django.db import connection

from alongside.exchange import concerns_csv
from alongside.exchange.concern_rows import read_rows
from alongside.support.models import Concern, ConcernFile
from benchmarks.harness import NOW, report
from tests.cast import make_cast
from tests.exchange.made_files import csv_file, row, workbook

ROWS = int(os.environ.get("ROWS", "10000"))
FAULTS = {"consent": "maybe", "child_date_of_birth": "31/02/2026", "fact": "", "child_role": "gang member"}


def made_rows(count: int) -> list[dict[str, str]]:
    """Invented children, one in five of them met before; one row in twenty has an error."""
    dice = random.Random(2026)
    rows = []
    for number in range(count):
        child = dice.randrange(count * 4 // 5)
        made = row(
            reference=f"INC-{number}", child_reference=f"P-{child}", child_first_name=f"Given{child % 400}",
            child_last_name=f"Family{child}", fact=f"What was seen in case {number}. " * 5,
        )  # fmt: skip
        rows.append(made)
    for number in dice.sample(range(count), count // 20):
        field = dice.choice(list(FAULTS))
        rows[number][field] = FAULTS[field]
    return rows


def timed(call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    call_command("migrate", verbosity=0)
    sender = make_cast().viewer("dsl")
    rows = made_rows(ROWS)
    raw, book = csv_file(rows), workbook(rows)
    read = timed(lambda: sum(1 for _ in read_rows(raw, today=sender.day)))
    read_book = timed(lambda: sum(1 for _ in read_rows(book, today=sender.day)))
    send = timed(lambda: concerns_csv.take_in(name="all.csv", raw=raw, by=sender, at=NOW))
    cpu = time.process_time()
    enter = timed(lambda: concerns_csv.work_waiting(NOW, seconds=math.inf))
    cpu = time.process_time() - cpu
    again = timed(lambda: concerns_csv.take_in(name="all.csv", raw=raw, by=sender, at=NOW))
    concerns_csv.take_in(name="all.xlsx", raw=book, by=sender, at=NOW)
    known = timed(lambda: concerns_csv.work_waiting(NOW, seconds=math.inf))
    first, second = ConcernFile.objects.order_by("pk")
    assert (first.entered, first.rejected) == (Concern.objects.count(), ROWS // 20)
    assert (second.entered, second.known, second.rejected) == (0, first.entered, first.rejected)
    report(
        f"A file of {ROWS:,} concerns, {len(raw) / 1e6:.1f} MB as CSV, {connection.vendor}",
        {
            "read and checked, CSV": f"{read:.1f} s, {ROWS / read:,.0f} rows/s",
            "read and checked, Excel": f"{read_book:.1f} s, {ROWS / read_book:,.0f} rows/s",
            "received (looked at, kept)": f"{send:.2f} s",
            f"entered ({first.entered:,} concerns, {first.rejected:,} rejects)": (
                f"{enter:.1f} s, {ROWS / enter:,.0f} rows/s, {enter / ROWS * 1000:.1f} ms a row, rests included"
            ),
            "of that, work of the processor": f"{cpu:.1f} s, {cpu / ROWS * 1000:.1f} ms a row",
            "the same file again": f"{again:.2f} s, nothing enters",
            "the same rows in another file": f"{known:.1f} s, {ROWS / known:,.0f} rows/s, nothing enters",
        },
    )


if __name__ == "__main__":
    main()
