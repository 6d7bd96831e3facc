"""A series as a drawing and its table: a line for each stretch without a break, never one over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from alongside.outcomes.definitions import SeriesBreak, VersionTold
from alongside.outcomes.queries.measure_series import HeldSeries, MonthSeries, held_series, series
from alongside.web.design.charts import Mark, Series, line_chart
from alongside.web.design.doors import PageRequest
from alongside.web.design.wording import number, plural

SHOWN = 36
GAP = "Not held"


@dataclass(frozen=True, slots=True)
class Picture:
    """`choices`: series that could be shown, then areas of this one: value, words, chosen."""

    held: HeldSeries
    told: MonthSeries
    drawn: SafeString
    rows: tuple[tuple[str, ...], ...]
    pieces: tuple[tuple[str, ...], ...]
    sources: tuple[tuple[str, str, bool], ...]
    areas: tuple[tuple[str, str, bool], ...]


def picture_of(request: PageRequest, one: VersionTold) -> Picture | None:
    """What the address asks for, or the first that is held. None where nothing is held, or is open to this member."""
    known = held_series(request.viewer, one.code)
    if not known:
        return None
    held = next((each for each in known if each.key.source == request.GET.get("source")), known[0])
    area = request.GET.get("area", "")
    told = series(held, area) or series(held, held.areas[0][0]) if held.areas else None
    if told is None:
        return None
    drawn = line_chart(
        f"series-{one.code}", f"{one.name}, {told.area}: by month",
        "A line for each stretch in which the same thing was counted in the same way. It stops at a break and begins "
        "anew after it. The table beside it holds the same numbers.", stretches(told, "Counted"),
    )  # fmt: skip
    return Picture(
        held, told, drawn, _rows(told), _pieces(told),
        tuple((each.key.source, each.source, each is held) for each in known),
        tuple((code, name, name == told.area or code == area) for code, name in held.areas),
    )  # fmt: skip


def stretches(told: MonthSeries, name: str) -> list[Series]:
    counts = dict(zip(told.months, told.counts, strict=True))
    return cut(name, told.months[-SHOWN:], counts, told.breaks)


def cut(
    name: str, months: Sequence[date], counts: Mapping[date, int | None], breaks: Sequence[SeriesBreak]
) -> list[Series]:
    """One series for each stretch, each over all months: what is not its own stays open."""
    inside = sorted({one.month for one in breaks if months and months[0] < one.month <= months[-1]})
    starts, ends = [date.min, *inside], [*inside, date.max]
    return [
        Series(
            name,
            [
                Mark(f"{month:%B %Y}", f"{month:%b %y}", counts.get(month) if start <= month < end else None)
                for month in months
            ],
        )
        for start, end in zip(starts, ends, strict=True)
    ]


def _rows(told: MonthSeries) -> tuple[tuple[str, ...], ...]:
    by_break = {one.month: one.words for one in told.breaks}
    return tuple(
        (f"{month:%B %Y}", GAP if count is None else number(count), by_break.get(month, ""))
        for month, count in list(zip(told.months, told.counts, strict=True))[-SHOWN:]
    )


def _pieces(told: MonthSeries) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (f"{first:%B %Y} to {last:%B %Y}", plural(held, "month"), number(total))
        for first, last, total, held in told.pieces
    )


def first_of(known: Sequence[HeldSeries], name: str) -> HeldSeries | None:
    return next((one for one in known if one.name == name), known[0] if known else None)
