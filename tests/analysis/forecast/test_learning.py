"""Forecasters that learn: the regression, the blend, boosted trees."""

import numpy as np
import pytest

from alongside.analysis.events import Unfit
from alongside.analysis.forecast import History, baseline, blended, boosted, score
from alongside.analysis.forecast import boosting as boosting_module
from alongside.analysis.forecast.loglinear import poisson_regression
from tests.analysis.forecast.places import GRID, history


def test_the_regression_finds_planted_slopes():
    rng = np.random.default_rng(0)
    columns = rng.normal(size=(20_000, 3)) * [1, 3, 0.2]
    counts = rng.poisson(np.exp(-1 + columns @ [0.5, -0.2, 1.0]))
    found = poisson_regression(columns, counts, penalty=0)
    assert found.slopes == pytest.approx([0.5, -0.2, 1.0], abs=0.05)
    assert found.constant == pytest.approx(-1, abs=0.05)
    slope = columns.T @ (counts - np.exp(found.apply(columns)))
    assert np.abs(slope).max() / len(counts) < 1e-6


def test_the_regression_stands_columns_that_are_alike_or_constant():
    rng = np.random.default_rng(1)
    one = rng.normal(size=500)
    found = poisson_regression(np.column_stack([one, one, np.ones(500)]), rng.poisson(2, 500))
    assert np.isfinite(found.slopes).all()


def test_the_blend_tells_its_weights_and_its_level():
    result = blended(steps=52).fit(history(), GRID, 750).expected(7)
    assert len(result.learned) == 14
    assert result.values.sum() == pytest.approx(42, rel=0.15)
    assert result.settings["steps"] == 52


def test_the_blend_orders_cells_nearly_as_their_true_risk():
    events, rng = history(), np.random.default_rng(0)
    risk = rng.gamma(0.7, 1.0, len(GRID))
    told = blended(steps=52).fit(events, GRID, 790).expected(7).values
    assert np.corrcoef(np.argsort(np.argsort(risk)), np.argsort(np.argsort(told)))[0, 1] > 0.95


def test_boosting_without_its_library_says_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(Unfit) as told:
        boosted().fit(history(), GRID, 750)
    assert str(told.value) == (
        "Boosting needs the package scikit-learn, which is not installed. "
        "Install it with: pip install 'alongside[forecast]', or use forecast.blended."
    )


def test_boosted_trees_learn_repeat_to_the_digit_and_name_their_library():
    pytest.importorskip("sklearn", reason="scikit-learn is not installed (extra: forecast)")
    events = History.of(history(), GRID)
    one, two = (boosted(steps=40, seed=3).fit(events, GRID, 750).expected(7) for _ in range(2))
    assert one.values.tolist() == two.values.tolist()
    assert str(one.settings["library"]).startswith("scikit-learn")
    assert one.seed == 3
    plain = baseline().fit(events, GRID, 750).expected(7)
    assert np.corrcoef(one.values, plain.values)[0, 1] > 0.9


def test_boosted_trees_are_scored_beside_the_count():
    pytest.importorskip("sklearn", reason="scikit-learn is not installed (extra: forecast)")
    result = score(boosted(steps=40), history(), GRID, edges=[700.0, 730, 760], learn_every=2, seed=1, draws=49)
    assert result.models == ("boosted counts", "decayed count", "count")
    assert result.use in result.models


def test_the_maps_of_the_trees_are_those_named():
    assert len(boosting_module.BOOST_MAPS) == 18
