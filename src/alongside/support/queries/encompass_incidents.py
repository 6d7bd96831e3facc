"""An incident as its own force sees it: what was sent, every text that it had, and where each child's notice stands."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from alongside.audit.actions import record_all
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import codes, refuse
from alongside.partners.delivery import Delivery, deliveries
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.support import encompass_rules as rules
from alongside.support.encompass_states import (
    LIKE_RESTRICTED,
    LIVE,
    NEEDS_A_PERSON,
    PURPOSE,
    OfferKind,
    Standing,
    StepKind,
)
from alongside.support.encompass_texts import version_lines
from alongside.support.models import Incident, IncidentChild, IncidentVersion, NoticeStep, SchoolNotice
from alongside.support.queries.encompass import EarlierText, StepShown
from alongside.support.queries.encompass_board import KINDS
from alongside.support.queries.shown import Child, child_of
from alongside.support.references import INCIDENT, normal

SUBJECT = "incident"
SHOWN = (FieldGroup.IDENTITY, FieldGroup.CONCERN, FieldGroup.CHILD_VOICE)


@dataclass(frozen=True, slots=True)
class ChildOfIncident:
    id: UUID
    child: Child
    presence: str
    presence_label: str
    where_in_home: str
    voice: str
    voice_with: str
    told: str
    setting: str
    standing: Standing
    due_at: datetime
    counted_in: str
    delivery: Delivery | None
    steps: tuple[StepShown, ...]
    offers: tuple[str, ...]
    is_live: bool


@dataclass(frozen=True, slots=True)
class IncidentPage:
    reference: str
    police_reference: str
    happened_at: datetime
    place: str
    circumstances: str
    received_at: datetime
    sent_by: str
    source: str
    withdrawn_at: datetime | None
    changes: int
    children: tuple[ChildOfIncident, ...]
    versions: tuple[EarlierText, ...]


def incident_page(viewer: Viewer, reference: str) -> IncidentPage:
    """The viewer's own force's incident. Refused as a whole where a child of it is hidden from her."""
    incident, children = _own(viewer, reference)
    _log(viewer, incident, children, SHOWN)
    notices = list(
        incident.notices.select_related("receiver").prefetch_related("steps", "offers").order_by("sent_at", "pk")
    )
    sent = deliveries(viewer, KINDS, [one.posted_as for one in notices if one.posted_as])
    names = {one.pk: child_of(one.record).name for one in children}
    return IncidentPage(
        reference=incident.reference, police_reference=incident.police_reference, happened_at=incident.happened_at,
        place=incident.place, circumstances=incident.circumstances, received_at=incident.received_at,
        sent_by=incident.sent_by.name, source=incident.source, withdrawn_at=incident.withdrawn_at,
        changes=incident.changes,
        children=tuple(
            _child(viewer, one, [notice for notice in notices if notice.child_id == one.pk], sent) for one in children
        ),
        versions=_versions(incident, names),
    )  # fmt: skip


def _own(viewer: Viewer, reference: str) -> tuple[Incident, list[IncidentChild]]:
    key = normal(reference, INCIDENT)
    rows = Incident.objects.filter(reference=key, agency_id=viewer.agency_id).select_related("sent_by", "agency")
    incident = rows.first()
    if incident is None or not viewer.may(Permission.SEND_ENCOMPASS):
        raise refuse(viewer, SUBJECT, key, "no such incident of the agency, or the role may not see it")
    children = list(incident.children.select_related("record").prefetch_related("record__names").order_by("pk"))
    if any(one.record.person_id in viewer.hidden_persons for one in children):
        raise refuse(viewer, SUBJECT, key, "a child of it is restricted and the member is not cleared")
    return incident, children


@dataclass(frozen=True, slots=True)
class NoticeProgress:
    """How one child's notice stands, without the child. `id` is of the child in this incident."""

    id: UUID
    standing: Standing
    status: str
    setting: str
    sent_at: datetime
    due_at: datetime
    opened_at: datetime | None
    done_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class IncidentProgress:
    reference: str
    police_reference: str
    received_at: datetime
    withdrawn_at: datetime | None
    notices: tuple[NoticeProgress, ...]


def incident_progress(viewer: Viewer, reference: str) -> IncidentProgress:
    """The viewer's own force's incident: of every child the notice that counts now. Refused where the page is."""
    incident, children = _own(viewer, reference)
    _log(viewer, incident, children, ())
    now = _latest(incident)
    return IncidentProgress(
        incident.reference, incident.police_reference, incident.received_at, incident.withdrawn_at,
        tuple(_progress(now[one.pk], viewer.at) for one in children),
    )  # fmt: skip


