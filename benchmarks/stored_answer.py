"""The page of a stored answer about places: nine boroughs in 7,396 cells, asked again and again.

    make bench BENCH=stored_answer

There is no peer in the same run: the bar is 150 ms a page, in the processor's time of this process, with access, log and
the drawing of map and table.
"""

import time

import pytest
import shapely
from django.core.management import call_command
from django.test import Client

from alongside.places.actions import ask_for_run, work_next_run
from alongside.places.states import RunKind
from benchmarks.harness import NOW, percentile, report
from tests.cast import make_cast
from tests.places.made_events import MadeSource, gathering, hold

ASKED = {"source": "made", "boundary": "whole", "first": "2025-10", "last": "2026-09"}
TIMES = 40


def main() -> None:
    call_command("migrate", verbosity=0)
    cast = make_cast()
    x, y, when, kind = gathering(spread=20_000, gathered=2_000)
    wide = (530_000 + (x - 530_000) * 4.3, 180_000 + (y - 180_000) * 5.4, when, kind)
    with pytest.MonkeyPatch.context() as patch:
        hold(patch, MadeSource(wide, outline=shapely.box(530_000, 180_000, 551_500, 201_600)))
        run = ask_for_run(kind=RunKind.HOT_SPOTS, settings=ASKED, by=cast.viewer("analyst").actor, at=NOW)
        work_next_run(clock=lambda: NOW)
        client, taken = Client(), []
        client.force_login(cast.members["analyst"], backend="django.contrib.auth.backends.ModelBackend")
        for _ in range(TIMES):
            began = time.process_time()
            page = client.get(f"/places/hot-spots/{run}/")
            taken.append(1000 * (time.process_time() - began))
            if page.status_code != 200:
                raise SystemExit(f"the page answered {page.status_code}")
    report(
        "the page of a stored answer",
        {
            "median": f"{percentile(taken, 0.5):.0f} ms",
            "p95": f"{percentile(taken, 0.95):.0f} ms",
            "page": f"{len(page.content) / 1000:,.0f} kB",
        },
    )


if __name__ == "__main__":
    main()
