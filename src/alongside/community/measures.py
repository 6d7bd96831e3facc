"""Anonymous counts of community work: all that the scoreboard may see. No text of anybody is in them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from alongside.community import public_rows
from alongside.community.models import (
    Consultation,
    Match,
    Mentor,
    Patrol,
    PatrolReport,
    Post,
    Recommendation,
    ReviewApplication,
    ReviewStep,
)
from alongside.community.small import SMALL, Share, share_of
from alongside.community.states import Ending, ReviewState, Subject, Verdict


@dataclass(frozen=True, slots=True)
class Answering:
    """Of what was due in the period. `late` are answered late or not at all; every due one is in one of the two."""

    due: int
    in_time: int

    @property
    def late(self) -> int:
        return self.due - self.in_time


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """What section 104(9) of the Anti-social Behaviour, Crime and Policing Act 2014 asks to be published, and appeals.

    These are whole figures of a whole area for a year, as the law wants them: no ward, no kind, no person.
    """

    applications: int
    met: int
    not_met: int
    held: int
    with_recommendations: int
    appeals: int


@dataclass(frozen=True, slots=True)
class CommunityFigures:
    """Counts of a period [since, until). `networks` and `open_priorities` are as they stand now."""

    questions: Answering
    advice: Answering
    networks: int
    events: int
    priorities: int
    patrols: int
    young_people_met: int


@dataclass(frozen=True, slots=True)
class MentorFigures:
    """Of a period [since, until). `begun` is None where it is small. `as_planned` is of the matches that ended in it;
    `overdue` is of the mentors who have a match, as it stands `at`. Small crowds are held back."""

    begun: int | None
    as_planned: Share
    overdue: Share


def review_figures(*, since: datetime, until: datetime) -> ReviewFigures:
    """By the day of each step, not by the day of the application: a review may be held in the year after it was asked for."""

    def reached(state: ReviewState) -> int:
        steps = ReviewStep.objects.filter(state=state, at__gte=since, at__lt=until)
        return steps.values("application").distinct().count()

    held = ReviewStep.objects.filter(
        application=OuterRef("application"), state=ReviewState.HELD, at__gte=since, at__lt=until
    )
    recommended = Recommendation.objects.filter(Exists(held)).values("application").distinct().count()
    return ReviewFigures(
        ReviewApplication.objects.filter(applied_at__gte=since, applied_at__lt=until).count(),
        reached(ReviewState.MET), reached(ReviewState.NOT_MET), reached(ReviewState.HELD), recommended,
        reached(ReviewState.APPEALED),
    )  # fmt: skip


def community_figures(*, since: datetime, until: datetime) -> CommunityFigures:
    """How residents were answered, and what was offered to them.

    A question that was taken down after it was shown still counts: taking one down must not mend the figures.
    """
    shown_posts = Exists(public_rows.verdicts(Subject.POST, Verdict.SHOWN))
    posts = Post.objects.filter(shown_posts, due_at__gte=since, due_at__lt=until)
    shown_advice = Exists(public_rows.verdicts(Subject.ADVICE, Verdict.SHOWN))
    advised = Consultation.objects.filter(shown_advice, answer_by__gte=since, answer_by__lt=until)
    newest = PatrolReport.objects.filter(patrol=OuterRef("patrol"), pk__gt=OuterRef("pk"))
    reports = PatrolReport.objects.filter(
        ~Exists(newest), patrol__starts_at__gte=since, patrol__starts_at__lt=until, went__gt=0
    )
    return CommunityFigures(
        _answering(posts, "due_at", public_rows.answers().filter(post=OuterRef("pk"))),
        _answering(advised, "answer_by", public_rows.advice_answers().filter(consultation=OuterRef("pk"))),
        public_rows.networks().count(),
        public_rows.let_through_events()
        .filter(starts_at__gte=since, starts_at__lt=until, called_off_at__isnull=True)
        .count(),
        public_rows.priorities().filter(raised_at__gte=since, raised_at__lt=until).count(),
        Patrol.objects.filter(pk__in=reports.values("patrol")).count(),
        sum(reports.values_list("met", flat=True)),
    )


def matches_ended(*, since: date, until: date) -> tuple[int, int]:
    """Matches that ended in the period [since, until) as planned, and all that ended: to be protected before anybody
    sees them."""
    ended = Match.objects.filter(ended_on__gte=since, ended_on__lt=until)
    return ended.filter(ending=Ending.PLANNED).count(), ended.count()


def mentor_figures(*, since: date, until: date, at: datetime, agency_id: int | None = None) -> MentorFigures:
    """How matches began and ended, and how many mentors are without supervision: of all agencies, or of one."""
    matches, mentors = Match.objects.all(), Mentor.objects.all()
    if agency_id is not None:
        matches, mentors = matches.filter(agency_id=agency_id), mentors.filter(agency_id=agency_id)
    begun = matches.filter(starts_on__gte=since, starts_on__lt=until).count()
    ended = matches.filter(ended_on__gte=since, ended_on__lt=until)
    matched = mentors.filter(Exists(Match.objects.filter(mentor=OuterRef("pk"), ended_on__isnull=True)))
    return MentorFigures(
        None if 0 < begun < SMALL else begun,
        share_of(ended.filter(ending=Ending.PLANNED).count(), ended.count()),
        share_of(matched.filter(supervise_by__lt=at).count(), matched.count()),
    )


def _answering(rows: "QuerySet[Any]", due: str, answers: "QuerySet[Any]") -> Answering:
    first = rows.annotate(first=Subquery(answers.values("at")[:1]))
    return Answering(rows.count(), first.filter(first__lte=F(due)).count())
