"""Mentors: taken on, vetted part by part, supervised. Only members of the mentor's own agency who run its mentors."""

from dataclasses import dataclass
from datetime import date, datetime, time
from secrets import SystemRandom
from uuid import UUID

from django.db import IntegrityError

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.references import short_reference
from alongside.common.timelines import LONDON
from alongside.community import clocks, wording
from alongside.community.actions.standing import allowed
from alongside.community.errors import ChangedMeanwhile, CommunityRefused
from alongside.community.mentor_rules import (
    MOST_MATCHES,
    CheckHeld,
    reason_not_to_record,
    vetted_until,
)
from alongside.community.mentoring import MENTOR as KIND
from alongside.community.mentoring import RUNS_MENTORS
from alongside.community.models import Mentor, Supervision, VettingStep
from alongside.community.queries.vetting import checks_of
from alongside.community.states import Check, DbsLevel, SupervisionKind
from alongside.partners.access import refuse, writing
from alongside.partners.standing import Viewer


@dataclass(frozen=True, slots=True)
class MentorDraft:
    name: str
    dbs_needed: DbsLevel
    most_matches: int


@dataclass(frozen=True, slots=True)
class CheckDraft:
    check: Check
    held: CheckHeld
    reason: str = ""


def take_on_mentor(*, draft: MentorDraft, sent_key: UUID, by: Viewer, at: datetime) -> str:
    """Write down an adult who would like to be a mentor; gives the reference. The same `sent_key` twice is one."""
    allowed(by, KIND, "", RUNS_MENTORS)
    fields = _fields(draft)
    reference = short_reference("MT", SystemRandom())
    try:
        with writing():
            made = Mentor.objects.create(
                **fields, reference=reference, agency_id=by.agency_id, agency_code=by.agency_code, sent_key=sent_key,
                joined_at=at,
            )  # fmt: skip
            note(by, Act.CREATE, KIND, made.reference, at)
    except IntegrityError:
        return Mentor.objects.get(sent_key=sent_key).reference
    return made.reference


def change_mentor(*, reference: str, draft: MentorDraft, changes: int, by: Viewer, at: datetime) -> None:
    """Put another name, another level of certificate, another number of matches."""
    fields = _fields(draft)
    with writing():
        row = own_mentor(reference, by)
        if row.changes != changes:
            needed = DbsLevel(row.dbs_needed).label
            raise ChangedMeanwhile(f"{row.name}\n\nDBS: {needed}\n\nAt most {row.most_matches} at a time")
        for name, value in fields.items():
            setattr(row, name, value)
        row.changes, row.vetted_until = changes + 1, vetted_until(checks_of(row), needed=draft.dbs_needed)
        row.save()
        note(by, Act.CHANGE, KIND, reference, at)


def record_check(*, reference: str, draft: CheckDraft, by: Viewer, at: datetime) -> None:
    """Say how one part of the vetting stands. What was said before stays."""
    reason = wording.line(draft.reason, "reason", "The reason", most=300, needed=False)
    with writing():
        row = own_mentor(reference, by)
        checks = checks_of(row)
        told, now = draft.held, checks.get(draft.check)
        if now == told:
            return  # sent twice
        why_not = reason_not_to_record(
            draft.check, told, now=now.state if now else None, reason=reason, on=at.astimezone(LONDON).date()
        )
        if why_not is not None:
            raise CommunityRefused(why_not)
        VettingStep.objects.create(
            mentor=row, check_kind=draft.check, state=told.state, level=told.level, issued_on=told.issued_on,
            renew_on=told.renew_on, reason=reason, agency_code=by.agency_code, by=by.actor.name, at=at,
        )  # fmt: skip
        row.vetted_until = vetted_until({**checks, draft.check: told}, needed=DbsLevel(row.dbs_needed))
        row.save(update_fields=["vetted_until"])
        note(by, Act.DECIDE, KIND, reference, at)


def record_supervision(*, reference: str, held_on: date, kind: SupervisionKind, by: Viewer, at: datetime) -> None:
    """Write down that a mentor was supervised. The next is due so many working days after the latest."""
    if held_on > at.astimezone(LONDON).date():
        raise CommunityRefused("That day is still to come. Write it down when it was held.", "held_on")
    with writing():
        row = own_mentor(reference, by)
        if Supervision.objects.filter(mentor=row, held_on=held_on).exists():
            return  # sent twice
        Supervision.objects.create(
            mentor=row, held_on=held_on, kind=kind, agency_code=by.agency_code, by=by.actor.name, at=at
        )
        due = clocks.due(datetime.combine(held_on, time(12), LONDON), clocks.SUPERVISION)
        row.supervise_by = max(due, row.supervise_by or due)
        row.save(update_fields=["supervise_by"])
        note(by, Act.CHANGE, KIND, reference, at)


def let_mentor_go(*, reference: str, by: Viewer, at: datetime) -> None:
    """A mentor leaves. First every match is brought to an end, so that no young person is left without a word."""
    with writing():
        row = own_mentor(reference, by)
        if row.left_at is not None:
            return
        if row.matches.filter(ended_on__isnull=True).exists():
            raise CommunityRefused("A match still goes on. Bring it to its end first, with the young person.")
        row.left_at = at
        row.save(update_fields=["left_at"])
        note(by, Act.CHANGE, KIND, reference, at)


def own_mentor(reference: str, by: Viewer) -> Mentor:
    """Locked for the change. Refused alike where there is none and where it is another agency's."""
    allowed(by, KIND, reference, RUNS_MENTORS)
    row = Mentor.objects.select_for_update().filter(reference=reference, agency_id=by.agency_id).first()
    if row is None:
        raise refuse(by, KIND, reference, "there is no such mentor of this agency", act=Act.CHANGE)
    return row


def note(by: Viewer, act: Act, kind: str, id: str, at: datetime) -> None:
    record(Entry(at=at, actor=by.actor, act=act, subject_kind=kind, subject_id=id))


def _fields(draft: MentorDraft) -> dict[str, object]:
    if not 1 <= draft.most_matches <= MOST_MATCHES:
        raise CommunityRefused(f"A mentor has one to {MOST_MATCHES} young people at a time.", "most_matches")
    return {
        "name": wording.line(draft.name, "name", "The name", most=120), "dbs_needed": draft.dbs_needed,
        "most_matches": draft.most_matches,
    }  # fmt: skip
