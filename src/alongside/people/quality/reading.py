"""What reviewers judge to measure the matching, and what the governance officer reads of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.identity.pinned import pinned
from alongside.people.identity.seeing import both_within
from alongside.people.models import LinkModel, QualitySample, QualityStatement, SampledPair
from alongside.people.queries.reviewing import PairShown, pair_shown
from alongside.people.states import Verdict


@dataclass(frozen=True, slots=True)
class ToJudge:
    """The next pair of the newest sample for this member, and how far the sample is; no pair when she is through."""

    pair: PairShown | None
    judged: int
    pairs: int


def next_to_judge(viewer: Viewer) -> ToJudge:
    """Side by side and blind: neither the weight nor whether the two stand together. Logged as a viewing of both."""
    if not viewer.may(Permission.REVIEW_IDENTITY):
        raise refuse(viewer, "sample", "", "the role may not judge pairs")
    sample = QualitySample.objects.first()
    if sample is None:
        return ToJudge(None, 0, 0)
    judged = sample.pairs.exclude(verdict="").count()
    row = _open(viewer).first()
    return ToJudge(pair_shown(viewer, row, "sample") if row else None, judged, sample.pairs.count())


def to_judge_count(viewer: Viewer) -> int:
    """How many pairs of the newest sample this member may still judge: a count only."""
    return _open(viewer).count() if viewer.may(Permission.REVIEW_IDENTITY) else 0


def _open(viewer: Viewer) -> "QuerySet[SampledPair]":
    newest = QualitySample.objects.values("pk")[:1]
    rows = SampledPair.objects.filter(
        both_within(viewer), sample__in=list(newest.values_list("pk", flat=True)), verdict=""
    )
    return rows.select_related("one__holder", "other__holder").order_by("pk")


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A pair that was judged otherwise than it stands, with whose the two records are."""

    judged: str
    persons: tuple[UUID, ...]


def judged_otherwise(viewer: Viewer) -> list[Otherwise]:
    """Of the newest sample, for those who may put it right."""
    if not viewer.may(Permission.REVIEW_IDENTITY):
        return []
    newest = QualitySample.objects.first()
    rows = SampledPair.objects.filter(both_within(viewer), sample=newest).filter(
        Q(verdict=Verdict.DIFFERENT, one__person=F("other__person"))
        | Q(Q(verdict=Verdict.SAME) & ~Q(one__person=F("other__person")))
    )
    found = rows.values_list("verdict", "one__person_id", "other__person_id")
    return [Otherwise(Verdict(said).label, tuple(dict.fromkeys((one, other)))) for said, one, other in found]


@dataclass(frozen=True, slots=True)
class StatementShown:
    """`body`: as `quality.stating` made it, plain JSON."""

    statement_id: int
    month: date
    made_at: datetime
    by: str
    body: Mapping[str, Any]
    earlier: tuple[tuple[int, date, datetime], ...]


def statement(viewer: Viewer, statement_id: int | None = None) -> StatementShown | None:
    """One statement, the newest without a number; None while there is none. Logged; it names nobody."""
    if not viewer.may(Permission.SEE_MATCHING):
        raise refuse(viewer, "statement", str(statement_id or ""), "the role may not see how well records are matched")
    rows = QualityStatement.objects.all()
    if statement_id is None and not rows.exists():
        return None
    found = rows.first() if statement_id is None else rows.filter(pk=statement_id).first()
    if found is None:
        raise refuse(viewer, "statement", str(statement_id), "no such statement")
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=Act.VIEW, subject_kind="statement", subject_id=str(found.pk),
            reason="how well records are matched",
        )
    )  # fmt: skip
    others = rows.exclude(pk=found.pk).values_list("pk", "month", "made_at")
    return StatementShown(found.pk, found.month, found.made_at, found.by, found.body, tuple(others[:24]))


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What the model in use says of itself. `comparisons`: by name, how many levels; `made`: how it was trained."""

    version: str
    digest: str
    since: datetime
    prior: float
    made: Mapping[str, Any]
    numbers: tuple[tuple[str, bool], ...]
    comparisons: tuple[tuple[str, tuple[str, ...]], ...]
    frequencies: tuple[str, ...]
    rules: tuple[str, ...]
    candidates: int


def model_card(viewer: Viewer) -> ModelCard:
    """For those who read the statement: only what stands in the model's own file and settings."""
    from alongside.analysis.linkage.rules import RULES

    if not viewer.may(Permission.SEE_MATCHING):
        raise refuse(viewer, "model", "", "the role may not see how well records are matched")
    used = pinned(viewer.at)
    row, model = LinkModel.objects.get(pk=used.pk), used.model
    numbers = (("NHS number", model.settings.nhs), ("Unique Pupil Number, between schools only", model.settings.upn),
               ("An agency’s own reference", model.settings.urn))  # fmt: skip
    return ModelCard(
        row.version, row.digest, row.since, model.prior, dict(model.made), numbers,
        tuple((one.label, tuple(level.label for level in one.levels)) for one in model.comparisons),
        tuple(sorted(model.frequencies)), tuple(rule.sentence for rule in RULES if model.settings.allows(rule.name)),
        len(model.blocking),
    )  # fmt: skip
