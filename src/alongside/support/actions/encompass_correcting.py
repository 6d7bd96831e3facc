"""Corrections of the police after sending: amended or withdrawn, with a reason. Every text that was sent stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line, clean_text
from alongside.partners.access import writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.standing import Viewer
from alongside.partners.states import NoticeKind
from alongside.support.actions.encompass_finding import Directory
from alongside.support.casework import words
from alongside.support.encompass_drafts import CHILD_WORDS, INCIDENT_WORDS, LONGEST
from alongside.support.encompass_states import PURPOSE, NoticeStatus, Presence, StepKind
from alongside.support.encompass_work import (
    INCIDENT_SUBJECT,
    add_step,
    find_own,
    live_notices,
    log,
    move,
    tell_receivers,
)
from alongside.support.models import Incident, IncidentChild, IncidentVersion, SchoolNotice


@dataclass(frozen=True, slots=True)
class Correction:
    """How the incident reads from now on; of each child only what has changed."""

    happened_at: datetime
    place: str
    circumstances: str
    children: Mapping[UUID, Mapping[str, str]]
    reason: str


def amend_incident(*, reference: str, changes: int, correction: Correction, by: Viewer, at: datetime) -> Incident:
    """Correct what was sent. Both versions are kept, and every setting that has a changed notice is told at once."""
    why = words(correction.reason, "The reason for the correction", "reason", 300)
    with writing():
        incident = find_own(by, reference)
        _check_open(incident, changes)
        whole = _amend_incident(incident, correction, why, by, at)
        touched = _amend_children(incident, correction, why, by, at)
        if not whole and not touched:
            raise Invalid("Nothing was changed. Change what is wrong, then save.", "reason")
        incident.changes += 1
        incident.save()
        notices = [one for one in live_notices(incident) if whole or one.child_id in touched]
        _tell(notices, StepKind.AMENDED, why, by, at)
        _log(incident, "corrected", by, at)
    return incident


def _check_open(incident: Incident, changes: int) -> None:
    if incident.withdrawn_at is not None:
        raise Invalid("This incident was withdrawn. Send it anew under a reference of its own.", "reason")
    if changes != incident.changes:
        theirs = incident.versions.filter(child__isnull=True).last()
        raise Stale("A colleague has corrected this incident since you opened it. Look at it again.", theirs)


def _amend_incident(incident: Incident, told: Correction, why: str, by: Viewer, at: datetime) -> bool:
    try:
        place = clean_line(told.place, 200, "Where it happened")
        text = clean_text(told.circumstances, LONGEST, "What happened")
    except TextError as error:
        raise Invalid(str(error), "circumstances") from error
    if not text:
        raise Invalid("Say what happened, in a sentence or more.", "circumstances")
    if told.happened_at > at:
        raise Invalid("This is in the future. Check the day and the time.", "happened_at")
    before = {name: getattr(incident, name) for name in INCIDENT_WORDS}
    after = {"happened_at": told.happened_at, "place": place, "circumstances": text}
    if before == after:
        return False
    for name, value in after.items():
        setattr(incident, name, value)
    _version(incident, None, after, why, by, at)
    return True


def _amend_children(incident: Incident, told: Correction, why: str, by: Viewer, at: datetime) -> set[UUID]:
    touched = set()
    for child in incident.children.filter(pk__in=told.children.keys()):
        before = {name: getattr(child, name) for name in CHILD_WORDS}
        after = {**before, **_child_words(told.children[child.pk])}
        if before != after:
            for name, value in after.items():
                setattr(child, name, value)
            child.save(update_fields=[*CHILD_WORDS])
            _version(incident, child, after, why, by, at)
            touched.add(child.pk)
    return touched


def _child_words(told: Mapping[str, str]) -> dict[str, str]:
    try:
        good = {
            name: clean_text(text, LONGEST, "What the child said") if name == "voice" else clean_line(text, 200, "This")
            for name, text in told.items()
            if name in CHILD_WORDS
        }
    except TextError as error:
        raise Invalid(str(error), "voice") from error
    if good.get("presence", Presence.NOT_KNOWN) not in Presence.values:
        raise Invalid("Say whether the child was there.", "presence")
    return good


def withdraw_incident(
    *, reference: str, reason: str, by: Viewer, at: datetime, child: UUID | None = None
) -> Incident:  # fmt: skip
    """Take back an incident, or one child of it (the wrong child was named). Its setting is told not to act on it."""
    why = words(reason, "The reason", "reason", 300)
    with writing():
        incident = find_own(by, reference)
        if incident.withdrawn_at is not None:
            return incident
        notices = [one for one in live_notices(incident) if child is None or one.child_id == child]
        if not notices:
            raise Invalid("There is nothing left to withdraw.", "reason")
        for one in notices:
            move(one, NoticeStatus.WITHDRAWN, StepKind.WITHDRAWN, by, at, why)
            log(one, Act.CHANGE, "withdrawn by the police", by, at, {"reason": why})
        _told(notices, by, at)
        if not live_notices(incident):
            incident.withdrawn_at = at
        incident.changes += 1
        incident.save()
        _version(
            incident, None if child is None else IncidentChild.objects.get(pk=child), {}, f"Withdrawn: {why}", by, at
        )
        _log(incident, "withdrawn", by, at)
    return incident


def _tell(notices: list[SchoolNotice], step: StepKind, why: str, by: Viewer, at: datetime) -> None:
    for one in notices:
        add_step(one, step, by, at, why)
        log(one, Act.CHANGE, "corrected by the police", by, at, {"reason": why})
    _told(notices, by, at)


def _told(notices: list[SchoolNotice], by: Viewer, at: datetime) -> None:
    if notices:
        officers = Directory(notices[0].holder_id, by).officers
        tell_receivers(notices, at, officers, NoticeKind.ENCOMPASS_CHANGED)


def _version(
    incident: Incident, child: IncidentChild | None, told: Mapping[str, object], why: str, by: Viewer, at: datetime
) -> None:
    number = IncidentVersion.objects.filter(incident=incident, child=child).count() + 1
    IncidentVersion.objects.create(
        incident=incident, child=child, number=number, words=dict(told), reason=why[:300], at=at, by=by.actor.name
    )


def _log(incident: Incident, reason: str, by: Viewer, at: datetime) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=Act.CHANGE, subject_kind=INCIDENT_SUBJECT, subject_id=incident.reference,
            holder_code=incident.agency.code, purpose=PURPOSE.code, reason=reason,
        )
    )  # fmt: skip
