"""A worker's part in a child's own view: say what it shows, give the link, take it back, answer what the child says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line, clean_text
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.standing import Viewer
from alongside.people.models import SourceRecord
from alongside.support import rules
from alongside.support.actions.clocks import stop_clock
from alongside.support.casework import words
from alongside.support.models import OwnCorrection, OwnCorrectionAnswer, OwnView, OwnViewRule, OwnVoice
from alongside.support.own_links import LINK_LASTS, LINK_LASTS_WHEN_RESTRICTED, digest, link_and_code
from alongside.support.queries.own_matters import Matter, worked_matter
from alongside.support.queries.own_view import is_restricted, rule_shown
from alongside.support.states import OwnAnswer, OwnReader
from alongside.support.ties import CORRECTION_CLOCK


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """What the own view is to show: keys as `rule_shown` offers them. `number`: the rule that the worker had before
    her."""

    number: int
    words: str
    goals: Sequence[str]
    actions: Sequence[str]
    agencies: Sequence[str]
    left_out_because: str = ""
    ties: Sequence[str] = ()


def keep_rule(*, reference: str, draft: RuleDraft, by: Viewer, at: datetime) -> OwnViewRule:
    """Say what the own view shows. Whatever is not named is not shown, and the page does not hint at it."""
    with writing():
        matter = worked_matter(by, reference, Act.CHANGE)
        _one_at_a_time(matter)
        offered = rule_shown(by, matter)
        if draft.number != offered.number:
            raise Stale("Somebody has changed this since you opened it. Both are below.", offered)
        parts = (
            (offered.goals, draft.goals), (offered.actions, draft.actions), (offered.agencies, draft.agencies),
            (offered.ties, draft.ties),
        )  # fmt: skip
        goals, actions, agencies, ties = (
            [one.key for one in choices if one.key in chosen] for choices, chosen in parts
        )
        every = sum(len(choices) for choices, _ in parts)
        why = _line(draft.left_out_because, "left_out_because")
        if sum(map(len, (goals, actions, agencies, ties))) < every and not why:
            raise Invalid("Say why something is left out. The child does not see this.", "left_out_because")
        plain = _text(draft.words, "words")
        if matter.plan is None and not plain:
            raise Invalid("Write what you do together: a case has nothing else that the child can read.", "words")
        made = OwnViewRule.objects.create(
            matter=matter.reference, number=offered.number + 1, words=plain, goals=[int(one) for one in goals],
            actions=[int(one) for one in actions], agencies=agencies, ties=ties, left_out_because=why, by=by.actor.name, at=at,
        )  # fmt: skip
        _log(matter, Act.CHANGE, f"said what the own view shows: {len(goals)} goals, {len(actions)} actions, "
             f"{len(agencies)} agencies, {len(ties)} things said", by, at)  # fmt: skip
    return made


def make_link(
    *, reference: str, reader: str, because: str, sent_key: str, by: Viewer, at: datetime
) -> OwnView:  # fmt: skip
    """Make a link with a code; the one before it ends. Nothing is sent: the worker hands both over, apart."""
    with writing():
        matter = worked_matter(by, reference, Act.CREATE)
        _one_at_a_time(matter)
        sent_key = sent_key[:40]
        if made := OwnView.objects.filter(sent_key=sent_key, matter=matter.reference).first():
            return made
        strict = is_restricted(by, matter)
        _check_link(matter, reader, because, strict, by)
        OwnView.objects.select_for_update().filter(matter=matter.reference, ended_at__isnull=True).update(
            ended_at=at, ended_by=by.actor.name, device_digest=""
        )
        id = uuid4()
        made = OwnView.objects.create(
            id=id, matter=matter.reference, record=matter.record, holder=matter.holder, purpose=matter.purpose.code,
            reader=reader, reader_because=_line(because, "because") if reader == OwnReader.PARENT else "",
            is_strict=strict, address_digest=digest(link_and_code(id).address), made_by_id=by.member_id, made_at=at,
            sent_key=sent_key, until=at + (LINK_LASTS_WHEN_RESTRICTED if strict else LINK_LASTS),
        )  # fmt: skip
        whom = OwnReader(reader).label.lower()
        _log(matter, Act.CREATE, f"made a link for {whom}, until {made.until:%d %B %Y}", by, at)
    return made


def _one_at_a_time(matter: Matter) -> None:
    """Two workers who press at once: the second waits for the first, and then sees what she did."""
    SourceRecord.objects.select_for_update().get(pk=matter.record.pk)


def _check_link(matter: Matter, reader: str, because: str, strict: bool, by: Viewer) -> None:
    if reader not in OwnReader.values:
        raise Invalid("Choose who reads.", "reader")
    if not matter.is_open:
        raise Invalid(f"This {matter.kind} is closed. A link is made while the work goes on.", "reader")
    if why := rules.why_not_reader(reader, rules.age_on(by.day, matter.record.date_of_birth), because, strict):
        raise Invalid(why, "because" if reader == OwnReader.PARENT and because.strip() == "" else "reader")
    if rule_shown(by, matter).number == 0:
        raise Invalid("Say first what the page shows.", "reader")


def end_link(*, reference: str, by: Viewer, at: datetime) -> bool:
    """Take the link back: it closes at once, on every device. False if there was none."""
    with writing():
        matter = worked_matter(by, reference, Act.CHANGE)
        ended = OwnView.objects.filter(matter=matter.reference, ended_at__isnull=True).update(
            ended_at=at, ended_by=by.actor.name, device_digest=""
        )
        if ended:
            _log(matter, Act.CHANGE, "took the link back", by, at)
    return bool(ended)


def answer_correction(*, reference: str, outcome: str, answer: str, by: Viewer, at: datetime) -> OwnCorrectionAnswer:
    """Answer what a child asks to be put right, in words that she reads. It stops the clock."""
    said = words(answer, "The answer", "answer", 2_000)
    if outcome not in OwnAnswer.values:
        raise Invalid("Choose what you did.", "outcome")
    with writing():
        asked = OwnCorrection.objects.select_for_update().filter(reference=reference).first()
        if asked is None:
            raise refuse(by, "own view", reference[:20], "no such correction", act=Act.DECIDE)
        matter = worked_matter(by, asked.matter, Act.DECIDE)
        there = OwnCorrectionAnswer.objects.filter(correction=asked).first()
        if there is not None:
            raise Stale("A colleague has answered already. Both texts are below.", there.words)
        made = OwnCorrectionAnswer.objects.create(
            correction=asked, outcome=outcome, words=said, by=by.actor.name, at=at
        )
        stop_clock(kind=CORRECTION_CLOCK, matter=asked.reference, at=at)
        _log(matter, Act.DECIDE, f"answered correction {asked.reference}: {made.get_outcome_display().lower()}", by, at)
    return made


def read_voices(*, reference: str, by: Viewer, at: datetime) -> int:
    """Say that what the child said of how it goes was read by somebody who can act on it."""
    with writing():
        matter = worked_matter(by, reference, Act.CHANGE)
        read = OwnVoice.objects.filter(matter=matter.reference, read_at__isnull=True).update(
            read_at=at, read_by=by.actor.name
        )
        if read:
            _log(matter, Act.CHANGE, f"read how it goes, said {read} time(s)", by, at)
    return read


def _line(text: str, field: str) -> str:
    try:
        return clean_line(text, 300)
    except TextError as error:
        raise Invalid(str(error), field) from error


def _text(text: str, field: str) -> str:
    try:
        return clean_text(text, 2_000)
    except TextError as error:
        raise Invalid(str(error), field) from error


def _log(matter: Matter, act: Act, reason: str, by: Viewer, at: datetime) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="own view", subject_id=matter.reference,
            persons=(matter.person_id,), holder_code=matter.holder.code, purpose=matter.purpose.code, reason=reason,
        )
    )  # fmt: skip