def became_of(viewer: Viewer, incident: Incident) -> dict[str, NoticeProgress]:
    """What became of the children of an incident that the viewer has just sent, by their keys. A child whose records
    are restricted looks like one whose setting is not known: the sender learns of neither more."""
    children = list(incident.children.select_related("record").order_by("pk"))
    _log(viewer, incident, children, ())
    now = _latest(incident)
    found = {}
    for one in children:
        shown = _progress(now[one.pk], viewer.at)
        hidden = one.record.person_id in viewer.hidden_persons
        if hidden or shown.standing is Standing.UNMATCHED:
            shown = replace(shown, standing=Standing.UNMATCHED, status=Standing.UNMATCHED.label, setting="")
        found[one.key] = shown
    return found


def _latest(incident: Incident) -> dict[UUID, SchoolNotice]:
    return {one.child_id: one for one in incident.notices.order_by("sent_at", "pk")}


def _progress(one: SchoolNotice, at: datetime) -> NoticeProgress:
    standing = rules.standing(one.status, one.due_at, at)
    return NoticeProgress(
        one.child_id, standing, standing.label, one.setting, one.sent_at, one.due_at, one.opened_at, one.done_at,
        rules.is_late(one.status, one.done_at, one.due_at, at),
    )  # fmt: skip


def _child(
    viewer: Viewer, one: IncidentChild, notices: list[SchoolNotice], sent: dict[str, Delivery]
) -> ChildOfIncident:
    now = notices[-1]
    told = "Home educated" if one.home_educated else one.told_school or (one.told_urn and f"URN {one.told_urn}")
    return ChildOfIncident(
        id=one.pk, child=child_of(one.record), presence=one.presence, presence_label=one.get_presence_display(),
        where_in_home=one.where_in_home, voice=one.voice, voice_with=one.voice_with, told=told or "",
        setting=now.setting, standing=rules.standing(now.status, now.due_at, viewer.at), due_at=now.due_at,
        counted_in=now.counted_in, delivery=sent.get(now.posted_as),
        steps=tuple(_step(notice, step) for notice in notices for step in notice.steps.all()),
        offers=_offers(viewer, notices), is_live=now.status in LIVE,
    )  # fmt: skip


def _step(notice: SchoolNotice, step: NoticeStep) -> StepShown:
    """What the council and a setting wrote to one another is theirs; that a restriction is the reason, nobody's."""
    own = step.kind in (StepKind.AMENDED, StepKind.WITHDRAWN, StepKind.SENT, StepKind.QUEUED, StepKind.HELD)
    words = NEEDS_A_PERSON if step.words in {one.label for one in LIKE_RESTRICTED} else step.words
    return StepShown(step.at, f"{notice.setting}: {step.get_kind_display()}", step.by, words if own else "")


def _offers(viewer: Viewer, notices: list[SchoolNotice]) -> tuple[str, ...]:
    """In general words, and only where an agreement lets the setting tell the police what came of a notice."""
    found = []
    for notice in notices:
        terms = viewer.terms_with(PURPOSE, notice.receiver_id or 0)
        if any(FieldGroup.FEEDBACK in term.groups for term in terms):
            found += [OfferKind(one.kind).label for one in notice.offers.all()]
    return tuple(dict.fromkeys(found))


def _versions(incident: Incident, names: dict[UUID, str]) -> tuple[EarlierText, ...]:
    rows = list(IncidentVersion.objects.filter(incident=incident).order_by("at", "pk"))
    if not any(one.number > 1 for one in rows):
        return ()
    return tuple(
        EarlierText(
            one.at,
            one.by,
            f"{names[one.child_id]}: {one.reason}" if one.child_id else one.reason,
            version_lines(one.words),
        )
        for one in rows
    )


def _log(
    viewer: Viewer, incident: Incident, children: list[IncidentChild], groups: tuple[FieldGroup, ...]
) -> None:  # fmt: skip
    record_all(
        [
            Entry(
                at=viewer.at, actor=viewer.actor, act=Act.VIEW, subject_kind=SUBJECT, subject_id=incident.reference,
                persons=tuple(one.record.person_id for one in children), holder_code=incident.agency.code,
                purpose=PURPOSE.code,
                field_groups=codes(groups),
                reason="the agency's own incident",
            )
        ]
    )  # fmt: skip
