"""Frozen values for pages: what a page may show, and nothing else reaches it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.models import SourceRecord
from alongside.people.states import Sex
from alongside.people.threads import live_roles
from alongside.support.models import Pathway, Plan, RatingLevel, TriageDecision
from alongside.support.states import STARTS_PLAN

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Child:
    """A child as a page names her: only what the decision let through."""

    name: str
    date_of_birth: date | None = None
    sex: str = ""
    other_names: tuple[str, ...] = ()


def child_of(record: SourceRecord) -> Child:
    """From a record with its names at hand. For callers that have decided on identity."""
    return child_from([str(name) for name in record.names.all()], record.date_of_birth, record.sex)


def child_from(names: Sequence[str], born: date | None, sex: str) -> Child:
    return Child(names[0] if names else "Name not known", born, Sex(sex).label if sex else "", tuple(names[1:]))


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a history."""

    at: datetime
    what: str
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list."""

    rows: tuple[T, ...]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def roles_shown(viewer: Viewer, matter: str) -> tuple[tuple[str, str, str], ...]:
    """Name, role and note of everybody in the event whose role has not lapsed, as far as the viewer may know of them."""
    return tuple(
        (" / ".join(str(name) for name in role.record.names.all()), role.get_role_display(), role.note)
        for role in live_roles(viewer, matter)
    )


def levels_of(pathway: Pathway) -> tuple[RatingLevel, ...]:
    return tuple(RatingLevel.objects.filter(scheme=pathway.scheme).order_by("order"))


def leads(plan: Plan, viewer: Viewer) -> bool:
    """Who may change the plan as a whole: its lead professional, and the holder's people who lead plans."""
    own = plan.holder_id == viewer.agency_id and viewer.may(Permission.LEAD_PLANS)
    return own or plan.lead_id == viewer.member_id


@dataclass(frozen=True, slots=True)
class DecisionShown:
    kind: str
    pathway: str
    rationale: str
    by: str
    at: datetime
    second_look_because: str
    second_look: str
    second_look_words: str
    second_look_by: str
    starts_plan: bool
    decided_by_viewer: bool


def decision_shown(one: TriageDecision, viewer: Viewer) -> DecisionShown:
    look = getattr(one, "second_look", None)
    return DecisionShown(
        kind=one.get_kind_display(), pathway=one.pathway_name, rationale=one.rationale, by=one.by.name, at=one.at,
        second_look_because=one.second_look_because,
        second_look="" if look is None else "Agreed" if look.agreed else "Sent back",
        second_look_words=look.words if look else "", second_look_by=look.by.name if look else "",
        starts_plan=one.kind in STARTS_PLAN, decided_by_viewer=one.by_id == viewer.member_id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActionShown:
    """What an agency does by a day, as a panel or the plan of a place agreed."""

    id: int
    what: str
    agency: str
    owner: str
    due_on: date
    state: str
    is_open: bool
    is_late: bool
    outcome: str
    changes: int
    may_end: bool
    is_shut: bool = False
    """Told to whoever leads the case of a panel: the agency may not open it today."""
