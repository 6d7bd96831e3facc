"""Weighed pairs: never changed, and worked out again to the last digit from what is kept."""

import pytest
from django.db import DatabaseError, transaction

from alongside.analysis.linkage import Model, score_pair
from alongside.people.identity.standards import standards_of
from alongside.people.models import LinkEdge
from tests.people.sending import ANOTHER_DAY, HOME, NHS, send


@pytest.fixture
def edge(cast):
    send(cast, "school", addresses=(HOME,))
    send(cast, "health", "Ameena", "Okafor", addresses=(HOME,))
    return LinkEdge.objects.get()


@pytest.mark.parametrize(
    "change",
    [
        lambda one: LinkEdge.objects.filter(pk=one.pk).update(weight=0),
        lambda one: LinkEdge.objects.filter(pk=one.pk)._raw_delete("default"),
    ],
)
def test_the_database_refuses_to_change_or_delete_a_weighed_pair(edge, change):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        change(edge)
    assert LinkEdge.objects.get().weight == edge.weight


def test_so_does_the_model(edge):
    for change in (edge.save, edge.delete):
        with pytest.raises(TypeError):
            change()


def test_every_weight_is_worked_out_again_from_what_is_kept(cast):
    send(cast, "school", addresses=(HOME,), numbers=(NHS,))
    send(cast, "health", "Ameena", "Okafor", addresses=(HOME,))
    send(cast, "police", "Amina", "Lindqvist", date_of_birth=ANOTHER_DAY)
    send(cast, "council", "Zahra", "Okafor", addresses=(HOME,), numbers=(NHS,))
    edges = list(LinkEdge.objects.select_related("model"))
    assert len(edges) >= 3 and any(edge.rules for edge in edges)
    for edge in edges:
        kept = standards_of([edge.one_id, edge.other_id])
        score = score_pair(kept[edge.one_id], kept[edge.other_id], Model.from_json(edge.model.text))
        assert score.weight == pytest.approx(edge.weight, abs=1e-9)
        assert (score.levels, ",".join(score.rules), score.outcome) == (edge.levels, edge.rules, edge.outcome)
        assert score.probability == pytest.approx(edge.probability, abs=1e-12)
