"""The counts behind the quality statement: of pairs, questions, answers and changes, and of nobody."""

from datetime import timedelta

import pytest

from alongside.people import actions, measures
from alongside.people.identity import questions
from alongside.people.models import IdentityEvent, PairReview
from tests.cast import NOW, later
from tests.people.sending import HOME, send, send_twins

MONTH = NOW - timedelta(days=15), later(days=15)


@pytest.fixture
def answered(cast, monkeypatch):
    """A question that two people answer differently, and a third decides."""
    monkeypatch.setattr(questions, "share_of", lambda text, parts: True)
    send_twins(cast)
    review = PairReview.objects.get()
    for day, (name, verdict) in enumerate([("triage", "same"), ("colleague", "different"), ("manager", "different")]):
        actions.answer_review(
            review_id=review.pk, verdict=verdict, reason="x", by=cast.viewer(name, later(days=day)), at=later(days=day)
        )
    return review


def test_what_waits_is_counted_by_kinds_of_agency_with_how_long(cast):
    send_twins(cast)
    waits = measures.waiting(later(days=9))
    assert [(one.kinds, one.count, one.median.days) for one in waits] == [(("health", "school"), 1, 9)]
    assert measures.waiting(NOW - timedelta(days=1)) == []


def test_answers_are_counted_with_those_who_disagreed(answered):
    said = measures.decided(*MONTH)
    assert (dict(said.verdicts), said.answered_twice, said.disagreed) == ({"different": 1}, 1, 1)
    assert said.median_wait == timedelta(days=2) and said.planted == 0


def test_changes_are_counted_by_cause_and_by_pair_of_agencies_and_what_was_undone(cast):
    send(cast, "school", addresses=(HOME,))
    send(cast, "police", addresses=(HOME,))
    moved = measures.changed(*MONTH)
    assert (moved.by_kind, moved.undone) == ({("attach", "model"): 1}, 0)
    assert dict(moved.joined) == {("police", "school"): 1}
    actions.undo_identity_event(
        event_id=IdentityEvent.objects.get().pk, reason="Two girls.", by=cast.viewer("triage"), at=NOW
    )
    moved = measures.changed(*MONTH)
    assert moved.undone == 1 and dict(moved.joined) == {}


def test_what_stands_is_counted_and_the_last_comparison_told(cast):
    assert measures.last_compared() is None and measures.standing().model == ""
    send(cast, "school", addresses=(HOME,))
    send(cast, "police", addresses=(HOME,))
    now = measures.standing()
    assert (now.records, now.persons, dict(now.pairs)) == (2, 1, {"automatic": 1})
    actions.compare_with_batch(by=cast.viewer("manager").actor, at=later(days=7))
    compared = measures.last_compared()
    assert (compared.records, compared.differing) == (2, 0)
