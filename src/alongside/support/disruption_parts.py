"""The common ground of disruption plans: who sits on the panel, and that no child's name comes into a text."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.queries import about
from alongside.audit.states import Act, Outcome
from alongside.common.text import TextError, clean_line
from alongside.partners.access import refuse
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.threads import names_of
from alongside.support.disruption_texts import holds_name
from alongside.support.models import AgendaItem, DisruptionPlan, DisruptionStep, Panel
from alongside.support.references import DISRUPTION, normal

MOST_NAMED = 3
NAMED = "a text for a plan of a place held the name of a child whose case the panel hears"
NO_NAMES = (
    "This text holds the full name of a child. A plan of a place names no child: write it without. What belongs to a "
    "child stands on her or his case."
)
ENOUGH = "Texts with a name were refused several times today. Ask the panel’s chair to write it with you."


def seated(viewer: Viewer) -> QuerySet[Panel]:
    """The panels on which the viewer's agency sits, for a role that sits there."""
    if not viewer.may(Permission.SIT_ON_PANELS):
        return Panel.objects.none()
    return Panel.objects.filter(Q(holder_id=viewer.agency_id) | Q(seats__agency_id=viewer.agency_id)).distinct()


def agencies_of(panel: Panel) -> set[int]:
    return {panel.holder_id, *panel.seats.values_list("agency_id", flat=True)}


def find_plan(by: Viewer, reference: str, *, changes: int | None = None) -> DisruptionPlan:
    """The plan, locked, for whoever sits on its panel."""
    normalised = normal(reference, DISRUPTION)
    plan = (
        DisruptionPlan.objects.select_for_update(of=("self",))
        .select_related("panel__holder", "holder")
        .filter(reference=normalised, panel__in=seated(by))
        .first()
    )
    if plan is None:
        raise refuse(
            by, "disruption plan", normalised, "no such plan of a panel on which the agency sits", act=Act.CHANGE
        )
    if changes is not None and changes != plan.changes:
        raise Stale("Somebody has changed this plan since you opened it. Both texts are below.", text_of(plan))
    return plan


def steers(plan: DisruptionPlan, viewer: Viewer) -> bool:
    """The agency that began it, and whoever runs the panel, may end it."""
    runs = plan.panel.holder_id == viewer.agency_id and viewer.may(Permission.RUN_PANELS)
    return runs or plan.holder_id == viewer.agency_id


def text_of(plan: DisruptionPlan) -> str:
    return f"{plan.theme}. {plan.where}. {plan.seen}"


def refuse_names(panel: Panel, texts: Iterable[str], by: Viewer) -> None:
    """No text may hold the full name of a child whose case this panel hears. Called outside of the transaction: the
    refusal stays in the log, about that child. To try names one by one is no way to learn who is heard: after a few
    texts nothing more is taken that day, and whoever is hidden from the member is not looked for."""
    kept = f"{by.actor.name}, {by.day.isoformat()}"[:80]
    if about("disruption text", kept).filter(agency_code=by.agency_code).count() >= MOST_NAMED:
        raise Invalid(ENOUGH)
    records = dict(
        AgendaItem.objects.filter(meeting__panel=panel)
        .exclude(case__record__person_id__in=by.hidden_persons)
        .values_list("case__record_id", "case__record__person_id")
    )
    names, together = names_of(records), "\n".join(texts)
    found = {records[key] for key, known in names.items() if holds_name(together, known)}
    if found:
        _log_name(found, kept, by)
        raise Invalid(NO_NAMES)


def _log_name(found: set[UUID], kept: str, by: Viewer) -> None:
    record(
        Entry(
            at=by.at, actor=by.actor, act=Act.CHANGE, outcome=Outcome.REFUSED, subject_kind="disruption text",
            subject_id=kept, persons=tuple(sorted(found)), reason=NAMED,
        )
    )  # fmt: skip


def add_step(
    plan: DisruptionPlan, kind: str, text: str, by: Viewer, at: datetime, before: dict[str, str] | None = None
) -> None:
    DisruptionStep.objects.create(
        plan=plan, kind=kind, words=text, before=before or {}, agency_id=by.agency_id, by=by.actor.name, at=at
    )


def touch(plan: DisruptionPlan) -> None:
    plan.changes += 1
    plan.save()


def log_plan(plan: DisruptionPlan, act: Act, reason: str, by: Viewer, at: datetime) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="disruption plan", subject_id=plan.reference,
            holder_code=plan.holder.code, reason=reason[:300],
        )
    )  # fmt: skip


def line(text: str, most: int, name: str, field: str) -> str:
    try:
        clean = clean_line(text, most, name)
    except TextError as error:
        raise Invalid(str(error), field) from error
    if not clean:
        raise Invalid(f"{name} is empty. Enter it.", field)
    return clean


def to_come(day: date, by: Viewer, field: str) -> date:
    if day < by.day:
        raise Invalid("That day has passed. Give one to come.", field)
    return day
