"""What `link` gives on Spark: the same names as `Linkage`, fetched when asked for, and the frames themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
from pyspark.sql import functions as F  # noqa: N812 - as every text on Spark has it

from alongside.analysis.linkage.model import Model
from alongside.analysis.linkage.on_spark.records import RECORD, SparkFrame
from alongside.analysis.linkage.scoring import Outcome


class SparkClusters(Mapping[Any, Any]):
    """Which person each record belongs to. A look-up or a loop fetches the whole table, once."""

    def __init__(self, frame: SparkFrame, size: int) -> None:
        self.frame, self._size = frame, size

    def __getitem__(self, record_id: Any) -> Any:
        return self._table[record_id]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._table)

    def __len__(self) -> int:
        return self._size

    def to_frame(self) -> pd.DataFrame:
        """Two columns, record_id and person_id, in the order of the ids; fetched here."""
        return self.frame.toPandas().sort_values(RECORD, ignore_index=True)

    @cached_property
    def _table(self) -> dict[Any, Any]:
        table = self.to_frame()
        return dict(zip(table[RECORD], table["person_id"], strict=True))


@dataclass(frozen=True)
class SparkLinkage:
    """What `link` found, left on Spark.

    `edge_frame` and `clusters.frame` are Spark frames with the columns of `Linkage`; `edges`, `review` and
    `clusters.to_frame()` fetch them as pandas frames.
    """

    clusters: SparkClusters
    edge_frame: SparkFrame
    model: Model
    figures: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def edges(self) -> pd.DataFrame:
        return self.edge_frame.toPandas().sort_values(["one", "other"], ignore_index=True)

    @property
    def review(self) -> pd.DataFrame:
        """Pairs for people: doubtful ones, and those that a rule forbids to join; the heaviest first."""
        asked = self.edge_frame.where(F.col("outcome").isin(Outcome.REVIEW.value, Outcome.REFUSED.value)).toPandas()
        return asked.sort_values(["weight", "one", "other"], ascending=[False, True, True], ignore_index=True)
