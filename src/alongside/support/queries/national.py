"""What members see of national referrals: on their case, on one page, and in their work."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from alongside.common.clock_status import ClockState, ClockStatus
from alongside.common.text import sentence_list
from alongside.partners.access import Decision, refuse, require
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.support import national_rules as rules
from alongside.support.case_parts import carried_by, parts_of
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Who
from alongside.support.models import Case, NationalReferral, NationalReferralStep, NationalReferralVersion
from alongside.support.national_parts import NO_REFERRAL, PURPOSE, is_near, refers_nationally, standing
from alongside.support.national_states import (
    GUARDIAN,
    NATIONAL_CLOCKS,
    NATIONAL_MOVES,
    NOT_TOLD,
    REFUSED,
    Exploitation,
    NationalState,
    NationalStepKind,
)
from alongside.support.queries.clocks import statuses_of
from alongside.support.queries.shown import Child, child_of
from alongside.support.references import NATIONAL, normal
from alongside.support.states import VIEW_OF_CASE

Clocks = tuple[tuple[str, ClockStatus], ...]
LATE = "It is late. Ask the competent authority how far it is, and write down what it says."


@dataclass(frozen=True, slots=True)
class NationalRow:
    """A referral in a line, on its case."""

    reference: str
    state: str
    is_refused: bool
    sent_on: date | None
    is_to_send: bool
    clocks: Clocks


@dataclass(frozen=True, slots=True)
class NationalOnCase:
    """What stands on a case: its referrals, and whether another may begin."""

    rows: tuple[NationalRow, ...] = ()
    may_open: bool = False


@dataclass(frozen=True, slots=True)
class NationalStepShown:
    id: int
    kind: str
    label: str
    happened_on: date
    words: str
    by: str
    at: datetime
    correction_reason: str
    is_corrected: bool
    may_correct: bool


@dataclass(frozen=True, slots=True)
class NationalVersionShown:
    number: int
    responder_kind: str
    responder_kind_code: str
    responder: str
    responder_name: str
    kinds: str
    kind_codes: tuple[str, ...]
    is_child: bool
    consent: str
    consent_code: str
    council_told_on: date | None
    authority: str
    authority_code: str
    national_reference: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NationalPage:
    """Everything of one referral, and what may be written down next."""

    reference: str
    case: str
    child: Child
    state: str
    is_refused: bool
    is_over: bool
    changes: int
    now: NationalVersionShown
    earlier: tuple[NationalVersionShown, ...]
    steps: tuple[NationalStepShown, ...]
    may: tuple[tuple[str, str], ...]
    clocks: Clocks
    late: str
    recovery_until: date | None
    guardian: str
    decision: Decision


def national_on(viewer: Viewer, case: Case, parts: Collection[Who]) -> NationalOnCase:
    """For callers that have decided on the case: only whoever works it sees its national referrals."""
    if Who.WORKER not in parts or not refers_nationally(definition_of(case.version)):
        return NationalOnCase()
    found = [one for one in case.national_referrals.all() if is_near(viewer, one, case)]
    clocks = _clocks([one.reference for one in found], viewer.at)
    rows = tuple(
        NationalRow(
            one.reference,
            one.get_state_display(),
            one.state in REFUSED,
            one.sent_on,
            one.state == NationalState.TO_SEND,
            clocks.get(one.reference, ()),
        )
        for one in found
    )
    return NationalOnCase(rows, True)


def national_page(viewer: Viewer, reference: str) -> NationalPage:
    """One referral on one page, for whoever works its case: decided, logged, and only then shown."""
    normalised = normal(reference, NATIONAL)
    rows = NationalReferral.objects.select_related("case").prefetch_related("versions", "steps")
    row = rows.filter(reference=normalised).first()
    case = _case(row) if row else None
    if row is None or case is None or Who.WORKER not in parts_of(case, viewer) or not is_near(viewer, row, case):
        raise refuse(viewer, "national referral", normalised, NO_REFERRAL)
    definition = definition_of(case.version)
    decision = require(viewer, case.subject, PURPOSE, carried_by(definition), needs=VIEW_OF_CASE)
    return _page(viewer, row, case, decision)


def national_asked(viewer: Viewer, case_reference: str) -> tuple[Child, bool]:
    """Of whom a referral would be, and whether she or he counts as a child today: for whoever works the case."""
    case = _of_reference(case_reference)
    if case is None or Who.WORKER not in parts_of(case, viewer) or not refers_nationally(definition_of(case.version)):
        raise refuse(viewer, "case", case_reference[:80], "no such case of exploitation that the member works")
    require(viewer, case.subject, PURPOSE, VIEW_OF_CASE, needs=VIEW_OF_CASE)
    return child_of(case.record), rules.is_child(case.record.date_of_birth, viewer.day)


def with_a_clock(viewer: Viewer) -> QuerySet[NationalReferral]:
    """Guarded: the referrals of cases that the viewer's agency works and on which a clock runs, ended cases too."""
    running = NationalReferral.objects.filter(due_at__isnull=False).values("case")
    cases = Case.objects.visible_to(viewer, PURPOSE, *VIEW_OF_CASE)
    cases = cases.filter(receiver_id=viewer.agency_id, pk__in=running)
    near = Q(agency_id=viewer.agency_id) | Q(agency=F("case__holder"))
    near |= Q(agency__in=viewer.givers(PURPOSE, FieldGroup.IDENTITY))
    rows = NationalReferral.objects.filter(near, due_at__isnull=False, case__in=cases.values("pk"))
    return rows.select_related("case__record", "case__worker")


