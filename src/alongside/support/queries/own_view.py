"""What a worker sees of a child's own view: the rule, the link, what the child said, and what waits for an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.common.clock_status import ClockStatus
from alongside.partners.access import log_list, refuse
from alongside.partners.asking import Asked
from alongside.partners.involvements import restricted_persons
from alongside.partners.own_access import visitor
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import Purpose
from alongside.support import rules
from alongside.support.case_parts import parts_of
from alongside.support.models import OwnCorrection, OwnView, OwnVoice, TieChallenge
from alongside.support.own_links import LinkAndCode, link_and_code
from alongside.support.queries.affiliation import TieShown, said_in
from alongside.support.queries.clocks import statuses_of
from alongside.support.queries.own_matters import WORKERS_OF, Knowing, Matter, still_has_it, who_knows, worked_matter
from alongside.support.queries.own_reading import CorrectionShown, rule_of, shown_correction
from alongside.support.queries.own_ties import said_against
from alongside.support.queries.shown import Child, child_of
from alongside.support.references import CASE, PLAN
from alongside.support.states import VIEW_OF_PLAN, Face, OwnReader
from alongside.support.ties import CLOCK as SAID_CLOCK
from alongside.support.ties import CORRECTION_CLOCK, clocked

MOST = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that the view could show, and whether the rule lets it."""

    key: str
    text: str
    shown: bool


@dataclass(frozen=True, slots=True)
class RuleShown:
    number: int
    words: str
    goals: tuple[Choice, ...]
    actions: tuple[Choice, ...]
    agencies: tuple[Choice, ...]
    ties: tuple[Choice, ...]
    left_out_because: str
    by: str
    at: datetime | None

    @property
    def hidden(self) -> int:
        return sum(not one.shown for one in (*self.goals, *self.actions, *self.agencies, *self.ties))


@dataclass(frozen=True, slots=True)
class LinkShown:
    """The link that lives, or the last that did. `secret` only while it can be opened."""

    id: UUID
    reader: str
    made_by: str
    made_at: datetime
    until: datetime
    opened_at: datetime | None
    standing: str
    is_live: bool
    is_locked: bool
    secret: LinkAndCode | None


@dataclass(frozen=True, slots=True)
class VoiceShown:
    id: int
    face: str
    face_code: str
    words: str
    at: datetime
    by_parent: bool
    read_by: str


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    reference: str
    matter: str
    shown: CorrectionShown
    clock: ClockStatus | None


@dataclass(frozen=True, slots=True)
class OwnViewPage:
    matter: str
    kind: str
    child: Child
    age: int | None
    is_open: bool
    is_restricted: bool
    rule: RuleShown
    link: LinkShown | None
    voices: tuple[VoiceShown, ...]
    corrections: tuple[CorrectionRow, ...]


def own_view_page(viewer: Viewer, reference: str) -> OwnViewPage:
    """Everything about the own view of one plan or case, for who answers for it. Logged."""
    matter = worked_matter(viewer, reference)
    row = OwnView.objects.filter(matter=matter.reference).select_related("made_by__agency").order_by("-made_at").first()
    corrections = list(OwnCorrection.objects.filter(matter=matter.reference).select_related("answer")[:50])
    clocks = statuses_of([one.reference for one in corrections], viewer.at) if corrections else {}
    return OwnViewPage(
        matter.reference, matter.kind, child_of(matter.record), rules.age_on(viewer.day, matter.record.date_of_birth),
        matter.is_open, is_restricted(viewer, matter), rule_shown(viewer, matter),
        _link(viewer, row, matter) if row else None, voices_of(viewer, matter.reference),
        tuple(
            CorrectionRow(one.reference, one.matter, shown_correction(viewer, one), clocks.get((CORRECTION_CLOCK, one.reference)))
            for one in corrections
        ),
    )  # fmt: skip


def is_restricted(viewer: Viewer, matter: Matter) -> bool:
    """Whether anybody at all is kept from this person: then the stricter rule holds."""
    return bool(restricted_persons(visitor(viewer.at), [matter.person_id]))


def rule_shown(viewer: Viewer, matter: Matter) -> RuleShown:
    """The rule beside everything that it could show today. For callers that have decided on the matter."""
    rule = rule_of(viewer, matter.reference)
    goals, actions, agencies = (rule.goals, rule.actions, rule.agencies) if rule else ([], [], [])
    ties = rule.ties if rule else []
    return RuleShown(
        rule.number if rule else 0, rule.words if rule else "",
        tuple(Choice(str(one.pk), one.words, one.pk in goals) for one in matter.goals()),
        tuple(Choice(str(one.pk), f"{one.what} ({one.owner_agency.name})", one.pk in actions) for one in matter.actions()),
        tuple(Choice(one.code, _sentence(one), one.code in agencies) for one in who_knows(viewer, matter)),
        tuple(Choice(str(one.id), one.said, str(one.id) in ties) for one in _said_about(viewer, matter)),
        rule.left_out_because if rule else "", rule.by if rule else "", rule.at if rule else None,
    )  # fmt: skip


def _said_about(viewer: Viewer, matter: Matter) -> tuple[TieShown, ...]:
    """What is said about ties to a group, as far as the worker may see it herself."""
    return said_in(viewer, matter.case, parts_of(matter.case, viewer)).ties if matter.case else ()


def _sentence(one: Knowing) -> str:
    return f"{one.name}: {', '.join(group.label.lower() for group in one.groups)}"


