"""One case at a panel, as far as its viewer may see it: what agencies told, what was decided, who does what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from alongside.audit.actions import record_all
from alongside.audit.states import Act
from alongside.partners.access import decide_all, entry_of
from alongside.partners.models import Agency
from alongside.partners.standing import LONDON, Viewer
from alongside.partners.states import FieldGroup
from alongside.support.case_parts import purpose_of
from alongside.support.models import AgendaItem, Contribution, PanelAction
from alongside.support.panel_parts import (
    Sitting,
    find_item,
    invited_until,
    log_item,
    opened_for,
    subject_told,
    views_until,
    works_on,
)
from alongside.support.queries.panel_reach import Reach, reach_at, unable
from alongside.support.queries.shown import ActionShown, Child, child_of
from alongside.support.states import MeetingState, Release

# What an agency may tell a panel. Names and addresses stand on the case itself.
TOLD_TO_PANELS = tuple(
    group
    for group in FieldGroup
    if group not in (FieldGroup.IDENTITY, FieldGroup.KNOWN_TO, FieldGroup.FEEDBACK, FieldGroup.REQUEST)
)


@dataclass(frozen=True, slots=True)
class ContributionShown:
    agency: str
    group: str
    words: str
    release: str
    by: str
    at: datetime
    id: int
    is_own: bool
    taken_back: str
    """Why, where the agency took it back: shown to itself alone."""
    reaches: tuple[str, ...] = ()
    """Whom it reaches: told to the agency itself alone."""


@dataclass(frozen=True, slots=True)
class Amended:
    """What stood before, where the viewer may read it, and why it was put right."""

    before: str
    reason: str
    by: str
    at: datetime
    action_id: int | None
    uninvited: str = ""
    """The agency whose invitation was taken back: told to those who lead the case."""


@dataclass(frozen=True, slots=True)
class ItemPage:
    id: UUID
    meeting_id: UUID
    meeting: str
    changes: int
    child: Child
    reference: str
    pathway: str
    stage: str
    why: str
    state: str
    state_code: str
    invited: tuple[str, ...]
    may_invite: tuple[tuple[str, str], ...]
    contributions: tuple[ContributionShown, ...]
    may_say: tuple[tuple[str, str], ...]
    decision: str
    decided_by: str
    review_on: date | None
    amended: tuple[Amended, ...]
    stepped_out: tuple[str, ...]
    may_uninvite: tuple[tuple[str, str], ...]
    actions: tuple[ActionShown, ...]
    owners: tuple[tuple[str, str], ...]
    runs: bool
    is_open: bool
    meeting_open: bool
    because: str


def agenda_item(viewer: Viewer, id: UUID) -> ItemPage:
    """One case as this viewer may see it at the panel: decided, logged, and only then shown."""
    sitting = find_item(viewer, id, lock=False, act=Act.VIEW)
    log_item(sitting, Act.VIEW, sitting.decision.because, viewer)
    item, case = sitting.item, sitting.item.case
    seats = {seat.agency_id: seat.agency for seat in item.meeting.panel.seats.select_related("agency")}
    invited, live = list(item.invited.all()), views_until(item, opened_for(item.pk), viewer.at)
    owners = {one.pk: one for one in (*invited, case.receiver)}
    cannot = unable(viewer, sitting, owners.values()) if sitting.runs else {}
    closed = item.meeting.state == MeetingState.CLOSED
    reach = reach_at(viewer, sitting)
    return ItemPage(
        id=item.pk, meeting_id=item.meeting_id, meeting=str(item.meeting), changes=item.changes,
        child=child_of(case.record), reference=case.reference, pathway=case.pathway.name,
        stage=sitting.definition.stage(case.stage).label, why=item.why, state=item.get_state_display(),
        state_code=item.state, invited=tuple(sorted(_invited(one, live, cannot) for one in invited)),
        may_invite=may_be_invited(viewer, item, seats.values(), invited, live),
        contributions=told_at(viewer, sitting, in_minutes=False, reach=reach),
        may_say=tuple((group.code, _offered(group, reach)) for group in TOLD_TO_PANELS),
        decision=item.decision, decided_by=item.decided_by, review_on=item.review_on,
        amended=amended_at(viewer, sitting), stepped_out=stepped_out_of(viewer, sitting),
        may_uninvite=tuple(
            (one.code, one.name) for one in invited if one.pk != item.meeting.panel.holder_id
        ),
        actions=_actions(viewer, sitting),
        owners=tuple(
            sorted((one.code, f"{one.name} (may not open it today)" if pk in cannot else one.name) for pk, one in owners.items())
        ), runs=sitting.runs,
        is_open=not closed, meeting_open=item.meeting.state == MeetingState.OPEN, because=sitting.decision.because,
    )  # fmt: skip


def _invited(one: Agency, live: Collection[int], cannot: Collection[int]) -> str:
    """Whoever runs the panel is told as well whom nothing lets open the case."""
    if one.pk not in live:
        return f"{one.name} (its view has ended)"
    return f"{one.name} (may not open it today)" if one.pk in cannot else one.name


def may_be_invited(
    viewer: Viewer, item: AgendaItem, seats: Iterable[Agency], invited: Collection[Agency], live: Mapping[int, datetime]
) -> tuple[tuple[str, str], ...]:
    """Whoever has a seat and is not invited; and anew, whose view has ended or ends sooner than it would from today."""
    until = invited_until(item, viewer.at) - timedelta(days=1)
    offered = []
    for one in seats:
        if one.pk == item.meeting.panel.holder_id:
            continue  # it sees the case by the meeting, and until it is looked at again
        if one not in invited:
            offered.append((one.code, one.name))
        elif one.pk not in live:
            offered.append((one.code, f"{one.name}, anew: its view has ended"))
        elif live[one.pk] < until:
            ends = live[one.pk].astimezone(LONDON)
            offered.append((one.code, f"{one.name}, anew: its view ends on {ends:%-d %B %Y}"))
    return tuple(offered)


def _offered(group: FieldGroup, reach: Reach) -> str:
    """The kind of thing that is told; where it would reach nobody, the form says so before anything is written."""
    return group.label if reach.every.get(group) else f"{group.label} (would reach nobody here)"


def told_at(
    viewer: Viewer, sitting: Sitting, *, in_minutes: bool, reach: Reach | None = None
) -> tuple[ContributionShown, ...]:
    """The contributions that reach this viewer: by their release, and each by the one rule with the agency that told
    it as its holder, so that an agreement between the two covers it. What is shown is logged under that agreement."""
    item = sitting.item
    heads = {item.case.receiver_id, *({item.meeting.panel.holder_id} if sitting.runs else ())}
    told = [one for one in item.contributions.select_related("agency") if _released(one, viewer, heads, in_minutes)]
    subjects = [subject_told(one, item) for one in told]
    decisions = decide_all(viewer, subjects, purpose_of(sitting.definition), FieldGroup)
    shown = [
        (one, decision)
        for one, decision in zip(told, decisions, strict=True)
        if FieldGroup[one.field_group.upper()] in decision
    ]
    record_all([entry_of(viewer, decision, Act.VIEW) for one, decision in shown if one.agency_id != viewer.agency_id])
    return tuple(_contribution(one, viewer, reach) for one, _ in shown)


def amended_at(viewer: Viewer, sitting: Sitting) -> tuple[Amended, ...]:
    """What was put right. What stood before may tell what was not to be told: it is for those who lead the case, and of
    an action for whose it is, and not for whoever is invited since. For callers that have decided on the item."""
    leads = sitting.runs or works_on(sitting.item, viewer)
    rows = sitting.item.amendments.select_related("action", "uninvited")
    return tuple(
        Amended(
            one.before if leads or _is_own(one.action, viewer) else "", one.reason, one.by, one.at, one.action_id,
            one.uninvited.name if one.uninvited else "",
        )
        for one in (rows if leads else rows.filter(uninvited=None))
    )  # fmt: skip


def _is_own(action: PanelAction | None, viewer: Viewer) -> bool:
    return action is not None and action.owner_agency_id == viewer.agency_id


def stepped_out_of(viewer: Viewer, sitting: Sitting) -> tuple[str, ...]:
    """Who declared a conflict of interest; the reason, for whoever runs the panel. For callers that have decided."""
    rows = sitting.item.conflicts.select_related("member__agency").order_by("declared_at", "pk")
    return tuple(
        f"{one.member.name}, {one.member.agency.name}" + (f": {one.words}" if sitting.runs else "") for one in rows
    )


def _released(one: Contribution, viewer: Viewer, heads: Collection[int], in_minutes: bool) -> bool:
    if one.taken_back_at is not None:
        return one.agency_id == viewer.agency_id and not in_minutes
    if one.agency_id == viewer.agency_id:
        return True
    if one.release == Release.CHAIR:
        return viewer.agency_id in heads
    return one.release != Release.IN_ROOM or not in_minutes


def _contribution(one: Contribution, viewer: Viewer, reach: Reach | None) -> ContributionShown:
    group = FieldGroup[one.field_group.upper()].label
    is_own = one.agency_id == viewer.agency_id
    return ContributionShown(
        one.agency.name, group, one.words, one.get_release_display(), one.by, one.at, one.pk,
        is_own, one.taken_back_because, reach.told(one) if is_own and reach else (),
    )  # fmt: skip


def _actions(viewer: Viewer, sitting: Sitting) -> tuple[ActionShown, ...]:
    """Whoever leads the case is told which agency can do nothing for it any more."""
    rows = list(sitting.item.actions.select_related("owner_agency"))
    owners = {one.owner_agency for one in rows if one.ended_at is None}
    leads = sitting.runs or works_on(sitting.item, viewer)
    shut = unable(viewer, sitting, owners) if leads and owners else {}
    return tuple(
        replace(action_shown(viewer, one, sitting), is_shut=one.ended_at is None and one.owner_agency_id in shut)
        for one in rows
    )


def action_shown(viewer: Viewer, one: PanelAction, sitting: Sitting) -> ActionShown:
    is_open = one.ended_at is None
    return ActionShown(
        one.pk, one.what, one.owner_agency.name, one.owner, one.due_on, one.get_state_display(), is_open,
        is_open and one.due_on < viewer.day, one.outcome, one.changes,
        sitting.runs or one.owner_agency_id == viewer.agency_id,
    )  # fmt: skip
