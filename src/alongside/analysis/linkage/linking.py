"""`link`: a whole frame of records to persons, edges and a list for review."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from alongside.analysis.linkage.clustering import Ruling, order
from alongside.analysis.linkage.engines import score_pairs
from alongside.analysis.linkage.frames import as_frame, record_ids, standard_columns
from alongside.analysis.linkage.joining import DECISIVE, cluster_rows
from alongside.analysis.linkage.keys import all_keys, candidate_pairs
from alongside.analysis.linkage.model import Model, default_model
from alongside.analysis.linkage.processes import workers
from alongside.analysis.linkage.scoring import (
    AUTOMATIC,
    REVIEW,
    RULES_FROM,
    Outcome,
    check_thresholds,
    weight_of,
)
from alongside.analysis.linkage.settings import Settings
from alongside.analysis.linkage.splink_settings import RULE_PREFIX
from alongside.analysis.linkage.standard import read_agency
from alongside.analysis.linkage.tables import compared_columns
from alongside.analysis.linkage.training import begin_training, settings_for

if TYPE_CHECKING:
    import pandas as pd

    from alongside.analysis.linkage.on_spark.linkage import SparkLinkage

_SEED = 1


class Clusters(Mapping[Any, Any]):
    """Which person each record belongs to. A person is named by the smallest id of her records."""

    def __init__(self, records: "pd.Series[Any]", persons: "pd.Series[Any]") -> None:
        self._records, self._persons = records, persons
        self._table: dict[Any, Any] = {}

    def __getitem__(self, record_id: Any) -> Any:
        if not self._table:
            self._table = dict(zip(self._records, self._persons, strict=True))
        return self._table[record_id]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def to_frame(self) -> "pd.DataFrame":
        """Two columns, record_id and person_id, in the order of the records."""
        import pandas as pd

        return pd.DataFrame({"record_id": self._records.to_numpy(), "person_id": self._persons.to_numpy()})


@dataclass(frozen=True, slots=True)
class Linkage:
    """What `link` found.

    `edges`: one row for each pair kept: one, other, weight (bits), probability, the level of each comparison (-1:
    missing), rules (names, separated by a space), outcome. `figures`: counts, seconds, warnings.
    """

    clusters: Clusters
    edges: "pd.DataFrame"
    model: Model
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def review(self) -> "pd.DataFrame":
        """Pairs for people: doubtful ones, and those that a rule forbids to join; the heaviest first."""
        asked = self.edges[self.edges["outcome"].isin([Outcome.REVIEW.value, Outcome.REFUSED.value])]
        return asked.sort_values(["weight", "one", "other"], ascending=[False, True, True]).reset_index(drop=True)


@overload
def link(
    records: Any,
    *,
    model: Model | None = None,
    automatic: float = AUTOMATIC,
    review: float = REVIEW,
    settings: Settings | None = None,
    rulings: Iterable[Ruling[Any]] = (),
    one_per: Iterable[str] = (),
    seed: int = _SEED,
    processes: int = 1,
    spark: None = None,
) -> Linkage: ...


@overload
def link(
    records: Any,
    *,
    model: Model | None = None,
    automatic: float = AUTOMATIC,
    review: float = REVIEW,
    settings: Settings | None = None,
    rulings: Iterable[Ruling[Any]] = (),
    one_per: Iterable[str] = (),
    seed: int = _SEED,
    processes: int = 1,
    spark: object,
) -> "SparkLinkage": ...


def link(
    records: Any,
    *,
    model: Model | None = None,
    automatic: float = AUTOMATIC,
    review: float = REVIEW,
    settings: Settings | None = None,
    rulings: Iterable[Ruling[Any]] = (),
    one_per: Iterable[str] = (),
    seed: int = _SEED,
    processes: int = 1,
    spark: Any = None,
) -> "Linkage | SparkLinkage":
    """Find out which records are of one person.

    `records`: as for `standardise`. `model`: without one, a model is trained on these records (`seed`, `settings`).
    `automatic`, `review`: probabilities from which a pair is joined, or given to a person. `rulings`: what people have
    decided. `one_per`: agencies that have every person once at most, so that only the best link to each is taken: for
    sources that are clean in themselves, above all where little but names can be compared. Candidates by `BLOCKING`,
    scores by Splink, clusters by `cluster`. `processes`: how many to start beside this one for what is written in Python,
    with 250,000 records and more; the result is the same. A script that asks for them needs its `__main__` guard, as
    always where processes start anew. `spark`: a session, to do the same on Spark (the extra `spark`); `records`
    may then be a Spark frame, which is taken in the order of its ids, and the result stays there (`SparkLinkage`).
    """
    check_thresholds(automatic, review)
    if model is not None and not isinstance(model, Model):
        raise ValueError(f"A model is needed, not {type(model).__name__}: Model.load(path), train(…), or none at all.")
    if spark is not None:
        from alongside.analysis.linkage.on_spark.linking import link_on_spark

        return link_on_spark(
            records, spark=spark, model=model, automatic=automatic, review=review, settings=settings,
            rulings=rulings, one_per=one_per, seed=seed,
        )  # fmt: skip
    frame = as_frame(records)
    with workers(processes, len(frame)) as pool:
        return _link_here(frame, model, automatic, review, settings, rulings, one_per, seed, pool)


def _link_here(
    frame: "pd.DataFrame",
    model: Model | None,
    automatic: float,
    review: float,
    settings: Settings | None,
    rulings: Iterable[Ruling[Any]],
    one_per: Iterable[str],
    seed: int,
    pool: Executor | None,
) -> Linkage:
    clock = _Clock()
    ids = record_ids(frame)
    if not len(ids):
        return _nobody(ids, model or default_model())
    columns = standard_columns(frame, model.settings if model else settings or Settings(), pool)
    clock.lap("standardise")
    keys = all_keys(columns)
    learn: Callable[[], Model] | None = None
    if model is None:
        model, learn = begin_training(columns, keys, seed=seed, settings=settings or settings_for(columns))
    clock.lap("count")
    with ThreadPoolExecutor(1) as meanwhile:
        learning = meanwhile.submit(learn) if learn else None
        one, other, bursts = candidate_pairs(keys, columns, model)
        candidates = len(one)
        compared = compared_columns(columns, model)
        clock.lap("candidates")
        model = learning.result() if learning else model
    clock.lap("learn")
    # A million records' worth of values and keys is half a gigabyte, which scoring can use better.
    columns = {name: columns[name] for name in DECISIVE}
    del keys
    keep = weight_of(review)
    edges = score_pairs(compared, one, other, model, keep_weight=keep, rule_weight=min(keep, RULES_FROM))
    del compared, one, other
    clock.lap("score")
    edges = _with_outcomes(edges, automatic, review)
    sources = [read_agency(name) for name in one_per]
    persons = cluster_rows(columns, edges, _by_row(rulings, ids), one_per=sources, coverage=model.coverage, pool=pool)
    clock.lap("cluster")
    linkage = _linkage(ids, edges, persons, model)
    clock.lap("results")
    linkage.figures.update(
        records=len(ids),
        persons=len(np.unique(persons)),
        candidates=candidates,
        outcomes=edges["outcome"].value_counts().to_dict(),
        seconds=clock.laps,
        crowded=bursts,
        warnings=list(model.made.get("warnings", [])),
    )
    return linkage


def _nobody(ids: "pd.Series[Any]", model: Model) -> Linkage:
    """Of no records there are no persons and no pairs."""
    import pandas as pd

    edges = pd.DataFrame({"one": np.zeros(0, dtype=np.int64), "other": np.zeros(0, dtype=np.int64)})
    for name in ("weight", "probability", *(comparison.name for comparison in model.comparisons)):
        edges[name] = np.zeros(0)
    edges["rules"] = edges["outcome"] = ""
    linkage = _linkage(ids, edges, np.zeros(0, dtype=np.int64), model)
    linkage.figures.update(records=0, persons=0, candidates=0, outcomes={}, seconds={}, crowded={}, warnings=[])
    return linkage


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._from = perf_counter()

    def lap(self, name: str) -> None:
        now = perf_counter()
        self.laps[name] = round(now - self._from, 3)
        self._from = now


def _with_outcomes(edges: "pd.DataFrame", automatic: float, review: float) -> "pd.DataFrame":
    import pandas as pd

    names = [name for name in edges.columns if name.startswith(RULE_PREFIX)]
    spoken = np.zeros(len(edges), dtype=np.int64)
    for place, name in enumerate(names):
        spoken |= (edges[name].to_numpy() == 1).astype(np.int64) << place
    texts = {
        code: " ".join(name.removeprefix(RULE_PREFIX) for place, name in enumerate(names) if code >> place & 1)
        for code in np.unique(spoken)
    }
    codes, kinds = pd.factorize(spoken)
    probability = edges["probability"].to_numpy()
    outcome = np.select(
        [probability < review, spoken > 0, probability >= automatic],
        [Outcome.APART.value, Outcome.REFUSED.value, Outcome.AUTOMATIC.value],
        Outcome.REVIEW.value,
    )
    edges = edges.drop(columns=names)
    edges["rules"] = pd.Categorical.from_codes(codes, [texts[kind] for kind in kinds]) if len(kinds) else ""
    edges["outcome"] = pd.Categorical(outcome, [kind.value for kind in Outcome])
    return edges


def _by_row(rulings: Iterable[Ruling[Any]], ids: "pd.Series[Any]") -> list[Ruling[int]]:
    rulings = list(rulings)
    if not rulings:
        return []
    rows = {identifier: row for row, identifier in enumerate(ids)}
    unknown = [end for ruling in rulings for end in (ruling.one, ruling.other) if end not in rows]
    if unknown:
        raise ValueError(f"A ruling names records that are not among these: {unknown[:3]}.")
    return [Ruling(rows[ruling.one], rows[ruling.other], ruling.same) for ruling in rulings]


def _linkage(ids: "pd.Series[Any]", edges: "pd.DataFrame", persons: np.ndarray, model: Model) -> Linkage:
    values = ids.to_numpy()
    edges["one"], edges["other"] = values[edges["one"].to_numpy()], values[edges["other"].to_numpy()]
    return Linkage(Clusters(ids, _names(ids, persons)), edges, model)


def _names(ids: "pd.Series[Any]", persons: np.ndarray) -> "pd.Series[Any]":
    """For each record the smallest id among the records of its person."""
    import pandas as pd

    rank = np.empty(len(ids), dtype=np.int64)
    rank[_in_order(ids.tolist())] = np.arange(len(ids))
    least = np.full(len(ids), len(ids), dtype=np.int64)
    np.minimum.at(least, persons, rank)
    by_rank = np.empty(len(ids), dtype=np.int64)
    by_rank[rank] = np.arange(len(ids))
    return pd.Series(ids.to_numpy()[by_rank[least[persons]]], name="person_id")


def _in_order(ids: list[Any]) -> list[int]:
    """Places of the ids, the smallest id first; those of one plain type are compared as they are, which is quick."""
    plain = {type(one) for one in ids} in ({str}, {int})
    return sorted(range(len(ids)), key=ids.__getitem__ if plain else lambda row: order(ids[row]))
