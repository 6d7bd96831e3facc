"""Events made up on a rectangle of the National Grid, with one place where they gather, as a source for tests."""

from datetime import date

import numpy as np
import shapely

from alongside.analysis.events.results import hash_of
from alongside.common.periods import add_months
from alongside.places import sources
from alongside.places.source_forms import PlaceEvents, SourceSummary
from alongside.places.states import Precision

WEST, SOUTH, EAST, NORTH = 530_000, 180_000, 535_000, 184_000
GATHERING = (532_125, 182_125)
KINDS = (("knife", "Knife crime"), ("other", "Other violence"))


class MadeSource:
    """`points`: x, y, day as numpy datetime64[m], kind. Months in `gaps` are held by nobody."""

    def __init__(
        self, points, *, precision=Precision.MONTH, is_snapped=True, key="made", gaps=(), outline=None, **changes
    ):
        self.points, self.gaps = points, tuple(gaps)
        self.outline = outline if outline is not None else shapely.box(WEST, SOUTH, EAST, NORTH)
        fields = {
            "key": key, "name": "Made events", "noun": "crimes", "precision": precision, "is_snapped": is_snapped,
            "plane": "EPSG:27700", "kinds": KINDS, "first": date(2024, 10, 1), "last": date(2026, 9, 30),
        }  # fmt: skip
        self.summary = SourceSummary(**{**fields, **changes})

    def held(self):
        return [self.summary]

    def state_of(self, key):
        return "as it is"

    def events(self, wanted, summary):
        x, y, when, kind = self.points
        days = when.astype("datetime64[D]")
        kept = (days >= np.datetime64(wanted.first)) & (days <= np.datetime64(wanted.last))
        if wanted.kinds:
            kept &= np.isin(kind, wanted.kinds)
        gaps = tuple(gap for gap in self.gaps if wanted.first <= gap <= wanted.last)
        kept &= ~np.isin(
            when.astype("datetime64[M]"), np.array([f"{gap:%Y-%m}" for gap in gaps], dtype="datetime64[M]")
        )
        unit = {Precision.MONTH: "M", Precision.DAY: "D", Precision.MINUTE: "m"}[summary.precision]
        columns = (x[kept], y[kept], when[kept].astype(f"datetime64[{unit}]"), np.ones(int(kept.sum())))
        return PlaceEvents(
            plane=summary.plane, precision=summary.precision, is_snapped=summary.is_snapped, x=columns[0], y=columns[1],
            times=columns[2], weight=columns[3], outline=self.outline, unplaced=3, outside=2, gaps=gaps,
            sources=("Larkmere Police: 24 months",), licences=("Open Government Licence v3.0",),
            data_hash=hash_of((columns[0], columns[1])),
        )  # fmt: skip


def gathering(*, spread=600, gathered=300, seed=5):
    """Points over two years: some anywhere, some within one cell, those on Friday evenings; every tenth a knife."""
    rng = np.random.default_rng(seed)
    x = np.concatenate([rng.uniform(WEST, EAST, spread), GATHERING[0] + rng.uniform(-250, 250, gathered)])
    y = np.concatenate([rng.uniform(SOUTH, NORTH, spread), GATHERING[1] + rng.uniform(-250, 250, gathered)])
    anywhen = rng.integers(0, 730 * 1440, spread)
    fridays = (rng.integers(0, 104, gathered) * 7 + 3) * 1440 + rng.integers(21 * 60, 24 * 60, gathered)
    # 1 October 2024 was a Tuesday.
    when = np.datetime64("2024-10-01T00:00", "m") + np.concatenate([anywhen, fridays]).astype("timedelta64[m]")
    kind = np.where(np.arange(spread + gathered) % 10 == 0, "knife", "other")
    return x, y, when, kind


def one_spot(number, x=532_000.0, y=182_000.0):
    when = np.array(["2026-05-03T10:00"] * number, dtype="datetime64[m]")
    return np.full(number, x), np.full(number, y), when, np.full(number, "other")


def hold(monkeypatch, *made):
    """Let these be the sources that there are."""
    monkeypatch.setattr(sources, "_KEEPERS", made)


def months(first, many):
    return [add_months(first, number) for number in range(many)]
