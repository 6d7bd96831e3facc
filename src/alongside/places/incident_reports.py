"""What is noticed in a file of incidents when it was read to its end, in sentences for its page and for every map."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from alongside.common.periods import month_of
from alongside.common.text import counted
from alongside.places.incident_notes import (
    MINUTES_A_DAY,
    cut_short,
    hours_that_come_twice,
    missing_months,
    months_in_words,
)
from alongside.places.models import IncidentFile, PlaceIncident
from alongside.places.states import Precision

_EPOCH = date(1970, 1, 1)


def notes_of(file: IncidentFile) -> list[str]:
    rows = PlaceIncident.objects.filter(file=file).values_list("minute", "x", "y", "kind_id", "is_stray")
    return list(_notes(file, list(rows.iterator(chunk_size=10_000))))


def _notes(file: IncidentFile, rows: list[tuple[int, float | None, float | None, int | None, bool]]) -> Iterator[str]:
    minutes = np.array([row[0] for row in rows], dtype=np.int64)
    days = minutes // MINUTES_A_DAY
    months: Counter[date] = Counter()
    for day, count in zip(*np.unique(days, return_counts=True), strict=True):
        months[month_of(_EPOCH + timedelta(days=int(day)))] += int(count)
    if missing := missing_months(months):
        yield f"{file.name} holds nothing of {months_in_words(missing)}: a gap, not a quiet time."
    if file.precision != Precision.MONTH and (last := cut_short(sorted(set(days.tolist())))):
        yield f"{file.name} ends on {last:%-d %B %Y}: its last month is only a part. Do not compare it with whole months."
    yield from _clock(file, minutes)
    if strays := sum(row[4] for row in rows):
        yield f"{counted(strays, 'point')} of {file.name} {_lie(strays)} far from all the others: listed, not drawn."
    if file.rows_unplaced:
        yield f"{counted(file.rows_unplaced, 'row')} of {file.name} had no place, or the mark 0, 0 in its stead."
    if not file.mapping.get("count_once") and (alike := _alike(rows)):
        yield (
            f"{counted(alike, 'row')} of {file.name} {_share(alike)} time, place and kind with another: they may be "
            "several victims of one event. Counted as they are, unless rows alike are counted once."
        )


def _clock(file: IncidentFile, minutes: NDArray[np.int64]) -> Iterator[str]:
    if file.precision != Precision.MINUTE:
        return
    zone = str(file.mapping.get("zone", "Europe/London"))
    twice, skipped = hours_that_come_twice(minutes, zone)
    if twice:
        yield (
            f"{counted(twice, 'time')} of {file.name} {_lie(twice)} in the hour that comes twice when summer time ends: "
            "which of the two is not known, and times there may be an hour out."
        )
    if skipped:
        yield (
            f"{counted(skipped, 'time')} of {file.name} {_lie(skipped)} in the hour that the clock leaves out in spring: "
            f"they were hardly read on a clock of {zone}. They may be in UTC."
        )


def _alike(rows: list[tuple[int, float | None, float | None, int | None, bool]]) -> int:
    placed = Counter(row[:4] for row in rows if row[1] is not None and row[0] % MINUTES_A_DAY)
    return sum(count - 1 for count in placed.values())


def _lie(count: int) -> str:
    return "lies" if count == 1 else "lie"


def _share(count: int) -> str:
    return "shares" if count == 1 else "share"
