"""The steps of `link`, on Spark."""

from collections.abc import Iterable
from time import perf_counter
from typing import Any

from pyspark.sql import functions as F  # noqa: N812 - as every text on Spark has it

from alongside.analysis.linkage.clustering import Ruling
from alongside.analysis.linkage.keys import all_keys
from alongside.analysis.linkage.model import Model
from alongside.analysis.linkage.on_spark.linkage import SparkClusters, SparkLinkage
from alongside.analysis.linkage.on_spark.pairs import (
    bursting_keys,
    candidate_pairs,
    compared_levels,
    shared_keys,
    weighed_edges,
    with_outcomes,
)
from alongside.analysis.linkage.on_spark.persons import person_frame, rulings_by_row
from alongside.analysis.linkage.on_spark.records import (
    RECORD,
    ROW,
    SparkFrame,
    coded_columns,
    standard_frame,
    weighed_frame,
)
from alongside.analysis.linkage.scoring import RULES_FROM, weight_of
from alongside.analysis.linkage.settings import Settings
from alongside.analysis.linkage.standard import read_agency
from alongside.analysis.linkage.training import MOST_RECORDS, settings_for, train_columns
from alongside.analysis.spark import same_python, short_planning


def link_on_spark(
    records: Any,
    *,
    spark: Any,
    model: Model | None,
    automatic: float,
    review: float,
    settings: Settings | None,
    rulings: Iterable[Ruling[Any]],
    one_per: Iterable[str],
    seed: int,
) -> SparkLinkage:
    """`link` in the session `spark`."""
    with short_planning(same_python(spark)):
        return _linked(_Steps(spark), records, spark, model, automatic, review, settings, rulings, one_per, seed)


def _linked(
    steps: "_Steps",
    records: Any,
    spark: Any,
    model: Model | None,
    automatic: float,
    review: float,
    settings: Settings | None,
    rulings: Iterable[Ruling[Any]],
    one_per: Iterable[str],
    seed: int,
) -> SparkLinkage:
    standard = steps.take(
        "standardise", standard_frame(records, model.settings if model else settings or Settings(), spark)
    )
    ruled = rulings_by_row(standard, rulings)
    notes: list[str] = []
    if model is None:
        model, notes = _trained(standard, steps.sizes["standardise"], seed, settings)
    steps.lap("train")
    weighed = steps.take("weigh", weighed_frame(standard, model))
    shared = steps.take("keys", shared_keys(weighed, model))
    bursts = bursting_keys(shared, model)
    pairs = steps.take("candidates", candidate_pairs(shared, model))
    keep = weight_of(review)
    levels = steps.take("compare", compared_levels(weighed, pairs, model))
    scored = weighed_edges(levels, model, keep_weight=keep, rule_weight=min(keep, RULES_FROM))
    edges = steps.take("score", with_outcomes(scored, automatic, review))
    sources = [read_agency(name) for name in one_per]
    persons = steps.take("cluster", person_frame(weighed, edges, ruled, sources, model.coverage))
    named = steps.take("results", _named(edges, weighed))
    figures = {
        "records": steps.sizes["standardise"],
        "persons": persons.select("person_id").distinct().count(),
        "candidates": steps.sizes["candidates"],
        "outcomes": {row["outcome"]: row["count"] for row in edges.groupBy("outcome").count().collect()},
        "seconds": steps.seconds,
        "crowded": bursts,
        "warnings": [*model.made.get("warnings", []), *notes],
    }
    return SparkLinkage(SparkClusters(persons, figures["records"]), named, model, figures)


def _trained(standard: SparkFrame, size: int, seed: int, settings: Settings | None) -> tuple[Model, list[str]]:
    """A model from the records if they fit on the driver, else from a part of them chosen by their ids alone."""
    notes = []
    if size > MOST_RECORDS:
        standard = standard.orderBy(F.xxhash64(RECORD), RECORD).limit(MOST_RECORDS)
        notes.append(f"The model was trained on {MOST_RECORDS:,} of {size:,} records.")
    columns = coded_columns(standard)
    return train_columns(columns, all_keys(columns), seed=seed, settings=settings or settings_for(columns)), notes


def _named(edges: SparkFrame, records: SparkFrame) -> SparkFrame:
    """Edges with the ids of records in the place of their rows."""
    one = records.select(F.col(ROW).alias("one"), F.col(RECORD).alias("one_id"))
    other = records.select(F.col(ROW).alias("other"), F.col(RECORD).alias("other_id"))
    rest = [name for name in edges.columns if name not in ("one", "other")]
    ids = (F.col("one_id").alias("one"), F.col("other_id").alias("other"))
    return edges.join(one, "one").join(other, "other").select(*ids, *rest)


class _Steps:
    """Works out one frame after the other, and keeps of each its rows, not the plan by which they were found.

    A plan that tells all that went before takes Spark longer to read than a small step takes to run. A session with a
    checkpoint folder writes the rows there, and may lose a machine; another keeps them on its machines, and may not.
    """

    def __init__(self, session: Any) -> None:
        self.sizes: dict[str, int] = {}
        self.seconds: dict[str, float] = {}
        self._safe = session.sparkContext.getCheckpointDir() is not None
        self._from = perf_counter()

    def take(self, step: str, frame: SparkFrame) -> SparkFrame:
        kept = frame.checkpoint() if self._safe else frame.localCheckpoint()
        self.sizes[step] = kept.count()
        self.lap(step)
        return kept

    def lap(self, step: str) -> None:
        now = perf_counter()
        self.seconds[step] = round(now - self._from, 3)
        self._from = now
