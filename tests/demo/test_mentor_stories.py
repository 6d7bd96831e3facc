"""The demo's year of mentors, told to the cast: every queue has something, and figures are large enough to show."""

import time
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from alongside.community.measures import mentor_figures
from alongside.community.queries import mentors as reading
from alongside.community.queries.ambassadors import ambassadors
from alongside.demo import mentor_stories as told
from alongside.demo.life import Life
from alongside.demo.moments import Moments
from alongside.partners.standing import Viewer
from tests.cast import NOW, Cast

# Far above what it takes: the machine may be busy.
SECONDS_OF_CPU = 2.0


@dataclass
class Town:
    cast: Cast
    moments: Moments = field(default_factory=lambda: Moments(NOW))
    life: Life = field(default_factory=lambda: Life(NOW))

    def viewer(self, username, at):
        assert username == told.RUNNER
        return Viewer.of(self.cast.members["programme_lead"], at=at)


@pytest.fixture
def town(cast):
    begun = time.process_time()
    told.let_mentors_live(Town(cast))
    spent = time.process_time() - begun
    assert spent < SECONDS_OF_CPU, spent
    return cast


def test_every_queue_has_something_and_each_end_was_met(town):
    by = town.viewer("programme_lead")
    waits = reading.queues(by)
    assert [one.name for one in waits.unvetted] == ["Peta Sorrell"]
    assert [one.name for one in waits.overdue] == ["Desmond Okello"]
    assert [one.name for one in waits.renewing] == ["Desmond Okello"]
    assert waits.reviews and waits.endings
    assert {one.not_vetted for one in reading.mentors(by)[0]} >= {
        "DBS certificate: not there yet.",
        "References: not accepted.",
    }
    assert [one.is_serving for one in ambassadors(by)[0]] == [False, True, True]


def test_a_year_in_figures_is_not_too_small(town):
    told = mentor_figures(since=(NOW - timedelta(days=365)).date(), until=NOW.date(), at=NOW)
    assert told.begun > 10 and told.as_planned.is_shown and not told.overdue.is_shown
