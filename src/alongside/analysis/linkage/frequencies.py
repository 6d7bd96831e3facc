"""What is counted once and then frozen in a model: how common values are, and which keys are too crowded."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.linkage.coded import Coded, combined_codes
from alongside.analysis.linkage.comparisons import COMMON_COLUMNS, FREQUENCY_COLUMNS
from alongside.analysis.linkage.keys import count_pairs
from alongside.analysis.linkage.model import WHOLE_NAMES, Frequencies

# A value is listed when this many records have it: a list of rarer ones would name families.
LEAST_COUNT = 10
# A first name is usual from this share on: two usual names are two names, not one and a slip of the pen.
USUAL_SHARE = 2e-4
# The rarest whole name counts as that of one person in so many populations: five bits beyond the prior, so that a rare
# name and the same sex are enough where nothing else is known, and not where anything speaks against it.
RAREST_NAME = 32.0
LISTED_COLUMNS = tuple(dict.fromkeys((*FREQUENCY_COLUMNS, *(part for parts in WHOLE_NAMES.values() for part in parts))))


def count_frequencies(columns: Mapping[str, Coded], people: float) -> dict[str, Frequencies]:
    """Shares of the listed values of each column.

    The floor stands for all others: their mean share as a record meets it, never below one person in the population.
    Whole names are estimated from their parts when they are not listed, and may be rarer than that.
    """
    tables = {name: _frequencies(columns[name], people) for name in LISTED_COLUMNS}
    for name in WHOLE_NAMES:
        least = min(tables[name].shares.values(), default=1.0)
        tables[name] = replace(tables[name], floor=1.0 / (RAREST_NAME * people), ceiling=least)
    return tables


def association(columns: Mapping[str, Coded]) -> float:
    """How many times likelier two people of one surname have one first name than two people at random.

    Counted over pairs with different birth years, who are certainly two people.
    """
    family, given, year = columns["family_root"], columns["given_root"], columns["birth_year"]
    known = np.flatnonzero(family.present & given.present & year.present)
    if not len(known):
        return 1.0
    parts = [column.only(known) for column in (family, given, year)]

    def apart(*chosen: Coded) -> int:
        together = count_pairs(combined_codes([*chosen])) if chosen else len(known) * (len(known) - 1) // 2
        return together - count_pairs(combined_codes([*chosen, parts[2]]))

    within, everywhere = apart(parts[0]), apart()
    same_within, same_everywhere = apart(parts[0], parts[1]), apart(parts[1])
    if not (within and everywhere and same_within and same_everywhere):
        return 1.0
    return max((same_within / within) / (same_everywhere / everywhere), 1.0)


def usual_values(columns: Mapping[str, Coded]) -> dict[str, frozenset[str]]:
    found = {}
    for name in COMMON_COLUMNS:
        counts, total = _counts(columns[name])
        least = max(LEAST_COUNT, USUAL_SHARE * total)
        found[name] = frozenset(columns[name].values[place] for place in np.flatnonzero(counts >= least).tolist())
    return found


def _frequencies(column: Coded, people: float) -> Frequencies:
    counts, total = _counts(column)
    listed = np.flatnonzero(counts >= LEAST_COUNT)
    rare = counts[(counts > 0) & (counts < LEAST_COUNT)]
    least = 1.0 / max(people, 1.0)
    mean = float((rare * rare).sum() / rare.sum() / total) if len(rare) else least
    shares = {column.values[place]: max(int(counts[place]) / total, least) for place in listed.tolist()}
    agree = float((counts.astype(float) ** 2).sum()) / max(total, 1) ** 2
    return Frequencies(max(mean, least), shares, chance=max(agree, least))


def _counts(column: Coded) -> tuple[NDArray[np.int64], int]:
    """How often each value is there, a missing one never; and how often any is."""
    counts = np.bincount(column.codes, minlength=len(column.values))
    counts[[not value for value in column.values]] = 0
    return counts, int(counts.sum())
