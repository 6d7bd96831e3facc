"""Whom it reaches when an agency tells a panel something: said before and after, so that nobody tells into silence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.partners.errors import Invalid
from alongside.partners.involvements import live
from alongside.partners.models import Agency, Involvement, Member, Restriction
from alongside.partners.standing import Viewer, in_place, terms_from
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.case_parts import purpose_of
from alongside.support.models import AgendaItem, Contribution
from alongside.support.panel_parts import Sitting
from alongside.support.states import VIEW_OF_CASE, Release

Reached = Mapping[FieldGroup, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reach:
    """Agencies by name, for each field group: of all who may read this case at the panel, and of those who lead it."""

    every: Reached
    leading: Reached

    def of(self, group: FieldGroup, release: str) -> tuple[str, ...]:
        return (self.leading if release == Release.CHAIR else self.every).get(group, ())

    def told(self, one: Contribution) -> tuple[str, ...]:
        return self.of(FieldGroup[one.field_group.upper()], one.release)


def reach_at(viewer: Viewer, sitting: Sitting) -> Reach:
    """As the one rule judges each of them today: what she carries of this case, and what an agreement with the viewer's
    agency covers. For callers that have decided on the item."""
    item, purpose = sitting.item, purpose_of(sitting.definition)
    leads = {item.case.receiver_id, item.meeting.panel.holder_id}
    readers = (leads | set(item.invited.values_list("pk", flat=True))) - {viewer.agency_id}
    readers = _cleared(readers, item.case.record.person_id, viewer)
    carried = _carried(item, purpose, readers, viewer.at)
    terms = terms_from(viewer.agency_id, viewer.day)
    every: dict[FieldGroup, list[str]] = defaultdict(list)
    leading: dict[FieldGroup, list[str]] = defaultdict(list)
    for agency in Agency.objects.filter(pk__in=readers, is_active=True).order_by("name"):
        given = set().union(*(term.groups for term in terms.get((purpose, agency.pk), ())))
        for group in carried[agency.pk] & given:
            every[group].append(agency.name)
            if agency.pk in leads:
                leading[group].append(agency.name)
    return Reach(_fixed(every), _fixed(leading))


def _carried(
    item: AgendaItem, purpose: Purpose, readers: Collection[int], at: datetime
) -> Mapping[int, set[FieldGroup]]:
    """What each of these agencies is let see of the case now, whatever an agreement covers."""
    carried: dict[int, set[FieldGroup]] = defaultdict(set)
    rows = Involvement.objects.filter(
        live(at), agency_id__in=readers, person_id=item.case.record.person_id, purpose=purpose.code,
        matter__in=("", item.case.reference),
    )  # fmt: skip
    for reader, groups in rows.values_list("agency_id", "field_groups"):
        carried[reader] |= set(groups)
    return carried


def check_able(viewer: Viewer, sitting: Sitting, agency: Agency, field: str) -> None:
    """Refuse to give something to do to an agency that could not open the case to do it."""
    if why := unable(viewer, sitting, [agency]).get(agency.pk):
        raise Invalid(why, field)


def unable(viewer: Viewer, sitting: Sitting, agencies: Iterable[Agency]) -> dict[int, str]:
    """Of these agencies those that may not open the case today, as the one rule judges them, with what is to be done. For
    callers that have decided on the item."""
    item, purpose, asked = sitting.item, purpose_of(sitting.definition), {one.pk: one for one in agencies}
    holder = item.case.holder
    called = {item.case.receiver_id, *item.invited.values_list("pk", flat=True)}
    carried, terms = _carried(item, purpose, asked, viewer.at), terms_from(holder.pk, viewer.day)
    cleared = _cleared(set(asked), item.case.record.person_id, viewer)
    found = {}
    for pk, one in asked.items():
        given = set().union(*(term.groups for term in terms.get((purpose, pk), ())))
        if pk not in called:
            found[pk] = f"{one.name} is not invited to this case. Invite it first, or choose another agency."
        elif pk not in cleared or not one.is_active:
            found[pk] = f"Nobody at {one.name} may open this case today. Choose another agency."
        elif pk != holder.pk and not carried.get(pk, set()).issuperset(VIEW_OF_CASE):
            found[pk] = (
                f"{one.name} sees this case no more: its view has ended. Invite it again, or choose another agency."
            )
        elif pk != holder.pk and not given.issuperset(VIEW_OF_CASE):
            found[pk] = (
                f"No agreement lets {holder.name} show {one.name} this case today. Choose another agency, or ask whoever "
                "keeps agreements to renew it."
            )
    return found


def _cleared(readers: set[int], person_id: UUID, viewer: Viewer) -> set[int]:
    """Of a restricted person only the agencies in which somebody is cleared for her: nobody else there opens the case."""
    restrictions = list(Restriction.objects.filter(in_place(viewer.at), person_id=person_id))
    if not restrictions:
        return readers
    members = Member.objects.filter(agency_id__in=readers, is_active=True)
    for one in restrictions:
        members = members.filter(pk__in=one.cleared.values("pk"))
    return set(members.values_list("agency_id", flat=True))


def _fixed(found: Mapping[FieldGroup, list[str]]) -> Reached:
    return {group: tuple(names) for group, names in found.items()}
