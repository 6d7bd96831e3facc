"""What else happens in the borough: somebody tries doors that are not hers, a lead begins a draft, nights pass."""

from collections.abc import Callable
from datetime import datetime

from alongside.audit.actions import seal_all
from alongside.demo.life import Story, World
from alongside.demo.places import DemoBroken
from alongside.partners.errors import Refused
from alongside.support.actions import raising
from alongside.support.actions.clocks import breach_clocks
from alongside.support.queries import asking, plans, referring, triaging

LONGEST = 85  # days of nights
FRIDAY = 4
Door = Callable[..., object]


def nights(world: World) -> Story:
    """Clocks that ran out are recorded each evening; the log is sealed at the end of each week."""
    for back in range(LONGEST, 0, -1):
        at = world.moments.on(back, 18)
        yield at
        breach_clocks(at=at)
        if at.weekday() == FRIDAY:
            seal_all(at=at)


def the_outsider(world: World) -> Story:
    """Has no business here, and tries. Each refusal is in the log."""
    tries: tuple[tuple[int, Door], ...] = (
        (28, referring.own_concern), (13, triaging.triage_page), (6, plans.plan_page),
    )  # fmt: skip
    for back, door in tries:
        at = world.moments.worked(back, 15, 20)
        yield at
        _try(world, "corin", at, door)
    at = world.moments.ago(hours=5)
    yield at
    doors: tuple[Door, ...] = (triaging.triage_page, referring.own_concern, asking.request_page)
    for one in doors:
        _try(world, "corin", at, one)


def the_curious_colleague(world: World) -> Story:
    """Another school's lead opens a reference that he overheard: one mistake, logged as one."""
    at = world.moments.worked(2, 16, 10)
    yield at
    _try(world, "owen", at, triaging.triage_page)


def _try(world: World, username: str, at: datetime, door: Door) -> None:
    try:
        door(world.viewer(username, at), world.concerns[0])
    except Refused:
        return
    raise DemoBroken(f"{username} was let in at {door}.")


def the_draft(world: World) -> Story:
    """Begun between two lessons and not finished: as the pages keep it."""
    at = world.moments.ago(hours=2)
    yield at
    happened = world.moments.worked(1, 12)
    answers: dict[str, object] = {
        "given": "Ruxandra", "family": "Morărașu",
        "date_of_birth-day": "19", "date_of_birth-month": "4", "date_of_birth-year": str(happened.year - 13),
        "in_danger": "no", "happened": "other", "happened_on-day": str(happened.day),
        "happened_on-month": str(happened.month), "happened_on-year": str(happened.year),
        "happened_where": "Library",
        "fact": "She asked whether she may stay in the library until five every day, and said that the others are "
        "“waiting for an answer” from her. She would not say which answer.",
        "opinion": "", "voice": "", "referrer_role": "safeguarding_lead", "call_back": "01632 960 200",
    }  # fmt: skip
    raising.save_draft(key=None, answers=answers, by=world.viewer("priya", at), at=at)
