"""Naming children who will move on: one or a whole class, graded by the partnership's criteria, nothing sent yet."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from alongside.audit.states import Act
from alongside.common.text import fold_name
from alongside.partners.access import decide, refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.actions import add_record, attach
from alongside.people.drafts import RecordDraft
from alongside.people.models import SourceRecord
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Who
from alongside.support.handover_drafts import Destination, Naming, destination, given_answers, kind_in_use, line_of
from alongside.support.handover_parts import find_handover, log
from alongside.support.matters import child_of_matter
from alongside.support.models import Handover, HandoverStep, PathwayVersion
from alongside.support.phases import may_send
from alongside.support.references import HANDOVER, new_reference
from alongside.support.states import HandoverState
from alongside.support.ways import age_fault


def name_child(*, naming: Naming, by: Viewer, at: datetime) -> Handover:
    """Name one child. Nothing is told to anybody yet."""
    return name_children(namings=[naming], by=by, at=at)[0]


def name_children(*, namings: Sequence[Naming], by: Viewer, at: datetime) -> list[Handover]:
    """Name several children at once, all or none. A child whose key was sent before is given back, not named twice."""
    with writing():
        holder = Agency.objects.select_for_update(of=("self",)).get(pk=by.agency_id)
        return [_one_of(number, one, len(namings), holder, by, at) for number, one in enumerate(namings)]


def _one_of(number: int, naming: Naming, many: int, holder: Agency, by: Viewer, at: datetime) -> Handover:
    """Of several, a fault says which child it is about, and in which row."""
    try:
        return _named(naming, holder, by, at)
    except Invalid as fault:
        if many == 1:
            raise
        name = naming.child.names[0] if naming.child.names else None
        who = f"{name.given} {name.family}" if name else f"Child {number + 1}"
        raise Invalid(f"{who}: {fault}", f"{number}.{fault.field}") from fault


def _named(naming: Naming, holder: Agency, by: Viewer, at: datetime) -> Handover:
    version = kind_in_use(naming.kind)
    definition = definition_of(version)
    if by.actor.role not in definition.referrers or not may_send(holder, definition):
        raise refuse(
            by, "handover", naming.kind, "the role, or the agency, may not begin this kind of handover", act=Act.CREATE
        )
    if naming.sent_key and (known := Handover.objects.filter(holder=holder, sent_key=naming.sent_key).first()):
        return known
    answers = given_answers(definition, naming.answers)
    receiver, outside = destination(version, naming.to, holder)
    child = _child(naming, holder, purpose_of(definition), by, at)
    if why_not := age_fault(definition, child, by):
        raise Invalid(why_not, "date_of_birth")
    _not_twice(version, child)
    made = Handover.objects.create(
        reference=new_reference(HANDOVER, Handover), kind=version.pathway, version=version, holder=holder,
        receiver=receiver, outside=outside, record=child, answers=answers, group_name=line_of(naming.group_name, 60),
        moves_on=naming.moves_on, named_by_id=by.member_id, named_at=at, sender_lead_id=by.member_id,
        from_matter=naming.from_matter[:80], sent_key=naming.sent_key[:80],
    )  # fmt: skip
    HandoverStep.objects.create(
        handover=made, move="named", label="Named", state=HandoverState.NAMED, receiver=receiver, outside=outside,
        happened_at=at, at=at, agency=holder, by=by.actor.name,
    )  # fmt: skip
    log(made, definition, Act.CREATE, f"named for {made.kind.name}; nothing is told yet", by, at)
    return made


def _child(naming: Naming, holder: Agency, purpose: Purpose, by: Viewer, at: datetime) -> SourceRecord:
    """The sender's own record of her: the one that was chosen, one that says the same, or a new one."""
    if naming.record_id is None:
        return _own_record(naming.child, holder, by) or _new_record(naming.child, holder, by, at)
    chosen = SourceRecord.objects.select_related("holder").filter(pk=naming.record_id).first()
    if chosen is None or not _may_choose(chosen, naming.from_matter, purpose, by):
        raise refuse(by, "record", str(naming.record_id), "not a child that was shown", act=Act.LINK)
    if chosen.holder_id == holder.pk:
        return chosen
    made = _new_record(naming.child, holder, by, at)
    attach(
        made=made, to_person=chosen.person_id, to_record=chosen.pk, reason="The sender chose this child", by=by.actor,
        at=at,
    )  # fmt: skip
    return made


def _may_choose(chosen: SourceRecord, matter: str, purpose: Purpose, by: Viewer) -> bool:
    """Her record may be seen anyway, or it is the child of the case or plan that the handover goes on from."""
    for why in (Purpose.SAFEGUARDING, purpose):
        if FieldGroup.IDENTITY in decide(by, chosen.subject, why, [FieldGroup.IDENTITY]):
            return True
    return child_of_matter(by, matter) == chosen


def _own_record(draft: RecordDraft, holder: Agency, by: Viewer) -> SourceRecord | None:
    """A class is named from the school's own list: the same name and day is the same pupil."""
    if draft.date_of_birth is None or not draft.names:
        return None
    name = draft.names[0]
    rows = SourceRecord.objects.all().unrestricted(by).filter(holder=holder, date_of_birth=draft.date_of_birth)
    rows = rows.filter(names__folded_given=fold_name(name.given), names__folded_family=fold_name(name.family))
    return rows.select_related("holder").order_by("-received_at", "-pk").first()


def _new_record(draft: RecordDraft, holder: Agency, by: Viewer, at: datetime) -> SourceRecord:
    return add_record(draft=draft, holder=holder, source="handover", by=by.actor, at=at, today=by.day)


def _not_twice(version: PathwayVersion, child: SourceRecord) -> None:
    same = Handover.objects.filter(kind=version.pathway, record__person_id=child.person_id, ended_at__isnull=True)
    if known := same.filter(holder_id=child.holder_id).first():
        raise Invalid(f"Your agency has named this child already: {known.reference}.", "given")


def keep_page(
    *, reference: str, answers: Mapping[str, object], to: Destination, moves_on: date | None, changes: int, by: Viewer,
    at: datetime,
) -> Handover:  # fmt: skip
    """Keep the one page about the child, and where she goes, while it is with the sender."""
    with writing():
        worked = find_handover(by, reference, needs=Who.REFERRER, changes=changes)
        handover, definition = worked.handover, worked.definition
        if handover.state not in (HandoverState.NAMED, HandoverState.RETURNED):
            raise Invalid("It is with the receiver. Redirect it, or ask for it back, before you change it.", "says")
        handover.answers = given_answers(definition, answers)
        handover.receiver, handover.outside = destination(handover.version, to, handover.holder)
        handover.moves_on = moves_on
        handover.changes += 1
        handover.save(update_fields=["answers", "receiver", "outside", "moves_on", "changes"])
        log(handover, definition, Act.CHANGE, "changed the page about the child", by, at)
    return handover
