"""What was said about ties to a group, while it has not lapsed, for those who may see it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alongside.partners.access import refuse, require
from alongside.partners.standing import Viewer
from alongside.support.case_parts import parts_of, purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Who
from alongside.support.models import Case, TieAssertion
from alongside.support.queries.shown import Child, child_of
from alongside.support.states import VIEW_OF_CASE
from alongside.support.ties import may_see


@dataclass(frozen=True, slots=True)
class ChallengeShown:
    id: int
    challenger: str
    words: str
    by: str
    at: datetime
    end: str
    end_words: str


@dataclass(frozen=True, slots=True)
class TieShown:
    """Never without its source, how sure it is, the day on which it lapses, and what is said against it."""

    id: UUID
    said: str
    source: str
    grade: str
    said_on: date
    lapses_on: date
    seen_by: str
    by: str
    challenges: tuple[ChallengeShown, ...]
    is_challenged: bool
    may_answer: bool


def ties_of(viewer: Viewer, case: Case, parts: Collection[Who]) -> tuple[TieShown, ...]:
    """For callers that have decided on the case. What has lapsed or was taken back is not there."""
    rows = TieAssertion.objects.filter(case=case, lapses_on__gt=viewer.day).prefetch_related("challenges")
    return tuple(_shown(one, parts, viewer) for one in rows if may_see(one, case, parts, viewer))


def _shown(one: TieAssertion, parts: Collection[Who], viewer: Viewer) -> TieShown:
    challenges = tuple(
        ChallengeShown(
            row.pk, row.get_challenger_display(), row.words, row.by, row.at,
            row.get_end_display() if row.end else "", row.end_words,
        )
        for row in one.challenges.all()
    )  # fmt: skip
    is_open = any(not row.end for row in challenges)
    return TieShown(
        one.pk, one.said, one.source, one.get_grade_display(), one.said_on, one.lapses_on, one.get_seen_by_display(),
        one.by, challenges, is_open,
        is_open and Who.PROVIDER in parts and one.by_member_id != viewer.member_id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TieAtHand:
    reference: str
    child: Child
    tie: TieShown


def tie_at_hand(viewer: Viewer, tie: UUID) -> TieAtHand:
    """One assertion, for whoever has a part in its case and may see it: decided and logged."""
    row = TieAssertion.objects.select_related("case").prefetch_related("challenges").filter(pk=tie).first()
    case = _case(row.case_id) if row else None
    parts = parts_of(case, viewer) if case else frozenset()
    if row is None or case is None or not parts or not may_see(row, case, parts, viewer):
        raise refuse(viewer, "tie", str(tie), "nothing of this kind for this member")
    require(viewer, case.subject, purpose_of(definition_of(case.version)), VIEW_OF_CASE, needs=VIEW_OF_CASE)
    return TieAtHand(case.reference, child_of(case.record), _shown(row, parts, viewer))


def _case(key: UUID) -> Case:
    rows = Case.objects.select_related("version", "holder", "receiver", "record").prefetch_related("record__names")
    return rows.get(pk=key)
