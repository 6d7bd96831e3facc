"""Sending a reachable moment to whoever can go, or holding it where no agreement lets it be sent."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from alongside.audit.states import Act
from alongside.partners.access import writing
from alongside.partners.actions import end_involvements, involve
from alongside.partners.standing import Viewer
from alongside.support.actions.moments_clocks import run_clock, run_offer, stop_clocks
from alongside.support.models import ReachableMoment
from alongside.support.moment_parts import add_step, log_moment
from alongside.support.moment_places import CARRIED, Place, cleared, front_door, place_for
from alongside.support.moment_states import OFFER, OWNED, PURPOSE, MomentState, MomentStepKind
from alongside.support.telling import told_of_moment

LASTS = timedelta(days=180)
HELD = "No agreement in force lets {sender} tell {receiver}. Phone {receiver} now: this does not wait."


def send_moment(
    *, moment: ReachableMoment, place: Place | None, by: Viewer, at: datetime, since: datetime | None = None
) -> None:
    """Give it to whoever receives, with an owner, its clocks and an urgent notice; or keep it and say that it waits.
    `since`: from when the talk is owed, if not from now."""
    if place is None:
        door = front_door()
        held = HELD.format(sender=moment.holder.name, receiver=door.agency.name)
        moment.state, moment.held_because = MomentState.HELD, held[:300]
        moment.save(update_fields=["state", "held_because"])
        add_step(moment, MomentStepKind.HELD, held, by, at)
        log_moment(moment, Act.WITHHOLD, held, by, at)
        return
    moment.receiver, moment.case, moment.plan = place.agency, place.case, place.plan
    moment.owner, moment.state, moment.held_because = cleared(place.worker, moment, at), MomentState.OPEN, ""
    moment.save(update_fields=["receiver", "case", "plan", "owner", "state", "held_because"])
    involve(
        agency_id=place.agency.pk, person_id=moment.record.person_id, purpose=PURPOSE, groups=CARRIED,
        reason=f"Reachable moment: {moment.reference}", by=by.actor, at=at, opened_for=moment.reference,
        matter=moment.reference, lasts=LASTS,
    )  # fmt: skip
    add_step(moment, MomentStepKind.SENT, "", by, at)
    log_moment(moment, Act.DISCLOSE, f"sent to {place.agency.name}", by, at, place.agreement)
    run_clock(moment, OWNED, at)
    run_offer(moment, since or at)
    told_of_moment(moment, place.permission, at)


def release_held_moments(*, by: Viewer, at: datetime) -> int:
    """Send every held moment that an agreement now covers; gives how many."""
    released = 0
    for one in ReachableMoment.objects.filter(state=MomentState.HELD).values_list("pk", flat=True):
        with writing():
            row = (
                ReachableMoment.objects.select_for_update(of=("self",))
                .select_related("holder", "record")
                .filter(pk=one, state=MomentState.HELD)
                .first()
            )
            place = place_for(row, by) if row else None
            if row is not None and place is not None:
                send_moment(moment=row, place=place, by=by, at=at)
                released += 1
    return released


JOINED = "Who the child is was decided anew. It goes to {receiver}, who {works} the child."


def route_anew(*, persons: Collection[UUID], by: Viewer, at: datetime) -> None:
    """After records were joined or taken apart: what nobody has said “I have it” to goes to whoever works with the
    child as she is known now. Who has one keeps it, and reads of the change like everybody who read the child."""
    # They are few, and the persons of a whole linkage are more than one statement takes.
    waiting = ReachableMoment.objects.filter(state__in=(MomentState.OPEN, MomentState.HELD))
    changed = set(persons)
    moved = [pk for pk, person in waiting.values_list("pk", "record__person_id") if person in changed]
    waiting = waiting.filter(pk__in=moved)
    for one in waiting.select_for_update(of=("self",)).select_related("holder", "receiver", "record"):
        place = place_for(one, by)
        stays = place is not None and place.agency.pk == one.receiver_id
        if place is None or (stays and (place.case, place.plan) == (one.case, one.plan)):
            continue
        stop_clocks(one, (OWNED, OFFER), at)
        if one.receiver_id and not stays:
            end_involvements(
                person_id=one.record.person_id, opened_for=one.reference, by=by.actor, at=at, agency_id=one.receiver_id
            )
        works = "works with" if place.case or place.plan else "finds out who can see"
        add_step(one, MomentStepKind.PASSED_ON, JOINED.format(receiver=place.agency.name, works=works), by, at)
        send_moment(moment=one, place=place, by=by, at=at, since=one.recorded_at)
