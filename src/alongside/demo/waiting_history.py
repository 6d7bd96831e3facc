"""Two years of referrals for mental health support, most of them over: too many for each to be lived through.

Each has the rows that its story would have left: steps, feedback, involvement, clocks, log. Children with SEN support
are closed before help more often here, so that the page that asks whether help is fair has something to find.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from alongside.audit.actions import record_all
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.clocks import add
from alongside.common.periods import age_on
from alongside.common.references import short_reference
from alongside.demo.families import Invented
from alongside.demo.life import World
from alongside.partners.access import codes
from alongside.partners.models import Involvement, Member
from alongside.people.models import SourceRecord
from alongside.support.case_parts import carried_by, purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition
from alongside.support.fairness import EthnicGroup, Send
from alongside.support.models import Case, CaseFeedback, CaseStep, ClockRun, FairnessAnswers, PathwayVersion
from alongside.support.references import CASE
from alongside.support.states import StageKind, VersionState

FIRST_DAY, LAST_DAY = 720, 4  # days ago
BATCH = 500
ROAD = (
    ("triage", "", 0), ("for-assessment", "accept", 17), ("assessment", "begin-assessment", 70),
    ("for-treatment", "to-treatment", 20), ("treatment", "begin-treatment", 110), ("helped", "finish", 120),
)  # fmt: skip
CLOSED, CLOSING = "closed-before-help", "close-before"
REASONS = ("threshold", "elsewhere", "declined", "no_contact", "not_brought", "moved", "no_capacity")
NEEDS = ("anxiety", "anxiety", "trauma", "self_harm", "behaviour", "neuro", "neuro", "eating", "other")
WORRIES = {
    "anxiety": "Cannot come in on most mornings.", "trauma": "Does not sleep since what happened.",
    "self_harm": "Wears long sleeves in the heat.", "behaviour": "Leaves the room before it becomes too much.",
    "neuro": "Loud rooms are too much; maps and lists help.", "eating": "Does not eat with the others any more.",
    "other": "Says that nothing is the matter, and is not believed.",
}  # fmt: skip
ETHNIC = (
    EthnicGroup.ASIAN,
    EthnicGroup.BLACK,
    EthnicGroup.MIXED,
    EthnicGroup.WHITE,
    EthnicGroup.WHITE,
    EthnicGroup.OTHER,
)
SPECIAL = (Send.NONE, Send.NONE, Send.NONE, Send.SUPPORT, Send.SUPPORT, Send.PLAN)


@dataclass(frozen=True)
class Walked:
    """One referral before its rows are written: stage, decision and moment of each step."""

    child: Invented
    record: SourceRecord
    raiser: Member
    reference: str
    steps: tuple[tuple[str, str, datetime], ...]
    need: str
    ethnic_group: str
    send: str
    why: str

    @property
    def stands(self) -> tuple[str, datetime]:
        stage, _, since = self.steps[-1]
        return stage, since


def write_waits(world: World, children: Sequence[Invented], count: int, rng: Random, *, unsigned: str) -> None:
    """So many referrals of children whose school holds a record of them and may refer; the `unsigned` one may not."""
    version = PathwayVersion.objects.select_related("pathway").get(pathway__code="camhs", state=VersionState.PUBLISHED)
    camhs, ruth = world.member("ruth").agency_id, world.member("ruth")
    definition = definition_of(version)
    today, fitting = world.moments.today, range(6, 17)
    known = [
        child
        for child in children
        if age_on(child.born, today) in fitting
        and child.school != unsigned
        and world.truth.record_of(child, child.school)
    ]
    chosen = rng.sample(known, min(count, len(known)))
    for start in range(0, len(chosen), BATCH):
        walked = list(_walked(world, chosen[start : start + BATCH], rng))
        _write(world, walked, version, definition, camhs, ruth)


def _walked(world: World, children: Sequence[Invented], rng: Random) -> Iterator[Walked]:
    ids = [world.truth.record_of(one, one.school) for one in children]
    rows = SourceRecord.objects.select_related("holder").in_bulk([one for one in ids if one is not None])
    for child, pk in zip(children, ids, strict=True):
        reference = short_reference(CASE, rng)
        if pk is None or reference in world.taken:
            continue
        world.taken.add(reference)
        asked = rng.random() < 0.8
        ethnic_group, send = (rng.choice(ETHNIC), rng.choice(SPECIAL)) if asked else ("", "")
        began = world.moments.on_open_day(rng.randrange(LAST_DAY, FIRST_DAY), rng.randrange(9, 16), rng.randrange(60))
        yield Walked(
            child, rows[pk], world.member(world.lead_of(child)), reference, _steps(world, began, send, rng),
            rng.choice(NEEDS), ethnic_group, send, rng.choice(REASONS),
        )  # fmt: skip


def _steps(world: World, at: datetime, send: str, rng: Random) -> tuple[tuple[str, str, datetime], ...]:
    """As far as it has come by now. About two in five are closed before help, and of those with SEN support more than half."""
    steps = [("triage", "", at)]
    closing = 0.24 if send == Send.SUPPORT else 0.13
    for stage, move, days in ROAD[1:]:
        at += timedelta(days=0.3 * days + rng.expovariate(1 / (0.7 * days)), minutes=rng.randrange(300))
        if at > world.moments.ago(days=2):
            break
        if stage not in ("treatment", "helped") and rng.random() < closing:
            steps.append((CLOSED, CLOSING, at))
            break
        steps.append((stage, move, at))
    return tuple(steps)


def _write(
    world: World, walked: Sequence[Walked], version: PathwayVersion, definition: Definition, camhs: int, ruth: Member
) -> None:  # fmt: skip
    cases = Case.objects.bulk_create(_case(one, version, definition, camhs) for one in walked)
    rows = list(zip(walked, cases, strict=True))
    CaseStep.objects.bulk_create(step for one, case in rows for step in _case_steps(one, case, definition, ruth))
    CaseFeedback.objects.bulk_create(
        CaseFeedback(case=case, words="Read and decided. We told the family.", by=ruth.actor.name, at=one.steps[1][2])
        for one, case in rows
        if len(one.steps) > 1
    )
    Involvement.objects.bulk_create(_involvement(one, case, definition, camhs) for one, case in rows)
    ClockRun.objects.bulk_create(clock for one, case in rows for clock in _clocks(world, one, case, definition, camhs))
    FairnessAnswers.objects.bulk_create(
        FairnessAnswers(
            record=one.record, ethnic_group=one.ethnic_group, send=one.send, given_by=one.raiser.actor.name,
            given_at=one.steps[0][2],
        )
        for one in walked
        if one.ethnic_group
    )  # fmt: skip
    told = [entry for one, case in rows for entry in _entries(one, case, definition, ruth)]
    record_all(sorted(told, key=lambda entry: entry.at))


def _case(one: Walked, version: PathwayVersion, definition: Definition, camhs: int) -> Case:
    stage, since = one.stands
    kind = definition.stage(stage).kind
    return Case(
        reference=one.reference, pathway=version.pathway, version=version, holder=one.record.holder, receiver_id=camhs,
        record=one.record, referred_by=one.raiser, source="form",
        answers={
            "worry": WORRIES[one.need], "child_says": "“I want it to be quieter.”", "event": "no", "need": one.need,
            "meanwhile": "Form tutor, on Mondays",
        },
        consent="given", stage=stage, stage_kind=kind, stage_since=since, received_at=one.steps[0][2],
        ended_at=since if kind is StageKind.ENDED else None, told_at=one.steps[1][2] if len(one.steps) > 1 else None,
    )  # fmt: skip


def _case_steps(one: Walked, case: Case, definition: Definition, ruth: Member) -> Iterator[CaseStep]:
    left = ""
    for stage, code, at in one.steps:
        move = definition.move(code)
        by = ruth if move else one.raiser
        yield CaseStep(
            case=case, move=code, label=move.label if move else "Referred", from_stage=left, to_stage=stage, at=at,
            answers={"why": one.why, "instead": "Mentor at school."} if code == CLOSING else {},
            reason="As the team agreed." if move else "", by=by.actor.name, by_member=by,
        )  # fmt: skip
        left = stage


def _involvement(one: Walked, case: Case, definition: Definition, camhs: int) -> Involvement:
    return Involvement(
        agency_id=camhs, person_id=one.record.person_id, opened_for=case.reference, matter=case.reference,
        purpose=purpose_of(definition).code, field_groups=carried_by(definition),
        reason=f"{definition.name}: {case.reference}", opened_by=one.raiser.actor.name, opened_at=one.steps[0][2],
        expires_at=one.steps[0][2] + timedelta(days=definition.lasts_days),
    )  # fmt: skip


def _clocks(world: World, one: Walked, case: Case, definition: Definition, camhs: int) -> Iterator[ClockRun]:
    """What still runs: the wait and the next welfare contact. Half of those who wait were spoken to last week."""
    stage, since = one.stands
    if definition.stage(stage).kind is not StageKind.WAITING:
        return
    spoken = since if sum(map(ord, case.reference)) % 2 else max(since, world.moments.ago(days=6))
    running = {"triage": ("triage", since), "for-treatment": ("treatment", since)}.get(stage, ("help", one.steps[0][2]))
    for code, started in (running, ("welfare", spoken)):
        rule = definition.clock(code)
        if rule is not None:
            yield ClockRun(
                kind=code, label=rule.label, matter=case.reference, owner_id=camhs, amount=rule.allowance.amount,
                calendar=rule.allowance.unit.value, started_at=started, due_at=add(started, rule.allowance),
            )  # fmt: skip


def _entries(one: Walked, case: Case, definition: Definition, ruth: Member) -> Iterator[Entry]:
    for stage, code, at in one.steps:
        move = definition.move(code)
        reason = f"“{move.label}”: now at “{definition.stage(stage).label}”" if move else f"referred: {definition.name}"
        yield Entry(
            at=at, actor=(ruth if move else one.raiser).actor, act=Act.DECIDE if move else Act.DISCLOSE,
            subject_kind="case", subject_id=case.reference, persons=(one.record.person_id,),
            holder_code=one.record.holder.code, purpose=purpose_of(definition).code,
            field_groups=() if move else codes(carried_by(definition)), reason=reason,
        )  # fmt: skip
