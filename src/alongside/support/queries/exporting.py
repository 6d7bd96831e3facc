"""What a copy may hold: the intersection of what the exporter's page shows and what the recipient's would."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from alongside.partners.access import decide, decide_all, refuse, require
from alongside.partners.errors import Invalid
from alongside.partners.models import Member
from alongside.partners.roles import Permission, roles_with
from alongside.partners.standing import LONDON, Viewer
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition
from alongside.support.export_contents import Covered, Sheet
from alongside.support.models import Case, PathwayVersion, Plan
from alongside.support.queries.plans import PlanPage, page_of, whole_plan
from alongside.support.queries.shown import leads
from alongside.support.states import VIEW_OF_CASE, VIEW_OF_PLAN, VersionState

MOST_ROWS = 5_000
PLAN_COLUMNS = ("Part", "Text", "Who", "When", "How it stands")
CASE_COLUMNS = ("Case", "Child", "Born", "Stage", "Since", "Referred by", "Received by", "Next clock")


def _plan(viewer: Viewer, reference: str) -> Plan:
    row = whole_plan(viewer, reference)
    if row is None or not viewer.may(Permission.WORK_PLANS) or not leads(row, viewer):
        raise refuse(viewer, "plan", reference[:20], "no such plan, or the member does not lead it")
    return row


def plan_recipients(viewer: Viewer, reference: str) -> tuple[Member, ...]:
    """Who could hold a copy of this plan: members of the agencies that see it."""
    row = _plan(viewer, reference)
    require(viewer, row.subject, row.concern.pathway.purpose, (), needs=VIEW_OF_PLAN)
    agencies = {row.holder_id, row.lead.agency_id, *row.shares.values_list("agency_id", flat=True)}
    return _members(agencies, Permission.WORK_PLANS)


def _members(agencies: Iterable[int], *permissions: Permission) -> tuple[Member, ...]:
    roles = {role for permission in permissions for role in roles_with(permission)}
    rows = Member.objects.filter(agency_id__in=set(agencies), role__in=roles, is_active=True, agency__is_active=True)
    return tuple(rows.select_related("agency").order_by("agency__name", "name"))


def plan_sheet(viewer: Viewer, reference: str, recipient: Viewer) -> tuple[Sheet, Covered]:
    """One plan, in the parts that both see. Refused where the recipient sees nothing of it."""
    row = _plan(viewer, reference)
    purpose = row.concern.pathway.purpose
    own = require(viewer, row.subject, purpose, (), needs=VIEW_OF_PLAN)
    theirs = decide(recipient, row.subject, purpose, VIEW_OF_PLAN)
    if not theirs.groups >= frozenset(VIEW_OF_PLAN) or not recipient.may(Permission.WORK_PLANS):
        raise Invalid("This person may not see the plan. Share the plan with the agency first.", "recipient")
    mine, other = page_of(viewer, row, own), page_of(recipient, row, theirs)
    rows = tuple(_plan_rows(mine, other))
    groups = frozenset(own.groups & theirs.groups)
    return (
        Sheet(f"Plan {row.reference}", PLAN_COLUMNS, rows),
        Covered(purpose, _labels([theirs.agreement]), groups, (row.record_id,), len(rows)),
    )


def _plan_rows(mine: PlanPage, other: PlanPage) -> Iterable[tuple[str, ...]]:
    yield "Child", mine.child.name, "", _day(mine.child.date_of_birth), mine.status
    yield "Lead professional", mine.lead, mine.lead_agency, "", ""
    yield "Next review", "", "", _day(mine.next_review_on), ""
    if mine.reason and mine.reason == other.reason:
        yield "Why there is a plan", mine.reason, "", "", ""
    goals = {one.pk for one in other.goals}
    for goal in mine.goals:
        if goal.pk in goals:
            yield "Goal", goal.words, "", "", "The child’s own words" if goal.is_childs_words else ""
    actions = {one.id for one in other.actions}
    for one in mine.actions:
        if one.id in actions:
            yield "Action", one.what, f"{one.owner}, {one.agency}", _day(one.due_on), _standing(one.state, one.outcome)
    reviews = {one.pk for one in other.reviews}
    for review in mine.reviews:
        if review.pk in reviews:
            yield "Review", review.summary, review.by, _day(review.held_on), review.get_outcome_display()


def _standing(state: str, outcome: str) -> str:
    return f"{state}: {outcome}" if outcome else state


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _version(viewer: Viewer, pathway: str) -> tuple[PathwayVersion, Definition]:
    rows = PathwayVersion.objects.select_related("pathway").filter(pathway__code=pathway, state=VersionState.PUBLISHED)
    version = rows.first()
    received = Case.objects.filter(pathway__code=pathway, receiver_id=viewer.agency_id)
    if version is None or not viewer.may(Permission.WORK_CASES) or not received.exists():
        raise refuse(viewer, "cases", pathway[:40], "no such pathway, or the member's agency works no case of it")
    return version, definition_of(version)


def case_recipients(viewer: Viewer, pathway: str) -> tuple[Member, ...]:
    """Who could hold a list of the cases that the viewer's agency works: her own agency, and those that referred."""
    _version(viewer, pathway)
    cases = Case.objects.filter(pathway__code=pathway, receiver_id=viewer.agency_id)
    agencies = {viewer.agency_id, *cases.order_by().values_list("holder_id", flat=True).distinct()}
    return _members(agencies, Permission.WORK_CASES, Permission.REFER)


def case_sheet(viewer: Viewer, pathway: str, recipient: Viewer) -> tuple[Sheet, Covered]:
    """The open cases of one pathway that the viewer's agency works, as far as the recipient sees each of them too."""
    version, definition = _version(viewer, pathway)
    purpose = purpose_of(definition)
    rows = Case.objects.visible_to(viewer, purpose, *VIEW_OF_CASE).visible_to(recipient, purpose, *VIEW_OF_CASE)
    theirs = Q(receiver_id=recipient.agency_id) | Q(holder_id=recipient.agency_id)
    rows = rows.filter(theirs, pathway=version.pathway, receiver_id=viewer.agency_id, ended_at__isnull=True)
    related = rows.select_related("version", "record", "holder", "receiver").prefetch_related("record__names")
    found = list(related.order_by("received_at", "reference")[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        raise Invalid(f"There are more than {MOST_ROWS:,} cases. A list is for one desk: ask for fewer.", "recipient")
    if not found:
        raise Invalid("This person sees none of these cases, so there is nothing to give.", "recipient")
    decisions = decide_all(recipient, [one.subject for one in found], purpose, VIEW_OF_CASE)
    agreements = _labels(one.agreement for one in decisions)
    return (
        Sheet(f"Cases: {version.pathway.name}", CASE_COLUMNS, tuple(_case_row(one) for one in found)),
        Covered(purpose, agreements, frozenset(VIEW_OF_CASE), tuple(one.record_id for one in found), len(found)),
    )


def _case_row(one: Case) -> tuple[str, ...]:
    name = next((str(name) for name in one.record.names.all()), "Name not known")
    stage = definition_of(one.version).stage(one.stage).label
    due = _day(one.due_at.astimezone(LONDON).date()) if one.due_at else ""
    since = _day(one.stage_since.astimezone(LONDON).date())
    born = _day(one.record.date_of_birth)
    return one.reference, name, born, stage, since, one.holder.name, one.receiver.name, due


def _labels(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({one for one in found if one}))
