"""Writing down what is said about ties to a group, and what is said against it. It lapses by itself."""

from datetime import date, datetime, timedelta
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.standing import Viewer
from alongside.support.actions.tie_clocks import begin_to_answer, stop_answering
from alongside.support.case_parts import Worked, find_case, purpose_of
from alongside.support.casework import words
from alongside.support.models import TieAssertion, TieChallenge
from alongside.support.provided import WROTE, chosen, find_provided
from alongside.support.states import ChallengeBy, ChallengeEnd, Grade, SeenBy
from alongside.support.ties import may_see

MOST_DAYS = 365


def say_tie(
    *, reference: str, said: str, source: str, grade: str, said_on: date, lapses_on: date, seen_by: str, by: Viewer,
    at: datetime,
) -> TieAssertion:  # fmt: skip
    """Write down what somebody said, with its source, how sure it is, and the day on which it lapses."""
    text = words(said, "What is said", "said")
    try:
        who = clean_line(source, 200, "Who says it")
    except TextError as error:
        raise Invalid(str(error), "source") from error
    if not who:
        raise Invalid("Say who says it.", "source")
    chosen(grade, Grade.values, "Say how sure it is.", "grade")
    chosen(seen_by, SeenBy.values, "Say who may see it.", "seen_by")
    if said_on > by.day:
        raise Invalid("That is in the future. Give the day on which it was said.", "said_on")
    if not by.day < lapses_on <= said_on + timedelta(days=MOST_DAYS):
        raise Invalid("It lapses after today, and within a year of the day on which it was said.", "lapses_on")
    with writing():
        worked, _ = find_provided(by, reference)
        same = {"case": worked.case, "said": text, "source": who, "said_on": said_on, "by_member_id": by.member_id}
        if known := TieAssertion.objects.filter(**same, lapses_on=lapses_on).first():
            return known
        made = TieAssertion.objects.create(
            **same, grade=grade, lapses_on=lapses_on, seen_by=seen_by, agency_id=by.agency_id, by=by.actor.name, at=at
        )
        body: dict[str, object] = {"said": text, "source": who, "grade": grade, "lapses_on": lapses_on.isoformat()}
        _log(worked, WROTE, by, at, body)
    return made


def challenge_tie(*, tie: UUID, challenger: str, text: str, by: Viewer, at: datetime) -> TieChallenge:
    """Write down what the child, or somebody on her or his behalf, says against it. Whoever has a part in the case and
    may see it can: the provider, and the referrer where it was shown to her."""
    said = words(text, "What is said against it", "text")
    chosen(challenger, ChallengeBy.values, "Say whose challenge it is.", "challenger")
    with writing():
        worked, row = _found(tie, by)
        if known := TieChallenge.objects.filter(tie=row, challenger=challenger, words=said).first():
            return known
        if TieChallenge.objects.filter(tie=row, end="").exists():
            raise Invalid("A challenge waits for its answer already. It comes first.", "text")
        made = TieChallenge.objects.create(tie=row, challenger=challenger, words=said, by=by.actor.name, at=at)
        begin_to_answer(made, at)
        _log(worked, WROTE, by, at, {"challenge": said})
    return made


def answer_challenge(*, challenge: int, end: str, text: str, by: Viewer, at: datetime) -> TieChallenge:
    """Say what came of a challenge. Not by whoever wrote the assertion down: nobody judges her own words."""
    said = words(text, "Why", "text")
    chosen(end, ChallengeEnd.values, "Say what becomes of it.", "end")
    with writing():
        row = TieChallenge.objects.select_for_update(of=("self",)).select_related("tie").filter(pk=challenge).first()
        if row is None:
            raise refuse(by, "challenge", str(challenge), "no such challenge", act=Act.DECIDE)
        worked, tie = _found(row.tie_id, by)
        find_provided(by, worked.case.reference)
        if tie.by_member_id == by.member_id:
            raise Invalid("You wrote it down yourself. Ask a colleague who works on cases to answer.", "end")
        if row.end:
            raise Stale("Somebody has answered this challenge already.", row.end_words)
        row.end, row.end_words, row.answered_by_id, row.answered_at = end, said, by.member_id, at
        row.save(update_fields=["end", "end_words", "answered_by", "answered_at"])
        stop_answering(row, at)
        _log(worked, WROTE, by, at, {"answered": ChallengeEnd(end).label, "why": said})
    return row


def _found(tie: UUID, by: Viewer) -> tuple[Worked, TieAssertion]:
    row = TieAssertion.objects.select_related("case").filter(pk=tie).first()
    if row is None:
        raise refuse(by, "tie", str(tie), "nothing of this kind", act=Act.CHANGE)
    worked = find_case(by, row.case.reference)
    if not may_see(row, worked.case, worked.parts, by):
        raise refuse(by, "tie", str(tie), "lapsed, taken back, or not for this member", act=Act.CHANGE)
    return worked, row


def _log(worked: Worked, reason: str, by: Viewer, at: datetime, body: dict[str, object] | None = None) -> None:
    case = worked.case
    record(
        Entry(
            at=at, actor=by.actor, act=Act.CHANGE, subject_kind="case", subject_id=case.reference,
            persons=(case.record.person_id,), holder_code=case.holder.code,
            purpose=purpose_of(worked.definition).code, reason=reason, body=body or {},
        )
    )  # fmt: skip
