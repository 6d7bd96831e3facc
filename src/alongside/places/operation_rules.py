"""Pure decisions about operations: None, or the reason why not, worded for whoever asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alongside.common.periods import add_months
from alongside.common.text import counted, sentence_list
from alongside.common.timelines import local
from alongside.places.operation_states import (
    ENDED,
    STAGE_MOVES,
    TASKING_MOVES,
    ActivityKind,
    Rung,
    Stage,
    TaskingState,
)
from alongside.places.powers import LAWS, Authority, Law, Power

SHORTEST_BASELINE_MONTHS = 12
LONGEST_OPERATION_MONTHS = 24
LONGEST_ACTIVITY_MINUTES = 24 * 60
# What happened longer ago is not written down from memory any more.
OLDEST_ACTIVITY = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What there is of an operation when somebody wants to move it on."""

    found: Collection[Stage] = ()
    is_locked: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    tactics: int = 0
    activities: int = 0
    open_taskings: int = 0
    powers_in_force: int = 0


def reason_not_to_move(*, now: Stage, to: Stage, reason: str, facts: StageFacts, today: date) -> str | None:
    """None, or why an operation cannot go to this stage."""
    if now == to:
        return f"It is in {now.label.lower()} already. Nothing was changed."
    if to not in STAGE_MOVES[now]:
        open_to = sentence_list((one.label.lower() for one in STAGE_MOVES[now]), "or")
        return f"From {now.label.lower()} it cannot go to {to.label.lower()}" + (
            f", only to {open_to}." if open_to else "."
        )
    if not reason.strip():
        return "Give a reason: whoever looks later has to understand it."
    if to == Stage.STOPPED:
        return _still_running(facts)
    missing = _MISSING.get((now, to))
    return missing(facts, today) if missing else None


def _to_analysis(facts: StageFacts, today: date) -> str | None:
    if Stage.SCANNING not in facts.found:
        return "Write down first what was found in scanning: what happens there, to whom, and when."
    return None


def _to_response(facts: StageFacts, today: date) -> str | None:
    if Stage.ANALYSIS not in facts.found:
        return "Write down first what was found in analysis: why it happens there and then."
    if not facts.tactics:
        return "Choose at least one tactic, and the agency that does it."
    if not facts.is_locked or facts.starts_on is None:
        return "Lock the protocol first: what is to fall, where, when, and with what it will be compared."
    if today < facts.starts_on:
        return f"By its protocol it starts on {_day(facts.starts_on)}. Until then it is planned."
    return None


def _to_assessment(facts: StageFacts, today: date) -> str | None:
    if not facts.activities:
        return "Nothing is written down that was done. Without activity there is nothing to assess."
    if facts.ends_on is not None and today <= facts.ends_on:
        return (
            f"By its protocol it runs until {_day(facts.ends_on)}. To end it sooner, change the protocol and say why."
        )
    return _still_running(facts)


def _to_closed(facts: StageFacts, today: date) -> str | None:
    if Stage.ASSESSMENT not in facts.found:
        return "Write down first what was found in assessment: whether the problem is smaller, and what is not known."
    return _still_running(facts)


def _still_running(facts: StageFacts) -> str | None:
    if facts.powers_in_force:
        return f"{counted(facts.powers_in_force, 'power')} in force: end it first, or wait until it has run out."
    if facts.open_taskings:
        return f"{counted(facts.open_taskings, 'tasking')} still open: have them answered, or take them back."
    return None


_MISSING = {
    (Stage.SCANNING, Stage.ANALYSIS): _to_analysis,
    (Stage.ANALYSIS, Stage.RESPONSE): _to_response,
    (Stage.RESPONSE, Stage.ASSESSMENT): _to_assessment,
    (Stage.ASSESSMENT, Stage.CLOSED): _to_closed,
}


def reason_not_to_work(stage: Stage) -> str | None:
    """None, or why nothing more is written into an operation."""
    return f"The operation is {stage.label.lower()}. Nothing more is written into it." if stage in ENDED else None


@dataclass(frozen=True, slots=True)
class ProtocolFacts:
    """What of a protocol can be wrong."""

    outcome: str
    definition: str
    baseline_from: date
    starts_on: date
    ends_on: date
    has_outline: bool
    target_areas: Collection[str]
    comparison_areas: Collection[str]
    buffer_areas: Collection[str] = ()
    buffer_metres: int = 0
    sets: Collection[tuple[str, int, str]] = ()
    """Kind, year of the boundaries and local authority of the comparison areas, each once."""
    is_by_ward: bool = False
    """Whether the source gives counts of wards, and not single crimes that lie in any area."""


