"""Places and themes on a panel's agenda, beside the cases and apart from them."""

from datetime import datetime
from uuid import UUID

from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.standing import Viewer
from alongside.support.casework import words
from alongside.support.disruption_parts import add_step, find_plan, log_plan, refuse_names, seated, touch
from alongside.support.disruption_states import DisruptionStepKind
from alongside.support.models import DisruptionItem, Meeting
from alongside.support.panel_parts import runs
from alongside.support.states import MeetingState


def put_disruption_on_agenda(*, meeting_id: UUID, reference: str, why: str, by: Viewer, at: datetime) -> DisruptionItem:
    """Put a place or theme before a meeting of its panel. Once: again gives the item that is there."""
    said = words(why, "Why it comes to the panel", "why")
    meeting = Meeting.objects.select_related("panel").filter(pk=meeting_id, panel__in=seated(by)).first()
    if meeting is None:
        raise refuse(
            by, "meeting", str(meeting_id), "no such meeting of a panel on which the agency sits", act=Act.CHANGE
        )
    refuse_names(meeting.panel, [why], by)
    with writing():
        plan = find_plan(by, reference)
        if plan.panel_id != meeting.panel_id:
            raise Invalid("This plan stands before another panel.", "reference")
        if meeting.state == MeetingState.CLOSED:
            raise Invalid("This meeting is over. Choose one to come.", "reference")
        made, is_new = DisruptionItem.objects.get_or_create(
            meeting=meeting, plan=plan, defaults={"why": said, "put_by": by.actor.name, "put_at": at}
        )
        if is_new:
            add_step(plan, DisruptionStepKind.AGENDA, said, by, at)
            touch(plan)
            log_plan(plan, Act.CHANGE, "put on the agenda", by, at)
    return made


def decide_disruption(*, item_id: int, decision: str, changes: int, by: Viewer, at: datetime) -> DisruptionItem:
    """Write what the panel decided on a place or theme, in its meeting. The chair does."""
    said = words(decision, "The decision", "decision")
    first = DisruptionItem.objects.select_related("meeting__panel").filter(pk=item_id).first()
    if first is None or not runs(first.meeting, by):
        raise refuse(by, "disruption item", str(item_id), "no such item, or only the chair does this", act=Act.DECIDE)
    refuse_names(first.meeting.panel, [decision], by)
    with writing():
        item = DisruptionItem.objects.select_for_update(of=("self",)).select_related("meeting", "plan").get(pk=item_id)
        if item.meeting.state != MeetingState.OPEN:
            raise Invalid("Begin the meeting first: a panel decides in its meeting.", "decision")
        if item.changes != changes:
            raise Stale("Somebody has written on this item since you opened it. Both texts are below.", item.decision)
        plan = find_plan(by, item.plan.reference)
        item.decision, item.decided_by, item.decided_at = said, by.actor.name, at
        item.changes += 1
        item.save(update_fields=["decision", "decided_by", "decided_at", "changes"])
        add_step(plan, DisruptionStepKind.DECIDED, said, by, at)
        touch(plan)
        log_plan(plan, Act.DECIDE, "the panel decided on the place", by, at)
    return item
