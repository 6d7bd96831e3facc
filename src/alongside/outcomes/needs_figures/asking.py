"""Of where and when a needs assessment tells, and what every counting of a figure needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from alongside.common.periods import add_months, months_between
from alongside.outcomes.needs_drafts import FigureDraft
from alongside.places.boundaries import Boundary

MONTHS, SMALL = 12, 5
# A source and one of its kinds.
Series = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A period of which the scoreboard shows a count; None where it holds it back."""

    first: date
    until: date
    count: int | None

    @property
    def months(self) -> list[date]:
        return [add_months(self.first, number) for number in range(months_between(self.first, self.until))]


Beside = Mapping[Series, tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One borough and twelve months, the last of them included. `beside`: what the scoreboard shows of the same counts."""

    place: Boundary
    last_month: date
    at: datetime
    beside: Beside = field(default_factory=lambda: MappingProxyType({}))

    @property
    def first_month(self) -> date:
        return add_months(self.last_month, 1 - MONTHS)

    @property
    def last_day(self) -> date:
        return date.fromordinal(add_months(self.last_month, 1).toordinal() - 1)

    @property
    def period(self) -> str:
        return f"{self.first_month:%B %Y} to {self.last_month:%B %Y}"


@dataclass(frozen=True, slots=True)
class Told:
    """A figure, and the sentence in which it stands: `{}` is its place. No sentence: it stands in the table alone."""

    figure: FigureDraft
    sentence: str = ""
