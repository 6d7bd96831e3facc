"""Which agency knows how many of the people: what it says of two groups of records that both, or only one, know.

Nearly every child has a school and a doctor. Where one of two groups of records has a school and the other none, they
may be one child under two names; where both have a school of their own, they are rather brothers, sisters or twins.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log2

import numpy as np

from alongside.analysis.linkage.coded import Coded, Rows

# Of a few records of an agency nothing is learnt, and one that knows hardly anybody says nothing by its silence.
_LEAST_RECORDS, _LEAST_SHARE = 100, 0.02
_MOST_AGENCIES, _LINKED = 40, 2
# A group may lack an agency only since its records there were not found: every seventh or so.
_NOT_FOUND = 0.15
# Brothers and sisters are known together: of two of a family, both are known to an agency at least this often.
_KNOWN_TOGETHER = 0.5
# Second records are counted by sure links, of which an agency that asks for little has few among its own records.
_LEAST_AGAIN = 0.2


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of an agency: the share of people whom it knows, and of these the share of whom it holds two records."""

    known: float
    again: float

    @property
    def by_one(self) -> float:
        """Bits for one person when the agency is in one of two groups."""
        return -log2(1.0 - min(self.known, 0.95) * (1.0 - _NOT_FOUND))

    @property
    def by_both(self) -> float:
        """Bits, at most 0, when it is in both."""
        return min(0.0, log2(max(self.again, _LEAST_AGAIN) / max(self.known, _KNOWN_TOGETHER)))


def bits(
    one: Collection[str], other: Collection[str], coverage: Mapping[str, Coverage], same: Collection[str] = ()
) -> float:
    """What it says for (or, below 0, against) one person that these agencies are in the one and in the other group.

    An agency in neither says nothing here: it may lack both since its records were not found. Nor does one of `same`,
    which holds one number in both groups: its two records are of one person by its own word, or a number was copied.
    """
    total = 0.0
    for agency in sorted({*one, *other}.difference(same)):
        if agency in coverage:
            total += coverage[agency].by_both if agency in one and agency in other else coverage[agency].by_one
    return total


def count_coverage(agency: Coded, person: Rows) -> dict[str, Coverage]:
    """Coverage of each agency, when `person` numbers the surely linked person of each record.

    Known is the share among people of whom two records were surely linked elsewhere: so those are left out who are in the
    records only since this agency knows them, and those of whom hardly a record was found yet. It is rather too low,
    which is the cautious side.
    """
    found: dict[str, Coverage] = {}
    linked = np.unique(person, return_inverse=True)[1]
    size = int(linked.max(initial=-1)) + 1
    of_all = np.bincount(linked, minlength=size)
    counts = np.bincount(agency.codes, minlength=len(agency.values))
    for place in np.argsort(-counts, kind="stable")[:_MOST_AGENCIES].tolist():
        name = agency.values[place]
        if not name or counts[place] < _LEAST_RECORDS:
            continue
        held = np.bincount(linked[agency.codes == place], minlength=size)
        elsewhere = of_all - held >= _LINKED
        if elsewhere.sum() < _LEAST_RECORDS:  # as where there are but two agencies
            elsewhere = of_all > held
        again = float((held[held > 0] > 1).mean())
        known = float((held[elsewhere] > 0).mean()) if elsewhere.any() else 0.0
        if known >= _LEAST_SHARE:
            found[name] = Coverage(round(known, 4), round(again, 4))
    return found
