"""Matches of a mentor with somebody whom only the provider can name: begun, reviewed, brought to a planned ending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError

from alongside.audit.states import Act
from alongside.common.timelines import LONDON
from alongside.community import clocks, wording
from alongside.community.actions.mentors import note, own_mentor
from alongside.community.actions.standing import allowed
from alongside.community.errors import CommunityRefused
from alongside.community.mentor_rules import (
    ending,
    reason_not_a_reference,
    reason_not_these_days,
    reason_not_to_end,
    reason_not_to_match,
    reason_not_to_move_end,
    reason_not_vetted,
    reference_of,
)
from alongside.community.mentoring import MATCH as KIND
from alongside.community.mentoring import RUNS_MENTORS
from alongside.community.models import Match, MatchStep, Mentor
from alongside.community.queries.vetting import checks_of
from alongside.community.rules import what_is_personal
from alongside.community.states import AgeBand, DbsLevel, EarlyReason, Ending, GoalTheme, MatchMove
from alongside.partners.access import refuse, writing
from alongside.partners.standing import Viewer


@dataclass(frozen=True, slots=True)
class MatchDraft:
    """`young_reference` is the provider's own number of the young person."""

    young_reference: str
    age_band: AgeBand
    themes: Sequence[GoalTheme]
    starts_on: date
    planned_end: date


@dataclass(frozen=True, slots=True)
class MoveDraft:
    """`day` is the new planned end, or the day of the last meeting; `because` only for an early ending."""

    move: MatchMove
    day: date | None = None
    because: EarlyReason | None = None
    words: str = ""


def begin_match(*, reference: str, draft: MatchDraft, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Match a mentor whose vetting is in order, with the ending planned from the start. The same `sent_key` twice is one."""
    allowed(by, KIND, reference, RUNS_MENTORS)
    fields = _fields(draft, at)
    try:
        with writing():
            if (sent := Match.objects.filter(sent_key=sent_key, agency_id=by.agency_id).first()) is not None:
                return sent.pk
            row = own_mentor(reference, by)
            _may_be_matched(row, draft, at)
            made = Match.objects.create(
                mentor=row, **fields, review_by=clocks.due(at, clocks.MATCH_REVIEW), agency_id=by.agency_id,
                agency_code=by.agency_code, sent_key=sent_key, begun_at=at,
            )  # fmt: skip
            if not row.matches.filter(ended_on__isnull=True).exclude(pk=made.pk).exists():
                # The clock of supervision does not run while nobody is matched.
                row.supervise_by = max(row.supervise_by or at, clocks.due(at, clocks.SUPERVISION))
                row.save(update_fields=["supervise_by"])
            note(by, Act.CREATE, KIND, str(made.pk), at)
    except IntegrityError:
        raise CommunityRefused(
            "This young person has a mentor of your agency already. End that match first.", "young_reference"
        ) from None
    return made.pk


def move_match(*, match_id: int, draft: MoveDraft, by: Viewer, at: datetime) -> None:
    """Write down a review, another day for the ending, or the ending itself. An ending is final."""
    allowed(by, KIND, match_id, RUNS_MENTORS)
    words = wording.line(draft.words, "words", "What was agreed", most=300, needed=False)
    if (found := what_is_personal(words)) is not None:
        raise CommunityRefused("There is %(what)s in it. A match names nobody: take it out.", "words", what=found)
    today = at.astimezone(LONDON).date()
    with writing():
        row = Match.objects.select_for_update().filter(pk=match_id, agency_id=by.agency_id).first()
        if row is None:
            raise refuse(by, KIND, str(match_id), "there is no such match of this agency", act=Act.CHANGE)
        if row.ended_on is not None:
            if draft.move is MatchMove.ENDED and draft.day == row.ended_on:
                return  # sent twice
            raise CommunityRefused("This match has ended. Begin a new one.")
        because = _moved(row, draft, today)
        row.review_by = clocks.due(at, clocks.MATCH_REVIEW)
        row.save(update_fields=["planned_end", "review_by", "ended_on", "ending"])
        MatchStep.objects.create(
            match=row, move=draft.move, planned_end=row.planned_end, ended_on=row.ended_on, because=because or "",
            words=words, agency_code=by.agency_code, by=by.actor.name, at=at,
        )  # fmt: skip
        note(by, Act.CHANGE, KIND, str(match_id), at)


def _moved(row: Match, draft: MoveDraft, today: date) -> EarlyReason | None:
    """Put the move into the row; gives the reason that is kept with it."""
    if draft.move is MatchMove.REVIEWED:
        return None
    if draft.day is None:
        raise CommunityRefused("Give the day.", "day")
    if draft.move is MatchMove.NEW_END:
        if why := reason_not_to_move_end(day=draft.day, starts_on=row.starts_on, on=today):
            raise CommunityRefused(why, "day")
        row.planned_end = draft.day
        return None
    because = draft.because
    why = reason_not_to_end(
        starts_on=row.starts_on, ended_on=draft.day, planned_end=row.planned_end, because=because, on=today
    )
    if why is not None:
        raise CommunityRefused(why, "because" if because is None and row.starts_on <= draft.day <= today else "day")
    row.ended_on, row.ending = draft.day, ending(ended_on=draft.day, planned_end=row.planned_end)
    return because if row.ending == Ending.EARLY else None


def _fields(draft: MatchDraft, at: datetime) -> dict[str, object]:
    if (why := reason_not_a_reference(draft.young_reference)) is not None:
        raise CommunityRefused(why, "young_reference")
    themes = [one.value for one in GoalTheme if one in draft.themes]
    if not themes:
        raise CommunityRefused("Choose what the two will work on.", "themes")
    today = at.astimezone(LONDON).date()
    if why := reason_not_these_days(starts_on=draft.starts_on, planned_end=draft.planned_end, on=today):
        raise CommunityRefused(why, "planned_end" if "ending" in why else "starts_on")
    return {
        "young_reference": reference_of(draft.young_reference), "age_band": draft.age_band, "themes": themes,
        "starts_on": draft.starts_on, "planned_end": draft.planned_end,
    }  # fmt: skip


def _may_be_matched(row: Mentor, draft: MatchDraft, at: datetime) -> None:
    needed = DbsLevel(row.dbs_needed)
    day = max(at.astimezone(LONDON).date(), draft.starts_on)
    why_not = reason_not_to_match(
        not_vetted=reason_not_vetted(checks_of(row), needed=needed, on=day), has_left=row.left_at is not None,
        running=row.matches.filter(ended_on__isnull=True).count(), most=row.most_matches, needed=needed,
        age_band=draft.age_band,
    )  # fmt: skip
    if why_not is not None:
        raise CommunityRefused(why_not)
