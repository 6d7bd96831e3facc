"""Synthetic control and synthetic difference in differences against the published studies."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable, synthetic_control, synthetic_did
from alongside.analysis.evaluation.panels import simplex_weights

few = settings(deadline=None, max_examples=40)


@pytest.fixture
def cigarettes(panel):
    return panel("prop99.csv", area="state", period="year", value="cigsale")


@pytest.fixture
def made_up():
    """Thirty areas that share three trends; the first is a known mixture of three others, 10 lower from period 20 on."""
    rng = np.random.default_rng(3)
    trends = np.cumsum(rng.normal(0, 1, (3, 30)), axis=1)
    table = 100 + rng.normal(0, 2, (30, 3)) @ trends + rng.normal(0, 0.3, (30, 30))
    table[0] = table[1:4].T @ [0.5, 0.3, 0.2] + rng.normal(0, 0.3, 30)
    table[0, 20:] -= 10
    return table


@pytest.mark.real_data
def test_proposition_99_on_outcomes_alone(cigarettes):
    result = synthetic_control(cigarettes, "California", 1989)
    assert result.effect == pytest.approx(-19.51, abs=0.01)
    assert result.gap(2000) == pytest.approx(-26.6, abs=0.05)
    assert result.error_before == pytest.approx(1.66, abs=0.005)
    known = {"Utah": 0.394, "Montana": 0.232, "Nevada": 0.205, "Connecticut": 0.109, "New Hampshire": 0.045}
    assert {name: result.weights[name] for name in known} == pytest.approx(known, abs=0.001)
    assert (result.rank, result.areas) == (3, 39)


@pytest.mark.real_data
def test_proposition_99_with_the_published_predictors(cigarettes, published):
    rows = pd.DataFrame(published("prop99.csv"))
    rows = rows.assign(**{name: pd.to_numeric(rows[name]) for name in rows if name != "state"})
    late, latest = rows[rows.year.between(1980, 1988)], rows[rows.year.between(1984, 1988)]
    traits = late.groupby("state")[["lnincome", "retprice", "age15to24"]].mean()
    traits["beer"] = latest.groupby("state").beer.mean()
    traits = traits.join(cigarettes[[1975, 1980, 1988]].rename(columns=str))
    result = synthetic_control(cigarettes, "California", 1989, traits)
    known = {"Utah": 0.334, "Nevada": 0.234, "Montana": 0.199, "Colorado": 0.164, "Connecticut": 0.069}
    assert {name: result.weights[name] for name in known} == pytest.approx(known, abs=0.006)
    assert result.gap(2000) == pytest.approx(-26, abs=0.5)
    assert result.effect == pytest.approx(-19, abs=1)
    assert (result.rank, result.areas) == (1, 39)
    nudged = synthetic_control(cigarettes, "California", 1989, traits * (1 + 1e-13))
    assert [*nudged.weights.values()] == pytest.approx([*result.weights.values()], abs=0.003), (
        "rounding must not choose"
    )


@pytest.fixture
def basque(published):
    rows = pd.DataFrame(published("basque.csv")).replace("", np.nan)
    names = rows.regionname
    rows = rows.drop(columns="regionname").astype(float).assign(region=names)
    return rows[rows.regionno != 1]


@pytest.mark.real_data
def test_the_basque_country_with_the_published_predictors(basque):
    gdp = basque.pivot(index="region", columns="year", values="gdpcap")
    name = next(one for one in gdp.index if "Vasco" in one)
    schooling = [*(one for one in basque if one.startswith("school.")), "invest"]
    sectors = [one for one in basque if one.startswith("sec.")]
    traits = basque[basque.year.between(1964, 1969)].groupby("region")[schooling].mean()
    traits = traits.join(basque[basque.year.between(1961, 1969)].groupby("region")[sectors].mean())
    traits["density"] = basque[basque.year == 1969].set_index("region").popdens
    traits["gdp"] = basque[basque.year.between(1960, 1969)].groupby("region").gdpcap.mean()
    result = synthetic_control(gdp, name, 1970, traits, fit_from=1960)
    large = {area: weight for area, weight in result.weights.items() if weight > 0.005}
    assert large == pytest.approx({"Cataluna": 0.851, "Madrid (Comunidad De)": 0.149}, abs=0.002)
    in_per_cent = [100 * result.gap(year) / result.synthetic[int(year - 1955)] for year in range(1980, 1990)]
    assert np.mean(in_per_cent) == pytest.approx(-10, abs=2)


@pytest.mark.real_data
def test_the_basque_country_on_outcomes_alone(basque):
    gdp = basque.pivot(index="region", columns="year", values="gdpcap")
    result = synthetic_control(gdp, next(one for one in gdp.index if "Vasco" in one), 1970)
    assert result.effect_per_cent == pytest.approx(-10.1, abs=0.05)
    assert result.weights["Madrid (Comunidad De)"] == pytest.approx(0.48, abs=0.005)
    assert result.weights["Baleares (Islas)"] == pytest.approx(0.31, abs=0.005)


@pytest.mark.real_data
def test_synthetic_difference_in_differences_of_proposition_99(cigarettes):
    result = synthetic_did(cigarettes, "California", 1989)
    assert result.effect == pytest.approx(-15.604, abs=0.005)
    assert result.difference == pytest.approx(-27.349, abs=0.001)
    assert 8 < result.standard_error < 11  # published 8.4; over all placebos 9.4


def test_a_known_mixture_and_effect_are_found(made_up):
    result = synthetic_control(made_up, 0, 20)
    assert result.effect == pytest.approx(-10, abs=0.5)
    assert result.rank == 1
    assert result.p_value == pytest.approx(1 / 30)
    assert synthetic_did(made_up, 0, 20).effect == pytest.approx(-10, abs=0.7)


def test_labels_and_a_turned_data_frame_give_the_same(made_up):
    frame = pd.DataFrame(made_up, index=[f"Area {i}" for i in range(30)], columns=range(2000, 2030))
    labelled = synthetic_control(frame, "Area 0", 2020)
    assert labelled.effect == pytest.approx(synthetic_control(made_up, 0, 20).effect)
    assert synthetic_control(frame.T, "Area 0", 2020).effect == pytest.approx(labelled.effect)
    assert labelled.gap(2029) == pytest.approx(-10, abs=1.5)
    shuffled = frame[[2001, 2019]].rename(columns=str).sample(frac=1, random_state=1)
    assert synthetic_control(frame, "Area 0", 2020, shuffled).effect < 0


def test_what_cannot_be_synthesised_is_refused(made_up):
    few_areas, short = synthetic_control(made_up[:5], 0, 20), synthetic_control(made_up, 0, 11)
    outside = made_up.copy()
    outside[0] += 50
    unlike = synthetic_control(outside, 0, 20)
    for refused, because in ((few_areas, "other areas"), (short, "periods"), (unlike, "error")):
        assert isinstance(refused, NotAnswerable)
        assert because in refused.because
    assert isinstance(synthetic_did(made_up, 0, 11), NotAnswerable)
    assert isinstance(synthetic_control(np.ones((9, 20)), 0, 15), NotAnswerable)


@few
@given(seed=st.integers(0, 10_000), areas=st.integers(2, 12), rows=st.integers(1, 15), scale=st.floats(0.01, 1000))
def test_weights_are_a_mixture_and_no_small_change_of_them_fits_better(seed, areas, rows, scale):
    rng = np.random.default_rng(seed)
    donors, target = scale * rng.normal(size=(rows, areas)), scale * rng.normal(size=rows)
    weights = simplex_weights(donors, target)
    loss = np.sum((donors @ weights - target) ** 2)
    assert weights.sum() == pytest.approx(1)
    assert weights.min() >= 0
    for other in np.eye(areas):
        nearby = 0.999 * weights + 0.001 * other
        assert np.sum((donors @ nearby - target) ** 2) >= loss * (1 - 1e-9) - 1e-12


@pytest.mark.parametrize(
    ("table", "treated", "start"),
    [
        (np.full((8, 20), np.nan), 0, 15),
        (np.ones((8, 20)), 9, 15),
        (np.ones((8, 20)), 0, 0),
        (np.ones((8, 20)), 0, 20),
        (np.ones((1, 20)), 0, 15),
        (np.ones(20), 0, 15),
    ],
)
def test_panels_that_do_not_fit_get_a_clear_error(table, treated, start):
    with pytest.raises(ValueError, match=r"\w"):
        synthetic_control(table, treated, start)
