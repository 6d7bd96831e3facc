"""A bank holiday that is announced: from then on it counts in no clock, and every deadline beyond it is reckoned again.

Announcing writes a row. The deadlines follow from the worker, batch by batch, so that a million of them hold nobody
up (`holiday_clocks`).
"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.bank_holidays import is_by_rule
from alongside.common.timelines import LONDON
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.calendars import take_up_holidays
from alongside.support.casework import words
from alongside.support.models import AnnouncedHoliday

LONGEST_AHEAD = timedelta(days=3 * 366)


def announce_holiday(*, day: date, name: str, by: Viewer, at: datetime) -> AnnouncedHoliday:
    """Keep a day as a bank holiday. Deadlines follow within minutes; one that has run out is not called back."""
    _may(by, str(day))
    called = words(name, "Its name", "name", 120)
    today = at.astimezone(LONDON).date()
    if day < today:
        raise Invalid("The day has passed: deadlines are not changed afterwards.", "day")
    if day > today + LONGEST_AHEAD:
        raise Invalid("Give a day within the next three years.", "day")
    if is_by_rule(day):
        raise Invalid("That day is a bank holiday already.", "day")
    try:
        with writing():
            made = AnnouncedHoliday.objects.create(day=day, name=called, announced_by=by.actor.name, announced_at=at)
            _log(made, by, at, f"announced {made} as a bank holiday")
    except IntegrityError:
        # Announced before, or sent twice.
        return AnnouncedHoliday.objects.get(day=day, withdrawn_at__isnull=True)
    take_up_holidays()
    return made


def withdraw_holiday(*, holiday_id: int, by: Viewer, at: datetime) -> None:
    """Take an announced day back; deadlines are reckoned again without it. A day that has passed stays as it was."""
    _may(by, str(holiday_id))
    with writing():
        held = AnnouncedHoliday.objects.select_for_update().filter(pk=holiday_id).first()
        if held is None:
            raise refuse(by, "bank holiday", str(holiday_id), "there is no such day", act=Act.CHANGE)
        if held.withdrawn_at is not None:
            return
        if held.day <= at.astimezone(LONDON).date():
            raise Invalid("The day has come: it cannot be taken back.")
        held.withdrawn_at, held.withdrawn_by, held.reckoned_at = at, by.actor.name, None
        held.save(update_fields=["withdrawn_at", "withdrawn_by", "reckoned_at"])
        _log(held, by, at, f"took back {held}, which is no bank holiday")
    take_up_holidays()


def _may(by: Viewer, day: str) -> None:
    if not by.may(Permission.KEEP_PATHWAYS):
        raise refuse(by, "bank holiday", day, "the role may not announce bank holidays", act=Act.CHANGE)


def _log(day: AnnouncedHoliday, by: Viewer, at: datetime, reason: str) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=Act.CHANGE, subject_kind="bank holiday", subject_id=str(day.day), reason=reason
        )
    )
