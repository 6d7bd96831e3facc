"""Whether a definition hangs together: every fault in a sentence, before anybody can be sent along the pathway."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from alongside.areas.states import PHASES
from alongside.partners.roles import Role
from alongside.partners.states import AgencyKind, FieldGroup, Purpose
from alongside.support.definitions.mentions import EVENTS_OF, STAGE, gone, named_and_not_there
from alongside.support.definitions.parts import (
    ClockRule,
    Definition,
    Question,
    QuestionKind,
    Stage,
)
from alongside.support.states import HANDOVER_ENDS, HANDOVER_MOVES, HandoverState, StageKind

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
OPTION = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
EVENTS = frozenset({"opened", "closed", "told"})
HANDOVER_EVENTS = frozenset({"opened", "closed", "moves", "file", "receipt"})
# No machine scores a person: a number is a tool's own, written down by a named human, and says which tool.
# These words stand in addresses beside the codes of pathways.
RESERVED = frozenset({"keep", "bank-holidays"})
OLDEST, LONGEST_VIEW = 120, 3_650
COMPUTED = re.compile(r"(risk|predict\w*|harm)_?(score|index|probability)")


def faults_in(one: Definition) -> list[str]:
    """Everything that does not hang together; empty when the pathway can be published."""
    return [
        *gone(one),
        *_words(one),
        *_bounds(one),
        *_codes(one),
        *_questions(one),
        *_stages(one),
        *_moves(one),
        *_entries(one),
        *_clocks(one),
        *_threshold(one),
        *_handover(one),
    ]


def _words(one: Definition) -> Iterator[str]:
    if why := why_not_code(one.code):
        yield why
    for name, given, known in (
        ("purpose", (one.purpose,), {purpose.code for purpose in Purpose}),
        ("field group carried", one.carries, {group.code for group in FieldGroup}),
        ("role that refers", one.referrers, set(Role.values)),
        ("kind of agency that receives", one.receivers, set(AgencyKind.values)),
        ("kind of agency that sends", one.senders, set(AgencyKind.values)),
        ("phase of a school", (*one.from_phases, *one.to_phases), set(PHASES)),
    ):
        for word in given:
            if word not in known:
                yield f"“{word}” is no {name} that Alongside knows."
    for name, told in (("carries", one.carries), ("referrers", one.referrers), ("receivers", one.receivers)):
        if not told:
            yield f"The list “{name}” is empty: nobody could use this pathway."


def why_not_code(code: str) -> str:
    """Why a pathway cannot have this code; empty when it can. The code stands in the address of its pages."""
    if not CODE.fullmatch(code):
        return (
            "The code of the pathway is small letters, digits and hyphens, begins with a letter, and has at most 40 signs: "
            "for example young-carers."
        )
    return f"“{code}” is kept for pages of Alongside. Choose another code." if code in RESERVED else ""


def _bounds(one: Definition) -> Iterator[str]:
    for age in (one.refers_from, one.refers_until):
        if age is not None and not 0 <= age <= OLDEST:
            yield f"An age of {age} is none. Give the years, from 0 to {OLDEST}, or leave it empty."
    if one.refers_from is not None and one.refers_until is not None and one.refers_from > one.refers_until:
        yield "The youngest age is above the oldest."
    if not 1 <= one.lasts_days <= LONGEST_VIEW:
        yield f"The receiver's view ends after {one.lasts_days} days: give a number from 1 to {LONGEST_VIEW:,}."


def _codes(one: Definition) -> Iterator[str]:
    """Codes stand in addresses and in the columns of lists."""
    for what, parts in (("stage", one.stages), ("decision", one.moves), ("entry", one.entries), ("clock", one.clocks)):
        for part in parts:
            if not CODE.fullmatch(part.code):
                yield f"The code “{part.code}” of the {what} “{part.label}”: small letters, digits and hyphens, at most 40."


def _questions(one: Definition) -> Iterator[str]:
    places = [("the form", one.questions)]
    places += [(f"the decision “{move.label}”", move.asks) for move in one.moves]
    places += [(f"the entry “{entry.label}”", entry.asks) for entry in one.entries]
    for place, asked in places:
        yield from _asked(place, asked, one)


def _asked(place: str, asked: tuple[Question, ...], one: Definition) -> Iterator[str]:
    yield from _twice(f"question of {place}", (question.key for question in asked))
    before: dict[str, Question] = {}
    for question in asked:
        if not KEY.fullmatch(question.key):
            yield f"“{question.key}” of {place}: a key is small letters, digits and _, and begins with a letter."
        if COMPUTED.search(question.key):
            yield f"“{question.key}” of {place}: a person is never scored. Name the tool whose result a human wrote down."
        if question.group not in one.carries:
            yield f"“{question.label}” of {place} belongs to “{question.group}”, which the pathway does not carry."
        chosen = question.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES)
        if chosen != bool(question.options):
            yield f"“{question.label}” of {place}: " + ("give its options." if chosen else "only choices have options.")
        yield from _options(place, question)
        yield from _only_if(place, question, before)
        before[question.key] = question


def _options(place: str, question: Question) -> Iterator[str]:
    yield from _twice(f"option of “{question.label}”", (option.code for option in question.options))
    for option in question.options:
        if not OPTION.fullmatch(option.code):
            yield (
                f"“{question.label}” of {place}: the code “{option.code}” of an option is small letters, digits, - and _. "
                "Write “code: wording”."
            )
    if None in (question.least, question.most):
        return
    if question.least > question.most:  # type: ignore[operator]
        yield f"“{question.label}” of {place}: the smallest number is above the greatest."


def _only_if(place: str, question: Question, before: dict[str, Question]) -> Iterator[str]:
    if not question.only_if:
        return
    key, _, code = question.only_if.partition("=")
    asked = before.get(key)
    if asked is None:
        yield f"“{question.label}” of {place} depends on “{key}”, which is not asked before it."
    elif (known := _answers_to(asked)) and code not in known:
        yield f"“{question.label}” of {place} depends on “{code}”, which is no answer to “{asked.label}”."


def _stages(one: Definition) -> Iterator[str]:
    yield from _twice("stage", (stage.code for stage in one.stages))
    if not one.stages:
        yield "A pathway has stages: where a new case stands, where it is worked, and where it has ended."
        return
    if one.first_stage.kind is StageKind.ENDED:
        yield "A new case would have ended at once: put another stage first."
    if any(what == STAGE for what, _ in named_and_not_there(one)):
        return  # with a way that leads nowhere, what can be reached says nothing yet
    reached, ends = _reached(one), _can_end(one)
    for stage in one.stages:
        if stage.code not in reached:
            yield f"No decision leads to the stage “{stage.label}”."
        if stage.code not in ends:
            yield f"From the stage “{stage.label}” a case could never end. Nobody may be left there."
        if stage.before_help:
            yield from _before_help(one, stage)


def _before_help(one: Definition, stage: Stage) -> Iterator[str]:
    """Nobody is hidden by “closed before help”: every way there asks why, by reasons that can be counted."""
    if stage.kind is not StageKind.ENDED:
        yield f"The stage “{stage.label}” is “before help”, so that it must be one where a case has ended."
    for move in one.moves:
        if move.target == stage.code and not any(_counts(question) for question in move.asks):
            yield f"The decision “{move.label}” closes before help: let it ask why, as a required choice."


def _counts(question: Question) -> bool:
    return question.kind is QuestionKind.CHOICE and question.required and not question.only_if


def _reached(one: Definition) -> set[str]:
    reached, new = set(), {one.first_stage.code}
    while new:
        reached |= new
        new = {move.target for move in one.moves if reached & set(move.sources)} - reached
    return reached


def _can_end(one: Definition) -> set[str]:
    ends = {stage.code for stage in one.stages if stage.kind is StageKind.ENDED}
    while more := {code for move in one.moves if move.target in ends for code in move.sources} - ends:
        ends |= more
    return ends


def _moves(one: Definition) -> Iterator[str]:
    yield from _twice("decision", (move.code for move in one.moves))
    for move in one.moves:
        if not move.sources or not move.by:
            yield (
                f"The decision “{move.label}” says neither from where nor by whom."
                if not move.sources
                else (f"The decision “{move.label}” does not say by whom.")
            )


def _entries(one: Definition) -> Iterator[str]:
    yield from _twice("entry", (entry.code for entry in one.entries))


def _clocks(one: Definition) -> Iterator[str]:
    yield from _twice("clock", (clock.code for clock in one.clocks))
    for clock in one.clocks:
        if not clock.stops or not clock.starts:
            yield f"The clock “{clock.label}” does not say what starts it, or what stops it."
        for event in (*clock.starts, *clock.stops):
            yield from _event(clock, event, one)


def _event(clock: ClockRule, event: str, one: Definition) -> Iterator[str]:
    """An event of a stage or an entry that there is not is told where they are missing."""
    of_part = event.partition(":")[0] in EVENTS_OF
    if not of_part and event not in (HANDOVER_EVENTS if one.handover else EVENTS):
        yield f"The clock “{clock.label}” waits for “{event}”, which never happens."


def _handover(one: Definition) -> Iterator[str]:
    """A handover's stages and decisions are the same for all kinds; words, questions and clocks are not."""
    if not one.handover:
        for name, told in (
            ("Kinds of agency that send", one.senders), ("Schools from which it goes", one.from_phases),
            ("Schools to which it goes", one.to_phases),
        ):  # fmt: skip
            if told:
                yield f"“{name}” holds of a handover alone, and this pathway is none: tick nothing there."
        return
    ends = {stage.code: stage.kind is StageKind.ENDED for stage in one.stages}
    if ends != {state: state in HANDOVER_ENDS for state in HandoverState}:
        yield f"A handover has the stages {', '.join(HandoverState)}, and ends in {' and '.join(HANDOVER_ENDS)}."
    for code, (sources, target) in HANDOVER_MOVES.items():
        move = one.move(code)
        if move is None or set(move.sources) != sources or move.target != target:
            yield f"A handover has the decision “{code}” from {', '.join(sorted(sources))} to {target}."


def _threshold(one: Definition) -> Iterator[str]:
    asked = {question.key: question for question in one.questions}
    for condition in one.threshold.conditions:
        question = asked.get(condition.question)
        if question is None:
            yield f"The threshold looks at “{condition.question}”, which the form does not ask."
        elif bool(condition.any_of) == (condition.at_least is not None):
            yield f"The threshold on “{question.label}” names answers or a number, one of the two."
        elif condition.at_least is not None and question.kind is not QuestionKind.NUMBER:
            yield f"The threshold on “{question.label}” is a number, and the answer is none."
        elif known := _answers_to(question):
            for code in condition.any_of:
                if code not in known:
                    yield f"The threshold on “{question.label}” names “{code}”, which is no answer to it."


def _answers_to(question: Question) -> set[str]:
    """The codes of what can be answered, where the question offers them."""
    if question.kind is QuestionKind.YES_NO:
        return {"yes", "no"}
    return {option.code for option in question.options}


def _twice(what: str, codes: Iterable[str]) -> Iterator[str]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield f"The {what} “{code}” stands there {count} times."
