"""Records on Spark: numbered, in standard form, weighed by a model."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyspark.sql import functions as F  # noqa: N812 - as every text on Spark has it
from pyspark.sql import types as T  # noqa: N812

from alongside.analysis.linkage.blocking import BLOCKING
from alongside.analysis.linkage.coded import Coded
from alongside.analysis.linkage.comparisons import COMMON_COLUMNS, FREQUENCY_COLUMNS
from alongside.analysis.linkage.frames import INPUTS, as_frame, is_spark_frame, record_ids, standard_columns
from alongside.analysis.linkage.frequencies import LISTED_COLUMNS
from alongside.analysis.linkage.joining import DECISIVE
from alongside.analysis.linkage.model import Model
from alongside.analysis.linkage.settings import Settings
from alongside.analysis.linkage.standard import COLUMNS
from alongside.analysis.linkage.tables import read_columns, weighing_columns

SparkFrame = Any
Batches = Iterator[pd.DataFrame]

ROW, RECORD = "row", "record_id"
# What is read on the way to a cluster: compared, looked up, counted or decisive.
_READ = {*read_columns(), *LISTED_COLUMNS, *DECISIVE, *(name for rule in BLOCKING for name in rule.columns)}
CARRIED = tuple(column for column in COLUMNS if column.name in _READ)
WEIGHED = (*(f"share_{name}" for name in FREQUENCY_COLUMNS), *(f"{name}_common" for name in COMMON_COLUMNS))


def standard_frame(records: Any, settings: Settings, spark: Any) -> SparkFrame:
    """Records in standard form on Spark: `row`, `record_id` and `CARRIED`.

    Rows of a Spark frame are numbered in the order of their ids, with gaps; those of any other in the order given.
    Raises `ValueError` when an id is missing or there twice, or is neither text nor a whole number.
    """
    if is_spark_frame(records):
        return _standardised_there(records, settings)
    return _standardised_here(as_frame(records), settings, spark)


def weighed_frame(standard: SparkFrame, model: Model) -> SparkFrame:
    """The standard frame with the columns `WEIGHED` of a model."""
    shares = ", ".join(f"{name} {'boolean' if name.endswith('_common') else 'double'}" for name in WEIGHED)
    schema = ", ".join(f"{field.name} {field.dataType.simpleString()}" for field in standard.schema.fields)
    return standard.mapInPandas(partial(_weighed, model=model), f"{schema}, {shares}")


def coded_columns(standard: SparkFrame) -> dict[str, Coded]:
    """A standard frame brought here, in the order of its rows: for training, of a frame that fits."""
    frame = standard.toPandas().sort_values(ROW, ignore_index=True)
    return {column.name: Coded.of(frame[column.name]) for column in CARRIED}


def as_spark_columns(names: Iterable[str], columns: Mapping[str, Coded]) -> dict[str, Any]:
    """Columns as arrays that Spark takes in, missing values as None."""
    arrays = {}
    for name in names:
        coded = columns[name]
        if name == "birth_vague":
            arrays[name] = coded.rows().astype(bool)
        else:
            arrays[name] = Coded(coded.codes, [value or None for value in coded.values]).rows()
    return arrays


def _standardised_here(frame: pd.DataFrame, settings: Settings, spark: Any) -> SparkFrame:
    """Frames of this process are standardised in it, where the kinds of their values are still what they were."""
    ids = record_ids(frame)
    if not (pd.api.types.is_integer_dtype(ids) or all(isinstance(value, str) for value in ids)):
        raise _unfit_ids(str(ids.dtype))
    kept = [column.name for column in CARRIED]
    schema = pa.schema(
        [(ROW, pa.int64()), (RECORD, pa.int64() if pd.api.types.is_integer_dtype(ids) else pa.string())]
        + [(name, pa.bool_() if name == "birth_vague" else pa.string()) for name in kept]
    )
    if not len(frame):
        return spark.createDataFrame(schema.empty_table())
    columns = {ROW: np.arange(len(frame), dtype=np.int64), RECORD: pa.array(ids.tolist())}
    columns |= as_spark_columns(kept, standard_columns(frame, settings))
    return spark.createDataFrame(pa.table(columns, schema=schema))


def _standardised_there(records: SparkFrame, settings: Settings) -> SparkFrame:
    if RECORD not in records.columns:
        raise ValueError("Rows of a Spark frame have no order. Give each record a record_id of its own.")
    kind = records.schema[RECORD].dataType
    if not isinstance(kind, (T.StringType, T.IntegerType, T.LongType, T.ShortType)):
        raise _unfit_ids(kind.simpleString())
    _check_ids(records)
    given = [_as_sent(records, name) for name in INPUTS if name in records.columns]
    # The numbers that Spark gives to sorted rows rise with the ids.
    numbered = records.select(RECORD, *given).orderBy(RECORD).withColumn(ROW, F.monotonically_increasing_id())
    texts = ", ".join(f"{column.name} {'boolean' if column.kind == 'bool' else 'string'}" for column in CARRIED)
    schema = f"{ROW} bigint, {RECORD} {kind.simpleString()}, {texts}"
    return numbered.mapInPandas(partial(_standardised, settings=settings), schema)


def _as_sent(records: SparkFrame, name: str) -> Any:
    """Whole numbers as text, since a batch with a missing one would come as decimals."""
    kind = records.schema[name].dataType
    return F.col(name).cast("string").alias(name) if isinstance(kind, T.IntegralType) else F.col(name)


def _check_ids(records: SparkFrame) -> None:
    wrong = records.groupBy(RECORD).count().where(F.col(RECORD).isNull() | (F.col("count") > 1)).limit(1)
    if wrong.count():
        raise ValueError("Every record needs a record_id of its own. Give each row one id, and none twice.")


def _unfit_ids(kind: str) -> ValueError:
    return ValueError(f"On Spark every record_id is a text, or every one a whole number; these are {kind}.")


def _standardised(batches: Batches, settings: Settings) -> Batches:
    for batch in batches:
        if len(batch):
            frame = batch.reset_index(drop=True)
            columns = as_spark_columns((c.name for c in CARRIED), standard_columns(frame, settings))
            yield pd.DataFrame({ROW: frame[ROW], RECORD: frame[RECORD], **columns})


def _weighed(batches: Batches, model: Model) -> Batches:
    for batch in batches:
        if len(batch):
            columns = {name: Coded.of(batch[name]) for name in (*FREQUENCY_COLUMNS, *COMMON_COLUMNS)}
            added = weighing_columns(columns, model)
            yield batch.assign(
                **{
                    name: values if values.dtype == bool else np.where(values < 0, np.nan, values)
                    for name, values in added.items()
                }
            )
