"""Notices and messages in the demo: read by most, sent each morning, with a full mailbox that nobody has noticed yet."""

from datetime import datetime, timedelta

from alongside.common.calendars import OFFICE_HOURS
from alongside.common.timelines import LONDON
from alongside.demo import cast
from alongside.demo.life import Story, World
from alongside.partners import noticeboard, outbox
from alongside.partners.states import NoticeKind, Told

WEEKS, LAST_DAYS = 14, 5
FULL_MAILBOX = "ruth"
WITHOUT_ADDRESS = frozenset({"corin"})
# By username: what somebody does not want as an e-mail each time.
CHOICES = {
    "kez": {NoticeKind.FEEDBACK: Told.DIGEST, NoticeKind.CLOCK_BREACHED: Told.DIGEST},
    "odette": {NoticeKind.CLOCK_BREACHED: Told.NONE},
}


def posting_stories(world: World) -> list[Story]:
    return [_weeks(world), _last_days(world)]


def give_addresses(world: World, at: datetime) -> None:
    """Each of the cast enters an address, and some choose what they hear; the heads in the schools have none yet."""
    for one in cast.PEOPLE:
        if one.username in WITHOUT_ADDRESS:
            continue
        kinds = {kind.value: how.value for kind, how in CHOICES.get(one.username, {}).items()}
        noticeboard.choose(
            address=f"{one.username}@larkmere.example", kinds=kinds, digest=True, by=world.viewer(one.username, at),
            at=at,
        )  # fmt: skip


def _weeks(world: World) -> Story:
    """Long ago: what was told was read, and what was to leave has left."""
    for week in range(WEEKS, 0, -1):
        yield (at := world.moments.worked(week * 5 + 1, 17, 30))
        _deliver(at)
        _read(world, at)


def _last_days(world: World) -> Story:
    """Each hour, as the worker does it; the summary on working mornings."""
    at = world.moments.ago(days=LAST_DAYS)
    while at < world.moments.now - timedelta(hours=1):
        at += timedelta(hours=1)
        yield at
        here = at.astimezone(LONDON)
        if here.hour == 7 and OFFICE_HOURS.opening_on(here.date()) is not None:
            outbox.put_out_summaries(day=here.date(), at=at)
        _deliver(at, full_mailbox=FULL_MAILBOX)


def _deliver(at: datetime, full_mailbox: str = "") -> None:
    while (parcel := outbox.claim_next(at=at)) is not None:
        if parcel.member.username == full_mailbox:
            outbox.mark_failed(parcel, error="SMTPRecipientsRefused", at=at)
        else:
            outbox.mark_sent(parcel, at=at)


def _read(world: World, at: datetime) -> None:
    """Everybody up to last week; what came since is still new."""
    for username in world.partnership.members:
        noticeboard.see_notices(ids=None, by=world.viewer(username, at), at=at)
