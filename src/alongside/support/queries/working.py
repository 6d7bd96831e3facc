"""What the small pages of triage need: the concern in a few lines, and the one thing that is to be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from alongside.common.clock_status import ClockStatus
from alongside.partners.access import Decision, refuse, require
from alongside.partners.queries import agencies
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people import queries as people
from alongside.people.matching import Terms
from alongside.people.queries import NOTE_GROUPS, Candidate
from alongside.support import rules
from alongside.support.models import Concern, InformationRequest, RatingLevel
from alongside.support.queries.clocks import paused_because, statuses_of
from alongside.support.queries.shown import Child, DecisionShown, child_of, decision_shown, levels_of
from alongside.support.references import CONCERN, normal
from alongside.support.states import OPEN_STATUSES, VIEW_OF_CONCERN, ClockKind, DecisionKind


@dataclass(frozen=True, slots=True)
class Matter:
    """One concern in a few lines. `second_looks`: by decision, why a manager would look too (empty: she would not)."""

    reference: str
    version: int
    status: str
    status_code: str
    child: Child
    holder: str
    in_danger_now: bool
    clock: ClockStatus | None
    paused_because: str
    scheme: str
    levels: tuple[RatingLevel, ...]
    rating: str
    second_looks: Mapping[str, str]
    decided: DecisionShown | None
    decided_kind: str
    decision: Decision
    purpose: Purpose

    @property
    def is_open(self) -> bool:
        return self.status_code in OPEN_STATUSES


def matter(viewer: Viewer, reference: str, permission: Permission = Permission.TRIAGE) -> Matter:
    """One concern in a few lines, for a viewer whose role may work it. Decided and logged."""
    return _matter(viewer, *_find(viewer, reference, permission))


def _matter(viewer: Viewer, row: Concern, decision: Decision) -> Matter:
    rating = row.ratings.select_related("level__scheme").first()
    latest = row.decisions.select_related("by", "second_look__by").first()
    kind = ClockKind.DECISION if row.status in OPEN_STATUSES else ClockKind.FEEDBACK
    clock = statuses_of([row.reference], viewer.at).get((kind, row.reference))
    return Matter(
        reference=row.reference, version=row.version, status=row.get_status_display(), status_code=row.status,
        child=child_of(row.record),
        holder=row.holder.name, in_danger_now=row.in_danger_now, clock=clock,
        paused_because=paused_because(row.reference, clock), scheme=row.pathway.scheme.name,
        levels=levels_of(row.pathway), rating=str(rating.level) if rating else "",
        second_looks=_second_looks(row, rating.level if rating else None),
        decided=decision_shown(latest, viewer) if latest else None, decided_kind=latest.kind if latest else "",
        decision=decision, purpose=row.pathway.purpose,
    )  # fmt: skip


def _find(viewer: Viewer, reference: str, permission: Permission) -> tuple[Concern, Decision]:
    normalised = normal(reference, CONCERN)
    row = (
        Concern.objects.select_related("pathway__scheme", "holder", "record")
        .prefetch_related("record__names")
        .filter(reference=normalised)
        .first()
    )
    if row is None or not viewer.may(permission) or row.receiver_id != viewer.agency_id:
        raise refuse(viewer, "concern", normalised, "no such concern, or the role may not work it")
    decision = require(viewer, row.subject, row.pathway.purpose, (), needs=VIEW_OF_CONCERN)
    if FieldGroup.CONCERN not in decision:
        raise refuse(viewer, "concern", normalised, "the concern itself may not be seen")
    return row, decision


def _second_looks(row: Concern, level: RatingLevel | None) -> dict[str, str]:
    if level is None:
        return {}
    from_level, danger = row.pathway.second_look_from, row.in_danger_now
    return {
        kind.value: rules.why_second_look(kind, level.order, level.name, from_level, danger) for kind in DecisionKind
    }


@dataclass(frozen=True, slots=True)
class Askable:
    """An agency, and what an agreement in force lets it tell in answer to a request."""

    code: str
    name: str
    groups: tuple[FieldGroup, ...]
    agreements: tuple[str, ...]
    waiting: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True)
class Asking:
    matter: Matter
    agencies: tuple[Askable, ...]


def asking(viewer: Viewer, reference: str) -> Asking:
    """Which agencies may be asked about this child, and for what. Requests that wait are named, so that nobody is
    asked twice."""
    shown = matter(viewer, reference)
    open_requests = InformationRequest.objects.filter(concern__reference=shown.reference, answer__isnull=True)
    waiting: dict[int, list[tuple[str, datetime]]] = {}
    for agency_id, request, at in open_requests.values_list("agency_id", "reference", "at"):
        waiting.setdefault(agency_id, []).append((request, at))
    found = []
    for one in agencies():
        terms = viewer.terms_with(shown.purpose, one.pk)
        given = {group for term in terms for group in term.on_request | term.groups}
        if groups := tuple(group for group in NOTE_GROUPS if group in given):
            covering = {term.agreement for term in terms if (term.on_request | term.groups) & set(groups)}
            under = tuple(sorted(covering))
            found.append(Askable(one.code, one.name, groups, under, tuple(waiting.get(one.pk, ()))))
    return Asking(shown, tuple(found))


@dataclass(frozen=True, slots=True)
class Looking:
    """Records of other agencies that may be this child. `too_little` says why nothing was looked for."""

    matter: Matter
    terms: Terms
    found: tuple[Candidate, ...]
    too_little: str


def looking(viewer: Viewer, reference: str, terms: Terms | None = None) -> Looking:
    """Who else knows this child: by her own name and date of birth, or by `terms`. Logged as a search."""
    row, decision = _find(viewer, reference, Permission.TRIAGE)
    shown = _matter(viewer, row, decision)
    first = next(iter(row.record.names.all()), None)
    own = Terms(first.given if first else "", first.family if first else "", row.record.date_of_birth)
    wanted = terms or own
    if wanted.too_little:
        return Looking(shown, wanted, (), wanted.too_little)
    found = people.findable(viewer, wanted, row.record.person_id, shown.purpose)
    return Looking(shown, wanted, tuple(found), "")
