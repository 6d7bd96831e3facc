"""Precision, recall and F1 over pairs of records, and clusters made exactly, from two assignments of records."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Accuracy:
    true_pairs: int
    found_pairs: int
    right_pairs: int
    exact_cluster_f1: float

    @property
    def precision(self) -> float:
        return self.right_pairs / self.found_pairs if self.found_pairs else 1.0

    @property
    def recall(self) -> float:
        return self.right_pairs / self.true_pairs if self.true_pairs else 1.0

    @property
    def f1(self) -> float:
        both = self.found_pairs + self.true_pairs
        return 2 * self.right_pairs / both if both else 1.0

    @property
    def false_pairs(self) -> int:
        return self.found_pairs - self.right_pairs


def numbered(labels: object) -> npt.NDArray[np.int64]:
    """Any labels as numbers from 0."""
    return np.unique(np.asarray(labels), return_inverse=True)[1].astype(np.int64)


def pairs_within(labels: npt.NDArray[np.int64]) -> int:
    """How many pairs of records bear the same label."""
    sizes = np.unique(labels, return_counts=True)[1].astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def accuracy(found: object, truth: object) -> Accuracy:
    """Compare two assignments of the same records, in the same order."""
    ours, real = numbered(found), numbered(truth)
    if ours.shape != real.shape:
        raise ValueError("Both assignments must be of the same records.")
    both = ours * (int(real.max(initial=0)) + 1) + real
    _, first, sizes = np.unique(both, return_index=True, return_counts=True)
    our_sizes, real_sizes = np.bincount(ours), np.bincount(real)
    exact = int(((sizes == our_sizes[ours[first]]) & (sizes == real_sizes[real[first]])).sum())
    return Accuracy(
        pairs_within(real), pairs_within(ours), int((sizes * (sizes - 1) // 2).sum()),
        2 * exact / (len(our_sizes) + len(real_sizes)),
    )  # fmt: skip


def pairs_of(labels: object) -> npt.NDArray[np.int64]:
    """Every pair of places with the same label, the lower place first."""
    numbers = numbered(labels)
    order = np.argsort(numbers, kind="stable")
    sizes = np.bincount(numbers)
    starts = np.cumsum(sizes) - sizes
    found = []
    for size in np.unique(sizes[sizes > 1]).tolist():
        one, other = np.triu_indices(size, k=1)
        at = starts[sizes == size][:, None]
        found.append(np.stack([order[at + one].ravel(), order[at + other].ravel()], axis=1))
    return np.sort(np.concatenate(found), axis=1) if found else np.empty((0, 2), dtype=np.int64)


def missed_by(found: object, truth: object, group: object) -> dict[str, tuple[int, int]]:
    """For each group of records: true pairs missed, and true pairs."""
    pairs = pairs_of(truth)
    ours, groups = numbered(found), np.asarray(group)
    missed = ours[pairs[:, 0]] != ours[pairs[:, 1]]
    of = groups[pairs[:, 0]]
    return {str(one): (int(missed[of == one].sum()), int((of == one).sum())) for one in np.unique(of)}
