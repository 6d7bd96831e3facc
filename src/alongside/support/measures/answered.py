"""What was asked of agencies with a time to answer, and what became of it: counts by year, and nobody in them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Q, QuerySet

from alongside.common.answers import end_of
from alongside.partners.standing import LONDON
from alongside.support.models import ClockRun


def answered(first: date, until: date, at: datetime) -> Counter[tuple[str, ...]]:
    """By what was asked, and how it ended: every clock that was started from `first` until, not including, `until`.

    Overdue is what nobody has answered though its time is up at `at`.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    for label, due, stopped in _clocks(first, until).values_list("label", "due_at", "stopped_at"):
        counts[label, end_of(due, stopped, at)] += 1
    return counts


def years_with_clocks() -> Iterable[date]:
    """The days on which the first and the last clock were started; empty where none ever was."""
    rows = ClockRun.objects.order_by("started_at").values_list("started_at", flat=True)
    first, last = rows.first(), rows.last()
    return [one.astimezone(LONDON).date() for one in (first, last) if one]


def _clocks(first: date, until: date) -> QuerySet[ClockRun]:
    begins, ends = (datetime.combine(day, time(), tzinfo=LONDON) for day in (first, until))
    return ClockRun.objects.filter(Q(started_at__gte=begins) & Q(started_at__lt=ends)).order_by()
