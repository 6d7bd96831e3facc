"""Which agencies know which child, in how many records, and when each record was made."""

from dataclasses import dataclass

import numpy as np

from alongside.demo.young_people.draws import Draws, Ints
from alongside.demo.young_people.families import FIRST_BIRTH, Children
from alongside.demo.young_people.rates import AGENCIES, RATES

RECORDS_AN_AGENCY = 3
RECORD_PLACES = 16
FIRST_DAY = int((np.datetime64("2019-01-01") - FIRST_BIRTH).astype(int))
# Records from this day on are those that "arrive" after the base was made.
BASE_ENDS = int((np.datetime64("2025-07-01") - FIRST_BIRTH).astype(int))
TODAY = int((np.datetime64("2026-11-20") - FIRST_BIRTH).astype(int))
# The youngest age, in days, at which each agency makes a record.
YOUNGEST = np.array([3, 0, 0, 10, 7]) * 365


@dataclass(slots=True)
class Known:
    """A row for each record to be: its child's row, its agency and its day (from 1 January 2002)."""

    child: Ints
    agency: Ints
    key: Ints
    day: Ints

    def __len__(self) -> int:
        return len(self.key)


def who_is_known(draws: Draws, children: Children, base_share: float) -> Known:
    """The records of these children, one child after the other."""
    agency = np.arange(len(AGENCIES))
    grid = children.key[:, None] * RECORD_PLACES + agency[None, :] * RECORDS_AN_AGENCY
    share = np.where(children.in_need[:, None], RATES.of("known_in_need"), RATES.of("known"))
    old_enough = children.born[:, None] + YOUNGEST[None, :] < TODAY - 30
    known = draws.chance("known", grid, share) & old_enough
    more = draws.share("further records", grid)
    third = RATES.of("third_record")
    count = known * (1 + (more < third + RATES.of("second_record")) + (more < third))
    flat = count.ravel()
    row = np.repeat(np.arange(len(flat)), flat)
    within = np.arange(len(row)) - np.repeat(np.cumsum(flat) - flat, flat)
    key = grid.ravel()[row] + within
    child, which = row // len(AGENCIES), row % len(AGENCIES)
    return Known(child, which, key, _days(draws, key, children.born[child] + YOUNGEST[which], base_share))


def _days(draws: Draws, key: Ints, earliest: Ints, base_share: float) -> Ints:
    in_base = draws.chance("in the base", key, base_share)
    start = np.maximum(np.where(in_base, FIRST_DAY, BASE_ENDS), earliest)
    end = np.where(in_base & (start < BASE_ENDS), BASE_ENDS, TODAY)
    return start + draws.below("day", key, end - start)
