"""What the computer made of a pair, for a reviewer who has given her own answer already."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.analysis.linkage.explaining import explain
from alongside.analysis.linkage.model import Model, ModelError
from alongside.analysis.linkage.scoring import Outcome, Score
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.identity.pinned import pinned
from alongside.people.identity.seeing import both_within
from alongside.people.identity.standards import standards_of
from alongside.people.models import LinkEdge, PairAnswer, PairReview
from alongside.people.states import Verdict


@dataclass(frozen=True, slots=True)
class Weighing:
    """`steps`: what was compared, what was found and what it weighs in bits; they add up to `weight`."""

    sentence: str
    steps: tuple[tuple[str, str, float], ...]
    weight: float
    probability: float
    model: str


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What this member said of the pair, what the computer had made of it (nothing if it never weighed it), and whose
    the two records are now."""

    verdict: str
    reason: str
    at: datetime
    weighing: Weighing | None
    persons: tuple[UUID, ...]


def own_answer(viewer: Viewer, review_id: int) -> OwnAnswer | None:
    """None until she has answered as the question stands now: nobody sees the weight first. For a pair that she may
    compare and that was shown, and so logged, by `review_pair`."""
    if not viewer.may(Permission.REVIEW_IDENTITY):
        return None
    review = PairReview.objects.select_related("one", "other").filter(both_within(viewer), pk=review_id).first()
    answers = PairAnswer.objects.filter(review_id=review_id, member_id=viewer.member_id)
    given = answers.filter(round=review.round).first() if review else None
    if review is None or given is None:
        return None
    persons = tuple(dict.fromkeys((review.one.person_id, review.other.person_id)))
    return OwnAnswer(Verdict(given.verdict).label, given.reason, given.at, _weighing(review, viewer.at), persons)


def _weighing(review: PairReview, at: datetime) -> Weighing | None:
    """By the edge that was kept and the model that made it, so that it can be worked out again."""
    edges = LinkEdge.objects.filter(one_id=review.one_id, other_id=review.other_id).select_related("model")
    edge = edges.order_by("-model__is_current", "-made_at").first()
    ends = standards_of([review.one_id, review.other_id])
    if edge is None or len(ends) < 2:
        return None
    try:
        model = pinned(at).model if edge.model.is_current else Model.from_json(edge.model.text)
    except ModelError:  # weighed under an earlier version of the library, which alone could explain it
        return None
    score = Score(
        edge.weight, edge.probability, dict(edge.levels), tuple(filter(None, edge.rules.split(","))),
        Outcome(edge.outcome),
    )  # fmt: skip
    told = explain(ends[review.one_id], ends[review.other_id], model, score)
    return Weighing(told.sentence, tuple(told.waterfall), edge.weight, edge.probability, edge.model.version)
