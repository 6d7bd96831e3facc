"""Where a referral or a handover goes on from, and what a concern or case led to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from alongside.audit.actions import record_all
from alongside.audit.states import Act
from alongside.partners.access import entry_of, log_list, refuse
from alongside.partners.standing import Viewer
from alongside.partners.states import Purpose
from alongside.support.case_parts import parts_of, purpose_of, stage_label
from alongside.support.definitions.kept import definition_of
from alongside.support.matters import source_of
from alongside.support.models import Case, PathwayVersion
from alongside.support.queries.shown import Child, child_of
from alongside.support.references import CASE, normal
from alongside.support.states import VIEW_OF_CASE


@dataclass(frozen=True, slots=True)
class Origin:
    """The child of a concern, case or plan from which a referral or handover goes on."""

    matter: str
    record_id: int
    child: Child
    given: str
    family: str
    born: date | None


def origin(viewer: Viewer, matter: str) -> Origin | None:
    """The child of this matter, if the viewer works on it; nothing otherwise, whether it exists or not. The log has
    either."""
    if not matter:
        return None
    found = source_of(viewer, matter)
    if found is None or found.record.person_id in viewer.hidden_persons:
        asked = matter.replace("\x00", "")[:20]
        refuse(viewer, "case", asked, "nothing to go on from, or the member has no part in it")
        return None
    record_all([entry_of(viewer, found.decision, Act.VIEW)])
    record = found.record
    name = record.names.order_by("pk").first()
    return Origin(
        matter,
        record.pk,
        child_of(record),
        name.given if name else "",
        name.family if name else "",
        record.date_of_birth,
    )


@dataclass(frozen=True, slots=True)
class LedTo:
    """A case that began from a matter: its pathway and, for whoever has a part in it, how far it is."""

    reference: str
    pathway: str
    stage: str


def led_to(viewer: Viewer, matter: str) -> list[LedTo]:
    """The cases that began from this matter and in which the viewer's agency has a part. For callers that have decided
    on the matter already; it names nobody."""
    begun = Case.objects.filter(from_matter=matter)
    versions = list(PathwayVersion.objects.filter(pk__in=begun.values("version_id")))
    found = [
        one
        for purpose in dict.fromkeys(purpose_of(definition_of(one)) for one in versions)
        for one in _open_to(viewer, purpose, begun.values("pk"))
        if purpose_of(definition_of(one.version)) == purpose
    ]
    found.sort(key=lambda one: (one.received_at, one.reference))
    return [LedTo(one.reference, one.pathway.name, stage_label(one)) for one in found]


def _open_to(viewer: Viewer, purpose: Purpose, among: QuerySet[Case, Any]) -> list[Case]:
    """Of these, the cases that the one rule opens to the viewer and in which her agency has a part."""
    rows = Case.objects.visible_to(viewer, purpose, *VIEW_OF_CASE).filter(pk__in=among)
    rows = rows.select_related("pathway", "version", "holder", "receiver", "record")
    return [one for one in rows if parts_of(one, viewer)]


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another case of the same person on the same pathway: a repeat, while its flag stands or soon after."""

    reference: str
    stage: str
    received_at: datetime
    ended_at: datetime | None


def others_on_pathway(viewer: Viewer, reference: str) -> list[Earlier]:
    """The other cases of the person of this case on its pathway, the newest first, of those which the viewer may
    open herself. For callers that have decided on the case already; the log has the list."""
    this = Case.objects.select_related("version", "record").filter(reference=normal(reference, CASE)).first()
    if this is None:
        return []
    purpose = purpose_of(definition_of(this.version))
    same = Case.objects.filter(pathway_id=this.pathway_id, record__person_id=this.record.person_id).exclude(pk=this.pk)
    found = _open_to(viewer, purpose, same.values("pk"))
    if found:
        log_list(viewer, "cases", {this.record.person_id}, purpose, VIEW_OF_CASE, "other cases on the pathway")
    found.sort(key=lambda one: (one.received_at, one.reference), reverse=True)
    return [Earlier(one.reference, stage_label(one), one.received_at, one.ended_at) for one in found]
