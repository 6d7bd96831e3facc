"""What was asked of partners in public, by residents and by Young Advisors, and how it ended: counts by year.

All of it stands on public pages, one by one, with its answer: there is no small count to hold back.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from alongside.common.answers import end_of
from alongside.community import public_rows
from alongside.community.models import Consultation, Post
from alongside.community.states import Subject, Verdict

QUESTIONS, ADVICE = "Questions and reports of residents", "Advice of Young Advisors"


def answered(since: datetime, until: datetime, at: datetime) -> Counter[tuple[str, ...]]:
    """By what was asked, and how it ended: what was asked from `since` until, not including, `until` and was shown.

    A question that was taken down after it was shown still counts: taking one down must not mend the figures.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    posts = _posts().filter(received_at__gte=since, received_at__lt=until).annotate(due=F("due_at"))
    _count(counts, QUESTIONS, posts, public_rows.answers().filter(post=OuterRef("pk")), at)
    advice = _advice().filter(given_at__gte=since, given_at__lt=until).annotate(due=F("answer_by"))
    _count(counts, ADVICE, advice, public_rows.advice_answers().filter(consultation=OuterRef("pk")), at)
    return counts


def moments_asked() -> Iterable[datetime]:
    """When the first was asked; empty where nothing ever was."""
    firsts = (
        _posts().order_by("received_at").values_list("received_at", flat=True).first(),
        _advice().order_by("given_at").values_list("given_at", flat=True).first(),
    )
    return [one for one in firsts if one]


def _posts() -> QuerySet[Post]:
    return Post.objects.filter(Exists(public_rows.verdicts(Subject.POST, Verdict.SHOWN)))


def _advice() -> QuerySet[Consultation]:
    return Consultation.objects.filter(Exists(public_rows.verdicts(Subject.ADVICE, Verdict.SHOWN)))


def _count(
    counts: Counter[tuple[str, ...]], label: str, rows: QuerySet[Any], answers: QuerySet[Any], at: datetime
) -> None:
    asked = rows.annotate(first=Subquery(answers.order_by("at").values("at")[:1])).order_by()
    for due, first in asked.values_list("due", "first"):
        counts[label, end_of(due, first, at)] += 1
