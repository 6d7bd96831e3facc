"""Three systems of numbers, each with its check, that belong to nobody: ranges that were never issued.

NHS numbers begin with 9 (999 is for tests, 900-998 were never issued); pupil numbers are of authority 005 and below,
which do not exist; the police person reference (`urn`) is our own: two digits of the year, seven more, a check letter.
"""

import numpy as np

from alongside.common.identifiers import UPN_LETTERS
from alongside.demo.young_people.draws import Draws, Flags, Ints
from alongside.demo.young_people.families import MOST_CHILDREN, PLACES, Children
from alongside.demo.young_people.homes import FAMILIES_A_TOWN
from alongside.demo.young_people.name_lists import Texts

SCHOOLS_A_TOWN = 50
TOWNS_AN_AUTHORITY = 10_000 // SCHOOLS_A_TOWN
HIGHEST_AUTHORITY = 5
URN_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
# The first signs, which say that a number is nobody's, are never mistyped.
KEPT = 4
_ZERO = ord("0")


def _digits(values: Ints, width: int) -> np.ndarray:
    """The decimal digits of each value, as numbers, the highest first."""
    return np.stack([(values // 10**place) % 10 for place in range(width - 1, -1, -1)], axis=1)


def _as_text(codes: np.ndarray) -> Texts:
    """Rows of character codes as texts."""
    width = codes.shape[1]
    joined = np.ascontiguousarray(codes.astype(np.uint8)).view(f"S{width}").ravel()
    found = np.empty(len(joined), dtype=object)
    found[:] = joined.astype(f"U{width}").tolist()
    return found


def nhs_numbers(serials: Ints, *, first_block: int = 999) -> Texts:
    """A number for each serial, with its check digit: half a million of each three figures, then the next lower."""
    place = serials % 500_000 * 618_033 % 500_000 * 2
    nine = (first_block - serials // 500_000) * 1_000_000 + place
    weights = np.arange(10, 1, -1)
    check = -(_digits(nine, 9) @ weights) % 11
    # Ten cannot be written; the next number differs by 2 in its check, so that one of the two can.
    nine = np.where(check == 10, nine + 1, nine)
    digits = _digits(nine, 9)
    check = -(digits @ weights) % 11
    return _as_text(np.concatenate([digits, check[:, None]], axis=1) + _ZERO)


def pupil_numbers(children: Children, *, temporary: bool = False) -> Texts:
    """A pupil number each: twins who start school together get numbers one apart. Temporary ones end in a letter."""
    town, at = children.family // FAMILIES_A_TOWN, children.family % FAMILIES_A_TOWN
    authority = HIGHEST_AUTHORITY - town // TOWNS_AN_AUTHORITY
    school = town % TOWNS_AN_AUTHORITY * SCHOOLS_A_TOWN + at % SCHOOLS_A_TOWN
    serial = at // SCHOOLS_A_TOWN * MOST_CHILDREN + children.place
    year = (children.born // 365 + 2 + 4) % 100
    values = np.concatenate([_digits(authority, 3), _digits(school, 4), _digits(year, 2), _digits(serial, 3)], axis=1)
    if temporary:
        values[:, -1] = values[:, -1] + 1
    letters = np.frombuffer(UPN_LETTERS.encode(), dtype=np.uint8)
    check = letters[(values @ np.arange(2, 14)) % 23]
    codes = np.concatenate([check[:, None], values + _ZERO], axis=1)
    if temporary:
        codes[:, -1] = letters[values[:, -1]]
    return _as_text(codes)


def police_references(serials: Ints) -> Texts:
    """A person reference each: year, seven digits, and a letter that checks them (their remainder by 23)."""
    nine = (10 + serials % 17) * 10_000_000 + serials // 17 * 7_919 % 10_000_000
    letters = np.frombuffer(URN_LETTERS.encode(), dtype=np.uint8)
    return _as_text(np.concatenate([_digits(nine, 9) + _ZERO, letters[nine % 23][:, None]], axis=1))


def serials(children: Children) -> Ints:
    """A serial for each child's numbers: close together, and the same in a set of any size."""
    return children.key // PLACES * MOST_CHILDREN + children.place


def typed_wrong(draws: Draws, purpose: str, keys: Ints, texts: Texts, wrong: Flags) -> Texts:
    """One digit wrong, two changed over, one left out or one twice: where it is said to be wrong."""
    found = texts.copy()
    at = np.flatnonzero(wrong)
    kinds = draws.pick(f"{purpose} slip", keys[at], (0.5, 0.3, 0.1, 0.1))
    places = draws.share(f"{purpose} slip place", keys[at])
    digits = draws.below(f"{purpose} slip digit", keys[at], 9)
    for row, kind, share, digit in zip(at.tolist(), kinds.tolist(), places.tolist(), digits.tolist(), strict=True):
        found[row] = _slipped(texts[row], kind, share, digit)
    return found


def _slipped(text: str, kind: int, share: float, digit: int) -> str:
    place = KEPT + 1 + int(share * (len(text) - KEPT - 1))
    here = text[place]
    if kind == 0:
        other = str((int(here) + 1 + digit) % 10) if here.isdigit() else URN_LETTERS[digit]
        return text[:place] + other + text[place + 1 :]
    if kind == 1:
        return text[: place - 1] + here + text[place - 1] + text[place + 1 :]
    return text[:place] + (text[place + 1 :] if kind == 2 else here + text[place:])
