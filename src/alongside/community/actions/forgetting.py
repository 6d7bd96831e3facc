"""Words of residents are emptied when their time is up; that something was said, and what became of it, stays."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.community.models import (
    Consultation,
    ConsultationAnswer,
    DoorReport,
    DoorStep,
    JoinRequest,
    Mentor,
    Moderation,
    Post,
    PostAnswer,
    Priority,
    PriorityStep,
    Recommendation,
    RecommendationAnswer,
    ReviewApplication,
    ReviewComplaint,
    ReviewStep,
    Survey,
)
from alongside.community.states import DoorState, Subject, Verdict

ORIGINAL_OF_POST = timedelta(days=90)
"""After the verdict: long enough to complain about it. What is public stays."""
WISH_TO_JOIN = timedelta(days=42)
AT_THE_DOOR = timedelta(days=183)
"""After the front door's last step: by then a concern holds what is needed, under its own retention."""
REVIEW = timedelta(days=3 * 365)
"""After its last step, whether it was closed or left lying: three years' figures can be checked."""
MENTOR = timedelta(days=3 * 365)
"""After she or he left: long enough for whoever was a match to ask who it was."""
NOT_PUBLIC: dict[Subject, tuple[type[Model], tuple[str, ...]]] = {
    Subject.POST: (Post, ("shown_text", "shown_place")), Subject.ANSWER: (PostAnswer, ("did",)),
    Subject.PRIORITY: (Priority, ("title", "said")), Subject.PRIORITY_STEP: (PriorityStep, ("did",)),
    Subject.ADVICE: (Consultation, ("question", "advice")), Subject.ADVICE_ANSWER: (ConsultationAnswer, ("words",)),
    Subject.SURVEY: (Survey, ("question", "about")),
}  # fmt: skip
"""What is emptied of a text that was taken down or not let through. A network rewords its own, or closes."""
ENDED = (DoorState.CONCERN, DoorState.PASSED_ON, DoorState.NO_MORE)


def forget_words(*, at: datetime, by: Actor | None = None) -> int:
    """Empty what is over its time, and delete wishes to join. Gives how many rows there were."""
    with transaction.atomic():
        done = _posts(at) + _taken_down(at) + _door(at) + _reviews(at) + _mentors(at)
        done += JoinRequest.objects.filter(asked_at__lt=at - WISH_TO_JOIN).delete()[0]
        if done:
            actor = by or Actor.system("retention")
            told = f"{done} texts of residents whose time is up"
            record(Entry(at=at, actor=actor, act=Act.DESTROY, subject_kind="words of residents", reason=told))
    return done


def _posts(at: datetime) -> int:
    decided = Moderation.objects.filter(subject=Subject.POST, subject_id=OuterRef("pk"), at__lt=at - ORIGINAL_OF_POST)
    rows = Post.objects.filter(Exists(decided), forgotten_at__isnull=True)
    return rows.update(text="", place="", forgotten_at=at)


def _taken_down(at: datetime) -> int:
    """As long after the verdict as the original of a post: by then nobody complains about it any more."""
    done = 0
    for subject, (model, columns) in NOT_PUBLIC.items():
        verdicts = (Verdict.TAKEN_DOWN, Verdict.REJECTED)
        over = Moderation.objects.filter(subject=subject, verdict__in=verdicts, at__lt=at - ORIGINAL_OF_POST)
        left = Q(*((column, "") for column in columns))
        rows = model._default_manager.filter(Exists(over.filter(subject_id=OuterRef("pk")))).exclude(left)
        done += rows.update(**dict.fromkeys(columns, ""))
    return done


def _door(at: datetime) -> int:
    ended = DoorStep.objects.filter(report=OuterRef("pk"), state__in=ENDED, at__lt=at - AT_THE_DOOR)
    later = DoorStep.objects.filter(report=OuterRef("pk"), at__gte=at - AT_THE_DOOR)
    rows = DoorReport.objects.filter(Exists(ended), ~Exists(later), forgotten_at__isnull=True)
    over = list(rows.values_list("pk", flat=True))
    DoorStep.objects.filter(report__in=over).exclude(reason="").update(reason="")
    return DoorReport.objects.filter(pk__in=over).update(words="", how_to_reach="", when_safe="", forgotten_at=at)


def _reviews(at: datetime) -> int:
    """The applicant's words stand in more than one row: in her appeal, in whom she told, in what agencies were asked."""
    later = ReviewStep.objects.filter(application=OuterRef("pk"), at__gte=at - REVIEW)
    rows = ReviewApplication.objects.filter(~Exists(later), applied_at__lt=at - REVIEW, forgotten_at__isnull=True)
    over = list(rows.values_list("pk", flat=True))
    ReviewStep.objects.filter(application__in=over).exclude(reason="").update(reason="")
    ReviewComplaint.objects.filter(application__in=over).update(reported_to="")
    RecommendationAnswer.objects.filter(recommendation__application__in=over).update(words="")
    Recommendation.objects.filter(application__in=over).update(what="")
    return ReviewApplication.objects.filter(pk__in=over).update(words="", effect="", how_to_reach="", forgotten_at=at)


def _mentors(at: datetime) -> int:
    rows = Mentor.objects.filter(left_at__lt=at - MENTOR, forgotten_at__isnull=True)
    return rows.update(name="", forgotten_at=at)