def _link(viewer: Viewer, row: OwnView, matter: Matter) -> LinkShown:
    standing = (
        "Taken back" if row.ended_at else "Locked: wrong codes" if row.locked_at
        else "Run out" if row.until <= viewer.at else "Closed with the matter" if not matter.is_open
        else "Closed: whoever gave it has no access any more" if not still_has_it(viewer, row.made_by, matter)
        else "Can be opened"
    )  # fmt: skip
    live = standing == "Can be opened"
    return LinkShown(
        row.pk, OwnReader(row.reader).label, row.made_by.name, row.made_at, row.until, row.opened_at, standing, live,
        row.locked_at is not None and row.ended_at is None, link_and_code(row.pk) if live else None,
    )  # fmt: skip


def voices_of(viewer: Viewer, matter: str) -> tuple[VoiceShown, ...]:
    """What the child said of how it goes, newest first. For callers that have decided on the matter."""
    rows = OwnVoice.objects.filter(matter=matter).select_related("view")[:20]
    return tuple(
        VoiceShown(
            one.pk, Face(one.face).label, one.face, one.words, one.at, one.view.reader == OwnReader.PARENT, one.read_by
        )
        for one in rows
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something of a child's own view that waits for a worker."""

    matter: str
    what: str
    at: datetime
    clock: ClockStatus | None
    is_urgent: bool
    person_id: UUID
    challenge: tuple[UUID, int] | None = None
    """What somebody said, and what the child says against it: answered on a page of its own."""


def own_queue(viewer: Viewer) -> tuple[Waiting, ...]:
    """Corrections to answer, voices to read and links that locked, of the viewer's agency; the urgent first. Logged."""
    found = _waiting(viewer)
    persons = {one.person_id for one in found}
    log_list(viewer, "own views", persons, Purpose.SAFEGUARDING, VIEW_OF_PLAN, "what waits in children's own views")
    return found


def waiting_count(viewer: Viewer) -> int:
    """A count, no person."""
    if not any(viewer.may(one) for one in WORKERS_OF):
        return 0
    return sum(WAITS.count(viewer, what) for what in (OwnCorrection, OwnVoice, TieChallenge, OwnView))


def _waits(viewer: Viewer, what: type[OwnCorrection | OwnVoice | OwnView | TieChallenge]) -> QuerySet[Any]:
    """What waits of one kind, as far as anybody counts."""
    mine = _mine(viewer)
    if what is OwnCorrection:
        return OwnCorrection.objects.filter(mine("view__"), answer__isnull=True)[:MOST]
    if what is OwnVoice:
        return OwnVoice.objects.filter(mine("view__"), read_at__isnull=True)[:MOST]
    if what is TieChallenge:
        return said_against(viewer)[:MOST]
    return OwnView.objects.filter(mine(""), locked_at__isnull=False, ended_at__isnull=True)[:MOST]


WAITS = Asked(_waits)


def _waiting(viewer: Viewer) -> tuple[Waiting, ...]:
    if not any(viewer.may(one) for one in WORKERS_OF):
        raise refuse(viewer, "own views", "", "the role works on no plan and no case")
    corrections = _waits(viewer, OwnCorrection).select_related("view__record")
    clocks = statuses_of([one.reference for one in corrections], viewer.at) if corrections else {}
    voices = _waits(viewer, OwnVoice).select_related("view__record")
    said = _waits(viewer, TieChallenge).select_related("view__record", "tie")
    clocks |= statuses_of([clocked(one.pk) for one in said], viewer.at) if said else {}
    locked = _waits(viewer, OwnView).select_related("record")
    found = [
        *(
            Waiting(one.matter, "Asks for a correction", one.at, clocks.get((CORRECTION_CLOCK, one.reference)), False,
                    one.view.record.person_id)
            for one in corrections
        ),
        *(
            Waiting(one.matter, f"Says how it goes: {Face(one.face).label.lower()}", one.at, None,
                    one.face == Face.HELP, one.view.record.person_id)
            for one in voices
        ),
        *(
            Waiting(one.view.matter, "Says that something is not so", one.at,
                    clocks.get((SAID_CLOCK, clocked(one.pk))), False, one.view.record.person_id, (one.tie_id, one.pk))
            for one in said
        ),
        *(Waiting(one.matter, "The link locked itself", one.locked_at or one.made_at, None, False, one.record.person_id)
          for one in locked),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (not one.is_urgent, one.at)))


def _mine(viewer: Viewer) -> Callable[[str], Q]:
    """Links of matters that her agency has now: those that the viewer made, and all where her role may open their page;
    without persons who are hidden from her."""
    codes = {PLAN: Permission.LEAD_PLANS, CASE: Permission.WORK_CASES}
    answered = [code for code, needed in codes.items() if viewer.may(needed)]

    def of(prefix: str) -> Q:
        own = Q(**{f"{prefix}made_by_id": viewer.member_id, f"{prefix}holder_id": viewer.agency_id})
        for code in answered:
            own |= Q(**{f"{prefix}holder_id": viewer.agency_id, f"{prefix}matter__startswith": f"{code}-"})
        return own & ~Q(**{f"{prefix}record__person_id__in": viewer.hidden_persons})

    return of


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    reference: str
    matter: str
    child: Child
    shown: CorrectionShown
    clock: ClockStatus | None


def correction_page(viewer: Viewer, reference: str) -> CorrectionPage:
    """One correction that a child asks for, for who answers for the matter. Logged."""
    one = _correction(reference).first()
    if one is None:
        raise refuse(viewer, "own view", reference, "no such correction")
    matter = worked_matter(viewer, one.matter)
    clock = statuses_of([one.reference], viewer.at).get((CORRECTION_CLOCK, one.reference))
    return CorrectionPage(one.reference, one.matter, child_of(matter.record), shown_correction(viewer, one), clock)


def _correction(reference: str) -> QuerySet[OwnCorrection]:
    return OwnCorrection.objects.filter(reference=reference[:20]).select_related("answer")
