"""Mentors on the scoreboard: a share with its counts, and nothing where they are small."""

from datetime import date

import pytest

from alongside.outcomes.drawing import mentoring
from alongside.outcomes.drawing.drawn import Before, draw


@pytest.mark.parametrize(("ended", "share"), [((12, 18), 0.667), ((14, 16), None), ((1, 3), None)])
def test_matches_that_ended_as_planned_are_a_share_unless_few_are_in_it(monkeypatch, ended, share):
    last = date(2026, 1, 1)
    monkeypatch.setattr(mentoring, "matches_ended", lambda since, until: ended if since == last else (0, 0))
    [told] = draw(mentoring.published(date(2026, 7, 9), date(2026, 7, 9)), Before()).measures
    [part] = told["slices"]
    assert (part["first"], (part["share"] or {}).get("share")) == ("2026-01-01", share)
    assert not [cell for cell in part["cells"] if cell["count"] and cell["count"] < 5]


def test_before_the_first_match_ended_there_is_no_measure(monkeypatch):
    monkeypatch.setattr(mentoring, "matches_ended", lambda since, until: (0, 0))
    assert not list(mentoring.published(date(2026, 7, 9), date(2026, 7, 9)))
