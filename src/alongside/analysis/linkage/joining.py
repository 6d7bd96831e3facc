"""Clusters of a whole frame: components without a conflict at once, the others by `cluster`."""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.linkage.clustering import Edge, Ruling, cluster
from alongside.analysis.linkage.coded import Coded, Rows
from alongside.analysis.linkage.coverage import Coverage
from alongside.analysis.linkage.gathering import LEAST_WEIGHT, SURE, may_gather
from alongside.analysis.linkage.logic import atoms, columns_of
from alongside.analysis.linkage.rules import BY_INITIAL, BY_SECOND_NAME, NO_NAMESAKE, SETTLED_BY, YIELDS_TO
from alongside.analysis.linkage.scoring import Outcome
from alongside.analysis.linkage.standard import Standard

if TYPE_CHECKING:
    import pandas as pd


_AT_ONCE = 20_000


def _settling_columns() -> list[str]:
    """The columns that the conditions of clustering read."""
    read = [
        atom
        for condition in (*SETTLED_BY.values(), *YIELDS_TO.values(), BY_SECOND_NAME, BY_INITIAL, NO_NAMESAKE)
        for atom in atoms(condition)
    ]
    return sorted({name for atom in read for name in columns_of(atom)})


# All that `cluster` looks at in a record.
DECISIVE = tuple(dict.fromkeys(("agency", "nhs", "upn", *_settling_columns())))


def cluster_rows(
    columns: Mapping[str, Coded],
    edges: "pd.DataFrame",
    rulings: Iterable[Ruling[int]] = (),
    *,
    one_per: Collection[str] = (),
    coverage: Mapping[str, Coverage] | None = None,
    pool: Executor | None = None,
) -> Rows:
    """For each row the smallest row of its person, as `cluster` over all records and edges would find.

    `edges`: one, other (rows), weight, outcome, rules. In a component where nothing forbids a join, `cluster` joins
    everything; only the components in which something might go through it, in `pool` if there is one.
    """
    size = len(columns["nhs"].codes)
    rulings = list(rulings)
    ruled = np.array([(ruling.one, ruling.other) for ruling in rulings], dtype=np.int64).reshape(-1, 2)
    gathering = _gathering(edges) if coverage else np.zeros(len(edges), dtype=bool)
    joining = edges[(edges["outcome"] == Outcome.AUTOMATIC.value) | gathering]
    one = np.concatenate([joining["one"].to_numpy(np.int64), ruled[:, 0]])
    other = np.concatenate([joining["other"].to_numpy(np.int64), ruled[:, 1]])
    label = components(size, one, other)
    doubtful = _doubtful(columns, edges, ruled, label, one_per)
    if coverage:
        automatic = (edges["outcome"] == Outcome.AUTOMATIC.value).to_numpy()
        waits = (edges["weight"] < SURE).to_numpy() | _by_part_of_a_name(columns, edges)
        unsure = gathering | (automatic & waits)
        doubtful[label[edges["one"].to_numpy(np.int64)[unsure]]] = True
    if doubtful.any():
        for rows, found in _each(
            pool, _components(columns, edges, rulings, label, doubtful), frozenset(one_per), coverage
        ):
            label[rows] = found
    return label


