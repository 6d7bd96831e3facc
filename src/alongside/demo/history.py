"""A year of concerns that are over: for a whole borough, where running each story would take too long.

Each has the rows that its story would have left (status, rating, decision, feedback, clocks, involvement, log), and
nothing about it is open any more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from alongside.audit.actions import record_all
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.clocks import Allowance, Unit, add
from alongside.common.periods import age_on
from alongside.common.references import short_reference
from alongside.demo.courses import Course, Step
from alongside.demo.families import Invented
from alongside.demo.life import World
from alongside.demo.moments import last_open_day
from alongside.demo.tellings import TELLINGS, Telling
from alongside.demo.wording import slots
from alongside.partners.access import codes
from alongside.partners.models import Involvement, Member
from alongside.people.models import RoleInEvent, SourceRecord
from alongside.people.states import ROLE_LASTS, ROLE_LASTS_OTHERWISE
from alongside.support.models import (
    ClockRun,
    Concern,
    ConcernStatusRow,
    Feedback,
    Pathway,
    Rating,
    RatingLevel,
    TriageDecision,
)
from alongside.support.references import CONCERN
from alongside.support.states import FRONT_DOOR, ClockKind, ConcernStatus, Consent, ReferrerRole

FIRST_DAY, LAST_DAY = 360, 90  # days ago: the front door's involvement lasts a year; the stories begin after
BATCH = 500


@dataclass(frozen=True)
class Past:
    """One concern that is over, before its rows are written."""

    course: Course
    when: dict[Step, datetime]
    record: SourceRecord
    raiser: Member
    worker: Member
    reference: str


def write_history(world: World, children: Sequence[Invented], streets: Sequence[str], count: int) -> None:
    """So many concerns of children whose school holds a record of them, oldest first."""
    pathway = Pathway.objects.select_related("receiver", "scheme").get(code=FRONT_DOOR)
    levels = {level.code: level for level in RatingLevel.objects.filter(scheme=pathway.scheme)}
    courses = sorted(_courses(world, children, count), key=lambda one: one.raised)
    for start in range(0, len(courses), BATCH):
        past = list(_past(world, courses[start : start + BATCH]))
        _write(past, pathway, levels, streets, world.rng)


def _courses(world: World, children: Sequence[Invented], count: int) -> Iterator[Course]:
    rng, today = world.rng, world.moments.today
    fitting = {
        key: [one for one in TELLINGS if key[0] in one.ages and one.sex in ("", key[1]) and "school" in one.tellers]
        for key in {(age_on(child.born, today), child.sex) for child in children}
    }
    schooled = [
        child
        for child in children
        if world.truth.record_of(child, child.school) and fitting[age_on(child.born, today), child.sex]
    ]
    for child in rng.sample(schooled, min(count, len(schooled))):
        telling = rng.choice(fitting[age_on(child.born, today), child.sex])
        raised = world.moments.on_open_day(rng.randrange(LAST_DAY, FIRST_DAY), rng.randrange(9, 15), rng.randrange(60))
        worker = rng.choice(("tomasz", "jo"))
        yield Course(telling, child, world.lead_of(child), raised, Step.READ, worker=worker)


def _past(world: World, courses: Sequence[Course]) -> Iterator[Past]:
    ids = [world.truth.record_of(one.child, one.child.school) for one in courses]
    rows = SourceRecord.objects.select_related("holder").in_bulk([one for one in ids if one is not None])
    for course, record_id in zip(courses, ids, strict=True):
        raiser, worker = world.member(course.teller), world.member(course.worker)
        reference = short_reference(CONCERN, world.rng)
        if record_id is not None and reference not in world.taken:
            world.taken.add(reference)
            yield Past(course, course.paced(world.rng), rows[record_id], raiser, worker, reference)


def _write(
    past: Sequence[Past], pathway: Pathway, levels: dict[str, RatingLevel], streets: Sequence[str], rng: Random
) -> None:  # fmt: skip
    said = [_said(one.course, streets, rng) for one in past]
    concerns = Concern.objects.bulk_create(
        _concern(one, words, pathway, levels[one.course.telling.level]) for one, words in zip(past, said, strict=True)
    )
    rows = list(zip(past, concerns, said, strict=True))
    ConcernStatusRow.objects.bulk_create(row for one, concern, _ in rows for row in _statuses(one, concern))
    Rating.objects.bulk_create(
        Rating(
            concern=concern, level=concern.current_level, reason=one.course.telling.why_level.format_map(words),
            by=one.worker, at=one.when[Step.RATED],
        )
        for one, concern, words in rows
    )  # fmt: skip
    TriageDecision.objects.bulk_create(
        TriageDecision(
            concern=concern, kind=one.course.telling.decision,
            rationale=one.course.telling.rationale.format_map(words), by=one.worker, at=one.when[Step.DECIDED],
        )
        for one, concern, words in rows
    )  # fmt: skip
    Feedback.objects.bulk_create(
        Feedback(
            concern=concern, form="decision", words=one.course.telling.feedback.format_map(words), by=one.worker,
            at=one.when[Step.TOLD], read_at=one.when[Step.READ], read_by=one.raiser.actor.name,
        )
        for one, concern, words in rows
    )  # fmt: skip
    RoleInEvent.objects.bulk_create(_role(one, concern) for one, concern, _ in rows)
    Involvement.objects.bulk_create(_involvement(one, concern, pathway) for one, concern, _ in rows)
    ClockRun.objects.bulk_create(clock for one, concern, _ in rows for clock in _clocks(one, concern, pathway))
    record_all([entry for one, concern, _ in rows for entry in _entries(one, concern, pathway)])


def _said(course: Course, streets: Sequence[str], rng: Random) -> dict[str, str]:
    street = rng.choice(streets)
    more = {"street": street, "place": f"the corner of {street}", "friend": "a friend", "adult": "an aunt"}
    return dict(slots(course.child.given.usual, course.child.sex, **more))


def _concern(one: Past, words: dict[str, str], pathway: Pathway, level: RatingLevel) -> Concern:
    telling: Telling = one.course.telling
    return Concern(
        reference=one.reference, pathway=pathway, holder=one.record.holder, receiver=pathway.receiver,
        record=one.record, raised_by=one.raiser, referrer_role=ReferrerRole.SAFEGUARDING_LEAD,
        call_back=one.record.holder.telephone, happened_on=last_open_day((one.course.raised - timedelta(hours=20)).date()),
        happened_where=telling.where.format_map(words), fact=telling.fact.format_map(words),
        opinion=telling.opinion.format_map(words), allegation=telling.allegation.format_map(words),
        allegation_by=telling.allegation_by.format_map(words), child_voice=telling.voice.format_map(words),
        child_voice_missing=telling.no_voice.format_map(words), in_danger_now=telling.danger,
        consent=telling.consent,
        consent_reason="" if telling.consent == Consent.GIVEN else telling.why_no_consent.format_map(words),
        source="form", received_at=one.course.raised, status=ConcernStatus.CLOSED, current_level=level,
        decision_due_at=add(one.course.raised, _allowance(pathway, "decision")),
        feedback_due_at=add(one.when[Step.DECIDED], _allowance(pathway, "feedback")), assigned_to=one.worker, version=4,
    )  # fmt: skip


def _allowance(pathway: Pathway, clock: str) -> Allowance:
    return Allowance(getattr(pathway, f"{clock}_amount"), Unit(getattr(pathway, f"{clock}_calendar")))


def _statuses(one: Past, concern: Concern) -> Iterator[ConcernStatusRow]:
    steps = (
        (ConcernStatus.RECEIVED, one.course.raised, one.raiser),
        (ConcernStatus.IN_TRIAGE, one.when[Step.TAKEN], one.worker),
        (ConcernStatus.AWAITING_FEEDBACK, one.when[Step.DECIDED], one.worker),
        (ConcernStatus.CLOSED, one.when[Step.TOLD], one.worker),
    )
    for status, at, by in steps:
        yield ConcernStatusRow(concern=concern, status=status, at=at, by=by.actor.name)


def _role(one: Past, concern: Concern) -> RoleInEvent:
    role = one.course.telling.role
    lapses = one.course.raised + ROLE_LASTS.get(role, ROLE_LASTS_OTHERWISE)
    return RoleInEvent(
        record=one.record, matter=concern.reference, role=role, given_at=one.course.raised, lapses_on=lapses.date()
    )


def _involvement(one: Past, concern: Concern, pathway: Pathway) -> Involvement:
    return Involvement(
        agency=pathway.receiver, person_id=one.record.person_id, opened_for=concern.reference,
        purpose=pathway.purpose_code, field_groups=pathway.carries, reason=f"Concern {concern.reference} was raised",
        opened_by=one.raiser.actor.name, opened_at=one.course.raised,
        expires_at=one.course.raised + timedelta(days=365),
    )  # fmt: skip


def _clocks(one: Past, concern: Concern, pathway: Pathway) -> Iterator[ClockRun]:
    runs = (
        (ClockKind.DECISION, "decision", one.course.raised, one.when[Step.DECIDED]),
        (ClockKind.FEEDBACK, "feedback", one.when[Step.DECIDED], one.when[Step.TOLD]),
    )
    for kind, clock, started, stopped in runs:
        allowance = _allowance(pathway, clock)
        yield ClockRun(
            kind=kind, matter=concern.reference, owner=pathway.receiver, amount=allowance.amount,
            calendar=allowance.unit.value, started_at=started, due_at=add(started, allowance), stopped_at=stopped,
        )  # fmt: skip


def _entries(one: Past, concern: Concern, pathway: Pathway) -> Iterator[Entry]:
    acts = (
        (one.course.raised, one.raiser, Act.DISCLOSE, f"sent to {pathway.receiver.name}", codes(pathway.carries)),
        (one.when[Step.RATED], one.worker, Act.CHANGE, "rated the need", ()),
        (one.when[Step.DECIDED], one.worker, Act.DECIDE, "the next step", ()),
        (one.when[Step.TOLD], one.worker, Act.DISCLOSE, "told the referrer: the decision", ()),
        (one.when[Step.READ], one.raiser, Act.CHANGE, "read the feedback", ()),
    )
    for at, member, act, reason, groups in acts:
        yield Entry(
            at=at, actor=member.actor, act=act, subject_kind="concern", subject_id=concern.reference,
            persons=(one.record.person_id,), holder_code=one.record.holder.code, purpose=pathway.purpose_code,
            field_groups=groups, reason=reason,
        )  # fmt: skip
