"""Scores of many pairs by Splink: on DuckDB here, on Spark by `on_spark`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from alongside.analysis.linkage import macros
from alongside.analysis.linkage.coded import Rows
from alongside.analysis.linkage.conditions import Dialect
from alongside.analysis.linkage.model import Model
from alongside.analysis.linkage.splink_settings import RULE_PREFIX, settings_for_scoring, share_column
from alongside.analysis.linkage.tables import ID, Compared, pairs_table

if TYPE_CHECKING:
    import pandas as pd

RECORDS = "alongside_records"
PAIRS = "alongside_pairs"
# Splink's own names for pairs with the compared columns of both records, and for the levels of their comparisons.
_COMPARED, LEVELS = "blocked_with_cols", "__splink__df_comparison_vectors"
# Pairs scored at a time: 60 columns of half a million are some 150 MB.
_CHUNK = 500_000


@contextmanager
def duckdb_api() -> Iterator[Any]:
    """Splink's door to a DuckDB of our own in memory, closed at the end."""
    import duckdb
    from splink import DuckDBAPI

    with duckdb.connect() as connection:
        # The order of rows is nobody's concern here, and keeping it costs memory.
        connection.execute("SET preserve_insertion_order = false")
        macros.define(connection)
        yield DuckDBAPI(connection)


def put_table(api: Any, name: str, table: Any) -> None:
    """Write an Arrow table into DuckDB."""
    connection = api.duckdb_con
    connection.register("given_table", table)
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM given_table")  # noqa: S608
    connection.unregister("given_table")


def score_pairs(
    compared: Mapping[str, Compared], one: Rows, other: Rows, model: Model, *, keep_weight: float, rule_weight: float
) -> "pd.DataFrame":
    """Score pairs of rows by Splink on DuckDB.

    Kept are pairs of at least `keep_weight`, and those against which a rule speaks from `rule_weight` on. Columns:
    one, other (rows), weight, probability, each comparison's level, each rule as `rule_…` (1 when it speaks).
    """
    import pandas as pd

    with duckdb_api() as api:
        linker = linker_for(api, model, "pairs", pairs_table(compared, one[:0], other[:0]))
        found = []
        for start in range(0, max(len(one), 1), _CHUNK):
            table = pairs_table(compared, one[start : start + _CHUNK], other[start : start + _CHUNK])
            api.duckdb_con.register(PAIRS, table)
            edges = edges_from(
                api,
                linker,
                macros.with_shared(pairs_source(PAIRS, model)),
                keep_weight=keep_weight,
                rule_weight=rule_weight,
            )
            found.append(edges.as_pandas_dataframe())
            edges.drop_table_from_database_and_remove_from_cache()
            api.duckdb_con.unregister(PAIRS)
    return pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]


def pairs_source(pairs: str, model: Model) -> str:
    """The statement for a table of pairs, both records' columns in it, with what Splink needs beside them."""
    return f"SELECT {', '.join(['*', *_shares(model)])}, '0' AS match_key FROM {pairs}"  # noqa: S608


def edges_from(api: Any, linker: Any, source: str, *, keep_weight: float, rule_weight: float) -> Any:
    """Splink's comparison and prediction over `source`, a statement for pairs with both records' columns, in one go.

    The result is a Splink data frame of the engine behind `api`.
    """
    from splink.internals.pipeline import CTEPipeline

    pipeline = CTEPipeline()
    enqueue_levels(pipeline, linker, source)
    enqueue_edges(pipeline, linker, keep_weight=keep_weight, rule_weight=rule_weight)
    return api.sql_pipeline_to_splink_dataframe(pipeline)


def enqueue_levels(pipeline: Any, linker: Any, source: str) -> None:
    """The level of every comparison, for each pair of `source`."""
    columns = ", ".join(linker._settings_obj._columns_to_select_for_comparison_vector_values)
    pipeline.enqueue_sql(source, _COMPARED)
    pipeline.enqueue_sql(f"SELECT {columns} FROM {_COMPARED}", LEVELS)  # noqa: S608


def enqueue_edges(pipeline: Any, linker: Any, *, keep_weight: float, rule_weight: float) -> None:
    """Weights from the table `LEVELS`, and the pairs that are kept."""
    from splink.internals.predict import predict_from_comparison_vectors_sqls

    settings = linker._settings_obj
    # Splink's `predict` with the levels kept (`training_mode`), without the compared columns of both records.
    pipeline.enqueue_list_of_sqls(
        predict_from_comparison_vectors_sqls(
            unique_id_input_columns=settings.column_info_settings.unique_id_input_columns,
            core_model_settings=settings.core_model_settings,
            sql_dialect=linker._db_api.sql_dialect,
            threshold_match_weight=min(keep_weight, rule_weight),
            training_mode=True,
        )
    )
    names = [comparison.output_column_name for comparison in settings.core_model_settings.comparisons]
    rules = [f"gamma_{name}" for name in names if name.startswith(RULE_PREFIX)]
    levels = ", ".join(f"cast(gamma_{name} AS tinyint) AS {name}" for name in names)
    pipeline.enqueue_sql(
        f"SELECT {ID}_l AS one, {ID}_r AS other, match_weight AS weight, match_probability AS probability, {levels} "  # noqa: S608
        f"FROM __splink__df_predict WHERE match_weight >= {keep_weight} OR {' + '.join(rules)} > 0",
        "alongside_edges",
    )


def linker_for(api: Any, model: Model, dialect: Dialect, table: Any) -> Any:
    """Splink's linker with the model's settings; `table`: pairs with both records' columns, none of them needed."""
    from splink import Linker

    return Linker(api.register(table), settings_for_scoring(model, dialect), log_level=None, validate_settings=False)


def _shares(model: Model) -> list[str]:
    """For every level that counts by rarity what stands for u (`Model.share_of`), for both records."""
    columns = []
    for comparison in model.comparisons:
        for place, level in enumerate(comparison.levels):
            u = model.u[comparison.name][place]
            for side in ("l", "r"):
                name = f"tf_{share_column(comparison, place)}_{side}"
                if level.frequency:
                    columns.append(f"share_{level.frequency}_{side} AS {name}")
                elif level.rarity:
                    ratios = [f"(share_{c}_{side} / {_double(model.frequencies[c].chance)})" for c in level.rarity]
                    columns.append(f"least({' * '.join([_double(u), *ratios])}, {_double(1.0)}) AS {name}")
    return columns


def _double(number: float) -> str:
    return f"cast({number!r} AS double)"
