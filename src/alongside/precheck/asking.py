"""The hub's side of an encoded question: whether it may be put, how often, and the one answer. Opens nothing itself."""

import json
import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from alongside.analysis.linkage import STANDARD_VERSION
from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act, Outcome
from alongside.common.text import sentence_list
from alongside.partners.access import codes, refuse
from alongside.partners.queries import agencies
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.encodable import encodable
from alongside.precheck import rules
from alongside.precheck.errors import NotAnswered
from alongside.precheck.models import QuestionCount
from alongside.precheck.processes import Failed, run
from alongside.precheck.question import Question

logger = logging.getLogger(__name__)
PURPOSE = Purpose.PRECHECK
ANSWERS_EVERY = 2.0


@dataclass(frozen=True, slots=True)
class Holder:
    """An agency that lets the asking one learn whether it knows the child."""

    id: int
    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether this member may ask now, whom she would ask, and how many questions are left today."""

    holders: tuple[Holder, ...]
    agreement: str
    left: int
    why_not: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One of two sentences. Nothing of how alike, how many, or who else."""

    sentence: str
    reference: str
    left: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Answers leave at whole steps after the question, so that the time says nothing of the answer."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    step: float = ANSWERS_EVERY

    def keep(self, started: float) -> None:
        self.sleep(self.step - (self.clock() - started) % self.step)


def standing(viewer: Viewer) -> Standing:
    if not viewer.may(Permission.ASK_PRECHECK):
        raise refuse(viewer, "encoded question", "", f"the role may not {Permission.ASK_PRECHECK.value}", act=Act.ASK)
    givers = set(viewer.givers(PURPOSE, FieldGroup.KNOWN_TO))
    found = (Holder(one.pk, one.code, one.name, one.kind) for one in agencies() if one.pk in givers)
    holders = tuple(sorted(found, key=lambda one: (rules.order_of(one.kind), one.code)))
    labels = {term.agreement for one in holders for term in viewer.terms_with(PURPOSE, one.id)}
    most = settings.PRECHECK_DAILY
    left = most - _asked(viewer.agency_code, viewer.day)
    why_not = rules.why_not_ask(
        switched_on=settings.PRECHECK, assessment=settings.PRECHECK_DPIA, holders=[one.code for one in holders],
        purpose=PURPOSE.label,
    ) or rules.why_not_again(left=left, most=most)  # fmt: skip
    return Standing(holders, sentence_list(sorted(labels)), max(left, 0), why_not)


def ask(*, raw: bytes, by: Viewer, at: datetime, pace: Pace = Pace()) -> Answer:
    """Put an encoded question to the agencies whose agreement allows it, and give the one answer.

    Counted and logged before it is put, logged again with the answer before that is given. Raises `QuestionError` for
    a file that is none, `NotAnswered` (logged) when it may not be put or could not be answered.
    """
    started = pace.clock()
    question = Question.read(raw)
    allowed = standing(by)
    why_not = allowed.why_not or rules.why_not_this(
        question_agency=question.agency, agency=by.agency_code, question_standard=question.standard,
        standard=STANDARD_VERSION,
    )  # fmt: skip
    if why_not:
        raise _not_answered(by, at, question, allowed, why_not)
    left = _count_and_log(by, at, question, allowed)
    try:
        place = _matched(question, allowed.holders, by)
    except Failed as failure:
        raise _not_answered(by, at, question, allowed, failure.words) from failure
    named = allowed.holders[place - 1] if place else None
    sentence = rules.possible_match(named.name, named.kind) if named else rules.NOTHING_FOUND
    record(_entry(by, at, question, allowed, sentence, act=Act.DISCLOSE, kind="encoded answer", holder=named))
    pace.keep(started)
    return Answer(sentence, question.id, left)


def _asked(agency_code: str, day: date) -> int:
    found = QuestionCount.objects.filter(agency_code=agency_code, day=day).values_list("asked", flat=True).first()
    return found or 0


def _count_and_log(by: Viewer, at: datetime, question: Question, allowed: Standing) -> int:
    """One step in the database: of two questions at the same moment, the last one left is given once."""
    most = settings.PRECHECK_DAILY
    with transaction.atomic():
        QuestionCount.objects.get_or_create(agency_code=by.agency_code, day=by.day)
        today = QuestionCount.objects.filter(agency_code=by.agency_code, day=by.day)
        taken = today.filter(asked__lt=most).update(asked=F("asked") + 1)
        if taken:
            reason = (
                f"assessment {settings.PRECHECK_DPIA}; asked of {sentence_list(one.name for one in allowed.holders)}"
            )
            record(_entry(by, at, question, allowed, reason))
    if not taken:
        raise _not_answered(by, at, question, allowed, rules.why_not_again(left=0, most=most) or "")
    return most - _asked(by.agency_code, by.day)


def _not_answered(by: Viewer, at: datetime, question: Question, allowed: Standing, words: str) -> NotAnswered:
    record(_entry(by, at, question, allowed, words, outcome=Outcome.REFUSED))
    return NotAnswered(words)


def _entry(
    by: Viewer,
    at: datetime,
    question: Question,
    allowed: Standing,
    reason: str,
    *,
    act: Act = Act.ASK,
    kind: str = "encoded question",
    outcome: Outcome = Outcome.ALLOWED,
    holder: Holder | None = None,
) -> Entry:
    """No person stands in it: the hub does not learn which child was asked for, nor which one matched."""
    return Entry(
        at=at, actor=by.actor, act=act, subject_kind=kind, subject_id=question.id, outcome=outcome,
        holder_code=holder.code if holder else "", purpose=PURPOSE.code, agreement=allowed.agreement,
        field_groups=codes([FieldGroup.KNOWN_TO]), reason=reason,
    )  # fmt: skip


def _matched(question: Question, holders: Sequence[Holder], viewer: Viewer) -> int:
    """The place of the first holder with a code that is alike, from 1; 0 for none."""
    line = question.line().encode()
    register = run(settings.PRECHECK_ENCODER, [line, *_rows(holders, viewer)])
    said = run(settings.PRECHECK_MATCHER, [line, register])
    if not re.fullmatch(rb"\d{4}\n", said) or int(said) > len(holders):
        logger.error("The matcher of encoded questions gave no answer that can be read.")
        raise Failed
    return int(said)


def _rows(holders: Sequence[Holder], viewer: Viewer) -> Iterator[bytes]:
    places = {one.id: place for place, one in enumerate(holders, start=1)}
    for holder, year, names, birth_day in encodable(viewer, PURPOSE):
        if holder in places:
            yield json.dumps([places[holder], year, names, birth_day]).encode() + b"\n"
