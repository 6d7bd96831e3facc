"""Referring to the national referral mechanism, and writing down what was decided. It never moves the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line
from alongside.partners.access import writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.standing import Viewer
from alongside.support import national_rules as rules
from alongside.support.actions.national_clocks import run_national_clocks
from alongside.support.case_parts import Worked, purpose_of
from alongside.support.casework import words
from alongside.support.models import NationalReferral, NationalReferralStep, NationalReferralVersion
from alongside.support.national_parts import Referred, find_national, standing, working
from alongside.support.national_states import (
    GUARDIAN,
    NOT_TOLD,
    Authority,
    Exploitation,
    NationalState,
    NationalStepKind,
    Responder,
)
from alongside.support.references import NATIONAL, new_reference

K, S = NationalStepKind, NationalState


@dataclass(frozen=True, slots=True)
class NationalDraft:
    """What a referral says. `consent` stays empty for a child: it is not needed."""

    responder_kind: str
    responder: str
    responder_name: str
    kinds: Sequence[str]
    authority: str
    consent: str = "child"
    council_told_on: date | None = None
    national_reference: str = ""


def open_national(*, reference: str, draft: NationalDraft, sent_key: str, by: Viewer, at: datetime) -> NationalReferral:
    """Write down that the duty to refer is there, and who refers. The clock to send it starts."""
    with writing():
        worked = working(by, reference)
        known = NationalReferral.objects.filter(case=worked.case, sent_key=sent_key).first()
        if known is not None:
            return known
        made = NationalReferral(
            reference=new_reference(NATIONAL, NationalReferral), case=worked.case, agency_id=by.agency_id,
            state=S.TO_SEND, opened_at=at, sent_key=sent_key[:80],
        )  # fmt: skip
        version = _version(made, worked, draft, 1, "", by, at)
        if to_send := NationalReferral.objects.filter(
            case=worked.case, agency_id=by.agency_id, state=S.TO_SEND
        ).first():
            told = f"{to_send.reference} is still to be sent. Write down there what happened, or amend what it says."
            raise Invalid(told, "")
        made.save()
        version.referral = made
        version.save()
        first = _add(made, K.OPENED, by.day, "", by, at)
        run_national_clocks(made, worked.case, draft.authority, [first], at)
        _log(worked, Act.CREATE, "a national referral was begun", by, at)
    return made


def amend_national(
    *, reference: str, draft: NationalDraft, reason: str, changes: int, by: Viewer, at: datetime
) -> NationalReferral:
    """Put another text in the place of what the referral says, with the reason; the earlier one stays to be read."""
    why = _line(reason, 500, "Why it is amended", "reason")
    with writing():
        found = find_national(by, reference, changes=changes)
        row, number = found.referral, found.version.number + 1
        _version(row, found.worked, draft, number, why, by, at, was_child=found.version.is_child).save()
        _touch(row)
        run_national_clocks(row, found.worked.case, draft.authority, standing(found.steps), at)
        _log(found.worked, Act.CHANGE, "amended a national referral", by, at)
    return row


def add_national_step(
    *, reference: str, kind: str, happened_on: date, text: str, changes: int, by: Viewer, at: datetime,
    national_reference: str = "",
) -> NationalReferral:  # fmt: skip
    """Write down what happened on a day: sent, decided, asked for again, a guardian, withdrawn. Support goes on."""
    if kind not in K.values or kind in NOT_TOLD:
        raise Invalid("Choose what happened.", "kind")
    said = words(text, "Your words", "text")
    with writing():
        found = find_national(by, reference, changes=changes)
        row = found.referral
        if why := rules.why_not_step(kind, row.state, found.version.is_child):
            raise Invalid(why, "kind")
        if why := rules.why_not_sent(kind, found.version.consent):
            raise Invalid(why, "kind")
        made = _add(row, kind, happened_on, said, by, at)
        _stand(row, standing((*found.steps, made)), by)
        if kind == K.SENT:
            _name_reference(found, national_reference, by, at)
        _touch(row)
        run_national_clocks(row, found.worked.case, found.version.authority, standing((*found.steps, made)), at)
        _log(found.worked, Act.DECIDE, f"national referral: {K(kind).label.lower()}", by, at)
    return row


def correct_national_step(
    *, step: int, kind: str, happened_on: date, text: str, reason: str, by: Viewer, at: datetime
) -> NationalReferral:
    """Put a row in the place of one that was wrong, with the reason; the wrong one stays to be read."""
    why = _line(reason, 500, "Why it is corrected", "reason")
    said = words(text, "Your words", "text")
    with writing():
        wrong = NationalReferralStep.objects.select_related("referral").filter(pk=step).first()
        found = find_national(by, wrong.referral.reference if wrong else "")
        if wrong is None or wrong.kind == K.OPENED or wrong not in standing(found.steps):
            raise Stale("This row was corrected already. Open the referral again to see how.", wrong)
        if kind not in K.values or kind == K.OPENED:
            raise Invalid("Choose what happened.", "kind")
        if why_not := rules.why_not_sent(kind, found.version.consent):
            raise Invalid(why_not, "kind")
        row = found.referral
        made = _add(row, kind, happened_on, said, by, at, corrects=wrong, reason=why)
        steps = standing((*found.steps, made))
        _stand(row, steps, by)
        _touch(row)
        run_national_clocks(row, found.worked.case, found.version.authority, steps, at, anew=True)
        _log(found.worked, Act.CHANGE, "corrected a row of a national referral", by, at)
    return row


def _stand(row: NationalReferral, steps: Sequence[NationalReferralStep], by: Viewer) -> None:
    """Where the referral stands after these steps, if they can follow one another on these days."""
    state = rules.state_after(one.kind for one in steps)
    if state is None:
        raise Invalid("That does not fit with what was written after it. Correct the later rows first.", "kind")
    # A guardian may be asked for at any time, also written down later.
    told = [(one.happened_on, one.kind) for one in steps if one.kind not in (*GUARDIAN, *NOT_TOLD)]
    asked = [(one.happened_on, one.kind) for one in steps if one.kind in GUARDIAN]
    if why := rules.why_not_days(told, by.day) or rules.why_not_days(sorted(asked), by.day):
        raise Invalid(why, "happened_on")
    row.state = state
    row.sent_on = next((one.happened_on for one in steps if one.kind == K.SENT), None)


def _touch(row: NationalReferral) -> None:
    row.changes += 1
    row.save(update_fields=["state", "sent_on", "changes"])


def _add(
    row: NationalReferral, kind: str, day: date, text: str, by: Viewer, at: datetime,
    corrects: NationalReferralStep | None = None, reason: str = "",
) -> NationalReferralStep:  # fmt: skip
    return NationalReferralStep.objects.create(
        referral=row, kind=kind, happened_on=day, words=text, by=by.actor.name, by_member_id=by.member_id or None,
        at=at, corrects=corrects, correction_reason=reason,
    )  # fmt: skip


def _name_reference(found: Referred, given: str, by: Viewer, at: datetime) -> None:
    """The reference that the Home Office gave on sending is a version of its own: nothing is written over."""
    line = _line(given, 40, "The reference", "national_reference", needed=False)
    if line and line != found.version.national_reference:
        last = found.version
        last.pk, last.number, last.national_reference = None, last.number + 1, line
        last.reason, last.by, last.by_member_id, last.at = "The reference was given", by.actor.name, by.member_id, at
        last.save(force_insert=True)


def _version(
    row: NationalReferral, worked: Worked, draft: NationalDraft, number: int, reason: str, by: Viewer, at: datetime,
    was_child: bool = False,
) -> NationalReferralVersion:  # fmt: skip
    """Not saved yet. Whoever was a child when the duty was seen is referred as one, also after her birthday."""
    born = worked.case.record.date_of_birth
    child = was_child or rules.is_child(born, by.day)
    if why := rules.why_not_consent(child, draft.consent):
        raise Invalid(why, "consent")
    if why := rules.why_not_authority(child, born, row.opened_at.date(), draft.authority):
        raise Invalid(why, "authority")
    kinds = [one for one in Exploitation.values if one in draft.kinds]
    if not kinds or set(draft.kinds) - set(Exploitation.values):
        raise Invalid("Choose at least one kind of exploitation.", "kinds")
    if draft.responder_kind not in Responder.values or draft.authority not in Authority.values:
        raise Invalid("Choose from the list.", "responder_kind")
    if draft.council_told_on is not None and draft.council_told_on > by.day:
        raise Invalid("That day is in the future.", "council_told_on")
    return NationalReferralVersion(
        referral=row, number=number, responder_kind=draft.responder_kind,
        responder=_line(draft.responder, 200, "The first responder", "responder"),
        responder_name=_line(draft.responder_name, 200, "The person who refers", "responder_name"),
        kinds=kinds, is_child=child, consent=draft.consent, council_told_on=draft.council_told_on,
        authority=draft.authority,
        national_reference=_line(draft.national_reference, 40, "The reference", "national_reference", needed=False),
        reason=reason, by=by.actor.name, by_member_id=by.member_id or None, at=at,
    )  # fmt: skip


def _line(text: str, most: int, name: str, field: str, *, needed: bool = True) -> str:
    try:
        clean = clean_line(text, most, name)
    except TextError as error:
        raise Invalid(str(error), field) from error
    if needed and not clean:
        raise Invalid(f"{name} is empty. Enter it.", field)
    return clean


def _log(worked: Worked, act: Act, reason: str, by: Viewer, at: datetime) -> None:
    case = worked.case
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="case", subject_id=case.reference,
            persons=(case.record.person_id,), holder_code=case.holder.code,
            purpose=purpose_of(worked.definition).code, reason=reason[:300],
        )
    )  # fmt: skip
