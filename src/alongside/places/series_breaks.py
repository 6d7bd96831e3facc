"""Breaks in what forces publish that no file tells of: looked at before anybody is blamed or praised for a step."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    force: str
    month: date
    words: str


SERIES_BREAKS: tuple[SeriesBreak, ...] = (
    SeriesBreak(
        "Metropolitan Police Service",
        date(2019, 3, 1),
        "the Metropolitan Police changed the categories in which it publishes crime. A step at that month may be theirs.",
    ),
    SeriesBreak(
        "Metropolitan Police Service",
        date(2024, 2, 1),
        "the Metropolitan Police went over to another crime recording system. A step at that month may be the system's.",
    ),
)


def breaks_of(forces: Collection[str], *, since: date, until: date) -> list[SeriesBreak]:
    """Breaks of these forces inside a period: after its first month, up to its last."""
    return [one for one in SERIES_BREAKS if one.force in forces and since < one.month <= until]


def force_breaks(forces: Collection[str], *, since: date, until: date) -> list[str]:
    """The same, each as a sentence."""
    return [f"{one.month:%B %Y}: {one.words}" for one in breaks_of(forces, since=since, until=until)]


def force_break_months(forces: Collection[str], *, since: date, until: date) -> list[date]:
    """The months of the same breaks."""
    return [one.month for one in breaks_of(forces, since=since, until=until)]
