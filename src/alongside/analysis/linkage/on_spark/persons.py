"""Persons on Spark: components here, from two numbers a pair; what might go through a component, where it lies."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyspark.sql import functions as F  # noqa: N812 - as every text on Spark has it

from alongside.analysis.linkage.clustering import Ruling, cluster
from alongside.analysis.linkage.coverage import Coverage
from alongside.analysis.linkage.gathering import LEAST_WEIGHT, SURE
from alongside.analysis.linkage.joining import DECISIVE, components, edges_of
from alongside.analysis.linkage.on_spark.records import RECORD, ROW, SparkFrame
from alongside.analysis.linkage.rules import RULES
from alongside.analysis.linkage.scoring import Outcome
from alongside.analysis.linkage.standard import Standard

_EDGE = ("one", "other", "weight", "outcome", "rules")


def person_frame(
    records: SparkFrame,
    edges: SparkFrame,
    rulings: list[Ruling[int]],
    one_per: Collection[str],
    coverage: Mapping[str, Coverage],
) -> SparkFrame:
    """`record_id` and `person_id` of every record, as `cluster` over all records and edges would find.

    `edges`: one, other (rows), weight, outcome, rules. `rulings`: of rows. A person is named by the smallest id of her
    records.
    """
    reached = _reached(records.sparkSession, edges, rulings, gathers=bool(coverage))
    members = records.select(ROW, RECORD, *DECISIVE).join(reached, ROW)
    doubtful = _doubtful(members, edges, reached, rulings, one_per, gathers=bool(coverage))
    settled = _settled(members, edges, reached, doubtful, rulings, one_per, coverage)
    label = reached.join(settled, ROW, "left").select(ROW, F.coalesce("person", "label").alias("label"))
    grouped = records.select(ROW, RECORD).join(label, ROW)
    named = grouped.groupBy("label").agg(F.min(RECORD).alias("person_id"))
    joined = grouped.join(named, "label").select(ROW, "person_id")
    return (
        records.select(ROW, RECORD)
        .join(joined, ROW, "left")
        .select(RECORD, F.coalesce("person_id", RECORD).alias("person_id"))
    )


def rulings_by_row(records: SparkFrame, rulings: Iterable[Ruling[Any]]) -> list[Ruling[int]]:
    """Rulings of records as rulings of rows. Raises `ValueError` for one of a record that is not there."""
    rulings = list(rulings)
    if not rulings:
        return []
    named = {end for ruling in rulings for end in (ruling.one, ruling.other)}
    kind = records.schema[RECORD].dataType
    asked = records.sparkSession.createDataFrame([(end,) for end in sorted(named)], f"{RECORD} {kind.simpleString()}")
    rows = {found[RECORD]: found[ROW] for found in records.select(ROW, RECORD).join(asked, RECORD).collect()}
    unknown = sorted(named - set(rows))
    if unknown:
        raise ValueError(f"A ruling names records that are not among these: {unknown[:3]}.")
    return [Ruling(rows[ruling.one], rows[ruling.other], ruling.same) for ruling in rulings]


def _gathering() -> Any:
    """Which edges may join groups by what agencies know (`may_gather`)."""
    firm = "|".join(rule.name for rule in RULES if rule.yields_to is None)
    doubtful = F.col("outcome").isin(Outcome.REVIEW.value, Outcome.REFUSED.value)
    return doubtful & (F.col("weight") >= LEAST_WEIGHT) & ~F.col("rules").rlike(f"\\b({firm})\\b")


def _reached(session: Any, edges: SparkFrame, rulings: list[Ruling[int]], *, gathers: bool) -> SparkFrame:
    """Rows that an edge that may join or a ruling touches, with the smallest row of their component."""
    joins = F.col("outcome") == Outcome.AUTOMATIC.value
    joining = edges.where(joins | _gathering() if gathers else joins).select("one", "other").toPandas()
    ruled = np.array([(ruling.one, ruling.other) for ruling in rulings], dtype=np.int64).reshape(-1, 2)
    one = np.concatenate([joining["one"].to_numpy(np.int64), ruled[:, 0]])
    other = np.concatenate([joining["other"].to_numpy(np.int64), ruled[:, 1]])
    rows, places = np.unique(np.concatenate([one, other]), return_inverse=True)
    label = rows[components(len(rows), places[: len(one)], places[len(one) :])] if len(rows) else rows
    schema = pa.schema([(ROW, pa.int64()), ("label", pa.int64())])
    return session.createDataFrame(pa.table({ROW: rows, "label": label}, schema=schema))


def _doubtful(
    members: SparkFrame,
    edges: SparkFrame,
    reached: SparkFrame,
    rulings: list[Ruling[int]],
    one_per: Collection[str],
    *,
    gathers: bool,
) -> SparkFrame:
    """Labels of components in which something might forbid a join (as `joining` tells them)."""
    numbers = members.groupBy("label").agg(F.countDistinct("nhs").alias("nhs"), F.countDistinct("upn").alias("upn"))
    found = numbers.where("nhs > 1 or upn > 1").select("label")
    if one_per:
        sources = members.where(F.col("agency").isin(list(one_per))).groupBy("label", "agency").count()
        found = found.union(sources.where("count > 1").select("label"))
    barred = F.col("rules") != ""
    found = found.union(_within(edges.where(barred | _gathering() if gathers else barred), reached).select("label"))
    if gathers:
        found = found.union(_waiting(members, edges))
    if rulings:
        ruled = [end for ruling in rulings for end in (ruling.one, ruling.other)]
        found = found.union(reached.where(F.col(ROW).isin(ruled)).select("label"))
    return found.distinct()


def _waiting(members: SparkFrame, edges: SparkFrame) -> SparkFrame:
    """Labels of components with an automatic edge that waits for what agencies say: unsure, or by a part of a name."""
    names = ("given", "given_root", "middle_root")
    one = members.select(ROW, "label", *names).toDF("one", "label", "given", "root", "second")
    other = members.select(ROW, *names).toDF("other", "other_given", "other_root", "other_second")
    both = edges.where(F.col("outcome") == Outcome.AUTOMATIC.value).join(one, "one").join(other, "other")
    initial = (F.length("given") == 1) | (F.length("other_given") == 1)
    crossed = (F.col("root") == F.col("other_second")) | (F.col("second") == F.col("other_root"))
    return both.where((F.col("weight") < SURE) | initial | crossed).select("label")


def _within(edges: SparkFrame, reached: SparkFrame) -> SparkFrame:
    """Edges whose two records are in one component, with its label."""
    one = reached.select(F.col(ROW).alias("one"), "label")
    other = reached.select(F.col(ROW).alias("other"), F.col("label").alias("other_label"))
    both = edges.select(*_EDGE).join(one, "one").join(other, "other")
    return both.where("label = other_label").select("label", *_EDGE)


def _settled(
    members: SparkFrame,
    edges: SparkFrame,
    reached: SparkFrame,
    doubtful: SparkFrame,
    rulings: list[Ruling[int]],
    one_per: Collection[str],
    coverage: Mapping[str, Coverage],
) -> SparkFrame:
    """For each row of a doubtful component the smallest row of its person, component by component."""
    by_row: dict[int, list[Ruling[int]]] = {}
    for ruling in rulings:
        by_row.setdefault(ruling.one, []).append(ruling)

    def settle(some: pd.DataFrame, between: pd.DataFrame) -> pd.DataFrame:
        rows = some[ROW].tolist()
        decisive = some[list(DECISIVE)]
        texts = decisive.where(decisive.notna(), "").itertuples(index=False, name=None)
        known = {
            row: Standard(**dict(zip(DECISIVE, values, strict=True))) for row, values in zip(rows, texts, strict=True)
        }
        ruled = [ruling for row in rows for ruling in by_row.get(row, ())]
        persons = cluster(known, edges_of(between), ruled, one_per=one_per, coverage=coverage)
        pairs = [(row, min(person)) for person in persons for row in person]
        return pd.DataFrame(pairs, columns=[ROW, "person"])

    some = members.join(doubtful, "label").toDF("component", ROW, RECORD, *DECISIVE)
    between = _within(edges, reached).join(doubtful, "label").toDF("inside", *_EDGE)
    return (
        some.groupBy("component")
        .cogroup(between.groupBy("inside"))
        .applyInPandas(settle, f"{ROW} bigint, person bigint")
    )
