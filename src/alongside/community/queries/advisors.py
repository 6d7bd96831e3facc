"""Patrols, surveys and advice. All of it is counts and public words; what belongs to one agency is changed by it alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet

from alongside.community.models import Consultation, Patrol, PatrolReport, Survey
from alongside.community.queries.parts import Part, part_of
from alongside.community.small import Share, share_of
from alongside.community.states import Crowd, PatrolOffer, PatrolTopic, Wave
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer

ROTA = timedelta(days=35)
AGREES = (4, 5)


@dataclass(frozen=True, slots=True)
class PatrolTold:
    """`topics` and `offers`: label and count. `is_owed`: it is over, and nobody has said how it went."""

    id: int
    place: str
    ward_code: str
    ward_name: str
    starts_at: datetime
    ends_at: datetime
    room_for: int
    went: int | None
    met: int
    topics: tuple[tuple[str, int], ...]
    offers: tuple[tuple[str, int], ...]
    why_not: str
    is_owed: bool


@dataclass(frozen=True, slots=True)
class TrustTold:
    crowd: Crowd
    wave: Wave
    share: Share


@dataclass(frozen=True, slots=True)
class SurveyTold:
    id: int
    question: str
    about: str
    begun_at: datetime
    results: tuple[TrustTold, ...]


@dataclass(frozen=True, slots=True)
class AdviceAnswerTold:
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AdviceTold:
    id: int
    to: str
    to_agency_id: int
    by: str
    question: str
    advice: str
    given_at: datetime
    answer_by: datetime
    is_late: bool
    answers: tuple[AdviceAnswerTold, ...]


def rota(viewer: Viewer) -> list[PatrolTold]:
    """The patrols of the viewer's agency in the last and next five weeks, the latest first."""
    _must(viewer)
    rows = _patrols().filter(
        agency_id=viewer.agency_id, starts_at__gte=viewer.at - ROTA, starts_at__lt=viewer.at + ROTA
    )
    return [_patrol(row, viewer.at) for row in rows[:200]]


def patrol(viewer: Viewer, patrol_id: int) -> PatrolTold:
    _must(viewer)
    row = _patrols().filter(pk=patrol_id, agency_id=viewer.agency_id).first()
    if row is None:
        raise refuse(viewer, "patrol", str(patrol_id), "there is no such patrol of this agency")
    return _patrol(row, viewer.at)


def surveys(*, agency_id: int | None = None) -> list[SurveyTold]:
    """Shares with their intervals; what few people said is held back."""
    rows = Survey.objects.prefetch_related("tallies")
    return [_survey(row) for row in (rows.filter(agency_id=agency_id) if agency_id else rows)[:50]]


def survey(viewer: Viewer, survey_id: int) -> SurveyTold:
    _must(viewer)
    row = Survey.objects.prefetch_related("tallies").filter(pk=survey_id, agency_id=viewer.agency_id).first()
    if row is None:
        raise refuse(viewer, "survey", str(survey_id), "there is no such survey of this agency")
    return _survey(row)


def advice(*, at: datetime, page: int = 1) -> tuple[list[AdviceTold], Part]:
    """Public: what Young Advisors told partners, what came back, and what is late."""
    found, part = part_of(_advice(), page)
    return [_told(row, at) for row in found], part


def advice_to_us(viewer: Viewer) -> list[AdviceTold]:
    return [_told(row, viewer.at) for row in _advice().filter(to_agency_id=viewer.agency_id)[:100]]


def one_advice(consultation_id: int, *, at: datetime) -> AdviceTold | None:
    row = _advice().filter(pk=consultation_id).first()
    return _told(row, at) if row else None


def _must(viewer: Viewer) -> None:
    if not viewer.may(Permission.ADVISE):
        raise refuse(viewer, "patrol", "", f"the role may not {Permission.ADVISE}")


def _patrols() -> "QuerySet[Patrol]":
    return Patrol.objects.prefetch_related(Prefetch("reports", PatrolReport.objects.order_by("-pk")))


def _patrol(row: Patrol, at: datetime) -> PatrolTold:
    last = next(iter(row.reports.all()), None)
    topics, offers = (last.topics, last.offers) if last else ({}, {})
    return PatrolTold(
        row.pk, row.place, row.ward_code, row.ward_name, row.starts_at, row.ends_at, row.room_for,
        last.went if last else None, last.met if last else 0,
        tuple((str(PatrolTopic(key).label), count) for key, count in topics.items()),
        tuple((str(PatrolOffer(key).label), count) for key, count in offers.items()),
        last.why_not if last else "", last is None and at > row.ends_at,
    )  # fmt: skip


def _survey(row: Survey) -> SurveyTold:
    tallies = list(row.tallies.all())
    results = []
    for crowd in Crowd:
        for wave in Wave:
            cells = {one.step: one.people for one in tallies if (one.crowd, one.wave) == (crowd, wave)}
            agree = sum(cells.get(step, 0) for step in AGREES)
            results.append(TrustTold(crowd, wave, share_of(agree, sum(cells.values()))))
    return SurveyTold(row.pk, row.question, row.about, row.begun_at, tuple(results))


def _advice() -> "QuerySet[Consultation]":
    return Consultation.objects.prefetch_related("answers")


def _told(row: Consultation, at: datetime) -> AdviceTold:
    answers = tuple(AdviceAnswerTold(one.words, one.at) for one in row.answers.all())
    late = (answers[0].at if answers else at) > row.answer_by
    return AdviceTold(
        row.pk, row.to_agency_name, row.to_agency_id, row.agency_name, row.question, row.advice, row.given_at,
        row.answer_by, late, answers,
    )  # fmt: skip
