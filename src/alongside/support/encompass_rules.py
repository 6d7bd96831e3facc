"""What may happen to a notice, and how it stands. Pure: None, or the reason why not."""

from datetime import date, datetime, timedelta

from alongside.common.text import time_of_day
from alongside.common.timelines import local
from alongside.support.encompass_states import (
    FIRST_AGE,
    LAST_AGE,
    LIKE_RESTRICTED,
    MOVES,
    NEEDS_A_PERSON,
    WAITING,
    NoticeStatus,
    QueueReason,
    Standing,
)

CHASE_AGAIN = timedelta(hours=1)


def why_not_move(status: str, to: NoticeStatus) -> str | None:
    if to in MOVES.get(status, ()):
        return None
    return f"This notice stands at “{NoticeStatus(status).label}”. Look at it again before you go on."


def why_not_chase(status: str, last_chased_at: datetime | None, at: datetime) -> str | None:
    """One reminder within an hour: a second one only takes somebody from the child."""
    if status not in (NoticeStatus.SENT, NoticeStatus.QUEUED):
        return "There is nobody to chase: this notice no longer waits."
    if last_chased_at is not None and at < last_chased_at + CHASE_AGAIN:
        again = time_of_day(local(last_chased_at + CHASE_AGAIN).time())
        return f"They were chased less than an hour ago. You can chase again at {again}; if it cannot wait, phone."
    return None


def standing(status: str, due_at: datetime, at: datetime) -> Standing:
    """Silent means: delivered, not acknowledged, and the school's day has begun."""
    if status in (NoticeStatus.HELD, NoticeStatus.QUEUED):
        return Standing.UNMATCHED
    if status == NoticeStatus.SENT:
        return Standing.SILENT if at >= due_at else Standing.WAITING
    if status == NoticeStatus.WITHDRAWN:
        return Standing.WITHDRAWN
    return Standing.SETTLED if status == NoticeStatus.SETTLED else Standing.ACKNOWLEDGED


def is_late(status: str, done_at: datetime | None, due_at: datetime, at: datetime) -> bool:
    """The next day of the setting began before anybody there (or the officer) had dealt with it."""
    if done_at is not None:
        return done_at >= due_at
    return status in WAITING and at >= due_at


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def below_school_age(born: date | None, day: date) -> bool:
    return born is not None and age_on(born, day) < FIRST_AGE


def why_too_old(born: date | None, day: date) -> str | None:
    if born is not None and age_on(born, day) > LAST_AGE:
        return "This person was 18 or older on that day. Operation Encompass is for children up to 17."
    return None


def told_to_police(reason: str) -> str:
    """Nobody but a cleared member learns that a restriction is the reason, nor by finding that it is no other."""
    return NEEDS_A_PERSON if reason in LIKE_RESTRICTED else QueueReason(reason).label
