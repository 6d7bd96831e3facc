"""Accuracy where two files are linked and only pairs between them count."""

import numpy as np
import pandas as pd

from benchmarks.identity.evaluate import Accuracy


def between(found: set[tuple[object, object]], real: set[tuple[object, object]]) -> Accuracy:
    """Pairs of (record of one file, record of the other)."""
    return Accuracy(len(real), len(found), len(found & real), float("nan"))


def pairs_by_label(one: pd.Series, other: pd.Series) -> set[tuple[object, object]]:
    """Pairs of index values, one of each file, that bear the same label."""
    left = pd.DataFrame({"label": one.to_numpy(), "one": one.index})
    right = pd.DataFrame({"label": other.to_numpy(), "other": other.index})
    both = left.merge(right, on="label")
    return set(zip(both["one"], both["other"], strict=True))


def by_clusters(person: pd.Series, ids_of_one: pd.Index) -> set[tuple[object, object]]:
    """The pairs between the two files that a linkage of both made."""
    is_one = person.index.isin(ids_of_one)
    return pairs_by_label(person[is_one], person[~np.asarray(is_one)])
