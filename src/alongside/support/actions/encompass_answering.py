"""What a setting does with a notice: open it, say “seen, will act”, record what it offered, or send it back."""

from datetime import datetime, timedelta
from uuid import UUID

from alongside.audit.states import Act
from alongside.partners.access import writing
from alongside.partners.actions import end_involvements
from alongside.partners.errors import Invalid
from alongside.partners.standing import Viewer
from alongside.support.actions.encompass_delivering import deliver_one
from alongside.support.actions.encompass_finding import Directory, Finding
from alongside.support.actions.raising import save_draft
from alongside.support.casework import words
from alongside.support.encompass_states import NoticeStatus, OfferKind, QueueReason, SettingKind, StepKind
from alongside.support.encompass_work import add_step, find_received, log, move
from alongside.support.models import ConcernDraft, Offer, SchoolNotice

S = NoticeStatus
DOUBLE_CLICK = timedelta(minutes=1)


def open_notice(*, reference: str, by: Viewer, at: datetime) -> None:
    """Note that somebody of the receiver has opened it, the first time. Opening is not acknowledging."""
    with writing():
        notice = find_received(by, reference)
        if notice.opened_at is None:
            notice.opened_at = at
            notice.save(update_fields=["opened_at"])
            add_step(notice, StepKind.OPENED, by, at)


def acknowledge(*, reference: str, by: Viewer, at: datetime) -> SchoolNotice:
    """A named person says: seen, will act. A second click, or a colleague's, changes nothing."""
    with writing():
        notice = find_received(by, reference)
        _not_queue(notice)
        if notice.status != S.ACKNOWLEDGED:
            move(notice, S.ACKNOWLEDGED, StepKind.ACKNOWLEDGED, by, at)
            log(notice, Act.CHANGE, "acknowledged: seen, will act", by, at)
    return notice


def record_offer(*, reference: str, kind: str, note: str, by: Viewer, at: datetime) -> Offer:
    """Record what the child was offered. Whoever records it has seen the notice, so it counts as acknowledged."""
    if kind not in OfferKind.values:
        raise Invalid("Choose what was offered.", "kind")
    text = words(note, "What you did", "note") if note.strip() else ""
    if kind == OfferKind.REFERRED and not text:
        raise Invalid("Say to whom you referred the child, or what you raised.", "note")
    with writing():
        notice = find_received(by, reference)
        _not_queue(notice)
        if notice.status == S.SENT:
            move(notice, S.ACKNOWLEDGED, StepKind.ACKNOWLEDGED, by, at)
        elif notice.status != S.ACKNOWLEDGED:
            raise Invalid(f"This notice stands at “{notice.get_status_display()}”.", "kind")
        same = Offer.objects.filter(notice=notice, kind=kind, note=text, by=by.actor.name, at__gt=at - DOUBLE_CLICK)
        if (before := same.first()) is not None:
            return before
        made = Offer.objects.create(notice=notice, kind=kind, note=text, by=by.actor.name, at=at)
        log(notice, Act.CHANGE, f"offered: {OfferKind(kind).label}", by, at, {"note": text})
    return made


def draft_concern(*, reference: str, by: Viewer, at: datetime) -> UUID:
    """Begin a concern about the child of a notice, with what the school knows of her filled in; gives its draft.

    The police's words are not copied: the front door has its own agreement with the police.
    """
    with writing():
        notice = find_received(by, reference)
        record = notice.child.record
        name = record.names.first()
        answers: dict[str, object] = {
            "given": name.given if name else "", "family": name.family if name else "", "sex": record.sex,
            "referrer_role": "safeguarding_lead",
            "fact": f"We had a notice of domestic abuse from the police ({notice.reference}). What we saw ourselves: ",
        }  # fmt: skip
        if record.date_of_birth:
            for part in ("day", "month", "year"):
                answers[f"date_of_birth-{part}"] = str(getattr(record.date_of_birth, part))
        recent = ConcernDraft.objects.filter(member_id=by.member_id, begun_at__gt=at - DOUBLE_CLICK)
        if known := next((one for one in recent if one.answers == answers), None):
            return known.key
        draft = save_draft(key=None, answers=answers, by=by, at=at)
        log(notice, Act.CHANGE, "began a concern from the notice", by, at)
    return draft.key


def return_notice(*, reference: str, reason: str, by: Viewer, at: datetime) -> SchoolNotice:
    """“Not our child any more”: the setting loses sight of the child, and the council's officer has her at once."""
    why = words(reason, "The reason", "reason", 400)
    with writing():
        notice = find_received(by, reference)
        _not_queue(notice)
        move(notice, S.RETURNED, StepKind.RETURNED, by, at, why)
        record = notice.child.record
        end_involvements(person_id=record.person_id, opened_for=notice.reference, by=by.actor, at=at)
        directory = Directory(notice.holder_id, by)
        finding = Finding(directory, [])
        to = finding.back(QueueReason.RETURNED, notice.setting, notice.school_urn, notice.received_at)
        log(notice, Act.CHANGE, "returned: not our child any more", by, at, {"reason": why})
        return deliver_one(
            child=notice.child, to=to, officers=directory.officers, by=by, at=at, received_at=notice.received_at
        )


def _not_queue(notice: SchoolNotice) -> None:
    if notice.kind == SettingKind.OFFICER:
        raise Invalid("This notice waits for its setting to be found. Send it on, or settle it.", "kind")