def wrong_with_protocol(facts: ProtocolFacts) -> tuple[str, str] | None:
    """None, or the field that is wrong and why."""
    if not facts.outcome.strip():
        return "outcome", "Say what is to fall, and for whom."
    if not facts.definition.strip():
        return "definition", "Say what counts and what does not, so that nobody can choose later."
    if not facts.has_outline and not facts.target_areas:
        return "target_areas", "Choose where: at least one area."
    if facts.ends_on < facts.starts_on:
        return "ends_on", "The last day must not come before the first."
    if add_months(facts.starts_on, LONGEST_OPERATION_MONTHS) < facts.ends_on:
        return "ends_on", f"An operation runs for {LONGEST_OPERATION_MONTHS} months at most. Plan a second one."
    if add_months(facts.baseline_from, SHORTEST_BASELINE_MONTHS) > facts.starts_on:
        return (
            "baseline_from",
            "Compare with a year before the start at least: otherwise the season looks like an effect.",
        )
    return _wrong_areas(facts)


def _wrong_areas(facts: ProtocolFacts) -> tuple[str, str] | None:
    compared = set(facts.comparison_areas)
    if compared & set(facts.target_areas):
        return "comparison_areas", "An area cannot be compared with itself: take the target areas out."
    if compared & set(facts.buffer_areas):
        return "comparison_areas", "Crime may move into the areas around: they cannot serve for comparison too."
    if set(facts.buffer_areas) & set(facts.target_areas):
        return "buffer_areas", "The areas around the target do not contain it."
    if facts.buffer_metres and facts.buffer_areas:
        return "buffer_metres", "Give the belt around the target in metres or as areas, not both."
    return _wrong_sets(facts)


def _wrong_sets(facts: ProtocolFacts) -> tuple[str, str] | None:
    if len({kind for kind, _, _ in facts.sets}) > 1:
        return "comparison_areas", "Compare with areas of one kind: a ward and a small area drift by different amounts."
    if len(set(facts.sets)) > 1:
        return "comparison_areas", "Compare with areas of one local authority, in one set of boundaries."
    if not facts.is_by_ward:
        return None
    if not facts.target_areas or facts.buffer_metres:
        return (
            "source",
            "That source has counts of wards alone. Choose wards as target and around it, or another source.",
        )
    every = (*facts.target_areas, *facts.comparison_areas, *facts.buffer_areas)
    if any(not key.startswith("ward:") for key in every):
        return "source", "That source has counts of wards alone. Choose wards, or another source."
    return None


def reason_not_to_lock(*, facts: ProtocolFacts, stage: Stage, is_locked: bool, today: date) -> str | None:
    """None, or why a protocol cannot be locked as it stands."""
    if is_locked:
        return "The protocol is locked already. A change is written with its reason."
    if stage not in (Stage.SCANNING, Stage.ANALYSIS):
        return "It has started already: a protocol is locked before."
    if facts.starts_on <= today:
        return (
            f"It is to start on {_day(facts.starts_on)}. A protocol is locked before its first day: choose a later one."
        )
    if not facts.comparison_areas:
        return "Choose areas to compare with. Without them nobody can say whether it would have fallen anyway."
    wrong = wrong_with_protocol(facts)
    return f"As things stand now it cannot be judged: {wrong[1]} Write a version that can." if wrong else None


def reason_not_to_answer(
    *, now: TaskingState, to: TaskingState, words: str, is_doer: bool, is_asker: bool
) -> str | None:
    """None, or why a tasking cannot come to stand so."""
    if to not in TASKING_MOVES[now]:
        return f"The tasking stands at “{now.label.lower()}”. It cannot become “{to.label.lower()}”."
    if to == TaskingState.WITHDRAWN and not is_asker:
        return "Only the agency that asked can take a tasking back."
    if to != TaskingState.WITHDRAWN and not is_doer:
        return "Each agency answers its own taskings."
    if to in (TaskingState.DECLINED, TaskingState.NOT_DONE, TaskingState.WITHDRAWN) and not words.strip():
        return "Say why, so that it can be done in another way."
    return None


