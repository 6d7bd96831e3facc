"""How often a public form may be sent in an hour, by everybody together. Nobody is counted, only forms."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from alongside.audit.entries import Actor
from alongside.community.models import FormHour

KEPT = timedelta(days=2)
# A borough sends a handful in a busy hour. Above this it is a machine, or an event for which the telephone is better.
MOST_AN_HOUR = {"post": 60, "join": 60, "review": 30, "code": 600, "door": 300}


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
    return row.sent <= MOST_AN_HOUR[form]
