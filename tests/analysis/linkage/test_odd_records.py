"""What a stranger hands to the linkage: every form of a record is read, and what cannot be read is refused in words."""

import numpy as np
import pandas as pd
import pytest

from alongside.analysis.linkage import (
    Base,
    Model,
    ModelError,
    Outcome,
    candidates,
    default_model,
    draw_sample,
    explain,
    link,
    quality,
    score_pair,
    standardise,
    standardise_record,
    train,
)
from alongside.analysis.linkage.estimating import Sample, Stratum

MODEL = default_model()
ONE = {
    "record_id": "a", "agency": "police", "first_name": "Amina", "surname": "Warsame", "dob": "2010-03-04",
    "postcode": "E17 4QU", "house": "12",
}  # fmt: skip
OTHER = {**ONE, "record_id": "b", "agency": "school", "first_name": "Aminah"}
REFUSED = {
    "nothing": None,
    "a file's name": "records.csv",
    "an id twice": pd.DataFrame([ONE, ONE]),
    "an id missing": pd.DataFrame([ONE, {**OTHER, "record_id": None}]),
    "a column twice": pd.concat([pd.DataFrame([ONE])] * 2, axis=1),
    "no column known": pd.DataFrame({"forename": ["Amina"]}),
}


@pytest.mark.parametrize("given", REFUSED)
@pytest.mark.parametrize("door", [standardise, lambda one: link(one, model=MODEL), lambda one: train(one, seed=1)])
def test_records_that_cannot_be_read_are_refused_in_words(given, door):
    with pytest.raises(ValueError, match=r"Give|Keep|Name|Every record"):
        door(REFUSED[given])


def test_a_table_without_records_is_an_answer():
    empty = pd.DataFrame(columns=list(ONE))
    assert len(standardise(empty)) == 0
    assert len(link(empty).clusters.keys()) == 0
    assert train(empty, seed=1).made["warnings"]


@pytest.mark.parametrize("records", [[], [ONE], [ONE, {"record_id": "b", "surname": "Okoro"}]])
def test_where_no_pair_can_be_judged_a_sample_says_so(records):
    frame = pd.DataFrame(records, columns=list(ONE))
    with pytest.raises(ValueError, match="Link more of them"):
        draw_sample(link(frame, model=MODEL), size=10, seed=1, records=frame)


def test_a_pair_is_scored_as_sent_as_rows_and_in_standard_form():
    rows = standardise(pd.DataFrame([ONE, OTHER]))
    plain = score_pair(ONE, OTHER, MODEL)
    assert plain == score_pair(rows.iloc[0], rows.iloc[1], MODEL)
    assert plain == score_pair(standardise_record(ONE), standardise_record(OTHER), MODEL)
    assert plain.outcome is Outcome.AUTOMATIC
    with pytest.raises(ValueError, match="mapping of columns"):
        score_pair("Amina", OTHER, MODEL)


def test_a_pair_is_explained_with_the_shipped_model():
    told = explain((ONE, OTHER))
    assert told == explain(ONE, OTHER, MODEL)
    assert sum(weight for *_, weight in told.waterfall) == pytest.approx(score_pair(ONE, OTHER, MODEL).weight)


def test_candidates_of_a_record_as_sent():
    base = Base(MODEL)
    base.add(ONE)
    assert list(candidates(OTHER, base)) == ["a"]


@pytest.mark.parametrize("settings", [{"automatic": "a"}, {"automatic": np.nan}, {"review": 0}, {"model": "m.json"}])
def test_settings_of_link_are_refused_in_words(settings):
    with pytest.raises(ValueError, match=r"Thresholds|model is needed"):
        link(pd.DataFrame([ONE]), **{"model": MODEL, **settings})


@pytest.mark.parametrize("text", ["", "[]", "no model", "{}"])
def test_a_file_that_is_no_model_is_refused(text):
    with pytest.raises(ModelError):
        Model.from_json(text)


@pytest.mark.parametrize(
    ("written", "spelt"), [("عمر", "omar"), ("مُحمّد", "muhammad"), ("فاطمة", "fatima"), ("عبد الرحمن", "abdulrahman")]
)
def test_a_common_name_in_arabic_script_is_read_as_it_is_spelt_here(written, spelt):
    assert standardise_record({"first_name": written, "surname": "Ali"}).given == spelt


def test_agencies_and_groups_may_be_a_series():
    pairs = pd.DataFrame({"one": ["a"], "other": ["b"], "stratum": ["joined"]})
    sample = Sample(pairs, (Stratum("joined", True, 1.0),))
    found = quality(sample, [True], agency=pd.Series({"a": "police", "b": "school"}), fewest=1)
    assert list(found.by_agencies) == [("police", "school")]
