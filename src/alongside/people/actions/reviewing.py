"""Answers about pairs that may be one child. The first answer settles an ordinary pair; some need two people."""

from dataclasses import dataclass
from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line
from alongside.partners.access import codes, refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.identity.changing import Cause
from alongside.people.identity.deciding import Decision, carry, one_child
from alongside.people.identity.locks import one_at_a_time
from alongside.people.identity.pinned import pinned
from alongside.people.identity.questions import RETURNS_AFTER, needs_two, outcome_of
from alongside.people.identity.seeing import both_within
from alongside.people.models import PairAnswer, PairReview
from alongside.people.states import LinkBasis, ReviewState, Verdict
from alongside.people.threads import records_of


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of the pair. The same for a pair that was planted as for one that waits for a second reviewer, so
    that nobody learns which it was."""

    settled: bool
    verdict: str


def answer_review(
    *, review_id: int, verdict: str, reason: str, by: Viewer, at: datetime, undo_earlier: bool = False
) -> Answered:  # fmt: skip
    """Say of a pair: the same child, different children, or that it cannot be said; with the reason.

    Nobody answers twice, nor sees what another said. Opposite to an earlier ruling it is refused with the words of
    that (`Stale`), unless `undo_earlier`.
    """
    if verdict not in Verdict.values:
        raise Invalid("Say whether it is the same child.", "verdict")
    why = _reason(reason)
    with writing():
        one_at_a_time()
        review = _open_to(by, review_id)
        if review.answers.filter(member_id=by.member_id).filter(round=review.round).exists():
            raise Invalid("You have answered this one already. Somebody else looks at it now.", "verdict")
        planted = review.state == ReviewState.SETTLED and review.is_known
        if not planted and not _waits(review, at):
            raise Stale("This question is settled, or no longer a question.", review)
        PairAnswer.objects.create(
            review=review, round=review.round, member_id=by.member_id, verdict=verdict, reason=why, at=at,
            is_planted=planted,
        )  # fmt: skip
        _log(review, verdict, by, at)
        return Answered(False, "") if planted else _settle(review, by, at, undo_earlier)


def _open_to(by: Viewer, review_id: int) -> PairReview:
    rows = PairReview.objects.select_related("one", "other").select_for_update(of=("self",))
    found = rows.filter(both_within(by), pk=review_id).first() if by.may(Permission.REVIEW_IDENTITY) else None
    if found is None:
        raise refuse(by, "match", str(review_id), "not a pair that the member may compare", act=Act.DECIDE)
    return found


def _waits(review: PairReview, at: datetime) -> bool:
    return review.state == ReviewState.OPEN and (review.returns_at is None or review.returns_at <= at)


def _settle(review: PairReview, by: Viewer, at: datetime, undo_earlier: bool) -> Answered:
    given = review.answers.filter(round=review.round, is_planted=False).order_by("pk")
    verdicts = list(given.values_list("verdict", flat=True))
    two = needs_two(review, by.day)
    verdict = outcome_of(verdicts, two)
    if verdict is None:
        return Answered(False, "")
    if verdict == Verdict.CANNOT_SAY:
        review.round, review.returns_at = review.round + 1, at + RETURNS_AFTER
        review.save(update_fields=["round", "returns_at"])
        return Answered(False, "")
    review.state, review.verdict, review.settled_at = ReviewState.SETTLED, verdict, at
    review.is_known = two
    review.save(update_fields=["state", "verdict", "settled_at", "is_known"])
    reason = " ".join(given.filter(verdict=verdict).values_list("reason", flat=True))
    cause = Cause(LinkBasis.HUMAN, reason[:300], by.actor, at, pinned(at).pk)
    carry(_decision(review, verdict, undo_earlier), cause)
    return Answered(True, verdict)


def _decision(review: PairReview, verdict: Verdict, undo_earlier: bool) -> Decision:
    pair = review.one_id, review.other_id
    if verdict == Verdict.DIFFERENT:
        one, other = (frozenset({record}) for record in pair)
        return Decision(apart=((one, other),), undo_earlier=undo_earlier)
    left, right = records_of(review.one.person_id), records_of(review.other.person_id)
    return one_child(pair, left, right, undo_earlier=undo_earlier)


def _log(review: PairReview, verdict: str, by: Viewer, at: datetime) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=Act.DECIDE, subject_kind="match", subject_id=str(review.pk),
            persons=(review.one.person_id, review.other.person_id), purpose=Purpose.SAFEGUARDING.code,
            field_groups=codes([FieldGroup.IDENTITY]), reason="whether two records tell of one child",
            body={"verdict": Verdict(verdict).label},
        )
    )  # fmt: skip


def _reason(text: str) -> str:
    try:
        good = clean_line(text, 300, "The reason")
    except TextError as error:
        raise Invalid(str(error), "reason") from error
    if not good:
        raise Invalid("Say in a few words why.", "reason")
    return good
