"""Sessions as a youth worker keeps them on a phone: planned, held or missed, and what she does next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.standing import Viewer
from alongside.support.actions.cases import write_entry
from alongside.support.case_parts import purpose_of
from alongside.support.casework import words
from alongside.support.definitions.parts import Definition
from alongside.support.models import Case, CaseEntry, CaseSession, NextStep
from alongside.support.provided import chosen, find_provided, open_case, session_kind, strands_of


@dataclass(frozen=True, slots=True)
class Attended:
    """What a worker says of a session. `obstacle`: what got in the way of one that was missed. `more`: whatever else
    the pathway asks about it."""

    came: str
    obstacle: str = ""
    strand: str = ""
    note: str = ""
    more: Mapping[str, object] = field(default_factory=dict)


def plan_session(
    *, reference: str, key: UUID, starts_at: datetime, strand: str, place: str, by: Viewer, at: datetime
) -> CaseSession:
    """Plan a session. The same key enters once."""
    if starts_at < at:
        raise Invalid("That is over. Plan a session from now on, or write down the one that was.", "starts_on")
    try:
        where = clean_line(place, 120, "The place")
    except TextError as error:
        raise Invalid(str(error), "place") from error
    with writing():
        worked, _ = find_provided(by, reference)
        open_case(worked.case, "starts_on")
        session_kind(worked.definition)
        _strand(worked.definition, strand)
        made, is_new = CaseSession.objects.get_or_create(
            pk=key,
            defaults={
                "case": worked.case, "strand": strand, "starts_at": starts_at, "place": where,
                "planned_by_id": by.member_id, "planned_at": at,
            },
        )  # fmt: skip
        if made.case_id != worked.case.pk:
            raise refuse(by, "session", str(key), "a session of another case", act=Act.CREATE)
        if is_new:
            _log(worked.case, worked.definition, "planned a session", by, at)
    return made


def write_session(
    *, reference: str, key: UUID, attended: Attended, happened_at: datetime, by: Viewer, at: datetime
) -> CaseEntry:
    """Write down what came of a session, planned (its key) or not (a new key). Sent twice, it enters once."""
    with writing():
        worked, _ = find_provided(by, reference)
        rule = session_kind(worked.definition)
        session = CaseSession.objects.select_for_update().filter(pk=key).first()
        if session and session.case_id != worked.case.pk:
            raise refuse(by, "session", str(key), "a session of another case", act=Act.CHANGE)
        if session and session.entry is not None:
            return session.entry
        entry = write_entry(
            reference=reference, kind=rule.code, happened_at=happened_at, answers=_answers(attended), by=by, at=at
        )
        if session is None:
            session = CaseSession(pk=key, case=worked.case, strand=attended.strand, starts_at=happened_at)
        session.entry = entry
        session.save()
    return entry


def _answers(attended: Attended) -> dict[str, object]:
    told = {"came": attended.came, "obstacle": attended.obstacle, "strand": attended.strand, "note": attended.note}
    return {**attended.more, **{key: value for key, value in told.items() if value}}


def drop_session(*, reference: str, key: UUID, by: Viewer, at: datetime) -> None:
    """Take a session that nobody has written down yet off the plan."""
    with writing():
        worked, _ = find_provided(by, reference)
        gone, _ = CaseSession.objects.filter(pk=key, case=worked.case, entry__isnull=True).delete()
        if not gone:
            raise Stale("This session is no longer on the plan.")
        _log(worked.case, worked.definition, "took a session off the plan", by, at)


def finish_step(*, step: int, outcome: str, by: Viewer, at: datetime) -> NextStep:
    """Say what came of a next step."""
    said = words(outcome, "What you did", "outcome", 500)
    with writing():
        reference = NextStep.objects.filter(pk=step).values_list("case__reference", flat=True).first()
        if reference is None:
            raise refuse(by, "next step", str(step), "no such next step", act=Act.CHANGE)
        worked, _ = find_provided(by, reference)
        row = NextStep.objects.select_for_update(of=("self",)).get(pk=step)
        if row.done_at is not None:
            raise Stale("Somebody has done this already.", row.outcome)
        row.done_at, row.done_by, row.outcome = at, by.actor.name, said
        row.save(update_fields=["done_at", "done_by", "outcome"])
        _log(worked.case, worked.definition, "followed up a missed session", by, at)
    return row


def _strand(definition: Definition, strand: str) -> None:
    if strand:
        chosen(strand, (one.code for one in strands_of(definition)), "Choose a strand from the list.", "strand")


def _log(case: Case, definition: Definition, reason: str, by: Viewer, at: datetime) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=Act.CHANGE, subject_kind="case", subject_id=case.reference,
            persons=(case.record.person_id,), holder_code=case.holder.code, purpose=purpose_of(definition).code,
            reason=reason,
        )
    )  # fmt: skip
