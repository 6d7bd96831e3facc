"""Which pairs people are asked about: one for each two persons who may be one, the likeliest first."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from alongside.people.identity.reading import Row, as_uuid, ask, marks, pairs_of, table
from alongside.people.identity.slices import batched
from alongside.people.models import LinkEdge, PairReview, Ruling, SourceRecord
from alongside.people.states import PairOutcome, ReviewState, WhyAsked

Pair = tuple[int, int]
Persons = frozenset[UUID]
Edges = Sequence[Row]
BATCH = 5_000
_EDGE = ("one_id", "other_id", "weight", "outcome")
ASKED = (PairOutcome.AUTOMATIC, PairOutcome.REVIEW, PairOutcome.REFUSED)
_WHY = {
    PairOutcome.AUTOMATIC: WhyAsked.APART, PairOutcome.REVIEW: WhyAsked.UNSURE, PairOutcome.REFUSED: WhyAsked.REFUSED,
}  # fmt: skip


def ask_about(records: Collection[int], model_id: int, at: datetime) -> None:
    """Bring the open questions about these records up to date with where they stand now."""
    edges = [row for row in pairs_of(LinkEdge, _EDGE, records, "model_id = %s", [model_id]) if row[3] in ASKED]
    asked_before = {row[0] for row in pairs_of(PairReview, ("id",), records)}
    if edges or asked_before:
        apart = pairs_of(Ruling, ("one_id", "other_id"), records, "undone_at IS NULL AND NOT same")
        _bring_up_to_date(edges, list(PairReview.objects.filter(pk__in=asked_before)), apart, at)


def ask_everywhere(model_id: int, at: datetime) -> None:
    """The same for all records, after everything was linked anew."""
    edges = list(LinkEdge.objects.filter(model_id=model_id, outcome__in=ASKED).values_list(*_EDGE))
    apart = list(Ruling.objects.filter(same=False, undone_at__isnull=True).values_list("one_id", "other_id"))
    _bring_up_to_date(edges, list(PairReview.objects.all()), apart, at)


def _bring_up_to_date(edges: Edges, reviews: list[PairReview], apart: Sequence[Row], at: datetime) -> None:
    ends = {end for one, other, *_ in (*edges, *apart) for end in (one, other)}
    ends |= {end for review in reviews for end in (review.one_id, review.other_id)}
    persons = {
        record: as_uuid(person)
        for some in batched(sorted(ends), BATCH)
        for record, person in ask(
            f"SELECT id, person_id FROM {table(SourceRecord)} WHERE id IN ({marks(some)})",  # noqa: S608 (own names)
            some,
        )
    }
    ruled = {frozenset((persons[one], persons[other])) for one, other in apart}
    _settle(reviews, persons, _questions(edges, persons, ruled), at)


def _questions(edges: Edges, persons: dict[int, UUID], apart: set[Persons]) -> dict[Persons, list[tuple[Pair, str]]]:
    """By two persons: the pairs of their records that may be asked about, the heaviest first."""
    found: dict[Persons, list[tuple[float, Pair, str]]] = defaultdict(list)
    for one, other, weight, outcome in edges:
        both = frozenset((persons[one], persons[other]))
        if len(both) == 2 and both not in apart:
            found[both].append((-weight, (one, other), outcome))
    return {both: [(pair, outcome) for _, pair, outcome in sorted(pairs)] for both, pairs in found.items()}


def _settle(
    reviews: list[PairReview], persons: dict[int, UUID], asked: dict[Persons, list[tuple[Pair, str]]], at: datetime
) -> None:
    kept: set[Persons] = set()
    known = {(review.one_id, review.other_id): review for review in reviews}
    for review in sorted(reviews, key=lambda one: (one.opened_at, one.pk)):
        if review.state != ReviewState.OPEN:
            continue
        both = frozenset((persons[review.one_id], persons[review.other_id]))
        if both in asked and both not in kept:
            kept.add(both)
        else:
            PairReview.objects.filter(pk=review.pk).update(state=ReviewState.MOOT)
    new = []
    for both, pairs in asked.items():
        if both in kept:
            continue
        pair, outcome = pairs[0]
        why = _WHY[PairOutcome(outcome)]
        if pair in known:
            _reopen(known[pair], why)
        else:
            new.append(PairReview(one_id=pair[0], other_id=pair[1], because=why, opened_at=at))
    PairReview.objects.bulk_create(new, batch_size=BATCH)


def _reopen(review: PairReview, why: WhyAsked) -> None:
    """The question is there again: what was answered before counts no more, and stays."""
    review.state, review.because = ReviewState.OPEN, why
    if review.verdict:
        review.round += 1
        review.verdict, review.settled_at, review.returns_at, review.is_known = "", None, None, False
    review.save(update_fields=["state", "because", "round", "verdict", "settled_at", "returns_at", "is_known"])
