"""Verdicts on pledges as something that was asked in public: read in time, answered in time, or late."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from alongside.common.answers import end_of
from alongside.outcomes.models import PledgeVerdict
from alongside.outcomes.pledge_states import READ_WITHIN_DAYS, ReadState
from alongside.partners.standing import LONDON

READ, ANSWERED = "Verdicts on pledges: to be read before they are shown", "Verdicts on pledges: to be answered"


def verdicts_answered(since: datetime, until: datetime, at: datetime) -> Counter[tuple[str, ...]]:
    """By what was owed, and how it ended, for each verdict that was given from `since` until, not including, `until`.

    An answer is owed to those that were let through, be they taken down since.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    rows = PledgeVerdict.objects.filter(at__gte=since, at__lt=until).prefetch_related("readings", "answers")
    for one in rows:
        read = min((reading.at for reading in one.readings.all()), default=None)
        counts[READ, end_of(_end(one.at.date() + timedelta(days=READ_WITHIN_DAYS)), read, at)] += 1
        if any(reading.state == ReadState.LET_THROUGH for reading in one.readings.all()):
            first = min((answer.at for answer in one.answers.all()), default=None)
            counts[ANSWERED, end_of(_end(one.answer_due), first, at)] += 1
    return counts


def moments_judged() -> Iterable[datetime]:
    """When the first verdict was given; empty where none ever was."""
    first = PledgeVerdict.objects.order_by("at").values_list("at", flat=True).first()
    return [first] if first else []


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)
