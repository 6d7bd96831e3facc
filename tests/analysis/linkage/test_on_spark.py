"""`link` on Spark: the same pairs, weights, rules and persons as on DuckDB, and clear words for what it cannot take."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from rapidfuzz.distance import JaroWinkler

from alongside.analysis.linkage import Ruling, Settings, default_model, link
from alongside.analysis.linkage.coverage import Coverage
from alongside.demo.young_people import make_young_people

pytestmark = pytest.mark.spark
MODEL = default_model()


@pytest.fixture(scope="module")
def records():
    return make_young_people(900, seed=41).records


def sorted_edges(linkage):
    edges = linkage.edges.sort_values(["one", "other"], ignore_index=True)
    return edges.astype({"rules": str, "outcome": str})


def assert_same(there, here):
    """All but the last figures of a weight: the two engines add in another order."""
    left, right = sorted_edges(there), sorted_edges(here)
    assert list(left.columns) == list(right.columns)
    exact = [name for name in left.columns if name not in ("weight", "probability")]
    pd.testing.assert_frame_equal(left[exact], right[exact], check_dtype=False)
    np.testing.assert_allclose(left["weight"], right["weight"], rtol=0, atol=1e-9)
    assert dict(there.clusters) == dict(here.clusters)
    for figure in ("records", "persons", "candidates", "crowded"):
        assert there.figures[figure] == here.figures[figure], figure
    assert there.review[["one", "other"]].equals(here.review[["one", "other"]])


def test_records_of_this_process_give_on_spark_what_they_give_on_duckdb(spark, records):
    here, there = link(records, model=MODEL), link(records, model=MODEL, spark=spark)
    assert_same(there, here)
    assert here.figures["outcomes"] == there.figures["outcomes"]
    assert "refused" in there.figures["outcomes"] and len(there.clusters) == len(records)


def test_a_spark_frame_in_any_order_gives_what_duckdb_gives_in_the_order_of_its_ids(spark, records):
    ordered = records.sort_values("record_id", ignore_index=True)
    doubted = link(ordered, model=MODEL).review.head(3)
    asked = [
        Ruling(row.one, row.other, same) for row, same in zip(doubted.itertuples(), (True, False, True), strict=True)
    ]
    shuffled = spark.createDataFrame(records.sample(frac=1, random_state=2).where(records.notna(), None))
    options = {"model": MODEL, "rulings": asked, "one_per": ["police"], "automatic": 0.8, "review": 0.05}
    assert_same(link(shuffled.repartition(3), spark=spark, **options), link(ordered, **options))


def test_keys_that_too_many_share_are_left_out_and_named_alike(spark, records):
    few = records.head(150).copy()
    few.loc[:29, ["first_name", "surname"]] = ["Amina", "Yusuf"]
    crowded = replace(MODEL, settings=replace(Settings(), crowding=0.13))
    here, there = link(few, model=crowded), link(few, model=crowded, spark=spark)
    assert "given_family_start" in here.figures["crowded"]
    assert_same(there, here)


def test_too_few_records_to_train_on_are_scored_by_the_shipped_model_on_spark_too(spark):
    numbers = pd.DataFrame(
        {
            "record_id": [7, 3, 5],
            "first_name": ["Amina", "Amina", "Jude"],
            "surname": ["Yusuf", "Yusuf", "Okafor"],
            "dob": ["2010-04-02", "2010-04-02", None],
            "phone": pd.array([7700900123, 7700900123, None], dtype="Int64"),
        }
    )
    sent = spark.createDataFrame(numbers.astype({"phone": object}).where(numbers.notna(), None))
    there = link(sent, spark=spark)
    assert dict(there.clusters) == dict(link(numbers).clusters) == {7: 3, 3: 3, 5: 5}
    assert "too few to train on" in there.figures["warnings"][0]


def test_of_no_records_there_are_no_persons_on_spark(spark):
    nobody = link(pd.DataFrame({"record_id": pd.Series([], dtype="int64")}), model=MODEL, spark=spark)
    assert (len(nobody.clusters), nobody.figures["persons"], len(nobody.edges)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("rows", "schema", "words"),
    [
        ([("Amina",)], "first_name string", "record_id of its own"),
        ([("a",), ("a",)], "record_id string", "none twice"),
        ([(None,), ("a",)], "record_id string", "none twice"),
        ([(1.5,)], "record_id double", "text, or every one a whole number"),
    ],
)
def test_ids_that_cannot_name_a_record_are_refused_in_words(spark, rows, schema, words):
    with pytest.raises(ValueError, match=words):
        link(spark.createDataFrame(rows, schema), model=MODEL, spark=spark)


def test_a_ruling_about_an_unknown_record_is_refused(spark):
    with pytest.raises(ValueError, match="not among these"):
        link(
            pd.DataFrame({"record_id": ["a"], "surname": ["Adeyi"]}),
            model=MODEL,
            rulings=[Ruling("a", "b", True)],
            spark=spark,
        )


def test_a_spark_frame_without_its_session_is_refused_in_words(spark):
    with pytest.raises(ValueError, match="spark="):
        link(spark.createDataFrame([("a",)], "record_id string"), model=MODEL)


def test_likeness_of_names_is_that_of_the_live_path_and_missing_where_a_name_is(spark):
    from alongside.analysis.linkage.on_spark.pairs import similarity

    one = pd.Series(["martha", "dwayne", None, "barostewska"])
    other = pd.Series(["marhta", "duane", "amina", "barworth"])
    found = similarity(one, other)
    assert found[[0, 1, 3]].tolist() == [JaroWinkler.similarity(one[row], other[row]) for row in (0, 1, 3)]
    assert np.isnan(found[2])


def test_what_agencies_know_joins_the_same_groups_on_spark(spark, records):
    known = replace(MODEL, coverage={"school": Coverage(0.8, 0.15), "health": Coverage(0.7, 0.1)})
    here = link(records, model=known)
    assert dict(here.clusters) != dict(link(records, model=MODEL).clusters)
    assert_same(link(records, model=known, spark=spark), here)
