"""Verdicts on pledges by those for whom they were made, and the partnership's answers."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.models import FrozenRelease, Pledge, PledgeVerdict, VerdictAnswer
from alongside.outcomes.pledge_states import ANSWER_WITHIN_DAYS, Word
from alongside.outcomes.texts import words
from alongside.partners.standing import LONDON, Viewer


def give_verdict(*, code: str, release: int, word: Word, reason: str, by: Viewer, at: datetime) -> int:
    """Say of a pledge whether it is kept, as the body for which the member speaks; gives the verdict's number.

    A body says it once for each release; the same again changes nothing. Raises `OutcomesRefused` where it said
    something else already, or the release is not the last one.
    """
    pledge = Pledge.objects.filter(code=code).first()
    newest = FrozenRelease.objects.order_by("-number").first()
    if pledge is None or newest is None or newest.number != release:
        raise OutcomesRefused("A verdict is given on the last release of the scoreboard. Open the pledge again.")
    said = words(reason, "reason")
    due = at.astimezone(LONDON).date() + timedelta(days=ANSWER_WITHIN_DAYS)
    held = {"pledge": pledge, "release": newest, "body_code": by.agency_code}
    try:
        with transaction.atomic():
            made = PledgeVerdict.objects.create(
                **held, body_name=by.agency_name, word=word, reason=said, answer_due=due, by=by.actor.name, at=at
            )
            _note(made, Act.CREATE, f"{word.label}: {said}", by.actor, at)
    except IntegrityError:
        earlier = PledgeVerdict.objects.get(**held)
        if (earlier.word, earlier.reason) != (word, said):
            raise OutcomesRefused(
                f"{by.agency_name} has given its verdict on release {release}: {earlier.get_word_display().lower()}. It "
                "stays. Say what has changed after the next release."
            ) from None
        return earlier.pk
    return made.pk


def answer_verdict(*, verdict_id: int, answer: str, sent_key: UUID, by: Actor, at: datetime) -> None:
    """Answer a verdict for the partnership. The same `sent_key` twice is one answer; every answer stays."""
    with transaction.atomic():
        verdict = PledgeVerdict.objects.filter(pk=verdict_id).first()
        if verdict is None:
            raise OutcomesRefused("That verdict is not held here. Open the pledge and choose again.")
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
    record(
        Entry(at=at, actor=by, act=act, subject_kind="verdict on a pledge", subject_id=str(verdict.pk), reason=reason)
    )
