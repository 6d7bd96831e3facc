"""How often two people agree by chance: the levels of pairs of records drawn at random.

Splink's own sampling compares all of two thousand records with one another, in which every record weighs on two thousand
pairs, on one thread. Here each pair is drawn by itself, so that as many pairs say more, and they are compared by the same
statements of Splink on all threads.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from alongside.analysis.linkage.coded import Rows
from alongside.analysis.linkage.comparisons import Comparison
from alongside.analysis.linkage.engines import LEVELS, PAIRS, enqueue_levels
from alongside.analysis.linkage.macros import with_shared
from alongside.analysis.linkage.model import Model
from alongside.analysis.linkage.splink_settings import settings_for_training
from alongside.analysis.linkage.tables import Compared, pairs_table

_CHUNK = 500_000


def rates_by_chance(
    api: Any, compared: Mapping[str, Compared], model: Model, *, seed: int, most: int
) -> tuple[dict[str, tuple[float, ...]], int]:
    """For each comparison the shares of its levels, in their order, among random pairs; and how many were drawn.

    `most`: pairs to draw; all pairs where there are no more. Pairs in which a comparison is missing do not count for it.
    """
    from splink import Linker
    from splink.internals.pipeline import CTEPipeline

    size = len(next(iter(compared.values())).numbers)
    nothing = np.zeros(0, dtype=np.int64)
    settings = settings_for_training(model, "pairs")
    linker = Linker(
        api.register(pairs_table(compared, nothing, nothing)), settings, log_level=None, validate_settings=False
    )
    counts = {one.name: np.zeros(len(one.levels), dtype=np.int64) for one in model.comparisons}
    columns = ", ".join(f"gamma_{one.name}" for one in model.comparisons)
    drawn = 0
    for one, other in _pairs(size, most, seed):
        drawn += len(one)
        api.duckdb_con.register(PAIRS, pairs_table(compared, one, other))
        pipeline = CTEPipeline()
        enqueue_levels(pipeline, linker, with_shared(f"SELECT *, '0' AS match_key FROM {PAIRS}"))  # noqa: S608
        pipeline.enqueue_sql(f"SELECT {columns}, count(*) AS pairs FROM {LEVELS} GROUP BY ALL", "alongside_counts")  # noqa: S608
        found = api.sql_pipeline_to_splink_dataframe(pipeline)
        table = found.as_pandas_dataframe()
        for comparison in model.comparisons:
            _add(counts[comparison.name], comparison, table)
        found.drop_table_from_database_and_remove_from_cache()
        api.duckdb_con.unregister(PAIRS)
    return {name: tuple((count / max(count.sum(), 1)).tolist()) for name, count in counts.items()}, drawn


def _pairs(size: int, most: int, seed: int) -> Iterator[tuple[Rows, Rows]]:
    """Pairs of two different rows, some at a time."""
    if size * (size - 1) // 2 <= most:
        one, other = np.triu_indices(size, 1)
        for start in range(0, len(one), _CHUNK):
            yield one[start : start + _CHUNK], other[start : start + _CHUNK]
        return
    rng = np.random.default_rng(seed)
    for start in range(0, most, _CHUNK):
        number = min(_CHUNK, most - start)
        one = rng.integers(0, size, number)
        yield one, (one + rng.integers(1, size, number)) % size


def _add(counts: Rows, comparison: Comparison, table: Any) -> None:
    """Levels count down from the first; -1 is missing."""
    level, pairs = table[f"gamma_{comparison.name}"].to_numpy(np.int64), table["pairs"].to_numpy(np.int64)
    known = level >= 0
    counts += np.bincount(comparison.top - level[known], pairs[known], minlength=len(counts)).astype(np.int64)
