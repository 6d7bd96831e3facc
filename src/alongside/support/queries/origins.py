"""Where a referral or a handover goes on from, and what a concern or case led to."""

from dataclasses import dataclass
from datetime import date

from alongside.partners.standing import Viewer
from alongside.support.case_parts import parts_of, stage_label
from alongside.support.matters import child_of_matter
from alongside.support.models import Case
from alongside.support.queries.shown import Child, child_of


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
    """The child of this matter, if the viewer works on it; nothing otherwise, whether it exists or not."""
    record = child_of_matter(viewer, matter)
    if record is None:
        return None
    if record.person_id in viewer.hidden_persons:
        return None
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
    rows = Case.objects.all().unrestricted(viewer).filter(from_matter=matter)
    rows = rows.select_related("pathway", "version", "holder", "receiver").order_by("received_at")
    return [LedTo(one.reference, one.pathway.name, stage_label(one)) for one in rows if parts_of(one, viewer)]
