"""What a referral or a handover may go on from: a concern, case or plan that the member works on, and so may take the
child from."""

from alongside.partners.access import decide
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.models import SourceRecord
from alongside.support import case_parts
from alongside.support.definitions.kept import definition_of
from alongside.support.models import Case, Concern, Plan
from alongside.support.references import CASE, CONCERN, PLAN, normal
from alongside.support.states import VIEW_OF_CASE, VIEW_OF_CONCERN, VIEW_OF_PLAN


def child_of_matter(viewer: Viewer, matter: str) -> SourceRecord | None:
    """The record of the child of this concern, case or plan, if the viewer has a part in it and may see who it is."""
    return _of_case(viewer, matter) or _of_plan(viewer, matter) or _of_concern(viewer, matter) if matter else None


def _of_concern(viewer: Viewer, matter: str) -> SourceRecord | None:
    concern = (
        Concern.objects.select_related("pathway", "holder", "record__holder")
        .filter(reference=normal(matter, CONCERN))
        .first()
    )
    if concern is None or not viewer.may(Permission.TRIAGE) or concern.receiver_id != viewer.agency_id:
        return None
    decision = decide(viewer, concern.subject, concern.pathway.purpose, VIEW_OF_CONCERN)
    return concern.record if decision.groups >= frozenset(VIEW_OF_CONCERN) else None


def _of_case(viewer: Viewer, matter: str) -> SourceRecord | None:
    case = (
        Case.objects.select_related("version", "holder", "receiver", "record__holder")
        .filter(reference=normal(matter, CASE))
        .first()
    )
    if case is None or not case_parts.parts_of(case, viewer):
        return None
    purpose = case_parts.purpose_of(definition_of(case.version))
    return case.record if decide(viewer, case.subject, purpose, VIEW_OF_CASE).allowed else None


def _of_plan(viewer: Viewer, matter: str) -> SourceRecord | None:
    plan = (
        Plan.objects.select_related("concern__pathway", "holder", "record__holder")
        .filter(reference=normal(matter, PLAN))
        .first()
    )
    if plan is None or not viewer.may(Permission.WORK_PLANS):
        return None
    decision = decide(viewer, plan.subject, plan.concern.pathway.purpose, VIEW_OF_PLAN)
    return plan.record if decision.groups >= frozenset(VIEW_OF_PLAN) else None
