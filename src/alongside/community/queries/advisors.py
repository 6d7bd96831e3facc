"""Patrols, surveys and advice. All of it is counts and public words; what belongs to one agency is changed by it alone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from alongside.community import public_rows
from alongside.community.models import Consultation, Moderation, Patrol, PatrolReport, Survey, WaveClosed
from alongside.community.queries.parts import Part, part_of
from alongside.community.small import Share, share_of
from alongside.community.states import Crowd, PatrolOffer, PatrolTopic, RejectReason, Subject, Verdict, Wave
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
    """`share` is None while the wave is open: of a count that grows, each answer that comes in could be reckoned."""

    crowd: Crowd
    wave: Wave
    share: Share | None


@dataclass(frozen=True, slots=True)
class SurveyTold:
    id: int
    question: str
    about: str
    begun_at: datetime
    results: tuple[TrustTold, ...]
    open_waves: tuple[Wave, ...]
    read: "ReadTold"


@dataclass(frozen=True, slots=True)
class ReadTold:
    """What a moderator said of it: nothing yet, or public, or why not."""

    is_read: bool
    is_public: bool
    because: str
    words: str


@dataclass(frozen=True, slots=True)
class AdviceAnswerTold:
    id: int
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
    read: ReadTold


def rota(viewer: Viewer) -> list[PatrolTold]:
    """The patrols of the viewer's agency in the last and next five weeks, the latest first."""
    _must(viewer)
    rows = _patrols().filter(
        agency_id=viewer.agency_id, starts_at__gte=viewer.at - ROTA, starts_at__lt=viewer.at + ROTA
    )
    return [_patrol(row, viewer.at) for row in rows[:200]]


def untold_count(viewer: Viewer) -> int:
    """Patrols of the last weeks that are over, and of which nobody has said how they went."""
    if not viewer.may(Permission.ADVISE):
        return 0
    rows = Patrol.objects.filter(agency_id=viewer.agency_id, starts_at__gte=viewer.at - ROTA, ends_at__lt=viewer.at)
    return rows.filter(reports__isnull=True).count()


def patrol(viewer: Viewer, patrol_id: int) -> PatrolTold:
    _must(viewer)
    row = _patrols().filter(pk=patrol_id, agency_id=viewer.agency_id).first()
    if row is None:
        raise refuse(viewer, "patrol", str(patrol_id), "there is no such patrol of this agency")
    return _patrol(row, viewer.at)


def surveys() -> list[SurveyTold]:
    """Public: closed waves alone, as shares with their intervals; what few people said is held back."""
    found = (_survey(row) for row in _surveys(public_rows.surveys().filter(closed_waves__isnull=False).distinct())[:50])
    return [replace(one, results=tuple(told for told in one.results if told.share)) for one in found]


def our_surveys(viewer: Viewer) -> list[SurveyTold]:
    _must(viewer)
    return [_survey(row) for row in _surveys(Survey.objects.filter(agency_id=viewer.agency_id))[:50]]


def survey(viewer: Viewer, survey_id: int) -> SurveyTold:
    _must(viewer)
    row = _surveys(Survey.objects.filter(pk=survey_id, agency_id=viewer.agency_id)).first()
    if row is None:
        raise refuse(viewer, "survey", str(survey_id), "there is no such survey of this agency")
    return _survey(row)


def advice(*, at: datetime, page: int = 1) -> tuple[list[AdviceTold], Part]:
    """Public: what Young Advisors told partners, what came back, and what is late."""
    found, part = part_of(_advice(public_rows.advice()), page)
    return [_told(row, at) for row in found], part


def our_advice(viewer: Viewer) -> list[AdviceTold]:
    """What the viewer's Young Advisors gave, read by a moderator or not yet."""
    _must(viewer)
    return [_told(row, viewer.at) for row in _advice(Consultation.objects.filter(agency_id=viewer.agency_id))[:100]]


def advice_to_us(viewer: Viewer) -> list[AdviceTold]:
    return [_told(row, viewer.at) for row in _advice(public_rows.advice()).filter(to_agency_id=viewer.agency_id)[:100]]


def one_advice(consultation_id: int, *, at: datetime) -> AdviceTold | None:
    """None while it is not public."""
    row = _advice(public_rows.advice()).filter(pk=consultation_id).first()
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


def _with_verdict(rows: "QuerySet[Any]", subject: Subject) -> "QuerySet[Any]":
    newest = Moderation.objects.filter(subject=subject, subject_id=OuterRef("pk")).order_by("-pk")
    columns = {"verdict": "verdict", "because": "because", "judged": "words"}
    return rows.annotate(**{name: Subquery(newest.values(column)[:1]) for name, column in columns.items()})


def _read(row: Any) -> ReadTold:
    because = str(RejectReason(row.because).label) if row.because else ""
    return ReadTold(row.verdict is not None, row.verdict == Verdict.SHOWN, because, row.judged or "")


def _surveys(rows: "QuerySet[Survey]") -> "QuerySet[Any]":
    closed = Prefetch("closed_waves", WaveClosed.objects.order_by("pk"))
    return _with_verdict(rows, Subject.SURVEY).prefetch_related("tallies", closed)


def _survey(row: Any) -> SurveyTold:
    tallies, closed = list(row.tallies.all()), {one.wave for one in row.closed_waves.all()}
    results = []
    for crowd in Crowd:
        for wave in Wave:
            cells = {one.step: one.people for one in tallies if (one.crowd, one.wave) == (crowd, wave)}
            agree = sum(cells.get(step, 0) for step in AGREES)
            share = share_of(agree, sum(cells.values())) if wave in closed else None
            results.append(TrustTold(crowd, wave, share))
    still = tuple(wave for wave in Wave if wave not in closed)
    return SurveyTold(row.pk, row.question, row.about, row.begun_at, tuple(results), still, _read(row))


def _advice(rows: "QuerySet[Consultation]") -> "QuerySet[Any]":
    answers = Prefetch("answers", public_rows.advice_answers())
    return _with_verdict(rows, Subject.ADVICE).prefetch_related(answers)


def _told(row: Any, at: datetime) -> AdviceTold:
    """It is late only once the partner could read it."""
    answers = tuple(AdviceAnswerTold(one.pk, one.words, one.at) for one in row.answers.all())
    late = row.verdict == Verdict.SHOWN and (answers[0].at if answers else at) > row.answer_by
    return AdviceTold(
        row.pk, row.to_agency_name, row.to_agency_id, row.agency_name, row.question, row.advice, row.given_at,
        row.answer_by, late, answers, _read(row),
    )  # fmt: skip
