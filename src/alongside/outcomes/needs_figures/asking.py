"""Of where and when a needs assessment tells, and what every counting of a figure needs to know."""

from dataclasses import dataclass
from datetime import date, datetime

from alongside.common.periods import add_months
from alongside.outcomes.needs_drafts import FigureDraft
from alongside.places.boundaries import Boundary

MONTHS, SMALL = 12, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One borough and twelve months, the last of them included."""

    place: Boundary
    last_month: date
    at: datetime

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
