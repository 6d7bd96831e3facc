"""Areas that start at different times."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable, staggered_did, two_way_fixed_effects

few = settings(deadline=None, max_examples=25)


@pytest.fixture
def castle(published, panel):
    homicide = panel("castle_homicide.csv", area="state", period="year", value="l_homicide")
    law = panel("castle_homicide.csv", area="state", period="year", value="post")
    starts = {row["state"]: float(row["effyear"] or "nan") for row in published("castle_homicide.csv")}
    return homicide, law, pd.Series(starts)


@pytest.mark.real_data
def test_castle_laws_depend_on_which_year_counts(castle):
    homicide, _, starts = castle
    assert staggered_did(homicide, starts).effect == pytest.approx(0.110, abs=5e-4)
    assert staggered_did(homicide, starts + 1).effect == pytest.approx(0.019, abs=5e-4)


@pytest.mark.real_data
@pytest.mark.parametrize(("baseline", "known"), [("mean", 0.092), ("trend", 0.067)])
def test_castle_laws_by_the_published_rolling_method(castle, baseline, known):  # Lee and Wooldridge
    homicide, _, starts = castle
    found = staggered_did(homicide, starts, baseline=baseline).by_area
    assert found.effect == pytest.approx(known, abs=6e-4)
    assert found.standard_error == pytest.approx(0.056, abs=5e-3)


@pytest.mark.real_data
def test_castle_laws_by_two_way_fixed_effects(castle):
    homicide, law, _ = castle
    found = two_way_fixed_effects(homicide, law)
    assert found.effect == pytest.approx(0.0694, abs=5e-5)
    assert found.standard_error == pytest.approx(0.0586, abs=5e-5)


def _growing(seed, noise=0.2, areas=60, periods=12):
    """Thirds start at 4, at 8 and never; the effect is one for each period under treatment."""
    rng = np.random.default_rng(seed)
    starts = np.repeat([4, 8, 99], areas // 3)
    exposure = np.clip(np.arange(periods) - starts[:, None] + 1, 0, None)
    return rng.normal(size=(areas, 1)) + np.linspace(0, 3, periods) + exposure + rng.normal(
        0, noise, (areas, periods)
    ), starts


def test_an_effect_that_grows_is_found_period_by_period():
    table, starts = _growing(1)
    found = staggered_did(table, list(starts))
    for exposure in range(4):
        assert found.by_exposure[exposure].effect == pytest.approx(exposure + 1, abs=0.3)
    assert found.by_exposure[-3].effect == pytest.approx(0, abs=0.3)
    assert found.by_cohort[4].effect == pytest.approx(4.5, abs=0.3)
    assert (found.treated_areas, found.never_treated, found.left_out) == (40, 20, 0)


def test_intervals_cover_the_effect():
    covered = [3.83333 in staggered_did(*_growing(seed, noise=1.0)).interval for seed in range(100)]
    assert np.mean(covered) > 0.88


def test_cohorts_of_one_area_take_their_error_from_the_others():
    rng = np.random.default_rng(4)
    single = [staggered_did(rng.normal(size=(40, 10)), [3, 5, 7] + [None] * 37) for _ in range(100)]
    assert np.mean([one.p_value < 0.05 for one in single]) < 0.12


def test_areas_treated_from_the_beginning_are_left_out():
    table, starts = _growing(2)
    starts[:5] = 0
    assert staggered_did(table, list(starts)).left_out == 5


def test_labels_are_matched_whatever_their_order():
    table, starts = _growing(3)
    frame = pd.DataFrame(table, index=[f"Area {i}" for i in range(60)], columns=range(2000, 2012))
    first = pd.Series(np.where(starts < 12, starts + 2000.0, np.nan), index=frame.index)
    assert staggered_did(frame, first.sample(frac=1, random_state=1)).effect == staggered_did(table, starts).effect
    assert staggered_did(frame, first.to_dict()).effect == staggered_did(table, starts).effect


def test_too_few_areas_are_refused():
    table, _ = _growing(5)
    assert isinstance(staggered_did(table, [3, 4] + [None] * 58), NotAnswerable)
    assert isinstance(staggered_did(table, [3] * 56 + [None] * 4), NotAnswerable)


@few
@given(seed=st.integers(0, 10_000), shift=st.floats(-50, 50))
def test_a_level_or_a_period_shared_by_all_changes_nothing(seed, shift):
    table, starts = _growing(seed)
    moved = table + shift * np.arange(60)[:, None] + shift * np.sin(np.arange(12))
    assert staggered_did(moved, starts).effect == pytest.approx(staggered_did(table, starts).effect, abs=1e-6)


@pytest.mark.parametrize(("first", "message"), [([3] * 59, "entries"), (["March"] * 60, "March"), ([3.5] * 60, "3.5")])
def test_starts_that_do_not_fit_get_a_clear_error(first, message):
    with pytest.raises(ValueError, match=message):
        staggered_did(_growing(6)[0], first)
