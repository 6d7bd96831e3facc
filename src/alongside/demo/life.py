"""How the demo's events come to pass: stories that wait for their next moment, run in the order of time.

A story is a generator. It does what happens at one moment through the domain's own actions and yields the moment at
which it goes on. Run side by side, stories write the log in the order in which a real day would have written it.
"""

import heapq
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from alongside.demo.families import Invented
from alongside.demo.moments import Moments
from alongside.demo.partnership import Partnership
from alongside.demo.truth import Truth
from alongside.partners.models import Member
from alongside.partners.standing import Viewer

Story = Generator[datetime, None, None]


class Life:
    """The stories that wait, by their next moment. None may go on after `until`."""

    def __init__(self, until: datetime) -> None:
        self.until, self.moments, self._told = until, 0, 0
        self._waiting: list[tuple[datetime, int, Story]] = []

    def add(self, story: Story) -> None:
        """Let a story begin, now or in the middle of another."""
        self._told += 1
        self._go_on(story, self._told)

    def run(self) -> None:
        """Every story to its end."""
        while self._waiting:
            _, number, story = heapq.heappop(self._waiting)
            self.moments += 1
            self._go_on(story, number)

    def _go_on(self, story: Story, number: int) -> None:
        moment = next(story, None)
        if moment is None:
            return
        if moment > self.until:
            raise ValueError(f"Story {number} goes on at {moment}, after the demo was built ({self.until}).")
        heapq.heappush(self._waiting, (moment, number, story))


@dataclass
class World:
    """What stories know: who works here, what time it is, and which record is truly whose."""

    partnership: Partnership
    moments: Moments
    truth: Truth
    rng: Random
    life: Life
    concerns: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def viewer(self, username: str, at: datetime) -> Viewer:
        return Viewer.of(self.member(username), at=at)

    def member(self, username: str) -> Member:
        return self.partnership.members[username]

    def lead_of(self, child: Invented) -> str:
        """The safeguarding lead of the child's school."""
        return self.partnership.leads[child.school].username
