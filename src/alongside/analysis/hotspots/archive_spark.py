"""The archive counted on Spark: the statement of DuckDB, and each force's cells where its points are."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pandas as pd
from pyspark.sql import functions as F  # noqa: N812 - as every text on Spark has it

from alongside.analysis.hotspots.archive_duckdb import AREAS, POINTS, READ, TOTALS
from alongside.analysis.hotspots.archive_files import COLUMNS, Archive, refuse_missing
from alongside.analysis.spark import same_python

_CELLS = "force string, x double, y double, crimes bigint, z double, p double, hot boolean"


def count(
    archive: Archive, statement: str, cells_of: Callable[[pd.DataFrame], pd.DataFrame], spark: Any
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, int]]:
    """Counts by area and month, cells force by force, and totals."""
    same_python(spark)
    counted = _asked(spark, statement, "crimes", _crimes(archive, spark)).localCheckpoint()
    areas, points, totals = (_asked(spark, question, "counted", counted) for question in (AREAS, POINTS, TOTALS))
    cells = points.groupBy("force").applyInPandas(lambda force: cells_of(force), _CELLS)
    return areas.toPandas(), cells.toPandas(), {name: int(value) for name, value in totals.first().asDict().items()}


def _asked(spark: Any, question: str, name: str, frame: Any) -> Any:
    """A question to a frame that it calls by a name, under which the session may know another."""
    view = f"alongside_{uuid4().hex}"
    frame.createOrReplaceTempView(view)
    try:
        return spark.sql(question.replace(f"FROM {name}", f"FROM {view}"))
    finally:
        spark.catalog.dropTempView(view)


def _crimes(archive: Archive, spark: Any) -> Any:
    files = list(archive.files)
    if archive.is_csv:
        schema = ", ".join(f"{name} string" for name in archive.named())
        # As the police write them: a quotation mark in a text is doubled.
        sent = spark.read.csv(files, schema=schema, header=True, quote='"', escape='"', enforceSchema=True)
    else:
        given = spark.read.parquet(*files)
        refuse_missing(given.columns, files[0])
        sent = given.select(*[F.col(f"`{name}`").cast("string").alias(ours) for name, ours in COLUMNS.items()])
    return _asked(spark, f"SELECT {READ} FROM sent", "sent", sent)  # noqa: S608
