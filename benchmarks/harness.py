"""What every benchmark shares: a clock, a median, a report that names the machine."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

NOW = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)


def median_microseconds(call: Callable[[], object], *, times: int = 501) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter_ns()
        call()
        taken.append(time.perf_counter_ns() - start)
    return statistics.median(taken) / 1000


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(title: str, rows: Mapping[str, object]) -> None:
    load = os.getloadavg()[0]
    print(
        f"\n{title}  [{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f}]"
    )
    for name, value in rows.items():
        print(f"  {name:<58} {value}")
