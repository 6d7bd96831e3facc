"""A small source of dated events for tests, and the real Chicago burglaries behind the same door."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import shapely

from alongside.analysis.events.results import hash_of
from alongside.places import sources
from alongside.places.source_forms import PlaceEvents, SourceSummary
from alongside.places.states import Precision

KEY = "dated"
LICENCE = "Invented for tests"


class DatedSource:
    """Events as columns; the boundary is the box around them unless one is given."""

    def __init__(self, x, y, times, *, plane="EPSG:27700", noun="burglaries", last=None, outline=None, weight=None):
        self.x, self.y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        self.times, self.outline = times, outline
        self.weight = np.ones(len(self.x)) if weight is None else np.asarray(weight, dtype=float)
        days = [date.fromisoformat(f"{each}-01"[:10]) for each in times] or [date(2026, 11, 1)]
        minute = getattr(times, "dtype", np.dtype("O")) == np.dtype("datetime64[m]")
        self.summary = SourceSummary(
            KEY, "Burglaries of the borough", noun, Precision.MINUTE if minute else Precision.DAY, False, plane,
            (("burglary", "Burglary"),), min(days), last or max(days),
        )  # fmt: skip

    def held(self):
        return [self.summary]

    def state_of(self, key):
        return hash_of([self.x, self.y])

    def events(self, wanted, summary):
        days = np.array([f"{each}-01"[:10] for each in self.times], dtype="datetime64[D]")
        kept = (days >= np.datetime64(wanted.first)) & (days <= np.datetime64(wanted.last))
        if not isinstance(self.times, np.ndarray):
            kept[:] = True  # lists are given as they are, to be refused
        x, y, weight = self.x[kept], self.y[kept], self.weight[kept]
        times = self.times[kept] if isinstance(self.times, np.ndarray) else self.times
        return PlaceEvents(
            plane=summary.plane, precision=summary.precision, is_snapped=False, x=x, y=y, times=times, weight=weight,
            outline=self.outline or around(self.x, self.y), unplaced=0, outside=0, gaps=(), sources=("Tests",),
            licences=(LICENCE,), data_hash=hash_of([x, y]),
        )  # fmt: skip


def around(x, y):
    finite = np.isfinite(x) & np.isfinite(y)
    if not finite.any():
        return None
    return shapely.box(x[finite].min(), y[finite].min(), x[finite].max() + 1, y[finite].max() + 1).buffer(250)


def hold(monkeypatch, keeper, *more):
    """These sources are all there are."""
    monkeypatch.setattr(sources, "_KEEPERS", (keeper, *more))
    return keeper


def burglaries(n=400, *, last=date(2026, 11, 16), days=200, minutes=False):
    """Half of them are each followed by another within 150 m and five days; the newest pair a day before the last."""
    rng = np.random.default_rng(5)
    x, y = rng.uniform(530_000, 534_000, n // 2), rng.uniform(180_000, 184_000, n // 2)
    day = rng.integers(0, days - 6, n // 2)
    day[0] = days - 4
    x = np.concatenate([x, x + rng.uniform(-90, 90, n // 2)])
    y = np.concatenate([y, y + rng.uniform(-90, 90, n // 2)])
    day = np.concatenate([day, day + rng.integers(1, 4, n // 2)])
    day[n // 2] = days - 2
    times = np.datetime64(last - timedelta(days=days - 1)) + day
    if minutes:
        hours = rng.choice([18, 20, 22, 23], len(day), p=[0.1, 0.2, 0.4, 0.3])
        times = times.astype("datetime64[m]") + hours * 60 + rng.integers(0, 60, len(day))
    return DatedSource(x, y, times, last=last)


def with_(source, **changed):
    source.summary = replace(source.summary, **changed)
    return source
