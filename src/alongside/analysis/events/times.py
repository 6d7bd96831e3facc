"""Times as days on one clock: time zones, the hour that comes twice, months without a day, dates to come."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.events.coordinates import number_column
from alongside.analysis.events.results import Flags, Floats
from alongside.analysis.events.unfit import Unfit

EPOCH = np.datetime64("1970-01-01T00:00:00", "us")
_DAY = np.timedelta64(1, "D") / np.timedelta64(1, "us")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_MONTH_ONLY = (
    "These dates carry a month and no day, so that days between two events cannot be known.",
    "Ask the force for dated records, or use what months can carry: hotspots.classes, forecast.baseline, forecast.wards.",
)


@dataclass(frozen=True)
class Clock:
    """Turns times into days and back. `dated`: the times were dates, not plain numbers of days."""

    dated: bool

    def days(self, moment: Any) -> float:
        """One moment on the clock of the events: a number where they are numbers, a date where they are dates."""
        number = isinstance(moment, (int, float, np.integer, np.floating))
        if self.dated == number:
            kinds = ("dates", "a number") if self.dated else ("numbers of days", "a date")
            raise Unfit(f"The events carry {kinds[0]}, and {moment!r} is {kinds[1]}.", f"Give {kinds[0]} throughout.")
        return float(moment) if number else float(elapsed_days([moment])[0][0])

    def moment(self, days: float) -> Any:
        """A number of days as `days` would take it: itself, or a date."""
        return EPOCH + np.timedelta64(round(days * _DAY), "us") if self.dated else days

    def text(self, days: float) -> str:
        if not self.dated:
            return f"{days:g}"
        written = str(self.moment(days).astype("datetime64[m]"))
        return written.removesuffix("T00:00").replace("T", " ")


def elapsed_days(
    times: Any, *, zone: str | None = None, repeated_hour: str = "refuse", at: Any = None
) -> tuple[Floats, Clock]:
    """Times as fractional days: numbers as they are, dates as days since 1970 (in UTC when their zone is known).

    `times`: numbers of days, `datetime64`, `datetime`, ISO texts or a pandas column. `zone`: where clocks without a
    zone were read, e.g. "Europe/London"; without it they are taken for one even clock. `repeated_hour`: "refuse",
    "first" or "second", for the hour that comes twice when summer time ends. `at`: refuse dates after this moment.
    Raises `Unfit` for no rows, unreadable or missing times, a mix of zoned and unzoned ones, a repeated hour, and
    dates to come.
    """
    moments = _moments(times)
    if moments is None:
        column = number_column(times, "t")
        if at is not None:
            _refuse_future(column, Clock(False), float(at))
        return column, Clock(False)
    local, zoned = moments
    if np.isnat(local).any():
        row = int(np.flatnonzero(np.isnat(local))[0]) + 1
        raise Unfit(f"Row {row} has no date.", "Leave out events without a date, and say how many were left out.")
    if zone is not None and not zoned:
        local = _in_utc(local, zone, repeated_hour)
    days = (local.astype("datetime64[us]") - EPOCH).astype(np.int64) / _DAY
    clock = Clock(True)
    if at is not None:
        _refuse_future(days, clock, clock.days(at))
    return days, clock


def refuse_months(times: Any, days: Floats, clock: Clock) -> None:
    """Raise `Unfit` when times are months: texts or periods of months, or every one the first of a month."""
    if str(getattr(times, "dtype", "")).startswith("period[M"):
        raise Unfit(*_MONTH_ONLY)
    without = _written_as_months(times)
    if 0 < len(without) < len(days):
        raise Unfit(
            f"{len(without):,} of {len(days):,} dates carry a month and no day (first: row {without[0] + 1}).",
            "Ask the force for their days, or leave those events out and say how many.",
        )
    if len(without):
        raise Unfit(*_MONTH_ONLY)
    distinct = np.unique(days)
    if clock.dated:
        moments = EPOCH + (distinct * _DAY).astype("timedelta64[us]")
        month_only = len(distinct) > 1 and bool((moments == moments.astype("datetime64[M]")).all())
    else:
        repeated = 2 < len(distinct) < len(days)
        month_only = repeated and bool(np.isin(np.diff(distinct), (28, 29, 30, 31)).all())
    if month_only:
        raise Unfit(*_MONTH_ONLY)


def _written_as_months(times: Any) -> list[int]:
    """The places of texts that say a month alone."""
    values = np.asarray(times)
    if values.dtype.kind not in "OUST":
        return []
    return [place for place, value in enumerate(values.ravel().tolist()) if _MONTH.fullmatch(str(value))]


def _moments(times: Any) -> tuple[NDArray[Any], bool] | None:
    """Times as datetime64 and whether their zone is known; None when they are plain numbers."""
    dtype = getattr(times, "dtype", None)
    if getattr(dtype, "tz", None) is not None:
        column = times.dt if hasattr(times, "dt") else times
        utc = column.tz_convert("UTC")
        return np.asarray((utc.dt if hasattr(utc, "dt") else utc).tz_localize(None)), True
    if str(dtype).startswith("period["):
        return np.asarray((times.dt if hasattr(times, "dt") else times).to_timestamp()), False
    values = np.asarray(times)
    if values.dtype.kind == "M":
        return values.astype("datetime64[us]"), False
    if values.dtype.kind in "biuf":
        return None
    if values.dtype.kind == "m":
        raise Unfit("The times are lengths of time, not moments.", "Give dates, or whole and part days as numbers.")
    listed = values.ravel().tolist()
    if all(isinstance(value, (int, float)) for value in listed):
        return None
    return _listed(listed)


def _listed(values: list[Any]) -> tuple[NDArray[Any], bool]:
    read = [_read(value, row) for row, value in enumerate(values, start=1)]
    zoned = {moment.tzinfo is not None for moment in read if moment is not None}
    if len(zoned) > 1:
        first = next(row for row, moment in enumerate(read, 1) if moment is not None and moment.tzinfo is None)
        raise Unfit(
            f"Some times carry a time zone and some do not (first without: row {first}).",
            "Give all of them in UTC, or all as read from the local clock with zone='Europe/London'.",
        )
    known = zoned == {True}
    plain = [None if m is None else (m.astimezone(ZoneInfo("UTC")).replace(tzinfo=None) if known else m) for m in read]
    return np.array(plain, dtype="datetime64[us]"), known


def _read(value: Any, row: int) -> datetime | None:
    # NaT calls itself a datetime, and pandas' NA will not say whether it equals itself.
    if value is None or str(value) in ("", "NaT", "<NA>", "nan"):
        return None
    if isinstance(value, datetime):
        return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a date has no zone
    if isinstance(value, np.datetime64):
        return value.astype("datetime64[us]").item()
    text = str(value)
    try:
        return datetime.fromisoformat(f"{text}-01" if _MONTH.fullmatch(text) else text)
    except ValueError:
        raise Unfit(f"Row {row}: {text!r} is not a date.", "Write dates as 2026-11-22 or 2026-11-22 21:30.") from None


def _in_utc(local: NDArray[Any], zone: str, repeated_hour: str) -> NDArray[Any]:
    """Local clock readings in UTC; a reading that comes twice is refused unless its side is chosen."""
    if repeated_hour not in ("refuse", "first", "second"):
        raise Unfit(f"{repeated_hour!r} says not which hour is meant.", "Choose 'refuse', 'first' or 'second'.")
    try:
        place = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise Unfit(f"The time zone {zone!r} is not known.", "Write it as in 'Europe/London'.") from None
    readings, where = np.unique(local.astype("datetime64[us]"), return_inverse=True)
    moments = [moment.replace(tzinfo=place) for moment in readings.tolist()]
    early = [moment.replace(fold=0).astimezone(ZoneInfo("UTC")).replace(tzinfo=None) for moment in moments]
    late = [moment.replace(fold=1).astimezone(ZoneInfo("UTC")).replace(tzinfo=None) for moment in moments]
    twice = np.array([a < b for a, b in zip(early, late, strict=True)])
    if twice.any() and repeated_hour == "refuse":
        _refuse_repeated(twice[where], local)
    chosen = late if repeated_hour == "second" else early
    return np.array(chosen, dtype="datetime64[us]")[where]


def _refuse_repeated(twice: Flags, local: NDArray[Any]) -> None:
    rows = np.flatnonzero(twice)
    when = str(local[rows[0]].astype("datetime64[m]")).replace("T", " ")
    raise Unfit(
        f"The clock reading {when} comes twice, as summer time ends in that hour (row {rows[0] + 1}, {len(rows):,} in all).",
        "Give times in UTC, or choose repeated_hour='first' or 'second' and say so.",
    )


def _refuse_future(days: Floats, clock: Clock, at: float) -> None:
    late = np.flatnonzero(days > at)
    if len(late):
        raise Unfit(
            f"{len(late):,} of {len(days):,} events are dated after {clock.text(at)} "
            f"(first: row {late[0] + 1}, {clock.text(float(days[late[0]]))}).",
            "Look for a day and month in the wrong order, or a year mistyped; mend or leave out those rows.",
        )
