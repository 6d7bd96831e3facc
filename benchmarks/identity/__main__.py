"""All numbers of identity beside the peers', same data, same run: `make bench-identity`.

Sizes by environment, so that a quick run takes two minutes: BENCH_RECORDS (32000), BENCH_SCALE (100000,1000000,5000000),
BENCH_ORDER (5000), BENCH_LIVE (1000000,5000000), BENCH_PARTS (all of: agencies febrl households scale order live). Quick:

    make bench-identity BENCH_RECORDS=8000 BENCH_SCALE=100000 BENCH_ORDER=2000 BENCH_LIVE=20000

Other tools are installed apart, under var/benchmarks (BENCH_CACHE); where one cannot be had, its part says SKIPPED.
`DATABASE_URL` names a PostgreSQL server on which databases may be made and dropped: the look-up of one record is timed
there too; without it, on SQLite only.
"""

import logging
import os
import sys
import traceback
import warnings
from collections.abc import Callable

from benchmarks.identity import febrl, five_agencies, households, one_record, order_of_arrival, printing, scale

PARTS = os.environ.get("BENCH_PARTS", "agencies febrl households order scale live").replace(",", " ").split()
RECORDS = int(os.environ.get("BENCH_RECORDS", "32000"))
SCALE = [int(size) for size in os.environ.get("BENCH_SCALE", "100000,1000000,5000000").split(",") if size]
ORDER = int(os.environ.get("BENCH_ORDER", "5000"))
LIVE = [int(size) for size in os.environ.get("BENCH_LIVE", "1000000,5000000").split(",") if size]


def main() -> int:
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    printing.machine()
    parts: dict[str, Callable[[], None]] = {
        "agencies": lambda: five_agencies.run(RECORDS),
        "febrl": febrl.run,
        "households": households.run,
        "order": lambda: order_of_arrival.run(ORDER, orders=2),
        "scale": lambda: scale.run(SCALE),
        "live": lambda: one_record.run(LIVE, os.environ.get("DATABASE_URL", "")),
    }
    failed = 0
    for name in PARTS:
        try:
            parts[name]()
        except Exception:  # the other parts are still worth their numbers; the exit code tells
            traceback.print_exc()
            failed += 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
