"""Weighted displacement difference against its authors' worked examples, traps included."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable, wdd, wdd_harm

few = settings(deadline=None, max_examples=40)

PAPER = {
    "treated": (207, 110), "control": (308, 318), "displacement": (178, 157), "displacement_control": (150, 140),
}  # fmt: skip
ROLES = {
    "treated": "treated", "control": "control", "displacement": "disptreated", "displacement_control": "dispcontrol",
}  # fmt: skip
count = st.integers(20, 400)


def test_the_paper_has_its_answer():  # Wheeler and Ratcliffe 2018, Crime Science 7:11
    result = wdd(**PAPER)
    assert result.estimate == -118
    assert result.variance == pytest.approx(1568)
    assert result.z == pytest.approx(-2.98, abs=0.005)
    assert list(result.interval) == pytest.approx([-196, -40], abs=0.5)
    assert (result.local, result.displaced) == (-107, -11)


def test_time_weights_and_area_weights_have_the_authors_answers():  # his blog, 9 January and 23 February 2021
    timed = wdd(treated=(80, 20), control=(100, 50), time_weights=(2, 1))
    assert timed.estimate == pytest.approx(-20)
    assert timed.variance == pytest.approx(115)
    weights = {"treated": 1.2, "control": 0.9, "displacement": 1.5, "displacement_control": 1.6}
    sized = wdd(**PAPER, area_weights=weights)
    assert sized.estimate == pytest.approx(-99.69444, abs=1e-5)
    assert sized.standard_error == pytest.approx(35.42808, abs=1e-5)
    assert wdd(**PAPER, area_weights=list(weights.values())) == sized


@pytest.mark.real_data
def test_every_worked_case_is_met_or_refused(published):
    for row in published("wdd_examples.csv"):
        pairs = {role: (int(row[f"{name}_pre"]), int(row[f"{name}_post"])) for role, name in ROLES.items()}
        areas = {role: float(row[f"area_{name}"]) for role, name in ROLES.items()}
        times = float(row["weight_time_pre"]), float(row["weight_time_post"])
        result = wdd(**pairs, area_weights=areas, time_weights=times, confidence=1 - float(row["alpha"]))
        if row["id"] == "TRAP_unscaled_control":
            assert isinstance(result, NotAnswerable)
            continue
        found = [result.local, result.displaced, result.estimate, result.standard_error, result.z, *result.interval]
        names = ("est_local", "est_displacement", "est_total", "se_total", "z", "low", "high")
        assert found == pytest.approx([float(row[name]) for name in names], abs=1e-4), row["id"]


@pytest.mark.real_data
def test_the_38_per_cent_claim_has_its_displacement_differences(published):
    for row in published("claim_38_per_cent.csv"):
        before, after = int(row["before"]), int(row["after"])
        equal = wdd(treated=(before, after), control=(before, before))
        five = wdd(treated=(before, after), control=(5 * before, 5 * before), scale=True)
        assert equal.estimate == five.estimate == pytest.approx(float(row["wdd"]))
        for name, result in (("equal", equal), ("5x", five)):
            known = [float(row[f"wdd_{name}_control_{end}"]) for end in ("low", "high")]
            assert list(result.interval) == pytest.approx(known, abs=0.06)
            assert result.p_value == pytest.approx(float(row[f"wdd_{name}_control_p"]), abs=6e-5)


@pytest.mark.real_data
def test_harm_has_its_answer(published):
    rows = published("wdd_harm_example.csv")
    tables = {name: [(int(r[f"{name}_pre"]), int(r[f"{name}_post"])) for r in rows] for name in ("treated", "control")}
    result = wdd_harm(**tables, harm_weights=[int(row["harm_weight"]) for row in rows])
    assert result.estimate == -1721
    assert result.standard_error == pytest.approx(304.1036, abs=1e-4)
    assert list(result.interval) == pytest.approx([-2317.0, -1125.0], abs=0.1)


def test_a_large_unscaled_control_is_refused_and_a_scaled_one_answers():
    borough = {"treated": (87, 54), "control": (4732, 4277)}
    refused = wdd(**borough)
    assert isinstance(refused, NotAnswerable)
    assert "scale" in refused.what_would_help
    scaled = wdd(**borough, scale=True)
    assert scaled.estimate == pytest.approx(-24.6346, abs=1e-4)
    assert list(scaled.interval) == pytest.approx([-48.2, -1.1], abs=0.05)


def test_an_empty_area_is_refused_and_an_empty_buffer_is_none():
    assert isinstance(wdd(treated=(0, 0), control=(20, 20)), NotAnswerable)
    assert isinstance(wdd(treated=(20, 10), control=(0, 0)), NotAnswerable)
    none = wdd(treated=(20, 10), control=(20, 20), displacement=(0, 0), displacement_control=(0, 0))
    assert none == wdd(treated=(20, 10), control=(20, 20))


@few
@given(treated=st.tuples(count, count), after=count)
def test_the_sign_turns_when_target_and_control_change_places(treated, after):
    control = (treated[0], after)
    one, other = wdd(treated=treated, control=control), wdd(treated=control, control=treated)
    assert one.estimate == -other.estimate
    assert one.standard_error == pytest.approx(other.standard_error)
    assert one.p_value == pytest.approx(other.p_value)


@few
@given(treated=st.tuples(count, count), dispersion=st.floats(1, 9))
def test_dispersion_widens_the_interval_by_its_root(treated, dispersion):
    plain = wdd(treated=treated, control=(treated[0], 50))
    wide = wdd(treated=treated, control=(treated[0], 50), dispersion=dispersion)
    assert wide.standard_error == pytest.approx(plain.standard_error * np.sqrt(dispersion))


@pytest.mark.parametrize(
    "wrong",
    [
        {"treated": (20, 10, 3), "control": (20, 20)},
        {"treated": (20, float("nan")), "control": (20, 20)},
        {"treated": (20, -1), "control": (20, 20)},
        {"treated": (20, 10), "control": (20, 20), "displacement": (3, 4)},
        {"treated": (20, 10), "control": (20, 20), "time_weights": (1, 0)},
        {"treated": (20, 10), "control": (20, 20), "area_weights": {"target": 2}},
        {"treated": (20, 10), "control": (20, 20), "area_weights": [1, 2], "scale": True},
    ],
)
def test_pairs_and_weights_that_do_not_fit_get_a_clear_error(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        wdd(**wrong)
