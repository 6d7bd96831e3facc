"""What an own view is of: a plan or a case, found for a worker who answers for it as a whole."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from alongside.audit.queries import about
from alongside.audit.states import Act, Outcome
from alongside.partners.access import Subject, decide, refuse, require
from alongside.partners.involvements import live
from alongside.partners.models import Agency, Involvement, Member
from alongside.partners.own_access import READER
from alongside.partners.roles import Permission
from alongside.partners.standing import LONDON, Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import SourceRecord
from alongside.support.case_parts import parts_of, purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Who
from alongside.support.models import Case, Goal, Plan, PlanAction
from alongside.support.queries.shown import leads
from alongside.support.references import CASE, PLAN, normal
from alongside.support.states import VIEW_OF_CASE, VIEW_OF_PLAN, ActionState, PlanStatus

WORKERS_OF = (Permission.WORK_PLANS, Permission.WORK_CASES)


@dataclass(frozen=True, slots=True)
class Matter:
    """A plan or a case, as far as its own view needs it."""

    reference: str
    kind: str
    subject: Subject
    purpose: Purpose
    record: SourceRecord
    holder: Agency
    is_open: bool
    plan: Plan | None = None
    case: Case | None = None

    @property
    def person_id(self) -> UUID:
        return self.record.person_id

    def goals(self) -> list[Goal]:
        return list(self.plan.goals.all()) if self.plan else []

    def actions(self) -> list[PlanAction]:
        """What is still to be done, and what was done: not what fell away."""
        if self.plan is None:
            return []
        told = (ActionState.TO_DO, ActionState.DONE)
        return list(self.plan.actions.filter(state__in=told).select_related("owner_agency"))


def worked_matter(viewer: Viewer, reference: str, act: Act = Act.VIEW) -> Matter:
    """The matter, for those who may change it as a whole. Anybody else is refused, in the same words. A reading is
    logged here; an action logs what it did."""
    found = matter_of(viewer, reference)
    if found is None or not any(viewer.may(one) for one in WORKERS_OF) or not _answers_for(viewer, found):
        raise refuse(viewer, "own view", reference, "no such plan or case, or the member does not lead it", act=act)
    needed = VIEW_OF_PLAN if found.plan else VIEW_OF_CASE
    if act == Act.VIEW:
        require(viewer, found.subject, found.purpose, (), needs=needed)
    elif not (decision := decide(viewer, found.subject, found.purpose, needed)).groups >= frozenset(needed):
        raise refuse(viewer, "own view", found.reference, decision.because, act=act)
    return found


def still_has_it(viewer: Viewer, member: Member, matter: Matter) -> bool:
    """Whether whoever gave a link may still open its matter herself. Asked of the rule alone: nothing is shown to her,
    so that nothing is logged."""
    giver = Viewer.of(member, at=viewer.at)
    if not any(giver.may(one) for one in WORKERS_OF):
        return False
    needed = VIEW_OF_PLAN if matter.plan else VIEW_OF_CASE
    return decide(giver, matter.subject, matter.purpose, needed).groups >= frozenset(needed)


def matter_of(viewer: Viewer, reference: str) -> Matter | None:
    """The matter itself, for callers that decide next."""
    if (wanted := normal(reference, PLAN)).startswith(PLAN):
        plan = Plan.objects.select_related("concern__pathway", "holder", "record", "lead").filter(reference=wanted)
        return _of_plan(row) if (row := plan.first()) else None
    case = Case.objects.select_related("version", "holder", "receiver", "record").filter(
        reference=normal(reference, CASE)
    )
    return _of_case(one) if (one := case.first()) else None


def _of_plan(plan: Plan) -> Matter:
    return Matter(
        plan.reference, "plan", plan.subject, plan.concern.pathway.purpose, plan.record, plan.holder,
        plan.status == PlanStatus.OPEN, plan,
    )  # fmt: skip


def _of_case(case: Case) -> Matter:
    purpose = purpose_of(definition_of(case.version))
    return Matter(
        case.reference, "case", case.subject, purpose, case.record, case.receiver, case.ended_at is None, case=case
    )  # fmt: skip


def _answers_for(viewer: Viewer, matter: Matter) -> bool:
    if matter.plan is not None:
        return viewer.may(Permission.WORK_PLANS) and leads(matter.plan, viewer)
    case = Case.objects.get(reference=matter.reference)
    return Who.WORKER in parts_of(case, viewer)


@dataclass(frozen=True, slots=True)
class Knowing:
    """An agency that knows something of this matter: what it may see, and when it last looked."""

    code: str
    name: str
    groups: tuple[FieldGroup, ...]
    looked_on: date | None


def who_knows(viewer: Viewer, matter: Matter) -> list[Knowing]:
    """From the live involvements in this matter and from the log: agencies, never staff, and no other matter of the
    child's. For callers that have decided on the matter."""
    groups: dict[int, set[FieldGroup]] = {matter.holder.pk: {FieldGroup.IDENTITY, FieldGroup.PLAN}}
    rows = Involvement.objects.filter(live(viewer.at), person_id=matter.person_id, matter=matter.reference)
    for agency_id, carried in rows.values_list("agency_id", "field_groups"):
        groups.setdefault(agency_id, set()).update(carried)
    looked = _looked(matter)
    agencies = Agency.objects.filter(pk__in=groups, is_active=True).order_by("name")
    return [
        Knowing(
            one.code, one.name, tuple(group for group in FieldGroup if group in groups[one.pk]),
            at.astimezone(LONDON).date() if (at := looked.get(one.code)) else None,
        )
        for one in agencies
    ]  # fmt: skip


def _looked(matter: Matter) -> dict[str, datetime]:
    rows = about(matter.kind, matter.reference).filter(act=Act.VIEW, outcome=Outcome.ALLOWED).exclude(actor_role=READER)
    return dict(rows.order_by().values_list("agency_code").annotate(last=Max("at")))
