"""What was said about ties to a group, while it has not lapsed, for those who may see it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alongside.common.clock_status import ClockStatus
from alongside.partners.access import refuse, require
from alongside.partners.standing import LONDON, Viewer
from alongside.support.case_parts import parts_of, purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Who
from alongside.support.models import Case, TieAssertion, TieChallenge
from alongside.support.queries.clocks import statuses_of
from alongside.support.queries.shown import Child, child_of
from alongside.support.states import VIEW_OF_CASE, ChallengeBy, ChallengeEnd
from alongside.support.ties import CLOCK, clocked, is_for, is_taken_back, may_see


@dataclass(frozen=True, slots=True)
class ChallengeShown:
    id: int
    challenger: str
    is_childs: bool
    words: str
    by: str
    at: datetime
    end: str
    end_words: str
    answered_at: datetime | None
    clock: ClockStatus | None


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


@dataclass(frozen=True, slots=True)
class TakenBack:
    """That something was said, challenged and taken back. What it was is shown to nobody any more."""

    said_on: date
    challenger: str
    on: date


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in one case, as far as it was written for the viewer."""

    ties: tuple[TieShown, ...]
    taken_back: tuple[TakenBack, ...]


def said_in(viewer: Viewer, case: Case, parts: Collection[Who]) -> Said:
    """For callers that have decided on the case. What has lapsed is not there; of what was taken back, only that it was."""
    rows = TieAssertion.objects.filter(case=case, lapses_on__gt=viewer.day).prefetch_related("challenges")
    mine = [one for one in rows if is_for(one, case, parts, viewer)]
    return Said(
        tuple(_shown(one, parts, viewer) for one in mine if not is_taken_back(one)),
        tuple(
            _taken_back(one, row) for one in mine for row in one.challenges.all() if row.end == ChallengeEnd.TAKEN_BACK
        ),
    )


def _taken_back(one: TieAssertion, row: TieChallenge) -> TakenBack:
    on = row.answered_at.astimezone(LONDON).date() if row.answered_at else one.said_on
    return TakenBack(one.said_on, row.get_challenger_display(), on)


def _shown(one: TieAssertion, parts: Collection[Who], viewer: Viewer) -> TieShown:
    waiting = [clocked(row.pk) for row in one.challenges.all() if not row.end]
    clocks = statuses_of(waiting, viewer.at) if waiting else {}
    challenges = tuple(
        ChallengeShown(
            row.pk, row.get_challenger_display(), row.challenger == ChallengeBy.CHILD, row.words, row.by, row.at,
            row.get_end_display() if row.end else "", row.end_words, row.answered_at,
            clocks.get((CLOCK, clocked(row.pk))),
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
