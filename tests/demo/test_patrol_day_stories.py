"""The demo's patrol days by lot: carried out, written down, judged; and the answer holds what was put into the calls."""

import time
from datetime import timedelta

import pytest

from alongside.demo.operation_telling import Spot, Teller
from alongside.demo.patrol_day_stories import DAYS, LEFT_ALONE, PATROLLED, PLACES, days_by_lot
from alongside.places import operating
from tests.places.operating import BEGUN, make_ground, responding


class World:
    """The sergeant of the standing cast in the part of the demo's."""

    def __init__(self, cast):
        self.cast = cast

    def viewer(self, username, at):
        return self.cast.viewer("sergeant", at)


@pytest.fixture
def told(cast, tmp_path):
    teller = Teller(World(cast), "Curlew")
    teller.reference = responding(cast, make_ground(tmp_path))
    begun = time.process_time()
    for _ in days_by_lot(teller, Spot("Station", 533_000, 180_500), BEGUN.date(), tmp_path):
        pass
    assert time.process_time() - begun < 4  # half a second on a quiet machine
    (row,), _ = operating.patrol_trials(cast.viewer("sergeant", BEGUN + timedelta(days=30)))
    return operating.patrol_trial(cast.viewer("sergeant", BEGUN + timedelta(days=30)), row.reference, row.id)


def test_the_answer_holds_the_fall_that_was_put_in(told):
    answer = told.run.result["answer"]
    assert answer["low"] < 100 * (PATROLLED / LEFT_ALONE - 1) < answer["high"] < 0
    assert answer["p_value"] < 0.05


def test_what_was_carried_out_stands_beside_what_the_lot_said_one_evening_apart(told):
    sent, alone = told.kept
    assert sent.place_days + alone.place_days == DAYS * PLACES
    assert (sent.not_patrolled, sent.unwritten, alone.patrolled) == (1, 0, 0)
    assert told.is_over and told.days_needed


def test_to_the_outsider_they_are_closed(cast, told):
    assert operating.patrol_trials(cast.viewer("outsider", BEGUN + timedelta(days=30)))[0] == []
