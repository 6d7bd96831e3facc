"""Who came to a session of a case, said in the same four words whatever the pathway calls its sessions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from alongside.common.periods import is_child
from alongside.common.text import sentence_list
from alongside.partners.access import writing
from alongside.partners.errors import Invalid
from alongside.partners.standing import LONDON, Viewer
from alongside.support.actions.cases import write_entry
from alongside.support.actions.sessions import Attended, write_session
from alongside.support.case_parts import Worked, find_case
from alongside.support.contracting import placement_of
from alongside.support.definitions.parts import Definition, EntryKind, EntryUse, Question, QuestionKind, Who
from alongside.support.definitions.strict import faults_in
from alongside.support.models import CaseEntry, CaseSession
from alongside.support.provided import session_kind

ASKED = "came"  # the question about attendance, in every pathway that has sessions
NOON = time(12)


class Came(StrEnum):
    """What happened at a session. A child who is not there was not brought: she cannot come by herself."""

    ATTENDED = "attended"
    LATE = "late"
    NOT_BROUGHT = "was_not_brought"
    DID_NOT_ATTEND = "did_not_attend"


# What pathways call it; each uses one of the words.
OPTIONS = {
    Came.ATTENDED: ("came",), Came.LATE: ("late",), Came.NOT_BROUGHT: ("not_brought",),
    Came.DID_NOT_ATTEND: ("no", "did_not_come"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Session:
    """One session of one case. `kind` is needed only where a pathway has several kinds; `answers` are what else the
    pathway asks about a session."""

    on: date
    came: Came
    kind: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    corrects: int | None = None
    correction_reason: str = ""


def record_attendance(*, reference: str, session: Session, by: Viewer, at: datetime) -> CaseEntry:
    """Write down who came, as the pathway's own entry of a session: its clocks run on. A day without a time counts
    from noon. With `corrects`, it stands in the place of an earlier entry, which stays to be read.

    Under a contract, a planned session of that day that is over and waits to be written down is closed by it, as the
    worker's own page would: the board, the next step and the scorecard agree with what was sent."""
    if session.on > by.day:
        raise Invalid("The session is in the future. Write it down when it has happened.", "date")
    with writing():
        worked = find_case(by, reference)
        definition, born = worked.definition, worked.case.record.date_of_birth
        if session.came is Came.DID_NOT_ATTEND and born and is_child(born, session.on):
            raise Invalid("A child does not stay away by herself. Send was_not_brought.", "came")
        kind = _kind(definition, session.kind)
        option = _option(_question(kind), session.came)
        if faults := faults_in([one for one in kind.asks if one.key != ASKED], session.answers):
            raise faults[0]
        if (planned := _planned(worked, kind, session, at)) is not None:
            return write_session(
                reference=reference, key=planned.pk, attended=Attended(option, more=session.answers),
                happened_at=planned.starts_at, by=by, at=at,
            )  # fmt: skip
        happened_at = min(datetime.combine(session.on, NOON, tzinfo=LONDON), at)
        return write_entry(
            reference=reference, kind=kind.code, happened_at=happened_at,
            answers={**session.answers, ASKED: option}, by=by, at=at, corrects=session.corrects,
            correction_reason=session.correction_reason,
        )  # fmt: skip


def _planned(worked: Worked, kind: EntryKind, session: Session, at: datetime) -> CaseSession | None:
    """The session that this tells of: of its strand, if it names one; of two on one day the earlier. The case is
    locked, so that two who send at once do not close the same one."""
    if session.corrects is not None or kind != session_kind(worked.definition):
        return None
    if Who.PROVIDER not in worked.parts or placement_of(worked.case) is None:
        return None
    midnight = datetime.combine(session.on, time(), LONDON)
    rows = CaseSession.objects.filter(
        case=worked.case, entry__isnull=True, starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1),
        starts_at__lte=at,
    )  # fmt: skip
    if strand := session.answers.get("strand"):
        rows = rows.filter(strand__in=("", strand))
    return rows.order_by("starts_at", "pk").first()


def _kind(definition: Definition, code: str) -> EntryKind:
    kinds = [one for one in definition.entries if one.use is EntryUse.SESSION and _question(one)]
    if not kinds:
        raise Invalid(f"“{definition.name}” keeps no attendance. Write it down in the browser.", "kind")
    chosen = [one for one in kinds if code in ("", one.code)]
    if len(chosen) != 1:
        named = sentence_list([one.code for one in kinds], "or")
        raise Invalid(f"Say which kind of session it was: {named}.", "kind")
    return chosen[0]


def _question(kind: EntryKind) -> Question | None:
    return next((one for one in kind.asks if one.key == ASKED and one.kind is QuestionKind.CHOICE), None)


def _option(question: Question | None, came: Came) -> str:
    known = {option.code for option in question.options} if question else set()
    used = {one: option for one in Came for option in OPTIONS[one] if option in known}
    if came not in used:
        named = sentence_list([one.value for one in used], "or")
        raise Invalid(f"This pathway does not use that word for attendance. Send {named}.", "came")
    return used[came]
