"""Ambassadors' roles, for whoever keeps them in their own agency."""

from dataclasses import dataclass
from datetime import date

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.timelines import LONDON
from alongside.community.mentoring import AMBASSADOR as KIND
from alongside.community.mentoring import RUNS_MENTORS
from alongside.community.models import AmbassadorRole
from alongside.community.queries.parts import Part, part_of
from alongside.community.states import Interest
from alongside.partners.access import refuse
from alongside.partners.standing import Viewer


@dataclass(frozen=True, slots=True)
class AmbassadorTold:
    reference: str
    interest: Interest
    starts_on: date
    ends_on: date
    supervisor: str
    is_serving: bool
    has_stopped: bool


def ambassadors(viewer: Viewer, *, page: int = 1) -> tuple[list[AmbassadorTold], Part]:
    """The roles of the viewer's agency, the newest first. Supervisors are named, so the reading is in the log."""
    if not viewer.may(RUNS_MENTORS):
        raise refuse(viewer, KIND, "list", f"the role may not {RUNS_MENTORS}")
    found, part = part_of(AmbassadorRole.objects.filter(agency_id=viewer.agency_id), page)
    told = f"{part.total} roles"
    record(Entry(at=viewer.at, actor=viewer.actor, act=Act.LIST, subject_kind=KIND, reason=told))
    today = viewer.at.astimezone(LONDON).date()
    return [_told(row, today) for row in found], part


def _told(row: AmbassadorRole, today: date) -> AmbassadorTold:
    serving = row.ended_at is None and row.starts_on <= today <= row.ends_on
    return AmbassadorTold(
        row.reference, Interest(row.interest), row.starts_on, row.ends_on, row.supervisor, serving,
        row.ended_at is not None,
    )  # fmt: skip
