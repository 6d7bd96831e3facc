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


@dataclass
class World:
    """What stories know: who works here, what time it is, and which record is truly whose."""

    partnership: Partnership
    moments: Moments
    truth: Truth
    rng: Random
    references: dict[str, str] = field(default_factory=dict)

    def viewer(self, username: str, at: datetime) -> Viewer:
        return Viewer.of(self.member(username), at=at)

    def member(self, username: str) -> Member:
        return self.partnership.members[username]

    def lead_of(self, child: Invented) -> str:
        """The safeguarding lead of the child's school."""
        return self.partnership.leads[child.school].username


def run(stories: list[Story], *, until: datetime) -> int:
    """Run all stories to their end; gives how many moments there were. None may be later than `until`."""
    waiting: list[tuple[datetime, int, Story]] = []
    for number, story in enumerate(stories):
        _wait(waiting, story, number, until)
    moments = 0
    while waiting:
        _, number, story = heapq.heappop(waiting)
        _wait(waiting, story, number, until)
        moments += 1
    return moments


def _wait(waiting: list[tuple[datetime, int, Story]], story: Story, number: int, until: datetime) -> None:
    moment = next(story, None)
    if moment is None:
        return
    if moment > until:
        raise ValueError(f"Story {number} goes on at {moment}, after the demo was built ({until}).")
    heapq.heappush(waiting, (moment, number, story))
