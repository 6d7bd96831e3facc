"""What somebody reads with her code: how it stands, and the answer. Nothing that others wrote about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.community import clocks, public_rows
from alongside.community.codes import ANSWER, DOOR, JOIN, REVIEW, SHORT, digest_of_typed, groups_in
from alongside.community.models import DoorReport, JoinRequest, Moderation, Post, Recommendation, ReviewApplication
from alongside.community.queries.public import AnswerTold, told, with_answers
from alongside.community.states import (
    Acceptance,
    DoorState,
    PostState,
    RejectReason,
    ReviewState,
    Subject,
    Verdict,
)


class CodeKind(StrEnum):
    POST = "post"
    DOOR = "door"
    JOIN = "join"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class PostByCode:
    state: PostState
    due_at: datetime
    because: str
    words: str
    public_id: int | None
    answers: tuple[AnswerTold, ...]


@dataclass(frozen=True, slots=True)
class DoorByCode:
    state: DoorState
    due_at: datetime


@dataclass(frozen=True, slots=True)
class JoinByCode:
    network: str
    reply: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class RecommendationByCode:
    agency: str
    what: str
    answer: str


@dataclass(frozen=True, slots=True)
class StepByCode:
    state: ReviewState
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewByCode:
    reference: str
    state: ReviewState
    acknowledge_by: datetime
    decide_by: datetime
    meet_by: datetime
    may_appeal_until: datetime | None
    steps: tuple[StepByCode, ...]
    recommendations: tuple[RecommendationByCode, ...]


Found = PostByCode | DoorByCode | JoinByCode | ReviewByCode


def by_code(typed: str, *, at: datetime) -> tuple[CodeKind, Found] | None:
    """What stands behind the code; None for a code that is not known, whatever is wrong with it.

    Words that are not public (a network's reply, a review) are told with a row in the log, by nobody known.
    """
    digest = digest_of_typed(typed, ANSWER, DOOR, JOIN, REVIEW)
    if digest is None:
        return None
    if post := Post.objects.filter(code_digest=digest).first():
        return CodeKind.POST, _post(post, at)
    if report := DoorReport.objects.filter(code_digest=digest).first():
        state = DoorState(report.steps.latest("pk").state)
        return CodeKind.DOOR, DoorByCode(state, report.due_at)
    if wish := JoinRequest.objects.filter(code_digest=digest).select_related("network").first():
        _log("wish to join", str(wish.pk), at)
        name = (wish.network.shown or {}).get("name", "")
        return CodeKind.JOIN, JoinByCode(name, wish.reply, wish.asked_at)
    review = ReviewApplication.objects.filter(code_digest=digest).first()
    if review is None:
        return None
    _log("ASB case review", review.reference, at)
    return CodeKind.REVIEW, _review(review, at)


def is_code(typed: str) -> bool:
    """Whether it could be a code at all: its check character says so, without a look at what is kept."""
    return groups_in(typed, ANSWER, DOOR, JOIN, REVIEW) > 0


def is_short(typed: str) -> bool:
    """Whether it is one of the shorter codes of before, which could be found by trying if nobody counted the tries."""
    return groups_in(typed, ANSWER, DOOR, JOIN, REVIEW) == SHORT


def _log(kind: str, id: str, at: datetime) -> None:
    reason = "read with its code"
    record(Entry(at=at, actor=Actor.unknown(), act=Act.VIEW, subject_kind=kind, subject_id=id, reason=reason))


def _post(row: Post, at: datetime) -> PostByCode:
    verdict = Moderation.objects.filter(subject=Subject.POST, subject_id=row.pk).last()
    if verdict is None:
        return PostByCode(PostState.WAITING, row.due_at, "", "", None, ())
    if verdict.verdict == Verdict.SHOWN:
        public = told(with_answers(public_rows.posts()).get(pk=row.pk), at)
        return PostByCode(public.state, row.due_at, "", verdict.words, row.pk, public.answers)
    rejected = verdict.verdict in (Verdict.REJECTED, Verdict.TAKEN_DOWN)
    because = str(RejectReason(verdict.because).label) if verdict.because else ""
    return PostByCode(
        PostState.REJECTED if rejected else PostState.TO_THE_DOOR, row.due_at, because, verdict.words, None, ()
    )


def _review(row: ReviewApplication, at: datetime) -> ReviewByCode:
    steps = tuple(StepByCode(ReviewState(one.state), one.reason, one.at) for one in row.steps.all())
    last = steps[-1]
    until = None
    if last.state in (ReviewState.NOT_MET, ReviewState.HELD):
        end = clocks.due(last.at, clocks.APPEAL_WITHIN)
        until = end if at <= end else None
    asked = row.recommendations.prefetch_related("answers")
    return ReviewByCode(
        row.reference, last.state, row.acknowledge_by, row.decide_by, row.meet_by, until, steps,
        tuple(_recommendation(one) for one in asked),
    )  # fmt: skip


def _recommendation(row: Recommendation) -> RecommendationByCode:
    answers = list(row.answers.all())
    said = f"{Acceptance(answers[-1].acceptance).label}: {answers[-1].words}" if answers else ""
    return RecommendationByCode(row.to_agency_name, row.what, said)
