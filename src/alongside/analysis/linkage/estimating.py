"""How often a linkage is wrong, estimated from pairs that people have looked at, with honest intervals.

Pairs are drawn from every band of scores, also below the threshold (`sampling.draw_sample`), judged blind, and
weighted back by the size of their stratum. Point estimates: stratified totals and their combined ratio (Cochran 1977,
Sampling Techniques, chapters 5 and 6). Intervals: the share of same persons in each stratum is drawn from its beta
posterior, unseen pairs from the binomial, and the ratio is taken of each of 4,000 draws. The prior is Jeffreys'
(Brown, Cai & DasGupta 2001, Statistical Science 16, 101-133: it keeps its promise near 0 and 1, where linkage lives),
half a pair of either kind, but once for all joined strata, once for those compared and once for those never compared:
one for each stratum would add up to a bias, one for all that are not joined would make rare misses look impossible.
Below the threshold a lower band cannot hold a larger share of same persons than a higher one: estimates and draws are
projected on that order (Dunson & Neelon 2003, Biometrics 59, 286-295). Recall is of the pairs that were compared or
share a weaker key: nobody can draw from the others.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 4_000
FEWEST = 10
LARGEST_GAP = 0.03
METHOD = (
    "Stratified sample judged blind; combined ratio estimator; intervals from beta posteriors of the strata "
    "(4,000 draws). Recall is among pairs that were compared or share a weaker key."
)
Floats = NDArray[np.float64]
Group = Hashable


@dataclass(frozen=True, slots=True)
class Stratum:
    """Pairs of one band, joined or not. In one `chain` a lower band holds a smaller share of same persons.

    Where only a first sample tells how many pairs there are, it `found` so many of them among those `looked_at`.
    """

    name: str
    joined: bool
    pairs: float
    chain: str = ""
    found: int = 0
    looked_at: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """Pairs to label, in random order, and the strata they stand for, the highest scores first.

    `pairs`: one, other, stratum (a name). Reviewers are shown the two records only.
    """

    pairs: "pd.DataFrame"
    strata: tuple[Stratum, ...]


class Alarm(StrEnum):
    """What a gap asks for: nothing, a look (the estimate is beyond the limit), a stop (all of its interval is)."""

    NONE = "none"
    LOOK = "look"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its interval; no value where too few labelled pairs bear on it to be shown."""

    value: float | None
    low: float | None
    high: float | None
    labelled: int
    few: int = FEWEST

    def __str__(self) -> str:
        if self.value is None or self.low is None or self.high is None:
            return f"not shown: fewer than {self.few} pairs"
        return f"{self.value:.1%} ({self.low:.1%} to {self.high:.1%})"


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Precision: of pairs joined, those of one person. Recall: of pairs of one person, those joined."""

    precision: Estimate
    recall: Estimate


@dataclass(frozen=True, slots=True)
class Gap:
    """The difference between the worst and the best group: in shares of missed links, or of false ones."""

    worst: Group
    best: Group
    value: float
    low: float
    high: float
    alarm: Alarm


@dataclass(frozen=True, slots=True)
class Quality:
    """The whole statement: overall, by pair of agencies, by group, and the gaps between groups."""

    overall: Accuracy
    by_agencies: Mapping[tuple[str, str], Accuracy] = field(default_factory=dict)
    by_group: Mapping[Group, Accuracy] = field(default_factory=dict)
    missed_gap: Gap | None = None
    false_gap: Gap | None = None
    labelled: int = 0
    cannot_say: int = 0
    method: str = METHOD


def quality(
    sample: Sample,
    same: Sequence[bool | None],
    *,
    agency: Mapping[Any, str] | None = None,
    group: Mapping[Any, Group] | None = None,
    largest_gap: float = LARGEST_GAP,
    fewest: int = FEWEST,
    confidence: float = 0.95,
    seed: int = 1,
) -> Quality:
    """Estimate precision and recall from labelled pairs.

    `sample`: from `draw_sample`, or one made from a store. `same`: for each of its pairs whether both records are of one
    person, in its order; None where the reviewers could not say (left out, and counted). `agency`, `group`: of each
    record, for the tables by pair of agencies and by group; a group is never part of a score, and a pair whose records
    bear different groups counts in both. `largest_gap`: the difference in missed or false links between groups from
    which an alarm is raised. `fewest`: tables show nothing that rests on fewer labelled pairs. Method: see the module.
    """
    labels = _labels(sample, same)
    estimator = _Estimator(sample, labels, confidence, fewest, seed)
    everything = np.ones(len(labels), dtype=bool)
    overall = estimator.accuracy(everything)[0]
    by_agencies = {
        name: estimator.accuracy(members)[0] for name, members in _by_agencies(sample, _mapping(agency)).items()
    }
    found = {name: estimator.accuracy(members) for name, members in _by_group(sample, _mapping(group)).items()}
    return Quality(
        overall=overall,
        by_agencies=by_agencies,
        by_group={name: accuracy for name, (accuracy, _, _) in found.items()},
        missed_gap=_gap(
            {name: (one.recall, draws) for name, (one, _, draws) in found.items()}, largest_gap, confidence
        ),
        false_gap=_gap(
            {name: (one.precision, draws) for name, (one, draws, _) in found.items()}, largest_gap, confidence
        ),
        labelled=int((labels >= 0).sum()),
        cannot_say=int((labels < 0).sum()),
    )


def _mapping(labels: Any) -> dict[Any, Any]:
    """A dictionary from a mapping, or a series by record."""
    return {} if labels is None else dict(labels.items())


def _labels(sample: Sample, same: Sequence[bool | None]) -> NDArray[np.int64]:
    """1 same, 0 different, -1 cannot say."""
    if len(same) != len(sample.pairs):
        raise ValueError(
            f"There are {len(sample.pairs)} pairs in the sample and {len(same)} labels: give one for each."
        )
    return np.array([-1 if label is None else int(label) for label in same], dtype=np.int64)


def _by_agencies(sample: Sample, agency: Mapping[Any, str]) -> dict[tuple[str, str], NDArray[np.bool_]]:
    if not agency:
        return {}
    both = [
        (min(one, other), max(one, other))
        for one, other in zip(sample.pairs["one"].map(agency), sample.pairs["other"].map(agency), strict=True)
    ]
    return {name: np.array([pair == name for pair in both], dtype=bool) for name in sorted(set(both))}


def _by_group(sample: Sample, group: Mapping[Any, Group]) -> dict[Group, NDArray[np.bool_]]:
    if not group:
        return {}
    one, other = sample.pairs["one"].map(group).to_numpy(), sample.pairs["other"].map(group).to_numpy()
    return {name: (one == name) | (other == name) for name in sorted({*one, *other}, key=str)}


class _Estimator:
    """Totals over strata, for all pairs or for some of them."""

    def __init__(self, sample: Sample, labels: NDArray[np.int64], confidence: float, fewest: int, seed: int) -> None:
        places = {stratum.name: place for place, stratum in enumerate(sample.strata)}
        self.strata = sample.strata
        self.joined = np.array([stratum.joined for stratum in sample.strata])
        self.stratum = sample.pairs["stratum"].map(places).to_numpy(np.int64)
        # Those never compared are known from a first sample only.
        self.kind = np.array([0 if one.joined else 2 if one.found else 1 for one in sample.strata])
        chains = sorted({stratum.chain for stratum in sample.strata} - {""})
        self.chains = [[at for at, one in enumerate(sample.strata) if one.chain == chain] for chain in chains]
        self.labels = labels
        self.confidence, self.fewest = confidence, fewest
        self.rng = np.random.default_rng(seed)

    def accuracy(self, members: NDArray[np.bool_]) -> tuple[Accuracy, Floats, Floats]:
        """The estimates for the chosen pairs, and the draws of precision and of recall behind them."""
        points, draws = self._totals(members)
        members = members & (self.labels >= 0)
        precisions, recalls = _precision(draws, self.joined), _recall(draws, self.joined)
        precision = self._estimate(_precision(points, self.joined), precisions, members & self.joined[self.stratum])
        recall = self._estimate(_recall(points, self.joined), recalls, members & (self.labels == 1))
        return Accuracy(precision, recall), precisions, recalls

    def _totals(self, members: NDArray[np.bool_]) -> tuple["_Totals", "_Totals"]:
        """The estimated totals of the chosen pairs, in one column; and draws of them, in many."""
        labelled = self.labels >= 0
        seen = self._per_stratum(labelled)
        here, hits = self._per_stratum(labelled & members), self._per_stratum(members & (self.labels == 1))
        # Strata of which nothing is labelled count for the whole, and for no domain.
        part = np.divide(here, seen, out=np.full(len(here), float(members.all())), where=seen > 0)
        pairs = np.array([stratum.pairs for stratum in self.strata]) * part
        sizes = np.array([self._sizes(*row) for row in zip(self.strata, seen, here, part, strict=True)])
        prior = self._prior(here)[:, None]
        shares = np.divide(hits, here, out=np.full(len(here), 0.5), where=here > 0)[:, None]
        drawn = self.rng.beta(hits[:, None] + prior, (here - hits)[:, None] + prior, (len(here), DRAWS))
        for chain in self.chains:
            shares[chain] = falling(shares[chain], here[chain])
            drawn[chain] = falling(drawn[chain], here[chain])
        unseen = np.maximum(np.rint(sizes) - here[:, None], 0).astype(np.int64)
        points = _Totals(pairs[:, None], hits[:, None] + np.maximum(pairs - here, 0.0)[:, None] * shares)
        return points, _Totals(sizes, hits[:, None] + self.rng.binomial(unseen, drawn))

    def _per_stratum(self, chosen: NDArray[np.bool_]) -> Floats:
        return np.bincount(self.stratum[chosen], minlength=len(self.strata)).astype(np.float64)

    def _prior(self, here: Floats) -> Floats:
        """Half a pair of either kind for those joined, those compared and those never compared, shared out within each
        as the labelled pairs are."""
        prior = np.ones_like(here)
        for kind in np.unique(self.kind):
            side = here[self.kind == kind].sum()
            np.divide(0.5 * here, side, out=prior, where=(self.kind == kind) & (here > 0))
        return prior

    def _sizes(self, stratum: Stratum, seen: float, here: float, part: float) -> Floats:
        """Draws of how many pairs of the stratum are meant, where this is itself known from a sample only."""
        sizes = np.full(DRAWS, float(stratum.pairs))
        if stratum.found:
            drawn = self.rng.beta(stratum.found + 0.5, stratum.looked_at - stratum.found + 0.5, DRAWS)
            sizes = drawn * stratum.pairs * stratum.looked_at / stratum.found
        return sizes * (self.rng.beta(here, seen - here, DRAWS) if 0 < here < seen else part)

    def _estimate(self, value: Floats, draws: Floats, bearing: NDArray[np.bool_]) -> Estimate:
        labelled = int(bearing.sum())
        if labelled < self.fewest:
            return Estimate(None, None, None, labelled, self.fewest)
        tail = (1 - self.confidence) / 2
        low, high = np.quantile(draws, [tail, 1 - tail])
        point = float(value[0])
        return Estimate(point, min(float(low), point), max(float(high), point), labelled, self.fewest)


def falling(shares: Floats, weights: Floats) -> Floats:
    """The closest shares, by weighted least squares, that nowhere rise from row to row (isotonic regression)."""
    count = len(shares)
    weights = np.maximum(weights, 1e-9)
    totals = np.concatenate([np.zeros((1, shares.shape[1])), np.cumsum(shares * weights[:, None], axis=0)])
    sums = np.concatenate([[0.0], np.cumsum(weights)])

    def mean(start: int, end: int) -> Floats:
        return (totals[end + 1] - totals[start]) / (sums[end + 1] - sums[start])

    rows = []
    for at in range(count):
        lowest = [np.max([mean(start, end) for end in range(at, count)], axis=0) for start in range(at + 1)]
        rows.append(np.min(lowest, axis=0))
    return np.array(rows).clip(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class _Totals:
    """Pairs, and pairs of one person: a row for each stratum, a column for each draw."""

    pairs: Floats
    same: Floats


def _precision(totals: _Totals, joined: NDArray[np.bool_]) -> Floats:
    return _share(totals.same[joined].sum(axis=0), totals.pairs[joined].sum(axis=0))


def _recall(totals: _Totals, joined: NDArray[np.bool_]) -> Floats:
    return _share(totals.same[joined].sum(axis=0), totals.same.sum(axis=0))


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.ones_like(part), where=whole > 0).clip(0.0, 1.0)


def _gap(found: Mapping[Group, tuple[Estimate, Floats]], largest: float, confidence: float) -> Gap | None:
    """Between the lowest and the highest of the groups that may be shown; None where there are fewer than two."""
    shown = {name: (one.value, draws) for name, (one, draws) in found.items() if one.value is not None}
    if len(shown) < 2:
        return None
    worst = min(shown, key=lambda name: (shown[name][0], str(name)))
    best = max(shown, key=lambda name: (shown[name][0], str(name)))
    value = float(shown[best][0]) - float(shown[worst][0])
    tail = (1 - confidence) / 2
    low, high = np.quantile(shown[best][1] - shown[worst][1], [tail, 1 - tail])
    low, high = min(float(low), value), max(float(high), value)
    alarm = Alarm.STOP if low > largest else Alarm.LOOK if value > largest else Alarm.NONE
    return Gap(worst, best, value, low, high, alarm)
