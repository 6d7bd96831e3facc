"""Applications for an ASB case review, for those who decide; recommendations, for the agency that they are made to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.timelines import LONDON
from alongside.community.models import Recommendation, ReviewApplication, ReviewStep
from alongside.community.queries.parts import Part, part_of
from alongside.community.rules import Complaint, Threshold, threshold
from alongside.community.states import Acceptance, Applicant, ReviewState
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer

KIND = "ASB case review"
OVER = (ReviewState.CLOSED,)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line of the list, without the applicant's words. `next_by`: what the clock that runs asks for, if one runs."""

    reference: str
    ward_name: str
    state: ReviewState
    applied_at: datetime
    next_by: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class ComplaintTold:
    happened_on: date
    reported_on: date
    reported_to: str


@dataclass(frozen=True, slots=True)
class ReviewStepTold:
    state: ReviewState
    reason: str
    panel: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RecommendationTold:
    id: int
    reference: str
    agency: str
    agency_id: int
    what: str
    made_at: datetime
    answer_by: datetime
    acceptance: str
    answer: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ReviewTold:
    line: ReviewLine
    applicant: str
    words: str
    effect: str
    how_to_reach: str
    acknowledge_by: datetime
    decide_by: datetime
    meet_by: datetime
    threshold: Threshold
    complaints: tuple[ComplaintTold, ...]
    steps: tuple[ReviewStepTold, ...]
    recommendations: tuple[RecommendationTold, ...]


def reviews(viewer: Viewer, *, is_open: bool = True, page: int = 1) -> tuple[list[ReviewLine], Part]:
    _must(viewer, "list")
    rows = _rows().exclude(now__in=OVER) if is_open else _rows().filter(now__in=OVER)
    found, part = part_of(rows.order_by("applied_at" if is_open else "-applied_at"), page)
    record(
        Entry(at=viewer.at, actor=viewer.actor, act=Act.LIST, subject_kind=KIND, reason=f"{part.total} applications")
    )
    return [_line(row, viewer.at) for row in found], part


def review(viewer: Viewer, reference: str) -> ReviewTold:
    """One with the applicant's words; the reading is in the log."""
    _must(viewer, reference)
    row = _rows().filter(reference=reference).first()
    if row is None:
        raise refuse(viewer, KIND, reference, "there is no such application")
    record(Entry(at=viewer.at, actor=viewer.actor, act=Act.VIEW, subject_kind=KIND, subject_id=reference))
    made = list(row.complaints.all())
    reckoned = threshold(
        [Complaint(one.happened_on, one.reported_on) for one in made],
        applied_on=row.applied_at.astimezone(LONDON).date(), needed=row.needed,
    )  # fmt: skip
    return ReviewTold(
        _line(row, viewer.at), str(Applicant(row.applicant).label), row.words, row.effect, row.how_to_reach,
        row.acknowledge_by, row.decide_by, row.meet_by, reckoned,
        tuple(ComplaintTold(one.happened_on, one.reported_on, one.reported_to) for one in made),
        tuple(ReviewStepTold(ReviewState(one.state), one.reason, tuple(one.panel), one.by, one.at) for one in row.steps.all()),
        tuple(_recommendation(one, viewer.at) for one in _recommendations().filter(application=row)),
    )  # fmt: skip


def recommendations_to_us(viewer: Viewer, *, page: int = 1) -> tuple[list[RecommendationTold], Part]:
    """What reviews asked of the viewer's agency: without the applicant, and without what she wrote."""
    _must_answer(viewer, "list")
    rows = _recommendations().filter(to_agency_id=viewer.agency_id).order_by("-pk")
    found, part = part_of(rows, page)
    if found:
        told = f"{part.total} recommendations to {viewer.agency_code}"
        record(Entry(at=viewer.at, actor=viewer.actor, act=Act.LIST, subject_kind="recommendation", reason=told))
    return [_recommendation(one, viewer.at) for one in found], part


def recommendation(viewer: Viewer, recommendation_id: int) -> RecommendationTold:
    _must_answer(viewer, str(recommendation_id))
    row = _recommendations().filter(pk=recommendation_id, to_agency_id=viewer.agency_id).first()
    if row is None:
        raise refuse(viewer, "recommendation", str(recommendation_id), "there is no such recommendation to this agency")
    found = _recommendation(row, viewer.at)
    record(Entry(at=viewer.at, actor=viewer.actor, act=Act.VIEW, subject_kind="recommendation", subject_id=str(row.pk)))
    return found


def late_reviews(viewer: Viewer) -> int:
    """A count, and nothing of who asked."""
    if not viewer.may(Permission.KEEP_COMMUNITY):
        return 0
    return sum(_line(row, viewer.at).is_late for row in _rows().exclude(now__in=OVER))


def _must(viewer: Viewer, id: str) -> None:
    if not viewer.may(Permission.KEEP_COMMUNITY):
        raise refuse(viewer, KIND, id, f"the role may not {Permission.KEEP_COMMUNITY}")


def _must_answer(viewer: Viewer, id: str) -> None:
    if not viewer.may(Permission.ANSWER_FOR_AGENCY):
        raise refuse(viewer, "recommendation", id, f"the role may not {Permission.ANSWER_FOR_AGENCY}")


def _rows() -> "QuerySet[Any]":
    newest = ReviewStep.objects.filter(application=OuterRef("pk")).order_by("-pk")
    return ReviewApplication.objects.annotate(now=Subquery(newest.values("state")[:1]))


def _recommendations() -> "QuerySet[Recommendation]":
    return Recommendation.objects.select_related("application").prefetch_related("answers").order_by("pk")


def _line(row: Any, at: datetime) -> ReviewLine:
    state = ReviewState(row.now)
    by = {
        ReviewState.APPLIED: row.acknowledge_by, ReviewState.ACKNOWLEDGED: row.decide_by, ReviewState.MET: row.meet_by,
    }.get(state)  # fmt: skip
    return ReviewLine(row.reference, row.ward_name, state, row.applied_at, by, by is not None and at > by)


def _recommendation(row: Recommendation, at: datetime) -> RecommendationTold:
    answers = list(row.answers.all())
    last = answers[-1] if answers else None
    return RecommendationTold(
        row.pk, row.application.reference, row.to_agency_name, row.to_agency_id, row.what, row.made_at, row.answer_by,
        str(Acceptance(last.acceptance).label) if last else "", last.words if last else "",
        last is None and at > row.answer_by,
    )  # fmt: skip
