"""Which pairs people look at, so that errors can be estimated: some from every band of scores, on both sides.

A stratum holds the pairs of one band that were joined, or that were not. Pairs in one cluster without an edge of their
own (joined through others) are a stratum too. With the records at hand there are also the pairs that were compared and
scored too low to be kept, and those that share only a weaker key than any candidate rule: of these a large first sample
is scored, which tells how many there are in each band (double sampling, Cochran 1977, chapter 12).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.linkage.blocking import Blocking
from alongside.analysis.linkage.coded import Coded
from alongside.analysis.linkage.engines import score_pairs
from alongside.analysis.linkage.estimating import Sample, Stratum
from alongside.analysis.linkage.frames import as_frame, record_ids, standard_columns
from alongside.analysis.linkage.keys import all_keys, candidate_pairs, count_pairs, keys_of, pairs_within
from alongside.analysis.linkage.scoring import Outcome
from alongside.analysis.linkage.tables import compared_columns

if TYPE_CHECKING:
    import pandas as pd

    from alongside.analysis.linkage.linking import Linkage

# Bits: above, pairs are joined at once; a probability of 0.9 is 3.2 bits, of 0.1 -3.2.
BANDS = (20.0, 10.0, 3.17, -3.17, -10.0, -20.0)
# Keys too weak to compare all that share them, strong enough to find what the candidate rules miss.
WEAKER = (
    Blocking("weak_names", ("given_sound", "family_sound")),
    Blocking("weak_birth", ("birth_key",)),
    Blocking("weak_postcode", ("postcode",)),
)
LOOKED_AT = 20_000
Rows = NDArray[np.int64]


class NothingToJudge(ValueError):
    """There is no pair that people could be asked about."""


def draw_sample(linkage: "Linkage", *, size: int, seed: int, records: Any = None) -> Sample:
    """Pairs of a linkage for people to judge.

    `size`: how many pairs (fewer where there are not so many). `seed`: the same one draws the same pairs. `records`:
    those that were linked; with them the sample reaches pairs that were compared and not kept, and pairs that share a
    weaker key only, so that recall is not of the kept pairs alone. Half of the sample is spread evenly over the strata,
    half goes where there are many pairs and doubt about them (Neyman's allocation by the model's probability).
    Raises `NothingToJudge`, a `ValueError`, where there is no pair.
    """
    if size < 1:
        raise ValueError("A sample needs at least one pair.")
    if len(linkage.clusters) < 2:
        raise NothingToJudge("There are no two records to make a pair of. Link more of them first.")
    rng = np.random.default_rng(seed)
    pool = _kept(linkage)
    if records is not None:
        pool = _with_all_compared(pool, linkage, records, rng)
    strata, members = _strata(pool)
    if not strata:
        raise NothingToJudge("No two of these records are alike enough to be judged. Link more of them first.")
    wanted = _allocation([stratum.pairs for stratum in strata], [len(rows) for rows in members],
                         [pool.probability[rows] for rows in members], size)  # fmt: skip
    drawn = [rng.choice(rows, count, replace=False) for rows, count in zip(members, wanted, strict=True)]
    return Sample(_as_pairs(linkage, pool, strata, drawn, rng), tuple(strata))


@dataclass(frozen=True, slots=True)
class _Pool:
    """Pairs that may be drawn, by row numbers. `weight` is NaN for pairs joined through others alone.

    Rows with `is_looked_at` are a sample of `weaker` pairs; the others are all there are.
    """

    one: Rows
    other: Rows
    weight: NDArray[np.float64]
    joined: NDArray[np.bool_]
    refused: NDArray[np.bool_]
    is_looked_at: NDArray[np.bool_]
    weaker: int = 0

    @property
    def probability(self) -> NDArray[np.float64]:
        return 1 / (1 + np.exp2(-np.nan_to_num(self.weight, nan=5.0).clip(-60, 60)))


def _kept(linkage: "Linkage") -> _Pool:
    """Every pair that was joined, and every edge."""
    import pandas as pd

    frame = linkage.clusters.to_frame()
    persons = pd.factorize(frame["person_id"])[0].astype(np.int64)
    rows = pd.Series(np.arange(len(frame)), index=frame["record_id"].to_numpy())
    edges = linkage.edges
    one, other = rows[edges["one"].to_numpy()].to_numpy(np.int64), rows[edges["other"].to_numpy()].to_numpy(np.int64)
    refused = (edges["outcome"] == Outcome.REFUSED.value).to_numpy(bool)
    return _pool(len(frame), persons, one, other, edges["weight"].to_numpy(np.float64), refused)


def _pool(
    size: int, persons: Rows, one: Rows, other: Rows, weight: NDArray[np.float64], refused: NDArray[np.bool_]
) -> _Pool:
    """The scored pairs, and those that are in one cluster without having been scored."""
    one, other = np.minimum(one, other), np.maximum(one, other)
    # In one order whatever the engine's, so that a seed draws the same pairs.
    order = np.lexsort((other, one))
    one, other, weight, refused = one[order], other[order], weight[order], refused[order]
    first, second = pairs_within(persons.astype(np.int32))
    first, second = np.minimum(first, second), np.maximum(first, second)
    alone = ~np.isin(first * size + second, one * size + other)
    one, other = np.concatenate([one, first[alone]]), np.concatenate([other, second[alone]])
    more = np.full(int(alone.sum()), np.nan)
    return _Pool(
        one, other, np.concatenate([weight, more]), persons[one] == persons[other],
        np.concatenate([refused, np.zeros(len(more), dtype=bool)]), np.zeros(len(one), dtype=bool),
    )  # fmt: skip


def _with_all_compared(kept: _Pool, linkage: "Linkage", records: Any, rng: np.random.Generator) -> _Pool:
    """The same with every candidate pair scored, and a first sample of pairs that share a weaker key only."""
    frame = as_frame(records)
    if list(record_ids(frame)) != list(linkage.clusters):
        raise ValueError("These are not the records of this linkage, or not in its order.")
    columns = standard_columns(frame, linkage.model.settings)
    size = len(frame)
    one, other, _ = candidate_pairs(all_keys(columns), columns, linkage.model)
    done = np.unique(np.concatenate([one * size + other, kept.one * size + kept.other]))
    weaker, looked_at = _weaker_pairs(columns, done, rng)
    one, other = np.concatenate([one, looked_at // size]), np.concatenate([other, looked_at % size])
    compared = compared_columns(columns, linkage.model)
    edges = score_pairs(compared, one, other, linkage.model, keep_weight=-1e9, rule_weight=-1e9)
    return _joined_pools(kept, edges, looked_at, weaker, size)


def _joined_pools(kept: _Pool, edges: "pd.DataFrame", looked_at: Rows, weaker: int, size: int) -> _Pool:
    """The kept pairs as they are; below them the pairs that were scored again for the sample."""
    edges = edges.sort_values(["one", "other"])
    one, other = edges["one"].to_numpy(np.int64), edges["other"].to_numpy(np.int64)
    keys = one * size + other
    known = kept.one * size + kept.other
    new = ~np.isin(keys, known)
    return _Pool(
        np.concatenate([kept.one, one[new]]), np.concatenate([kept.other, other[new]]),
        np.concatenate([kept.weight, edges["weight"].to_numpy(np.float64)[new]]),
        np.concatenate([kept.joined, np.zeros(int(new.sum()), dtype=bool)]),
        np.concatenate([kept.refused, np.zeros(int(new.sum()), dtype=bool)]),
        np.concatenate([kept.is_looked_at, np.isin(keys[new], looked_at)]), weaker,
    )  # fmt: skip


def _weaker_pairs(columns: Mapping[str, Coded], done: Rows, rng: np.random.Generator) -> tuple[int, Rows]:
    """How many pairs share a weaker key and are not among those `done`; and some of them, drawn evenly."""
    size = len(columns["sex"].codes)
    keys = [keys_of(rule, columns).codes.astype(np.int64) for rule in WEAKER]
    one, other = done // size, done % size
    agree = [(codes[one] >= 0) & (codes[one] == codes[other]) for codes in keys]
    whole, drawn = 0, []
    for place, codes in enumerate(keys):
        count = _only_here(keys, agree, place)
        whole += count
        drawn.append((count, codes, keys[:place]))
    found = [
        _evenly(codes, earlier, done, size, round(LOOKED_AT * count / whole), rng)
        for count, codes, earlier in drawn
        if count
    ]
    return whole, np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def _only_here(keys: Sequence[Rows], agree: Sequence[NDArray[np.bool_]], place: int) -> int:
    """Pairs with this key in common, none of the earlier ones, and not done: by inclusion and exclusion."""
    import pandas as pd

    total = 0
    for count in range(place + 1):
        for others in combinations(range(place), count):
            chosen = [keys[at] for at in (place, *others)]
            missing = np.any([codes < 0 for codes in chosen], axis=0)
            codes = pd.factorize(pd.MultiIndex.from_arrays(chosen))[0].astype(np.int64)
            done = np.all([agree[at] for at in (place, *others)], axis=0).sum()
            total += (-1) ** count * (count_pairs(np.where(missing, -1, codes).astype(np.int32)) - int(done))
    return total


def _evenly(codes: Rows, earlier: Sequence[Rows], done: Rows, size: int, wanted: int, rng: np.random.Generator) -> Rows:
    """Pairs with one code drawn evenly; those with an earlier key in common, or done, are passed over."""
    rows = np.flatnonzero(codes >= 0)
    rows = rows[np.argsort(codes[rows], kind="stable")]
    sizes = np.bincount(codes[rows])
    starts = np.cumsum(sizes) - sizes
    reach = np.cumsum(sizes * (sizes - 1) // 2)
    found: set[int] = set()
    for _ in range(50):
        group = np.searchsorted(reach, rng.integers(0, reach[-1], 2 * wanted + 100), side="right")
        first = rng.integers(0, sizes[group])
        second = (first + 1 + rng.integers(0, sizes[group] - 1)) % sizes[group]
        one, other = np.sort([rows[starts[group] + first], rows[starts[group] + second]], axis=0)
        fresh = ~np.isin(one * size + other, done)
        for key in earlier:
            fresh &= (key[one] < 0) | (key[one] != key[other])
        found.update((one * size + other)[fresh].tolist())
        if len(found) >= wanted:
            break
    return rng.permutation(np.array(sorted(found), dtype=np.int64))[:wanted]


def _strata(pool: _Pool) -> tuple[list[Stratum], list[Rows]]:
    """The strata that hold pairs, the highest scores first, and the places of their pairs in the pool."""
    strata, members = [], []
    looked_at = int(pool.is_looked_at.sum())
    for name, rows, joined, chain, weaker in _bands(pool):
        if len(rows):
            pairs = pool.weaker * len(rows) / looked_at if weaker else float(len(rows))
            counts = (len(rows), looked_at) if weaker and len(rows) < looked_at else (0, 0)
            strata.append(Stratum(name, joined, pairs, chain, *counts))
            members.append(rows)
    return strata, members


def _bands(pool: _Pool) -> Iterator[tuple[str, Rows, bool, str, bool]]:
    """Name, places, whether joined, the chain, whether known from a first sample only.

    Pairs that a rule or a cluster kept apart, and those that were joined, are in no chain: among them high scores are
    often twins.
    """
    edges = (np.inf, *BANDS, -np.inf)
    for kind, where in (
        ("joined", pool.joined),
        ("refused by a rule", ~pool.joined & pool.refused),
        ("apart", ~pool.joined & ~pool.refused & ~pool.is_looked_at),
        ("never compared", pool.is_looked_at & ~pool.joined),
    ):
        joined, weaker = kind == "joined", kind == "never compared"
        for high, low in pairwise(edges):
            rows = np.flatnonzero(where & (pool.weight < high) & (pool.weight >= low))
            in_order = weaker or (kind == "apart" and high < 0)
            yield f"{kind}, {_range(low, high)}", rows, joined, kind if in_order else "", weaker
    yield "joined through others", np.flatnonzero(pool.joined & np.isnan(pool.weight)), True, "", False


def _range(low: float, high: float) -> str:
    if np.isinf(high):
        return f"{low:g} bits or more"
    return f"below {high:g} bits" if np.isinf(low) else f"{low:g} to {high:g} bits"


def _allocation(
    pairs: Sequence[float], there: Sequence[int], probability: Sequence[NDArray[np.float64]], size: int
) -> list[int]:
    """How many of each stratum: half evenly, half by size and doubt, never more than there are."""
    doubt = [
        count * float(np.sqrt((p * (1 - p)).clip(1e-4).mean())) for count, p in zip(pairs, probability, strict=True)
    ]
    share = 0.5 / len(pairs) + 0.5 * np.array(doubt) / max(sum(doubt), 1e-9)
    wanted = np.zeros(len(pairs), dtype=np.int64)
    room = np.array(there, dtype=np.int64)
    while (left := min(size, int(room.sum())) - int(wanted.sum())) > 0:
        open_ = wanted < room
        weights = np.where(open_, share, 0.0)
        more = np.maximum(np.floor(left * weights / weights.sum()), 0).astype(np.int64)
        if not more.sum():
            more[np.argmax(weights)] = 1
        wanted = np.minimum(wanted + more, room)
    return wanted.tolist()


def _as_pairs(
    linkage: "Linkage", pool: _Pool, strata: Sequence[Stratum], drawn: Sequence[Rows], rng: np.random.Generator
) -> "pd.DataFrame":
    import pandas as pd

    ids = linkage.clusters.to_frame()["record_id"].to_numpy()
    rows = np.concatenate(drawn)
    names = np.repeat([stratum.name for stratum in strata], [len(one) for one in drawn])
    order = rng.permutation(len(rows))
    return pd.DataFrame(
        {"one": ids[pool.one[rows[order]]], "other": ids[pool.other[rows[order]]], "stratum": names[order]}
    )
