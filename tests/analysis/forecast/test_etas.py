"""Self-exciting models: the rate is the formula, simulated truth is found again, sparse data do no harm."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.events import Events, Unfit
from alongside.analysis.forecast import etas
from alongside.analysis.forecast.etas_cells import background
from alongside.analysis.forecast.recursion import faded_sums
from alongside.analysis.hotspots import Grid
from tests.analysis.forecast.places import cascade, history

FIELD = Grid.rectangle(0, 0, 40, 40, 250)
ROW = Grid.rectangle(0, 0, 150, 1, 100)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 30)), min_size=1, max_size=60), st.floats(0.01, 5))
def test_fading_sums_are_those_of_a_plain_loop(rows, decay):
    cell, day = np.array(sorted(rows), dtype=float).T
    earlier = [(c == cell) & (day < t) for c, t in zip(cell, day, strict=True)]
    plain = [np.exp(-decay * (t - day[before])).sum() for before, t in zip(earlier, day, strict=True)]
    assert faded_sums(cell.astype(int), day, decay) == pytest.approx(plain, abs=1e-12)


def in_cells(seed, theta=0.3, omega=0.2, days=900):
    rng = np.random.default_rng(seed)
    rows = []
    for cell, rate in enumerate(rng.gamma(1, 0.03, len(ROW))):
        times = list(rng.uniform(0, days, rng.poisson(rate * days)))
        for t in times:
            times += [s for s in t + rng.exponential(1 / omega, rng.poisson(theta)) if s < days]
        rows += [(cell * 100 + 50.5, 50.0, t) for t in times]
    return Events.of(*np.array(rows).T)


def test_planted_triggering_within_cells_is_found_with_its_error():
    off = []
    for seed in range(3):
        learned = etas("cells").fit(in_cells(seed), ROW, 900).expected(7).learned
        for name, truth in (("theta", 0.3), ("omega", 0.2)):
            off.append((learned[name] - truth) / learned[f"{name} standard error"])
        assert learned["log likelihood"] > learned["log likelihood without triggering"] + 100
    assert np.abs(off).max() < 3.5
    assert np.abs(off).mean() > 0.1


def test_planted_triggering_in_space_is_found_with_its_error():
    learned = etas("continuous").fit(cascade(1), FIELD, 600).expected(7).learned
    for name, truth in (("theta", 0.35), ("omega", 0.125), ("sigma", 60.0)):
        assert learned[name] == pytest.approx(truth, abs=4 * learned[f"{name} standard error"])
        assert 0 < learned[f"{name} standard error"] < 0.2 * truth
    assert learned["background share"] == pytest.approx(1 - 0.35, abs=0.08)


def test_no_triggering_is_said_and_the_background_used():
    result = etas("cells").fit(history(a_day=1), Grid.rectangle(0, 0, 12, 10, 250), 800).expected(7)
    assert result.learned["theta"] < 0.05
    assert result.values.sum() == pytest.approx(7, rel=0.3)


@pytest.mark.parametrize("kind", ["cells", "continuous"])
@pytest.mark.parametrize("many", [1, 2, 5, 19])
def test_sparse_events_do_not_crash_and_are_called_so(kind, many):
    rng = np.random.default_rng(many)
    result = etas(kind).fit((*rng.uniform(200, 9000, (2, many)), rng.uniform(0, 300, many)), FIELD, 300).expected(7)
    assert np.isfinite(result.values).all()
    assert "too few to tell whether one sets off another" in " ".join(result.notes)
    assert result.learned["theta"] == 0


@pytest.mark.parametrize("kind", ["cells", "continuous"])
@pytest.mark.parametrize("same", ["place", "time", "both"])
def test_events_at_one_place_or_time_do_not_crash(kind, same):
    rng = np.random.default_rng(0)
    x = np.full(40, 500.0) if same != "time" else rng.uniform(200, 9000, 40)
    t = np.full(40, 5.0) if same != "place" else rng.uniform(0, 300, 40)
    result = etas(kind).fit((x, x, t), FIELD, 300).expected(7)
    assert np.isfinite(result.values).all()
    assert (result.values >= 0).all()


def test_snapped_points_are_told_of():
    events = cascade(0)
    result = etas("continuous").fit((np.round(events.x, -2), np.round(events.y, -2), events.t), FIELD, 600).expected(7)
    assert "repeat an exact place" in " ".join(result.notes)


def test_after_a_burst_more_is_expected_there_and_it_fades():
    events = in_cells(4)
    burst = Events.of(
        np.append(events.x, [50.5] * 5), np.append(events.y, [50.0] * 5), np.append(events.t, [899.5] * 5)
    )
    fitted = etas("cells").fit(burst, ROW, 900)
    calm = etas("cells").fit(events, ROW, 900)
    week, years = (fitted.expected(days).values[0] - calm.expected(days).values[0] for days in (7, 700))
    assert week > 0.5
    assert week / 7 > 2 * years / 700


def test_the_background_is_the_root_of_its_equation():
    data = etas("cells").fit(in_cells(2), ROW, 900).data
    triggered = 0.2 * faded_sums(data.cell, data.day, 0.3)
    mu = background(data, triggered)
    left = np.bincount(data.cell, weights=1 / (mu[data.cell] + triggered), minlength=len(ROW))
    active = mu > 0
    assert left[active] == pytest.approx(np.full(active.sum(), data.span), rel=1e-6)
    assert (left[~active] <= data.span * (1 + 1e-9)).all()


def test_too_many_events_for_continuous_space_are_refused_with_a_way_out():
    rng = np.random.default_rng(0)
    with pytest.raises(Unfit, match=r"50,001 events are too many .* or use etas\('cells'\)"):
        etas("continuous").fit((*rng.uniform(200, 9000, (2, 50_001)), rng.uniform(0, 9, 50_001)), FIELD, 10)
