"""The front door's steps with what somebody told in confidence."""

from datetime import datetime

from django.db import transaction

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.community import wording
from alongside.community.actions.standing import allowed
from alongside.community.errors import CommunityRefused
from alongside.community.models import DoorReport, DoorStep
from alongside.community.rules import reason_not_to_step_at_door
from alongside.community.states import DoorState
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer


def step_at_door(
    *, report_id: int, to: DoorState, reason: str, concern_reference: str = "", by: Viewer, at: datetime
) -> None:
    """Say what becomes of it: being looked at, raised as a concern, passed on, or nothing more can be done."""
    allowed(by, "told in confidence", report_id, Permission.TRIAGE)
    if to is DoorState.CONCERN and not concern_reference:
        raise CommunityRefused("Raise the concern first, then enter its reference.", "concern_reference")
    said = wording.words(reason, "reason", "The reason", most=2_000, needed=False)
    with transaction.atomic():
        row = DoorReport.objects.select_for_update().filter(pk=report_id).first()
        if row is None:
            raise CommunityRefused("That report is not held here. Open the list and choose again.")
        now = DoorState(row.steps.latest("pk").state)
        if now is to:
            return  # sent twice
        if (why := reason_not_to_step_at_door(now=now, to=to, reason=said)) is not None:
            raise CommunityRefused(why, "to")
        DoorStep.objects.create(
            report=row, state=to, reason=said, concern_reference=concern_reference, agency_code=by.agency_code,
            by=by.actor.name, at=at,
        )  # fmt: skip
        record(
            Entry(
                at=at, actor=by.actor, act=Act.DECIDE, subject_kind="told in confidence", subject_id=str(row.pk),
                reason=to.label,
            )
        )  # fmt: skip