@dataclass(frozen=True, slots=True)
class PowerFacts:
    """A power as somebody writes it down. `extends` is the end of the one that goes on, `first_start` when that began."""

    power: Power
    authority: Authority
    starts_at: datetime
    ends_at: datetime | None
    child_welfare: str
    equality: str
    grounds: str
    consulted: str = ""
    extends: datetime | None = None
    first_start: datetime | None = None


def wrong_with_power(facts: PowerFacts, *, at: datetime) -> tuple[str, str] | None:
    """None, or the field that is wrong and why: who may authorise it, and how long the law lets it last."""
    law = LAWS[facts.power]
    for field, text, words in (
        ("grounds", facts.grounds, "Write the grounds: why here, why now, and why nothing milder does."),
        ("child_welfare", facts.child_welfare, "Say what was thought of children whom it may meet, and what is done."),
        ("equality", facts.equality, "Say on whom it falls, and how it is watched that it falls fairly."),
    ):
        if not text.strip():
            return field, words
    allowed = law.by if facts.extends is None else law.extended_by
    if facts.extends is not None and not allowed:
        return "authority", f"The law knows no extension of it: a new one needs grounds of its own ({law.basis})."
    if facts.authority not in allowed:
        may = sentence_list((one.label for one in allowed), "or")
        return "authority", f"The law asks for another authority: {may} ({law.basis})."
    if facts.power == Power.PSPO and not facts.consulted.strip():
        return "consulted", f"Say whom the council asked before ({law.basis})."
    return _wrong_times(facts, law)


def _wrong_times(facts: PowerFacts, law: Law) -> tuple[str, str] | None:
    ends = facts.ends_at
    if ends is None:
        if law.has_limit:
            return "ends_on", f"Say until when: the law sets a limit ({law.basis})."
        return None
    if ends <= facts.starts_at:
        return "ends_on", "It must end after it begins."
    if facts.extends is not None and facts.starts_at != facts.extends:
        return "starts_on", "An extension begins when the power before it ends."
    latest = law.latest_end(facts.starts_at, facts.authority)
    if latest is not None and ends > latest:
        return "ends_on", f"The law lets it last until {_moment(latest)} at most ({law.basis})."
    in_all = law.latest_in_all(facts.first_start or facts.starts_at)
    if in_all is not None and ends > in_all:
        return "ends_on", f"With its extensions the law lets it last until {_moment(in_all)} at most ({law.basis})."
    return None


def wrong_with_activity(
    *, kind: ActivityKind, began_at: datetime, minutes: int, tried: int, sold: int, at: datetime
) -> tuple[str, str] | None:
    """None, or the field that is wrong and why."""
    if began_at > at:
        return "began_on", "It has not begun yet. Write down what was done."
    if at - began_at > OLDEST_ACTIVITY:
        return (
            "began_on",
            f"It is more than {OLDEST_ACTIVITY.days} days ago. Ask the sergeant to put it into the findings.",
        )
    if not 1 <= minutes <= LONGEST_ACTIVITY_MINUTES:
        return "minutes", "Give how many minutes it took: from 1 to a whole day."
    if sold > tried:
        return "sold", "No more shops can have sold than were tried."
    if kind != ActivityKind.TEST_PURCHASE and (tried or sold):
        return "tried", "Shops tried belong to a test purchase."
    return None


def wrong_with_counts(counts: Mapping[Rung, int]) -> str | None:
    """None, or what of the ladder cannot be: `counts` are those that would stand together."""

    def count(rung: Rung) -> int:
        return counts.get(rung, 0)

    if Rung.CHARGED in counts and count(Rung.CONVICTED) + count(Rung.NOT_PROCEEDED) > count(Rung.CHARGED):
        return "More cases would have ended than people were charged. Correct the people charged first, or this count."
    after = count(Rung.AWAITING) + count(Rung.SENTENCED)
    if Rung.CONVICTED in counts and after > count(Rung.CONVICTED):
        return (
            "More people would be sentenced, or wait for it, than were convicted. Correct the people convicted first."
        )
    return None


def _day(when: date) -> str:
    return f"{when:%-d %B %Y}"


def _moment(when: datetime) -> str:
    here = local(when)
    return f"{here:%H:%M} on {_day(here.date())}"
