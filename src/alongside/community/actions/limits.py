"""How often a public form may be sent in an hour, by everybody together. Nobody is counted, only forms."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Protocol, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F

from alongside.audit.entries import Actor
from alongside.community.models import FormHour

KEPT = timedelta(days=2)
# A borough sends a handful in a busy hour. Above this it is a machine, or an event for which the telephone is better.
# "code" are looks at the short codes of before, which must not be tried out; of long ones the number only keeps a flood
# from the database (six looks in every second of an hour, which the server in front stops): a patient sender, who sends
# a few pages now and then, shuts nobody out.
# What is told in confidence ("door") is counted and never refused: whoever floods it must not silence a child.
MOST_AN_HOUR = {"post": 60, "join": 60, "review": 30, "code": 600, "long code": 20_000}
# One page that was opened once may look so often in an hour: whoever mistypes needs a few. A page that is sent a
# thousand times by a machine is worn out, and takes nothing from what others have left.
MOST_OF_ONE_PAGE = 10


class Look(Enum):
    """Whether somebody may look behind a code now."""

    ALLOWED = auto()
    WORN_OUT = auto()
    TOO_MANY = auto()


class Given(Protocol):
    """What the writer of a form gets; without a code when the same form had been sent before."""

    @property
    def code(self) -> str: ...


Receipt = TypeVar("Receipt", bound=Given)


class TooManyNow(Exception):
    """Too many of this form came in this hour. Nothing of this one was kept."""


def count_form(*, form: str, by: Actor, at: datetime) -> bool:
    """Count one more sending of this form in this hour. False when there were too many: then keep nothing of it.

    `by` is whoever sends it, and is not written down.
    """
    with transaction.atomic():
        sent = _one_more(form, at)
        FormHour.objects.filter(hour__lt=at - KEPT).delete()
    return form not in MOST_AN_HOUR or sent <= MOST_AN_HOUR[form]


def count_look(*, form: str, page: UUID, by: Actor, at: datetime) -> Look:
    """Count one more look behind a code, by all and by the page that was sent: `page` is the number of the form in it.

    The number is drawn when the page is made and says nothing of who opened it; it is kept for an hour or two as a part
    of its digest. `by` is whoever looks, and is not written down.
    """
    with transaction.atomic():
        hour, worn = _hour(at), _name_of(form, page)
        if FormHour.objects.filter(form=worn, hour=hour, sent__gte=MOST_OF_ONE_PAGE).exists():
            return Look.WORN_OUT
        if not count_form(form=form, by=by, at=at):
            return Look.TOO_MANY
        FormHour.objects.filter(form__startswith=f"{form}:", hour__lt=hour).delete()
        _one_more(worn, at)
    return Look.ALLOWED


def _one_more(form: str, at: datetime) -> int:
    row, _ = FormHour.objects.get_or_create(form=form, hour=_hour(at))
    FormHour.objects.filter(pk=row.pk).update(sent=F("sent") + 1)
    row.refresh_from_db()
    return row.sent


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _name_of(form: str, page: UUID) -> str:
    return f"{form}:{hashlib.sha256(page.bytes).hexdigest()}"[:20]


def keep_and_count(*, form: str, keep: Callable[[], Receipt], by: Actor, at: datetime) -> Receipt:
    """Keep what was sent and count it, if it is new: one form sent a thousand times shuts nobody out.

    Raises `TooManyNow`, and has then kept nothing.
    """
    with transaction.atomic():
        given = keep()
        if given.code and not count_form(form=form, by=by, at=at):
            raise TooManyNow
    return given
