"""Weighs a record against its candidates: an edge for every pair that joins, is asked of a person, or is barred."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from alongside.analysis.linkage.scoring import Score, score_pair
from alongside.analysis.linkage.standard import Standard
from alongside.common.prepared import insert
from alongside.people.identity.pinned import Pinned
from alongside.people.models import LinkEdge


def weighed(
    record: int, standard: Standard, others: Mapping[int, Standard], by: Pinned, at: datetime
) -> list[LinkEdge]:  # fmt: skip
    """Not yet written. A pair that the model leaves apart is kept only if a rule speaks against it: it bars a join."""
    scores = ((other, score_pair(standard, known, by.model)) for other, known in others.items())
    return [edge(record, other, score, by, at) for other, score in scores if score.kept]


def edge(one: int, other: int, score: Score, by: Pinned, at: datetime) -> LinkEdge:
    low, high = sorted((one, other))
    return LinkEdge(
        one_id=low, other_id=high, model_id=by.pk, weight=score.weight, levels=score.levels,
        rules=",".join(score.rules), outcome=str(score.outcome), made_at=at,
    )  # fmt: skip


def keep_edges(edges: Iterable[LinkEdge]) -> None:
    insert(edges)
