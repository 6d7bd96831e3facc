"""What every function keeps: nothing changed, nothing random, units and a sentence, quick to import."""

import dataclasses
import inspect
import json
import os
import pickle
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from alongside.analysis import evaluation
from alongside.analysis.evaluation import Interval, NotAnswerable

RNG = np.random.default_rng(8)
COUNTS = RNG.poisson(9, (21, 42))
RATES = 50 + np.cumsum(RNG.normal(size=(21, 42)), axis=1)
RATES[0] = RATES[1:5].mean(axis=0) - 9 * (np.arange(42) >= 36)
CALLS = {
    "two_counts": (evaluation.two_counts, [87, 54], {}),
    "compare": (evaluation.compare, [COUNTS[0], COUNTS[1:]], {"start": 36, "buffer": COUNTS[5] + 1}),
    "wdd": (evaluation.wdd, [], {"treated": np.array([50, 30]), "control": np.array([60, 55])}),
    "ratio_of_ratios": (evaluation.ratio_of_ratios, [], {"treated": [50, 30], "control": [60, 55]}),
    "power": (evaluation.power, [50], {"fall": 38, "control": 5}),
    "series": (evaluation.series, [COUNTS[0]], {"start": 30}),
    "xmr": (evaluation.xmr, [COUNTS[0]], {}),
    "c_chart": (evaluation.c_chart, [COUNTS[0]], {}),
    "funnel": (evaluation.funnel, [COUNTS[0], np.full(42, 9.0)], {}),
    "relative_rate": (evaluation.relative_rate, [189, 11034, 104, 11037], {}),
    "rate": (evaluation.rate, [15, 1000], {}),
    "reliable_change": (evaluation.reliable_change, [COUNTS[0], COUNTS[1]], {"points": 3}),
    "false_discovery": (evaluation.false_discovery, [np.array([0.01, 0.4])], {}),
    "synthetic_control": (evaluation.synthetic_control, [RATES, 0, 36], {}),
    "synthetic_did": (evaluation.synthetic_did, [RATES, 0, 36], {}),
    "staggered_did": (evaluation.staggered_did, [RATES, [30, 30, 33, 35] + [None] * 17], {}),
    "worst_area": (evaluation.worst_area, [8], {}),
    "regression_to_mean": (evaluation.regression_to_mean, [COUNTS[0], COUNTS[1:]], {"start": 36}),
    "claim": (evaluation.claim, ["fell 38%"], {}),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_result_has_units_a_sentence_and_can_be_stored_and_repeated(name):
    call, given, more = CALLS[name]
    result = call(*given, **more)
    assert not isinstance(result, NotAnswerable)
    assert result.sentence.endswith(".")
    assert "nan" not in result.sentence
    fields = {field.name for field in dataclasses.fields(result)} | set(dir(result))
    assert result.units
    assert set(result.units) <= fields
    assert pickle.loads(pickle.dumps(result)) == result == call(*given, **more)
    assert json.dumps(dataclasses.asdict(result), default=str)


@pytest.mark.parametrize("name", CALLS)
def test_a_result_cannot_be_changed(name):
    call, given, more = CALLS[name]
    result = call(*given, **more)
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
        setattr(result, dataclasses.fields(result)[0].name, 0)
    for mapping in (
        value for field in dataclasses.fields(result) if isinstance(value := getattr(result, field.name), dict)
    ):
        with pytest.raises(TypeError, match="cannot be changed"):
            mapping["a"] = 0
        with pytest.raises(TypeError, match="cannot be changed"):
            mapping |= {"a": 0}


@pytest.mark.parametrize("name", CALLS)
def test_what_is_given_is_never_changed(name):
    call, given, more = CALLS[name]
    arrays = [value for value in [*given, *more.values()] if isinstance(value, np.ndarray)]
    before = [value.copy() for value in arrays]
    for value in arrays:
        value.flags.writeable = False
    state = np.random.get_state()[1].copy()
    call(*given, **more)
    assert all((value == one).all() for value, one in zip(arrays, before, strict=True))
    assert (np.random.get_state()[1] == state).all()


def test_lists_arrays_and_pandas_objects_give_the_same():
    plain = evaluation.compare(COUNTS[0].tolist(), COUNTS[1:].tolist(), start=36)
    assert evaluation.compare(COUNTS[0], COUNTS[1:], start=36) == plain
    assert evaluation.compare(pd.Series(COUNTS[0]), pd.DataFrame(COUNTS[1:]), start=36) == plain
    assert evaluation.series(pd.Series(COUNTS[0]), start=30) == evaluation.series(COUNTS[0].tolist(), start=30)
    assert evaluation.xmr(pd.Series(COUNTS[0])) == evaluation.xmr(COUNTS[0].tolist())


def test_every_public_name_resolves_and_every_function_tells_its_source_and_errors():
    for name in evaluation.__all__:
        value = getattr(evaluation, name)
        if inspect.isfunction(value):
            assert value.__doc__, name
            assert "Source" in value.__doc__, name
            annotations = [one.annotation for one in inspect.signature(value).parameters.values()]
            assert inspect.Parameter.empty not in annotations, name
    with pytest.raises(AttributeError):
        _ = evaluation.impact_of_everything


def test_a_refusal_is_a_sentence_and_never_a_number():
    refusal = evaluation.two_counts(0, 0)
    assert refusal.sentence.startswith("Not answerable, because ")
    assert refusal.what_would_help in refusal.sentence
    with pytest.raises(TypeError):
        float(refusal)
    with pytest.raises(TypeError):
        _ = refusal + 1


ODD = {
    "no control": lambda: evaluation.wdd(treated=[10, 5], control=None),
    "a year of no periods": lambda: evaluation.compare(COUNTS[0], COUNTS[1:], start=36, periods_per_year=0),
    "more than anybody counts": lambda: evaluation.two_counts(10**30, 3),
    "confidence in words": lambda: evaluation.two_counts(30, 20, confidence="high"),
    "a year of half a season": lambda: evaluation.series(COUNTS[0], start=30, season=0.5),
    "points by name": lambda: evaluation.c_chart(COUNTS[0], exclude="ab"),
    "half a point": lambda: evaluation.c_chart(COUNTS[0], baseline=12.5),
    "nothing in the chart": lambda: evaluation.xmr([]),
}


@pytest.mark.parametrize("case", ODD)
def test_what_cannot_be_worked_out_is_refused_with_what_to_give(case):
    with pytest.raises(ValueError, match=r"[Gg]ive|must be|can be compared|names point"):
        ODD[case]()


def test_an_interval_unpacks_and_holds():
    interval = Interval(-56.0, -13.0)
    low, high = interval
    assert (low, high, interval[0], interval.confidence) == (-56.0, -13.0, -56.0, 0.95)
    assert -38 in interval
    assert 0 not in interval


def test_importing_loads_neither_scipy_nor_statsmodels_nor_pandas():
    code = (
        "import sys; from alongside.analysis.evaluation import *; import alongside.analysis.waiting; "
        "print([m for m in ('scipy', 'statsmodels', 'pandas', 'django') if m in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    ).stdout
    assert printed.strip() == "[]"
