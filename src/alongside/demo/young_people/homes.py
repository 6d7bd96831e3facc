"""Where families live in time: moves, second homes, homes shared by many."""

import numpy as np

from alongside.demo.young_people import rates
from alongside.demo.young_people.draws import Draws, Flags, Floats, Ints
from alongside.demo.young_people.families import Children

FAMILIES_A_TOWN = 7_500
POSTCODES_A_TOWN = 1_800
MOST_TOWNS = 420
SHARED_HOMES_A_TOWN = 12
ERAS = 8


class Homes:
    """The homes of a run of families. An address is a number: town, postcode, house and flat can be had from it."""

    def __init__(self, draws: Draws, families: Ints) -> None:
        self.draws = draws
        self.first = int(families[0]) if len(families) else 0
        grid = families[:, None] * ERAS + np.arange(ERAS)[None, :]
        mean: Floats = 365 / rates.MOVES_A_YEAR * np.where(draws.chance("moves often", families, 0.2), 0.25, 1.15)
        gaps = (mean[:, None] * (0.2 + 1.6 * draws.share("stay", grid))).astype(np.int64)
        gaps[:, 0] = (gaps[:, 0] * draws.share("settled", families)).astype(np.int64)
        # Moves are counted from 2015 (day 4748) on, the time that the records know of.
        self.moves = 4748 + np.cumsum(gaps, axis=1)[:, : ERAS - 1]

    def address(self, family: Ints, day: Ints, other_parent: Flags) -> Ints:
        """The number of the address of the family on that day."""
        era = (self.moves[family - self.first] <= day[:, None]).sum(axis=1)
        return (family * ERAS + era) * 2 + other_parent


def live_apart(draws: Draws, children: Children) -> Flags:
    """Children with two homes: the parents have parted."""
    return draws.chance("two homes", children.family, rates.TWO_HOMES)


def towns(draws: Draws, address: Ints) -> Ints:
    """The town of each address: mostly the family's own; a second home and a move may be elsewhere."""
    own = address // (2 * ERAS) // FAMILIES_A_TOWN
    away = draws.chance("elsewhere", address, np.where(address % 2 == 1, 0.30, 0.14))
    step = 1 + draws.below("which town", address, 12)
    return np.where(away, own + step, own) % MOST_TOWNS


def postcode_places(draws: Draws, address: Ints) -> Ints:
    return draws.below("postcode", address, POSTCODES_A_TOWN)


def shared_home(draws: Draws, town: Ints, key: Ints) -> Ints:
    """The number of the hostel or care home in the town."""
    return town * SHARED_HOMES_A_TOWN + draws.below("which shared home", key, SHARED_HOMES_A_TOWN)
