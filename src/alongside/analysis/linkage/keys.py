"""Candidate rules over a whole frame: the key of every record, crowded keys, and the pairs that share one."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.linkage.blocking import BLOCKING, Blocking
from alongside.analysis.linkage.coded import Coded, Codes, Rows, combined_codes, first_rows
from alongside.analysis.linkage.model import Model

# A key shared by so many times `most` records is left out in batch whatever the model says, and reported.
BURST = 20


@dataclass(frozen=True, slots=True)
class Keys:
    """One rule's keys: for each record the number of its key (-1: a column is missing), and each key's size."""

    rule: Blocking
    codes: Codes
    sizes: NDArray[np.int64]

    def texts(self, keys: Rows, columns: Mapping[str, Coded]) -> list[str]:
        """Keys in words, as a model lists them."""
        rows = first_rows(self.codes, len(self.sizes))[keys]
        return [
            " ".join(parts) for parts in zip(*(columns[name].taken(rows) for name in self.rule.columns), strict=True)
        ]


def keys_of(rule: Blocking, columns: Mapping[str, Coded]) -> Keys:
    codes = combined_codes([columns[name] for name in rule.columns])
    for name in rule.columns:
        codes[~columns[name].present] = -1
    return Keys(rule, codes, np.bincount(codes[codes >= 0], minlength=int(codes.max(initial=-1)) + 1))


def all_keys(columns: Mapping[str, Coded]) -> list[Keys]:
    return [keys_of(rule, columns) for rule in BLOCKING]


def crowded_keys(keys: Keys, columns: Mapping[str, Coded], crowding: float) -> frozenset[str]:
    """Keys that more records share than the rule allows."""
    return frozenset(keys.texts(np.flatnonzero(keys.sizes > keys.rule.limit(crowding)), columns))


def candidate_pairs(
    keys: list[Keys], columns: Mapping[str, Coded], model: Model
) -> tuple[Rows, Rows, dict[str, list[str]]]:
    """Pairs of rows that share a key, each once, the smaller row first; and the keys left out for bursting."""
    size = len(columns["agency"].codes)
    found, bursts = [np.zeros(0, dtype=np.int64)], {}
    used = {rule.name for rule in model.blocking}
    for one in keys:
        if one.rule.name in used:
            codes, left_out = _usable(one, columns, model)
            left, right = pairs_within(codes)
            found.append(left * size + right)
            if left_out:
                bursts[one.rule.name] = left_out
    pairs = np.concatenate(found)
    pairs.sort()
    pairs = pairs[np.r_[True, pairs[1:] != pairs[:-1]]] if len(pairs) else pairs
    return pairs // size, pairs % size, bursts


def _usable(keys: Keys, columns: Mapping[str, Coded], model: Model) -> tuple[Codes, list[str]]:
    """Keys by which candidates are found: neither crowded in the model nor bursting (these are named)."""
    crowded = model.crowded.get(keys.rule.name, frozenset())
    bursting = keys.sizes > BURST * keys.rule.limit(model.settings.crowding)
    useless = bursting.copy()
    if crowded:
        shared = np.flatnonzero(keys.sizes > 1)
        useless[shared] |= np.array([text in crowded for text in keys.texts(shared, columns)], dtype=bool)
    left_out = [text for text in keys.texts(np.flatnonzero(bursting), columns) if text not in crowded]
    codes = keys.codes.copy()
    held = np.flatnonzero(codes >= 0)
    codes[held[useless[codes[held]]]] = -1
    return codes, left_out


def count_pairs(codes: Codes) -> int:
    """Pairs of rows with one code; -1 is no code."""
    sizes = np.bincount(codes[codes >= 0])
    return int((sizes * (sizes - 1) // 2).sum())


def pairs_within(codes: Codes) -> tuple[Rows, Rows]:
    """All pairs of rows with one code, the smaller row first; -1 is no code."""
    rows = np.flatnonzero(codes >= 0)
    shared = np.bincount(codes[rows]) > 1
    rows = rows[shared[codes[rows]]]
    if not len(rows):
        return rows, rows
    rows = rows[np.argsort(codes[rows], kind="stable")]
    starts = np.flatnonzero(np.r_[True, np.diff(codes[rows]) != 0])
    sizes = np.diff(np.r_[starts, len(rows)])
    place = np.arange(len(rows)) - np.repeat(starts, sizes)
    # Each row pairs with the rows after it in its group.
    after = np.repeat(sizes, sizes) - place - 1
    one = np.repeat(np.arange(len(rows)), after)
    other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(after) - after, after)
    return rows[one], rows[other]
