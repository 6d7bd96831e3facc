"""Which measures a scoreboard is drawn from. A domain joins by one line: a function that gives `Counted`.

It is asked for a scoreboard as at a day, and told what day it is: what is known of today only is left out of the past.
"""

from collections.abc import Callable, Iterable
from datetime import date

from alongside.common.measured import Counted
from alongside.outcomes.drawing.answering import published as of_residents
from alongside.outcomes.drawing.mentoring import published as of_mentors
from alongside.outcomes.drawing.reach import published as of_programmes
from alongside.places.published import published as of_places
from alongside.places.published_by_age import published as of_places_by_age
from alongside.support.measures.published import published as of_support

Source = Callable[[date, date], Iterable[Counted]]

SOURCES: tuple[Source, ...] = (
    of_places,
    of_places_by_age,
    of_support,
    of_programmes,
    of_residents,
    of_mentors,
)
