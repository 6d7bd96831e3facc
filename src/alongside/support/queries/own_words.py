"""What the viewer's own agency told panels, whether or not it is still invited: its own words, and nothing else of a case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.audit.actions import record_all
from alongside.audit.states import Act
from alongside.partners.access import decide, entry_of, refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.support.case_parts import log_cases, purpose_of
from alongside.support.definitions.kept import definition_of, definitions
from alongside.support.models import Contribution
from alongside.support.panel_parts import find_told, why_shut
from alongside.support.queries.shown import Page

PAGE = 20


@dataclass(frozen=True, slots=True)
class OwnWords:
    """`case_page` is where the case opens still: its item, or nothing."""

    id: int
    item_id: UUID
    panel: str
    group: str
    words: str
    release: str
    by: str
    at: datetime
    taken_back: str
    case_page: UUID | None = None


def told_to_panels(viewer: Viewer, *, page: int = 1) -> Page[OwnWords]:
    """All that the agency told, the newest first. Logged as lists of those of whom it told, by purpose. What the viewer stepped out
    of is left out."""
    if not viewer.may(Permission.SIT_ON_PANELS):
        raise refuse(viewer, "contributions", "own", "the role sits on no panel")
    rows = Contribution.objects.filter(agency_id=viewer.agency_id)
    rows = rows.exclude(item__conflicts__member_id=viewer.member_id)
    if viewer.hidden_persons:
        rows = rows.exclude(item__case__record__person_id__in=viewer.hidden_persons)
    number, total = max(1, page), rows.count()
    rows = rows.select_related("item__meeting__panel", "item__case__record").order_by("-at", "-pk")
    found = list(rows[(number - 1) * PAGE : number * PAGE])
    told = [
        (one.item.case.version_id, one.item.case.record.person_id, [FieldGroup[one.field_group.upper()]])
        for one in found
    ]
    said = definitions({version for version, _, _ in told})
    log_cases(viewer, "contributions", told, said, "what the agency told panels")
    return Page(tuple(_own(one) for one in found), number, PAGE, total)


def told_once(viewer: Viewer, item_id: UUID, id: int) -> OwnWords:
    """One of them, decided as the agency's own record and logged."""
    row, decision = find_told(viewer, id, lock=False, act=Act.VIEW)
    if row.item_id != item_id:
        raise refuse(viewer, "contribution", str(id), "no such contribution of the agency")
    record_all([entry_of(viewer, decision, Act.VIEW)])
    case = row.item.case
    on_case = decide(viewer, case.subject, purpose_of(definition_of(case.version)), FieldGroup)
    return _own(row, None if why_shut(viewer, row.item, on_case) else row.item_id)


def _own(one: Contribution, case_page: UUID | None = None) -> OwnWords:
    return OwnWords(
        one.pk, one.item_id, one.item.meeting.panel.name, FieldGroup[one.field_group.upper()].label, one.words,
        one.get_release_display(), one.by, one.at, one.taken_back_because, case_page,
    )  # fmt: skip
