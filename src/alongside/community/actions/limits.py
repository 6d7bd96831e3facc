"""How often a public form may be sent in an hour, by everybody together. Nobody is counted, only forms."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from django.db import transaction
from django.db.models import F

from alongside.audit.entries import Actor
from alongside.community.models import FormHour

KEPT = timedelta(days=2)
# A borough sends a handful in a busy hour. Above this it is a machine, or an event for which the telephone is better.
# What is told in confidence ("door") is counted and never refused: whoever floods it must not silence a child.
MOST_AN_HOUR = {"post": 60, "join": 60, "review": 30, "code": 600}


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
    hour = at.replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        row, _ = FormHour.objects.get_or_create(form=form, hour=hour)
        FormHour.objects.filter(pk=row.pk).update(sent=F("sent") + 1)
        FormHour.objects.filter(hour__lt=at - KEPT).delete()
        row.refresh_from_db()
    return form not in MOST_AN_HOUR or row.sent <= MOST_AN_HOUR[form]


def keep_and_count(*, form: str, keep: Callable[[], Receipt], by: Actor, at: datetime) -> Receipt:
    """Keep what was sent and count it, if it is new: one form sent a thousand times shuts nobody out.

    Raises `TooManyNow`, and has then kept nothing.
    """
    with transaction.atomic():
        given = keep()
        if given.code and not count_form(form=form, by=by, at=at):
            raise TooManyNow
    return given
