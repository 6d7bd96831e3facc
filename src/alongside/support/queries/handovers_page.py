"""One handover on one page: the child in her own words, the documents, the clocks, the story."""

from dataclasses import dataclass
from datetime import date, datetime

from alongside.common.clock_status import ClockState, ClockStatus
from alongside.partners.access import Decision, refuse, require
from alongside.partners.models import Member
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.case_parts import carried_by, purpose_of
from alongside.support.definitions.answers import AnswerShown, shown
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition, Move, Who
from alongside.support.handover_parts import BY_HAND, lacking, moves_open, parts_of, receiver_of, went_elsewhere
from alongside.support.models import Handover, HandoverDocument, HandoverStep
from alongside.support.queries.clocks import statuses_of
from alongside.support.queries.handovers import receivers_of
from alongside.support.queries.shown import Child, child_of
from alongside.support.references import HANDOVER, normal
from alongside.support.states import VIEW_OF_CASE, HandoverState

# A story is told in the past; what ends it is called as its kind calls it.
TOLD = {
    "send": "Sent", "receive": "Acknowledged", "accept": "Accepted", "return": "Returned", "contact": "First contact",
    "redirect": "Sent elsewhere", "withdraw": "Withdrawn", "reopen": "Taken up again", "look-again": "Opened again",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoryStep:
    label: str
    state: str
    happened_at: datetime
    by: str
    agency: str
    entered_by: str
    receiver: str
    reason: str
    answers: tuple[AnswerShown, ...]


@dataclass(frozen=True, slots=True)
class ClockShown:
    label: str
    owner: str
    clock: ClockStatus
    breach: str


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """Everything of one handover that this viewer may see, and what her part lets her do now."""

    reference: str
    changes: int
    kind: str
    kind_code: str
    child: Child
    sender: str
    sender_telephone: str
    sender_lead: str
    receiver: str
    receiver_code: str
    outside: str
    receiver_lead: str
    group_name: str
    state: str
    has_ended: bool
    moves_on: date | None
    answers: tuple[AnswerShown, ...]
    given: dict[str, object]
    missing: tuple[str, ...]
    clocks: tuple[ClockShown, ...]
    documents: tuple[HandoverDocument, ...]
    steps: tuple[StoryStep, ...]
    earlier_steps: int
    parts: frozenset[Who]
    moves: tuple[Move, ...]
    may_edit: bool
    definition: Definition
    receivers: tuple[tuple[str, str], ...]
    decision: Decision
    from_matter: str

    @property
    def sends(self) -> bool:
        return Who.REFERRER in self.parts

    @property
    def receives(self) -> bool:
        return Who.WORKER in self.parts

    def entered_by_hand(self, move: str) -> bool:
        """Done at an agency outside the partnership, and written down here by the sender."""
        return bool(self.outside) and move in BY_HAND


def handover_page(viewer: Viewer, reference: str) -> HandoverPage:
    """One handover: decided, logged, and only then shown."""
    normalised = normal(reference, HANDOVER)
    found = (
        Handover.objects.select_related(
            "kind", "version", "holder", "receiver", "record", "sender_lead", "receiver_lead"
        )
        .prefetch_related("record__names", "documents", "steps__receiver", "steps__agency")
        .filter(reference=normalised)
        .first()
    )
    parts = parts_of(found, viewer) if found else frozenset()
    if found is None or not parts:
        raise refuse(viewer, "handover", normalised, "no such handover, or the member has no part in it")
    definition = definition_of(found.version)
    decision = require(viewer, found.subject, purpose_of(definition), carried_by(definition), needs=VIEW_OF_CASE)
    return _page(viewer, found, definition, decision, parts)


def _page(
    viewer: Viewer, one: Handover, definition: Definition, decision: Decision, parts: frozenset[Who]
) -> HandoverPage:
    groups = {group.code for group in decision.groups}
    sends = Who.REFERRER in parts
    may_edit = sends and one.state in (HandoverState.NAMED, HandoverState.RETURNED)
    steps, earlier = _story(one, sends)
    return HandoverPage(
        reference=one.reference, changes=one.changes, kind=one.kind.name, kind_code=one.kind.code,
        child=child_of(one.record), sender=one.holder.name, sender_telephone=one.holder.telephone,
        sender_lead=one.sender_lead.name if one.sender_lead else "", receiver=receiver_of(one),
        receiver_code=one.receiver.code if one.receiver else "", outside=one.outside,
        receiver_lead=one.receiver_lead.name if one.receiver_lead else "", group_name=one.group_name if sends else "",
        state=one.get_state_display(), has_ended=one.ended_at is not None, moves_on=one.moves_on,
        answers=shown(definition.questions, one.answers, groups), given=dict(one.answers) if may_edit else {},
        missing=tuple(str(fault) for fault in lacking(one, definition)) if may_edit else (),
        clocks=_clocks(one, definition, viewer.at), documents=_documents(one),
        steps=tuple(_step(step, definition, groups) for step in steps), earlier_steps=earlier, parts=parts,
        moves=moves_open(one, definition, parts), may_edit=may_edit, definition=definition,
        receivers=receivers_of(viewer, definition) if sends else (), decision=decision,
        from_matter=one.from_matter if sends else "",
    )  # fmt: skip


def _story(one: Handover, sends: bool) -> tuple[list[HandoverStep], int]:
    """The sender reads it all; a receiver reads from the step that brought it there, and that there was more."""
    steps = list(one.steps.all())
    if sends:
        return steps, 0
    brought = max((number for number, step in enumerate(steps) if step.move in ("send", "redirect")), default=0)
    return steps[brought:], brought


def _documents(one: Handover) -> tuple[HandoverDocument, ...]:
    """As they stand towards whoever is to receive now: what went to another before is told in the log alone."""
    shown_documents = []
    for document in one.documents.all():
        if went_elsewhere(one, document):
            document.sent_at = document.received_at = None
            document.sent_by = document.sent_how = document.received_by = document.receipt_entered_by = ""
        shown_documents.append(document)
    return tuple(shown_documents)


def _step(step: HandoverStep, definition: Definition, groups: set[str]) -> StoryStep:
    rule = definition.move(step.move)
    receiver = step.receiver.name if step.receiver else step.outside
    return StoryStep(
        label=TOLD.get(step.move, step.label), state=step.get_state_display(), happened_at=step.happened_at, by=step.by,
        agency=step.agency.name, entered_by=step.entered_by,
        receiver=receiver if step.move in ("named", "send", "redirect") else "", reason=step.reason,
        answers=shown(rule.asks, step.answers, groups) if rule else (),
    )  # fmt: skip


def _clocks(one: Handover, definition: Definition, at: datetime) -> tuple[ClockShown, ...]:
    statuses = statuses_of([one.reference], at)
    shown_clocks = []
    for rule in definition.clocks:
        status = statuses.get((rule.code, one.reference))
        if status is not None:
            owner = one.holder.name if rule.owner is Who.REFERRER or not one.receiver else one.receiver.name
            breach = rule.breach if status.state is ClockState.BREACHED else ""
            shown_clocks.append(ClockShown(rule.label, owner, status, breach))
    return tuple(shown_clocks)


def colleagues(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Those of the viewer's agency who may look after a handover: username and name. Staff, no child."""
    rows = Member.objects.filter(agency_id=viewer.agency_id, is_active=True).order_by("name")
    return tuple(
        (one.username, one.name) for one in rows if one.may(Permission.REFER) or one.may(Permission.WORK_CASES)
    )
