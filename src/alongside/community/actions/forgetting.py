"""Words of residents are emptied when their time is up; that something was said, and what became of it, stays."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.community.models import (
    DoorReport,
    DoorStep,
    JoinRequest,
    Mentor,
    Moderation,
    Post,
    ReviewApplication,
    ReviewStep,
)
from alongside.community.states import DoorState, ReviewState, Subject

ORIGINAL_OF_POST = timedelta(days=90)
"""After the verdict: long enough to complain about it. What is public stays."""
WISH_TO_JOIN = timedelta(days=42)
AT_THE_DOOR = timedelta(days=183)
"""After the front door's last step: by then a concern holds what is needed, under its own retention."""
REVIEW = timedelta(days=3 * 365)
"""After it was closed: three years' figures can be checked."""
MENTOR = timedelta(days=3 * 365)
"""After she or he left: long enough for whoever was a match to ask who it was."""
ENDED = (DoorState.CONCERN, DoorState.PASSED_ON, DoorState.NO_MORE)


def forget_words(*, at: datetime, by: Actor | None = None) -> int:
    """Empty what is over its time, and delete wishes to join. Gives how many rows there were."""
    with transaction.atomic():
        done = _posts(at) + _door(at) + _reviews(at) + _mentors(at)
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


def _door(at: datetime) -> int:
    ended = DoorStep.objects.filter(report=OuterRef("pk"), state__in=ENDED, at__lt=at - AT_THE_DOOR)
    later = DoorStep.objects.filter(report=OuterRef("pk"), at__gte=at - AT_THE_DOOR)
    rows = DoorReport.objects.filter(Exists(ended), ~Exists(later), forgotten_at__isnull=True)
    return rows.update(words="", how_to_reach="", when_safe="", forgotten_at=at)


def _reviews(at: datetime) -> int:
    closed = ReviewStep.objects.filter(Q(state=ReviewState.CLOSED), application=OuterRef("pk"), at__lt=at - REVIEW)
    rows = ReviewApplication.objects.filter(Exists(closed), forgotten_at__isnull=True)
    return rows.update(words="", effect="", how_to_reach="", forgotten_at=at)


def _mentors(at: datetime) -> int:
    rows = Mentor.objects.filter(left_at__lt=at - MENTOR, forgotten_at__isnull=True)
    return rows.update(name="", forgotten_at=at)
