"""Hot spots as areas, their class over time, and how concentrated events are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.events import Unfit
from alongside.analysis.hotspots import Counts, Grid, Neighbours, classes, clusters, concentration, counts, gi_star
from alongside.analysis.hotspots.classing import RULES

GRID = Grid.rectangle(0, 0, 8, 6, 100)


def planted():
    values = np.random.default_rng(0).poisson(1, (6, 8)).astype(float)
    values[0:2, 0:2] += 30
    values[4:6, 5:8] += 40
    rows, cols = np.nonzero(values)
    many = values[rows, cols].astype(int)
    return counts((np.repeat(cols * 100 + 50.0, many), np.repeat(rows * 100 + 50.0, many)), GRID)


def test_touching_hot_cells_make_areas_with_their_share():
    tested = gi_star(planted())
    found = clusters(tested)
    assert len(found) == 2
    assert found.events[0] > found.events[1]
    assert found.share_of_events.sum() > 0.5
    assert found.density_ratio == pytest.approx(found.share_of_events / found.share_of_area)
    assert found.cells.sum() == tested.hot.sum()
    assert found.square_metres == pytest.approx([shape.area for shape in found.polygons()])
    assert (found.label[found.peak] == [0, 1]).all()


def test_areas_may_be_asked_to_be_of_some_size():
    hot = np.zeros(48, dtype=bool)
    hot[[0, 1, 8, 30]] = True
    assert clusters(hot, planted()).cells.tolist() == [3, 1]
    assert clusters(hot, planted(), least_cells=2).cells.tolist() == [3]
    assert len(clusters(hot, planted(), least_events=10_000)) == 0


def test_cells_that_touch_at_a_corner_are_one_area_unless_told_otherwise():
    hot = np.zeros(48, dtype=bool)
    hot[[0, 9]] = True
    assert len(clusters(hot, planted())) == 1
    assert len(clusters(hot, planted(), neighbours=Neighbours.rook(GRID))) == 2


def test_nothing_hot_is_an_answer():
    found = clusters(np.zeros(48, dtype=bool), planted())
    assert len(found) == 0
    assert found.notes == ("No area is hot by this test.",)


def test_areas_need_a_grid():
    with pytest.raises(Unfit, match="have no outline"):
        clusters(gi_star(np.arange(48), neighbours=Neighbours.queen(GRID)))
    with pytest.raises(Unfit, match="3 flags and 48 cells"):
        clusters([True, False, True], planted())


CASES = [
    ("never", "000000"), ("new", "000001"), ("persistent", "110111"), ("persistent", "101011"), ("emerging", "000101"),
    ("fading", "111000"), ("sporadic", "100001"), ("sporadic", "010000"), ("emerging", "000011"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "when"), CASES)
def test_each_class_is_what_its_rule_says(label, when):
    hot = np.array([[digit == "1" for digit in when]] * 3)
    result = classes(np.ones((3, len(when))), hot=hot, neighbours=Neighbours.of(np.ones((3, 3))))
    assert result.label == (label,) * 3
    assert result.number[label] == 3


@given(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=20))
def test_every_cell_has_one_class_from_the_rules(rows):
    result = classes(np.ones((len(rows), 7)), hot=np.array(rows))
    assert set(result.label) <= set(RULES)
    assert sum(result.number.values()) == len(rows)
    assert all((label == "never") == (not any(row)) for label, row in zip(result.label, rows, strict=True))


def test_classes_follow_from_counts_by_period():
    series = np.random.default_rng(1).poisson(1, (15, 15, 4)).astype(float)
    series[0:2, 0:2] += 20
    series[13:15, 13:15, 3] += 20
    series[0:2, 13:15, :2] += 20
    result = classes(series.reshape(225, 4), neighbours=Neighbours.queen(Grid.rectangle(0, 0, 15, 15, 100)))
    assert (result.label[0], result.label[224], result.label[14]) == ("persistent", "new", "fading")
    assert result.label[112] == "never"


def test_a_period_in_which_nothing_happened_has_no_hot_cell():
    series = np.zeros((48, 3))
    series[0, 1] = 9
    assert not classes(series, neighbours=Neighbours.queen(GRID)).hot[:, [0, 2]].any()


def test_two_periods_are_too_few():
    with pytest.raises(Unfit, match="three periods or more"):
        classes(np.ones((48, 2)), neighbours=Neighbours.queen(GRID))


def test_shares_of_the_worst_places_are_counted_out():
    result = concentration([10, 5, 3, 2, 0, 0, 0, 0, 0, 0], shares=[0.1, 0.25, 0.5, 1], draws=49, seed=1)
    assert result.places.tolist() == [1, 2, 5, 10]
    assert result.share.tolist() == [0.5, 0.75, 1.0, 1.0]
    assert result.risk_share[-1] == pytest.approx(1)


def test_places_that_are_all_alike_show_no_concentration_of_risk():
    seen = np.random.default_rng(0).poisson(0.3, 2000)
    result = concentration(seen, shares=[0.05], seed=1)
    assert result.share[0] > 0.15
    assert result.share[0] == pytest.approx(result.by_chance[0], abs=0.02)
    assert result.risk_low[0] < 0.09


@pytest.mark.parametrize("spread", [0.5, 2.0])
def test_the_interval_holds_the_share_that_the_riskiest_places_truly_have(spread):
    held = 0
    for seed in range(25):
        rng = np.random.default_rng(seed)
        risk = rng.gamma(spread, 2 / spread, 1500)
        result = concentration(rng.poisson(risk), shares=[0.05], draws=149, seed=seed)
        truth = np.sort(risk)[::-1][:75].sum() / risk.sum()
        held += result.risk_low[0] <= truth <= result.risk_high[0]
    assert held >= 21


def test_harm_gets_a_share_and_no_interval():
    result = concentration([1.5, 0, 0.25, 8.25], shares=[0.25], seed=1)
    assert result.share[0] == 0.825
    assert np.isnan(result.risk_low[0])
    assert result.sentence() == "The worst 25% of places (1) hold 82% of events."


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.integers(0, 40), min_size=2, max_size=40).filter(any), order=st.randoms(use_true_random=False)
)
def test_shares_rise_with_places_lie_in_bounds_and_ignore_order(values, order):
    asked = {"shares": [0.1, 0.3, 0.6, 1.0], "draws": 19, "seed": 2}
    result = concentration(values, **asked)
    assert (np.diff(result.share) >= 0).all()
    assert ((result.share > 0) & (result.share <= 1) & (result.risk_low <= result.risk_high)).all()
    assert -1e-12 <= result.gini < 1
    order.shuffle(values)
    assert concentration(values, **asked).share.tolist() == result.share.tolist()


@pytest.mark.parametrize(("values", "shares"), [([0, 0], [0.5]), ([3], [0.5]), ([1, np.nan], [0.5]), ([1, 2], [0, 2])])
def test_concentration_of_nothing_is_refused(values, shares):
    with pytest.raises(Unfit):
        concentration(values, shares=shares, seed=1)


def test_counts_of_a_grid_may_be_given_whole():
    assert isinstance(planted(), Counts)
    assert concentration(planted(), shares=[0.25], seed=1, draws=19).share[0] > 0.7