def _page(viewer: Viewer, row: NationalReferral, case: Case, decision: Decision) -> NationalPage:
    steps, versions = list(row.steps.all()), sorted(row.versions.all(), key=lambda one: -one.number)
    live = standing(steps)
    told = [one for one in live if one.kind in GUARDIAN]
    reasonable = next((one for one in reversed(live) if one.kind == NationalStepKind.REASONABLE_YES), None)
    clocks = _clocks([row.reference], viewer.at).get(row.reference, ())
    child = versions[0].is_child
    may = tuple(
        (kind.value, kind.label)
        for kind in NationalStepKind
        if kind not in NOT_TOLD
        and row.state in NATIONAL_MOVES[kind]
        and rules.why_not_step(kind, row.state, child) is None
        and rules.why_not_sent(kind, versions[0].consent) is None
    )
    return NationalPage(
        reference=row.reference, case=case.reference, child=child_of(case.record), state=row.get_state_display(),
        is_refused=row.state in REFUSED, is_over=row.state in (NationalState.WITHDRAWN, NationalState.NOTIFIED),
        changes=row.changes, now=_version(versions[0]), earlier=tuple(_version(one) for one in versions[1:]),
        steps=tuple(_step(one, one in live) for one in steps), may=may, clocks=clocks,
        late=LATE if any(one.state is ClockState.BREACHED for _, one in clocks) else "",
        recovery_until=rules.recovery_until(row.state, reasonable.happened_on if reasonable else None),
        guardian=told[-1].get_kind_display() if told else "", decision=decision,
    )  # fmt: skip


def _version(one: NationalReferralVersion) -> NationalVersionShown:
    return NationalVersionShown(
        number=one.number, responder_kind=one.get_responder_kind_display(), responder_kind_code=one.responder_kind,
        responder=one.responder, responder_name=one.responder_name,
        kinds=sentence_list(Exploitation(kind).label for kind in one.kinds), kind_codes=tuple(one.kinds),
        is_child=one.is_child, consent=one.get_consent_display(), consent_code=one.consent,
        council_told_on=one.council_told_on, authority=one.get_authority_display(), authority_code=one.authority,
        national_reference=one.national_reference, reason=one.reason, by=one.by, at=one.at,
    )  # fmt: skip


def _step(one: NationalReferralStep, counts: bool) -> NationalStepShown:
    return NationalStepShown(
        one.pk, one.kind, one.get_kind_display(), one.happened_on, one.words, one.by, one.at, one.correction_reason,
        not counts, counts and one.kind != NationalStepKind.OPENED,
    )  # fmt: skip


def _clocks(references: list[str], at: datetime) -> dict[str, Clocks]:
    """The clocks that still run, with their names, by referral."""
    found: dict[str, list[tuple[str, ClockStatus]]] = {}
    for (kind, matter), status in statuses_of(references, at).items() if references else ():
        if status.state is not ClockState.STOPPED:
            found.setdefault(matter, []).append((NATIONAL_CLOCKS[kind][0], status))
    return {matter: tuple(several) for matter, several in found.items()}


def _case(row: NationalReferral) -> Case | None:
    return _of_reference(row.case.reference)


def _of_reference(reference: str) -> Case | None:
    rows = Case.objects.select_related("version", "holder", "receiver", "record").prefetch_related("record__names")
    return rows.filter(reference=reference.replace("\x00", "")[:20]).first()
