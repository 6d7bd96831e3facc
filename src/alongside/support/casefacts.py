"""The facts of cases under contracts, without anybody in them: what a directory and a scorecard count."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.common.periods import age_on
from alongside.people.states import Sex
from alongside.support.attendance import HELD, OFFERED
from alongside.support.definitions.answers import shown
from alongside.support.definitions.kept import definitions
from alongside.support.definitions.parts import Definition, EntryUse
from alongside.support.models import Case, CaseEntry, CaseStep, ClockRun, Contract, OutcomeMark, Placement
from alongside.support.scorecard_figures import Fact
from alongside.support.states import Occasion, StageKind

LONDON = ZoneInfo("Europe/London")


def facts_of(contracts: Iterable[Contract], first_day: date, last_day: date, at: datetime) -> list[Fact]:
    """One fact for each case that was referred in the period, under any of these contracts. Six queries."""
    rows = list(
        Placement.objects.filter(
            contract__in=[one.pk for one in contracts],
            case__received_at__gte=datetime.combine(first_day, time(), LONDON),
            case__received_at__lt=datetime.combine(last_day + timedelta(days=1), time(), LONDON),
        ).select_related("case__record", "case__holder", "case__pathway")
    )
    cases = [one.case_id for one in rows]
    said = definitions({one.case.version_id for one in rows})
    steps, marks = _steps(cases), _marks(cases)
    sessions = _sessions(cases)
    clocks = {
        (one.matter, one.kind): one for one in ClockRun.objects.filter(matter__in=[one.case.reference for one in rows])
    }
    return [
        _fact(one, said[one.case.version_id], steps[one.case_id], sessions[one.case_id], marks[one.case_id], clocks, at)
        for one in rows
    ]  # fmt: skip


def _steps(cases: Sequence[UUID]) -> "defaultdict[UUID, list[CaseStep]]":
    found: defaultdict[UUID, list[CaseStep]] = defaultdict(list)
    for one in CaseStep.objects.filter(case__in=cases).order_by("at", "pk"):
        found[one.case_id].append(one)
    return found


def _marks(cases: Sequence[UUID]) -> "defaultdict[UUID, dict[str, str]]":
    found: defaultdict[UUID, dict[str, str]] = defaultdict(dict)
    for one in OutcomeMark.objects.filter(case__in=cases, occasion=Occasion.END).order_by("at", "pk"):
        found[one.case_id][one.outcome] = one.state
    return found


def _sessions(cases: Sequence[UUID]) -> "defaultdict[UUID, list[str]]":
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    rows = CaseEntry.objects.filter(case__in=cases, use=EntryUse.SESSION, corrected_by__isnull=True)
    for case, answers in rows.values_list("case_id", "answers"):
        found[case].append(str(answers.get("came") or ""))
    return found


def _fact(
    one: Placement, definition: Definition, steps: Sequence[CaseStep], came: Sequence[str], marks: dict[str, str],
    clocks: dict[tuple[str, str], ClockRun], at: datetime,
) -> Fact:  # fmt: skip
    case = one.case
    met = next((step.at for step in steps if _begins(step, definition)), None)
    over = met or next((step.at for step in steps if _kind(step, definition) is StageKind.ENDED), None) or at
    born = case.record.date_of_birth
    return Fact(
        contract=one.contract_id, on_time=_on_time(case, definition, clocks, at),
        accepted=any(_takes_place(step, definition) for step in steps), met=met is not None,
        waited=max(0.0, (over - case.received_at) / timedelta(days=1)),
        age=age_on(born, case.received_at.astimezone(LONDON).date()) if born else None,
        sex=Sex(case.record.sex).label if case.record.sex else "", setting=_setting(case, definition),
        source=case.holder.get_kind_display(), strands=_strands(steps), offered=sum(x in OFFERED for x in came),
        came=sum(x in HELD for x in came), breaks=_pauses(steps, definition),
        returns=sum(1 for step in steps if _came_back(step, definition)), ended=case.ended_at is not None,
        at_end=marks,
    )  # fmt: skip


def _kind(step: CaseStep, definition: Definition) -> StageKind:
    return definition.stage(step.to_stage).kind


def _takes_place(step: CaseStep, definition: Definition) -> bool:
    return definition.stage(step.to_stage).takes_place


def _begins(step: CaseStep, definition: Definition) -> bool:
    return bool(step.from_stage) and _kind(step, definition) is StageKind.WORKING


def _came_back(step: CaseStep, definition: Definition) -> bool:
    return bool(step.from_stage) and definition.stage(step.from_stage).kind is StageKind.ENDED


def _pauses(steps: Sequence[CaseStep], definition: Definition) -> int:
    """From support into a stage where nothing is waited for and the place is kept: a break."""
    return sum(1 for step in steps if step.from_stage and _is_break(step, definition))


def _is_break(step: CaseStep, definition: Definition) -> bool:
    left, reached = definition.stage(step.from_stage), definition.stage(step.to_stage)
    rests = reached.kind is StageKind.WAITING and reached.takes_place and not reached.waits_for
    return left.kind is StageKind.WORKING and rests


def _on_time(case: Case, definition: Definition, clocks: dict[tuple[str, str], ClockRun], at: datetime) -> bool | None:
    """By the clock that stops when a case leaves its first stage."""
    left = f"left:{definition.first_stage.code}"
    rule = next((one for one in definition.clocks if left in one.stops), None)
    clock = clocks.get((case.reference, rule.code)) if rule else None
    if clock is None:
        return None
    if clock.stopped_at is None:
        return False if at > clock.due_at else None
    return clock.stopped_at <= clock.due_at


def _strands(steps: Sequence[CaseStep]) -> tuple[str, ...]:
    told = [step.answers["strands"] for step in steps if isinstance(step.answers.get("strands"), list)]
    return tuple(str(one) for one in told[-1]) if told else ()


def _setting(case: Case, definition: Definition) -> str:
    question = [one for one in definition.questions if one.key == "setting"]
    told = shown(question, case.answers, {one.group for one in question})
    return told[0].words if told else ""
