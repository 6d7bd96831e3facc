"""Verdicts on pledges by those for whom they were made, and the partnership's answers."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.models import FrozenRelease, Pledge, PledgeVerdict, VerdictAnswer, VerdictReading
from alongside.outcomes.pledge_rules import why_not_read
from alongside.outcomes.pledge_states import ANSWER_WITHIN_DAYS, Ground, ReadState, Word
from alongside.outcomes.queries.pledges import READERS, read_state
from alongside.outcomes.texts import words
from alongside.partners.access import refuse
from alongside.partners.standing import LONDON, Viewer

SUBJECT = "verdict on a pledge"


def give_verdict(*, code: str, release: int, word: Word, reason: str, by: Viewer, at: datetime) -> int:
    """Say of a pledge whether it is kept, as the body for which the member speaks; gives the verdict's number.

    A body says it once for each release; the same again changes nothing. It is public once somebody of the partnership
    has read it; where that was refused or it was taken down, the body may say it again. Raises `OutcomesRefused` where
    it said something else already, or the release is not the last one.
    """
    pledge = Pledge.objects.filter(code=code).first()
    newest = FrozenRelease.objects.order_by("-number").first()
    if pledge is None or newest is None or newest.number != release:
        raise OutcomesRefused("A verdict is given on the last release of the scoreboard. Open the pledge again.")
    said = words(reason, "reason")
    due = at.astimezone(LONDON).date() + timedelta(days=ANSWER_WITHIN_DAYS)
    with transaction.atomic():
        Pledge.objects.select_for_update().get(pk=pledge.pk)
        earlier = (
            PledgeVerdict.objects.filter(pledge=pledge, release=newest, body_code=by.agency_code).order_by("pk").last()
        )
        if earlier is not None and (kept := _kept(earlier, word, said, by)) is not None:
            return kept
        made = PledgeVerdict.objects.create(
            pledge=pledge, release=newest, body_code=by.agency_code, body_name=by.agency_name, word=word, reason=said,
            attempt=earlier.attempt + 1 if earlier else 1, answer_due=due, by=by.actor.name, at=at,
        )  # fmt: skip
        _note(made, Act.CREATE, f"{word.label}: {said}", by.actor, at)
    return made.pk


def _kept(earlier: PledgeVerdict, word: Word, said: str, by: Viewer) -> int | None:
    """The number of the verdict that stands already; None where the body may say it anew."""
    if (earlier.word, earlier.reason) == (word, said):
        return earlier.pk
    if read_state(earlier) in (ReadState.REFUSED, ReadState.TAKEN_DOWN):
        return None
    raise OutcomesRefused(
        f"{by.agency_name} has given its verdict on release {earlier.release.number}: "
        f"{earlier.get_word_display().lower()}. It stays. Say what has changed after the next release."
    )


def read_verdict(*, verdict_id: int, to: ReadState, ground: str, by: Viewer, at: datetime) -> None:
    """Let a verdict through, refuse it, or take down what is public, on one of the grounds. The same twice is once.

    Its words are never changed. Raises `OutcomesRefused` where it was read already, for one's own body, and without a
    ground; `Refused` for whoever neither keeps pledges nor publishes.
    """
    if not any(by.may(one) for one in READERS):
        raise refuse(by, SUBJECT, str(verdict_id), "the role does not read verdicts", act=Act.DECIDE)
    with transaction.atomic():
        verdict = PledgeVerdict.objects.select_for_update().filter(pk=verdict_id).first()
        if verdict is None:
            raise OutcomesRefused("That verdict is not held here. Open the pledge and choose again.")
        now = read_state(verdict)
        if now is to and verdict.readings.filter(state=to, ground=ground).exists():
            return  # the same form sent twice
        if why_not := why_not_read(now, to, ground, is_own=verdict.body_code == by.agency_code):
            raise OutcomesRefused(why_not, "" if to is ReadState.LET_THROUGH else "ground")
        VerdictReading.objects.create(
            verdict=verdict, state=to, ground=ground, agency_code=by.agency_code, by=by.actor.name, at=at
        )
        _note(verdict, Act.DECIDE, f"{to.label}. {Ground(ground).label if ground else ''}".strip(), by.actor, at)


def answer_verdict(*, verdict_id: int, answer: str, sent_key: UUID, by: Actor, at: datetime) -> None:
    """Answer a verdict for the partnership. The same `sent_key` twice is one answer; every answer stays."""
    with transaction.atomic():
        verdict = PledgeVerdict.objects.filter(pk=verdict_id).first()
        if verdict is None:
            raise OutcomesRefused("That verdict is not held here. Open the pledge and choose again.")
        if read_state(verdict) is not ReadState.LET_THROUGH:
            raise OutcomesRefused("This verdict is not public. Only what is public is answered in public.")
        _, is_new = VerdictAnswer.objects.get_or_create(
            sent_key=sent_key,
            defaults={
                "verdict": verdict, "words": words(answer, "answer"), "agency_code": by.agency_code, "by": by.name,
                "at": at,
            },
        )  # fmt: skip
        if is_new:
            _note(verdict, Act.CREATE, f"Answer: {answer}", by, at)


def _note(verdict: PledgeVerdict, act: Act, reason: str, by: Actor, at: datetime) -> None:
    record(Entry(at=at, actor=by, act=act, subject_kind=SUBJECT, subject_id=str(verdict.pk), reason=reason))
