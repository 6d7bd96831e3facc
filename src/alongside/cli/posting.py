"""Messages in the outbox, made and handed to the mail server. The wording is fixed: a kind, a count, a link.

Nothing about a child, a family or a case stands in a message, not even a reference: who reads it over her shoulder
learns that there is work. The calendar file of a meeting names the panel, the time and the place.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from alongside.common.calendars import OFFICE_HOURS
from alongside.exchange.calendar import invitation
from alongside.partners import outbox
from alongside.partners.outbox import DIGEST, Parcel
from alongside.partners.roles import Permission
from alongside.partners.standing import LONDON, Viewer
from alongside.partners.states import MessageState, NoticeKind
from alongside.support.queries.panels import meeting_date
from alongside.web.design.wording import plural
from alongside.web.home.sections import standing

AT_ONCE = 50
"""Messages in one turn: with the time-out of the mail server they end well within a lease."""
DIGEST_WITHIN = 4
"""Hours after the set one in which the day's summary still leaves; later it would tell of a day that is over."""
CLOSING = (
    "Sign in to read more: {url}\n\n"
    "This message names nobody, on purpose. Do not answer it: nobody reads the answers. "
    "Choose what you hear by e-mail: {url}/account/messages\n"
)
_log = logging.getLogger(__name__)


class NoAddress(Exception):
    """An urgent message to a member who has no e-mail address. It is kept, so that somebody sees it."""


# What is wrong with one message says nothing about the next; anything else is wrong with the way out.
ONLY_THIS = (NoAddress, SMTPRecipientsRefused, SMTPDataError)


def send_messages(at: datetime) -> int:
    """Send what is due, one by one. A mail server that cannot be reached ends the turn; what is left waits."""
    if not settings.SENDS_MESSAGES:
        return 0
    sent, post = 0, get_connection()
    try:
        for _ in range(AT_ONCE):
            parcel = outbox.claim_next(at=at)
            if parcel is None:
                break
            try:
                sent += _send(parcel, post)
            except Exception as error:
                # Whatever it is, the message stands where it is tried again, and the other tasks go on.
                outbox.mark_failed(parcel, error=type(error).__name__, at=timezone.now())
                _log.warning("Message %d was not sent (%s); it is tried again later", parcel.id, type(error).__name__)
                if not isinstance(error, ONLY_THIS):
                    break
    finally:
        post.close()
    return sent


def _send(parcel: Parcel, post: Any) -> int:
    """Hand one message over, and mark it at once; gives how many left."""
    written = _written(parcel)
    if written is None:
        outbox.mark_sent(parcel, at=timezone.now(), state=MessageState.NOT_NEEDED)
        return 0
    if not parcel.member.email:
        raise NoAddress
    message = EmailMessage(*written, to=[parcel.member.email], connection=post)
    if file := FILES.get(parcel.kind):
        message.attach("meeting.ics", file(parcel), "text/calendar")
    post.open()
    message.send()
    outbox.mark_sent(parcel, at=timezone.now())
    return 1


def _written(parcel: Parcel) -> tuple[str, str] | None:
    """Subject and text; None where there is nothing to tell any more (she read it, or left)."""
    if not parcel.member.permissions:
        return None
    if parcel.kind == DIGEST:
        return _summary(parcel)
    if not parcel.unread:
        return None
    kind = NoticeKind(parcel.kind)
    if kind.value in FILES and not Viewer.of(parcel.member, at=timezone.now()).may(Permission.SIT_ON_PANELS):
        return None
    count = plural(parcel.unread, "notice")
    lines = [f"{kind.told}.", f"{count} of this kind: not read yet.", CLOSING.format(url=settings.PUBLIC_URL)]
    return f"Alongside: {kind.told[0].lower()}{kind.told[1:]}", "\n\n".join(lines)


def _summary(parcel: Parcel) -> tuple[str, str] | None:
    """The day in counts, as of the moment at which it is sent."""
    now = standing(Viewer.of(parcel.member, at=timezone.now()))
    counts = (
        (now.today, "due today"), (now.late, "late"), (now.unanswered, "waiting for feedback"),
        (parcel.unread, "not read under Notices"),
    )  # fmt: skip
    told = [f"- {number} {words}" for number, words in counts if number]
    if not told:
        return None
    lines = ["Your work in Alongside this morning:", "\n".join(told), CLOSING.format(url=settings.PUBLIC_URL)]
    return "Alongside: your work today", "\n\n".join(lines)


def _meeting(parcel: Parcel) -> str:
    viewer = Viewer.of(parcel.member, at=timezone.now())
    return invitation(meeting_date(viewer, UUID(parcel.reference)), at=viewer.at, site=settings.PUBLIC_URL)


FILES: Mapping[str, Callable[[Parcel], str]] = {
    NoticeKind.MEETING_PLANNED.value: _meeting,
    NoticeKind.MEETING_MOVED.value: _meeting,
}


def put_out_summaries(at: datetime) -> int:
    """On the partnership's working days, once the set hour has come: one summary a member, however often it is run."""
    here = at.astimezone(LONDON)
    hour = settings.DIGEST_HOUR
    if not settings.SENDS_MESSAGES or not hour <= here.hour < hour + DIGEST_WITHIN:
        return 0
    if OFFICE_HOURS.opening_on(here.date()) is None:
        return 0
    return outbox.put_out_summaries(day=here.date(), at=at)
