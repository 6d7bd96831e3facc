"""Candidate pairs on Spark, and their scores by Splink."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd
from pyspark.sql import functions as F  # noqa: N812 - as every text on Spark has it
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from alongside.analysis.linkage.engines import LEVELS, enqueue_edges, enqueue_levels, linker_for, pairs_source
from alongside.analysis.linkage.keys import BURST
from alongside.analysis.linkage.model import Model
from alongside.analysis.linkage.on_spark.records import ROW, WEIGHED, SparkFrame
from alongside.analysis.linkage.rules import RULES
from alongside.analysis.linkage.scoring import Outcome
from alongside.analysis.linkage.splink_settings import RULE_PREFIX
from alongside.analysis.linkage.tables import ID, read_columns

JARO_WINKLER = "alongside_jaro_winkler"
# Between the parts of a key: a character that no standard value has.
_BETWEEN = "\x1f"


def shared_keys(records: SparkFrame, model: Model) -> SparkFrame:
    """Keys that two records at least share and that the model does not list as crowded: rule, key, rows in order."""
    keys = [
        F.struct(
            F.lit(rule.name).alias("rule"), F.concat(*_between([F.col(name) for name in rule.columns])).alias("key")
        )
        for rule in model.blocking
    ]
    # `concat` of a missing value is missing.
    single = records.select(ROW, F.explode(F.array(*keys)).alias("one")).select(ROW, "one.rule", "one.key")
    single = single.where("key is not null")
    crowded = [(rule.name, key) for rule in model.blocking for key in sorted(model.crowded.get(rule.name, ()))]
    if crowded:
        listed = records.sparkSession.createDataFrame(crowded, "rule string, text string")
        single = single.withColumn("text", F.translate("key", _BETWEEN, " "))
        single = single.join(F.broadcast(listed), ["rule", "text"], "left_anti")
    rows = F.sort_array(F.collect_list(ROW)).alias("rows")
    return single.groupBy("rule", "key").agg(rows).where("size(rows) > 1")


def bursting_keys(shared: SparkFrame, model: Model) -> dict[str, list[str]]:
    """Keys that far too many records share whatever the model says, by rule, as `link` reports them."""
    found: dict[str, list[str]] = {}
    for row in shared.where(F.size("rows") > _most(model)).select("rule", "key").sort("rule", "key").collect():
        found.setdefault(row["rule"], []).append(row["key"].replace(_BETWEEN, " "))
    return found


def candidate_pairs(shared: SparkFrame, model: Model) -> SparkFrame:
    """Pairs of rows that share a key, each once, the smaller row first."""
    usable = shared.where(F.size("rows") <= _most(model))
    first = usable.select("rows", F.posexplode("rows").alias("place", "one"))
    after = F.slice("rows", F.col("place") + 2, F.size("rows"))
    return first.select("one", F.explode(after).alias("other")).distinct()


def compared_levels(records: SparkFrame, pairs: SparkFrame, model: Model) -> SparkFrame:
    """The level of every comparison for each pair of rows, as Splink has them."""
    from splink.internals.pipeline import CTEPipeline

    session = records.sparkSession
    session.udf.register(JARO_WINKLER, F.pandas_udf(similarity, "double"))
    compared = records.select(F.col(ROW).alias(ID), *read_columns(), *WEIGHED)
    left, right = (compared.toDF(*[f"{name}_{side}" for name in compared.columns]) for side in ("l", "r"))
    both = pairs.join(left, F.col("one") == F.col(f"{ID}_l")).join(right, F.col("other") == F.col(f"{ID}_r"))
    with _viewed(both.drop("one", "other")) as view:
        linker = _linker(session, model, view)
        pipeline = CTEPipeline()
        enqueue_levels(pipeline, linker, pairs_source(view, model))
        # Under a name of ours, for Splink writes tables of its own names to a folder that it would ask for.
        pipeline.enqueue_sql(f"SELECT * FROM {LEVELS}", "alongside_levels")  # noqa: S608
        return _run(linker, pipeline)


def weighed_edges(levels: SparkFrame, model: Model, *, keep_weight: float, rule_weight: float) -> SparkFrame:
    """Pairs with their weights, of those that `engines.score_pairs` keeps, in its columns.

    `levels`: kept by Spark, or it would work out each comparison anew wherever a weight reads it.
    """
    from splink.internals.pipeline import CTEPipeline

    with _viewed(levels) as view:
        linker = _linker(levels.sparkSession, model, view)
        pipeline = CTEPipeline()
        pipeline.enqueue_sql(f"SELECT * FROM {view}", LEVELS)  # noqa: S608
        enqueue_edges(pipeline, linker, keep_weight=keep_weight, rule_weight=rule_weight)
        return _run(linker, pipeline)


def with_outcomes(edges: SparkFrame, automatic: float, review: float) -> SparkFrame:
    """Edges with `rules`, the names of those that speak, and `outcome`, in place of a column for each rule."""
    spoken = [RULE_PREFIX + rule.name for rule in RULES if RULE_PREFIX + rule.name in edges.columns]
    names = [F.when(F.col(name) == 1, F.lit(name.removeprefix(RULE_PREFIX))) for name in spoken]
    outcome = (
        F.when(F.col("probability") < review, Outcome.APART.value)
        .when(F.col("rules") != "", Outcome.REFUSED.value)
        .when(F.col("probability") >= automatic, Outcome.AUTOMATIC.value)
        .otherwise(Outcome.REVIEW.value)
    )
    return edges.withColumn("rules", F.concat_ws(" ", *names)).drop(*spoken).withColumn("outcome", outcome)


def similarity(one: pd.Series, other: pd.Series) -> pd.Series:
    """Jaro-Winkler as DuckDB and `score_pair` have it; missing where one of the two is."""
    known = (one.notna() & other.notna()).to_numpy()
    found = np.full(len(one), np.nan)
    if known.any():
        left, right = one[known].tolist(), other[known].tolist()
        found[known] = cpdist(left, right, scorer=JaroWinkler.similarity, dtype=np.float64)
    return pd.Series(found)


def _linker(session: Any, model: Model, view: str) -> Any:
    from splink import SparkAPI

    api = SparkAPI(spark_session=session, register_udfs_automatically=False)
    return linker_for(api, model, "spark", session.table(view).limit(0))


def _run(linker: Any, pipeline: Any) -> SparkFrame:
    found = linker._db_api.sql_pipeline_to_splink_dataframe(pipeline)
    frame = found.as_spark_dataframe()
    frame.sparkSession.catalog.dropTempView(found.physical_name)
    return frame


@contextmanager
def _viewed(frame: SparkFrame) -> Iterator[str]:
    """A name for a frame in statements; a frame made from it does not need the name any more."""
    view = f"alongside_{uuid4().hex}"
    frame.createOrReplaceTempView(view)
    try:
        yield view
    finally:
        frame.sparkSession.catalog.dropTempView(view)


def _between(parts: list[Any]) -> list[Any]:
    apart: list[Any] = [parts[0]]
    for part in parts[1:]:
        apart += [F.lit(_BETWEEN), part]
    return apart


def _most(model: Model) -> Any:
    """How many records may share a key of each rule in batch."""
    limit = F.lit(0)
    for rule in model.blocking:
        limit = F.when(F.col("rule") == rule.name, BURST * rule.limit(model.settings.crowding)).otherwise(limit)
    return limit
