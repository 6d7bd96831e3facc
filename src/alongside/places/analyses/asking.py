"""What hot spots and comparisons are asked with, checked once: source, boundary, period, kinds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from alongside.common.periods import add_months, month_of, months_between
from alongside.places.analyses.interface import Settings
from alongside.places.boundaries import WHOLE, boundary
from alongside.places.errors import PlacesRefused
from alongside.places.source_forms import SourceSummary
from alongside.places.sources import source
from alongside.places.states import Precision

# An agency's own incidents were not made anonymous before they came: counts under this are not shown.
SMALL = 5
IN_A_TITLE = 4


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both in."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def months(self) -> list[date]:
        start = month_of(self.first)
        return [add_months(start, number) for number in range(months_between(start, month_of(self.last)) + 1)]

    def words(self, precision: Precision) -> str:
        if precision != Precision.MONTH:
            return f"{self.first:%-d %B %Y} to {self.last:%-d %B %Y}"
        one = f"{self.first:%B %Y}"
        return one if month_of(self.last) == month_of(self.first) else f"{one} to {self.last:%B %Y}"


def span_asked(settings: Settings, summary: SourceSummary, first: str = "first", last: str = "last") -> Span:
    """The period, to whole months where the source knows no days. Raises `PlacesRefused`, naming what is held."""
    begin, end = day_asked(settings.get(first)), day_asked(settings.get(last))
    if summary.precision == Precision.MONTH:
        begin, end = month_of(begin), last_day(end)
    held = Span(summary.first, summary.last)
    if begin > end:
        raise PlacesRefused("The period ends before it begins.", "Choose a last day on or after the first.")
    if end > held.last:
        raise PlacesRefused(
            f"The period runs to {_day(end, summary)}, and {summary.name} is held to {_day(held.last, summary)} only.",
            f"Choose a period that ends by {_day(held.last, summary)}.",
        )
    if begin < held.first:
        raise PlacesRefused(
            f"The period begins in {begin:%B %Y}, and {summary.name} is held from {held.first:%B %Y} only.",
            f"Choose a period that begins in {held.first:%B %Y} or later.",
        )
    return Span(begin, end)


def day_asked(value: Any) -> date:
    """A day written as 2026-09-30, or a month as 2026-09 (its first day)."""
    if isinstance(value, date):
        return value
    text = str(value or "")
    try:
        return date.fromisoformat(f"{text}-01" if len(text) == len("2026-09") else text)
    except ValueError:
        raise PlacesRefused(f"“{text}” is no date.", "Write a month as 2026-09 or a day as 2026-09-30.") from None


def last_day(day: date) -> date:
    return add_months(month_of(day), 1) - timedelta(days=1)


def kinds_asked(value: Iterable[str], summary: SourceSummary) -> list[str]:
    """In the source's own order; none means all."""
    wanted = set(value or ())
    known = {key for key, _ in summary.kinds}
    if lost := sorted(wanted - known):
        raise PlacesRefused(f"{summary.name} has no kind “{lost[0]}”.", "Choose kinds from the list.")
    return [key for key, _ in summary.kinds if key in wanted]


def source_asked(value: Any) -> SourceSummary:
    if not value:
        raise PlacesRefused("No source of events was chosen.", "Choose one of the sources in the list.")
    return source(str(value))


def place_name(key: str, summary: SourceSummary) -> str:
    """The name of a boundary; raises `PlacesRefused` where it is not held."""
    return f"all that {summary.name} covers" if key == WHOLE else boundary(key).name


def kinds_words(kinds: Sequence[str], summary: SourceSummary, most: int = 100) -> str:
    """The kinds by name, or how many more there are than a title can hold."""
    words = dict(summary.kinds)
    named = [words[kind] for kind in kinds[:most]]
    more = len(kinds) - len(named)
    return ", ".join([*named, *([f"{more} more kinds"] if more else [])]) or f"All {summary.noun}"


def one_of(value: Any, choices: Mapping[str, str], what: str) -> str:
    if value not in choices:
        raise PlacesRefused(f"“{value}” is no {what} known here.", f"Choose one of {', '.join(choices)}.")
    return str(value)


def shown(count: float, is_open: bool) -> int | None:
    """A count as it may be stored and shown; None for 1 to 4 of what was never made public."""
    whole = round(count)
    return None if not is_open and 0 < whole < SMALL else whole


def _day(day: date, summary: SourceSummary) -> str:
    return f"{day:%B %Y}" if summary.precision == Precision.MONTH else f"{day:%-d %B %Y}"
