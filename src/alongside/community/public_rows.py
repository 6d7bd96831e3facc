"""Which rows are public, said once: every public page, feed, figure and answer begins here.

A text is public when a moderator let it through (residents, networks and Young Advisors) or an officer wrote it in an
agency's name, and while no moderator has taken it down.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from alongside.community.models import (
    Consultation,
    ConsultationAnswer,
    Moderation,
    Network,
    NetworkEvent,
    Post,
    PostAnswer,
    Priority,
    PriorityStep,
    Survey,
)
from alongside.community.states import Subject, Verdict


def verdicts(subject: Subject, verdict: Verdict) -> "QuerySet[Moderation]":
    """For `Exists`, on rows of this subject."""
    return Moderation.objects.filter(subject=subject, subject_id=OuterRef("pk"), verdict=verdict)


def _standing(rows: "QuerySet[Any]", subject: Subject) -> "QuerySet[Any]":
    return rows.filter(~Exists(verdicts(subject, Verdict.TAKEN_DOWN)))


def _let_through(rows: "QuerySet[Any]", subject: Subject) -> "QuerySet[Any]":
    return _standing(rows.filter(Exists(verdicts(subject, Verdict.SHOWN))), subject)


def posts() -> "QuerySet[Post]":
    return _standing(Post.objects.exclude(shown_text=""), Subject.POST)


def answers() -> "QuerySet[PostAnswer]":
    return _standing(PostAnswer.objects.order_by("pk"), Subject.ANSWER)


def priorities() -> "QuerySet[Priority]":
    return _standing(Priority.objects.all(), Subject.PRIORITY)


def steps() -> "QuerySet[PriorityStep]":
    return _standing(PriorityStep.objects.order_by("pk"), Subject.PRIORITY_STEP)


def networks() -> "QuerySet[Network]":
    """`shown` is emptied when a network is taken down: newer words that are let through bring it back."""
    return Network.objects.filter(shown__isnull=False, closed_at__isnull=True)


def let_through_events() -> "QuerySet[Any]":
    """Whose newest version was let through and not taken down since, of networks open or closed."""
    verdict = Moderation.objects.filter(subject=Subject.EVENT, subject_id=OuterRef("pk")).order_by("-pk")
    rows = NetworkEvent.objects.filter(network__shown__isnull=False)
    rows = rows.annotate(verdict=Subquery(verdict.values("verdict")[:1]), read=Subquery(verdict.values("version")[:1]))
    return rows.filter(verdict=Verdict.SHOWN, read=F("changes")).select_related("network")


def events() -> "QuerySet[Any]":
    return let_through_events().filter(network__closed_at__isnull=True)


def advice() -> "QuerySet[Consultation]":
    return _let_through(Consultation.objects.all(), Subject.ADVICE)


def advice_answers() -> "QuerySet[ConsultationAnswer]":
    return _standing(ConsultationAnswer.objects.order_by("pk"), Subject.ADVICE_ANSWER)


def surveys() -> "QuerySet[Survey]":
    return _let_through(Survey.objects.all(), Subject.SURVEY)


OF: dict[Subject, Callable[[], "QuerySet[Any]"]] = {
    Subject.POST: posts, Subject.ANSWER: answers, Subject.PRIORITY: priorities, Subject.PRIORITY_STEP: steps,
    Subject.NETWORK: networks, Subject.EVENT: events, Subject.ADVICE: advice, Subject.ADVICE_ANSWER: advice_answers,
    Subject.SURVEY: surveys,
}  # fmt: skip


def without_answer(rows: "QuerySet[Any]", answered: "QuerySet[Any]", key: str) -> "QuerySet[Any]":
    """Those to which no public answer stands; `key` is the answers' foreign key."""
    return rows.filter(~Exists(answered.filter(**{key: OuterRef("pk")})))