@contextmanager
def _no_pause() -> Iterator[None]:
    """Millions of small objects are made and let go; looking for cycles among them takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _gathering(edges: "pd.DataFrame") -> NDArray[np.bool_]:
    """Which edges may join groups by what agencies know."""
    kinds = edges[["outcome", "rules"]].astype(str)
    distinct = kinds.drop_duplicates()
    good = {
        (outcome, rules)
        for outcome, rules in distinct.itertuples(index=False, name=None)
        if may_gather(LEAST_WEIGHT, outcome, rules.split())
    }
    found: NDArray[np.bool_] = np.zeros(len(edges), dtype=bool)
    for outcome, rules in sorted(good):
        found |= ((edges["outcome"] == outcome) & (edges["rules"] == rules)).to_numpy()
    return found & (edges["weight"].to_numpy() >= LEAST_WEIGHT)


def components(size: int, one: Rows, other: Rows) -> Rows:
    """Connected components: for each row the smallest row that it reaches."""
    label = np.arange(size, dtype=np.int64)
    while True:
        least = np.minimum(label[one], label[other])
        before = label.copy()
        np.minimum.at(label, label[one], least)
        np.minimum.at(label, label[other], least)
        label = label[label]
        if np.array_equal(before, label):
            return label


def _doubtful(
    columns: Mapping[str, Coded], edges: "pd.DataFrame", ruled: Rows, label: Rows, one_per: Collection[str]
) -> NDArray[np.bool_]:
    """Components with two numbers of a kind, two records of a source, an edge with a rule against it, or a ruling."""
    doubtful = np.zeros(len(label), dtype=bool)
    for name in ("nhs", "upn"):
        column = columns[name]
        rows = np.flatnonzero(column.present)
        held = np.unique(np.stack([label[rows], column.codes[rows]]), axis=1)[0]
        doubtful[held[1:][held[1:] == held[:-1]]] = True
    for agency in one_per:
        rows = np.flatnonzero(
            np.array([value == agency for value in columns["agency"].values])[columns["agency"].codes]
        )
        doubtful[np.bincount(label[rows], minlength=len(label)) > 1] = True
    barred = edges[edges["rules"] != ""]
    ends = [barred["one"].to_numpy(np.int64), barred["other"].to_numpy(np.int64)]
    inside = label[ends[0]] == label[ends[1]]
    doubtful[label[ends[0][inside]]] = True
    doubtful[label[ruled.ravel()]] = True
    return doubtful


def _by_part_of_a_name(columns: Mapping[str, Coded], edges: "pd.DataFrame") -> NDArray[np.bool_]:
    """Edges of which `BY_SECOND_NAME` or `BY_INITIAL` may hold."""
    places: dict[str, int] = {"": -1}
    first, second = (
        np.array([places.setdefault(value or "", len(places)) for value in column.values])[column.codes]
        for column in (columns["given_root"], columns["middle_root"])
    )
    one, other = edges["one"].to_numpy(np.int64), edges["other"].to_numpy(np.int64)
    crossed = ((first[one] == second[other]) & (first[one] >= 0)) | (
        (first[other] == second[one]) & (first[other] >= 0)
    )
    given = columns["given"]
    initial = np.array([len(value or "") == 1 for value in given.values], dtype=bool)[given.codes]
    found: NDArray[np.bool_] = (crossed & (first[one] != first[other])) | initial[one] | initial[other]
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """Some whole components: their rows, what is decisive in these, the edges between them and the rulings."""

    rows: Rows
    columns: Mapping[str, Coded]
    edges: "pd.DataFrame"
    rulings: list[Ruling[int]]


def _components(
    columns: Mapping[str, Coded],
    edges: "pd.DataFrame",
    rulings: list[Ruling[int]],
    label: Rows,
    doubtful: NDArray[np.bool_],
) -> Iterator[_Part]:
    """Some thousand records at a time, so that what is made of them is let go before the next."""
    rows = np.flatnonzero(doubtful[label])
    rows = rows[np.argsort(label[rows], kind="stable")]
    of_edges = label[edges["one"].to_numpy()]
    inside = np.flatnonzero(doubtful[of_edges])
    inside = inside[np.argsort(of_edges[inside], kind="stable")]
    of_row, of_edge = label[rows], of_edges[inside]
    start = 0
    while start < len(rows):
        end = int(np.searchsorted(of_row, of_row[min(start + _AT_ONCE, len(rows)) - 1], side="right"))
        between = slice(
            np.searchsorted(of_edge, of_row[start]), np.searchsorted(of_edge, of_row[end - 1], side="right")
        )
        some = rows[start:end]
        known = set(some.tolist()) if rulings else ()
        yield _Part(
            some, {name: columns[name].only(some) for name in DECISIVE},
            edges[["one", "other", "weight", "outcome", "rules"]].iloc[inside[between]],
            [ruling for ruling in rulings if ruling.one in known],
        )  # fmt: skip
        start = end


def _each(
    pool: Executor | None, parts: Iterable[_Part], one_per: frozenset[str], coverage: Mapping[str, Coverage] | None
) -> Iterator[tuple[Rows, Rows]]:
    settle = partial(_settle, one_per=one_per, coverage=coverage)
    yield from pool.map(settle, parts) if pool else map(settle, parts)


def _settle(part: _Part, *, one_per: frozenset[str], coverage: Mapping[str, Coverage] | None) -> tuple[Rows, Rows]:
    """Rows, and for each of them the smallest row of its person."""
    with _no_pause():
        known = _records(part.columns, part.rows)
        persons = cluster(known, edges_of(part.edges), part.rulings, one_per=one_per, coverage=coverage)
    least = {row: min(members) for members in persons for row in members}
    return part.rows, np.array([least[row] for row in part.rows.tolist()], dtype=np.int64)


def _records(columns: Mapping[str, Coded], rows: Rows) -> dict[int, Standard]:
    """`columns`: of these rows alone, in their order."""
    every = np.arange(len(rows))
    decisive = {name: columns[name].taken(every) for name in DECISIVE}
    return {
        row: Standard(**dict(zip(decisive, values, strict=True)))
        for row, *values in zip(rows.tolist(), *decisive.values(), strict=True)
    }


def edges_of(frame: "pd.DataFrame") -> list[Edge[Any]]:
    """The rows of a frame of edges as `Edge`s."""
    kinds = {str(kind): kind for kind in Outcome}
    return [
        Edge(one, other, weight, kinds[outcome], tuple(rules.split()))
        for one, other, weight, outcome, rules in zip(
            *(frame[name].tolist() for name in ("one", "other", "weight", "outcome", "rules")), strict=True
        )
    ]
