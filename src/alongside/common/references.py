"""Short references that people read to one another over the phone, such as CN-7K4-M9Q.

Nothing in them looks like something else (no 0 or O, 1, I or L, 2 or Z, 5 or S, 8 or B, no G beside 6, no U
or Y beside V), M comes without N, which sounds like it, and without vowels no word appears by chance.

The last character checks the whole, prefix included: every single wrong character and every two neighbours
that changed places are caught, since all characters have different values modulo a prime (19) and neighbours
have different weights.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Protocol

from alongside.common.identifiers import SPACING, Checked
from alongside.common.text import sentence_list

ALPHABET = "34679CDFHJKMPQRTVWX"
# A prefix has letters only, so that letters outside the alphabet can take the values of the five digits.
PREFIX_LETTERS = "AEGNS" + ALPHABET[5:]
_VALUES = {character: value for value, character in enumerate(ALPHABET)} | {
    character: value for value, character in enumerate("AEGNS")
}
_MODULUS = len(ALPHABET)


class RandomSource(Protocol):
    """`secrets.SystemRandom()` in earnest; a seeded `random.Random` for the demo and for tests."""

    def randrange(self, stop: int, /) -> int: ...


def short_reference(prefix: str, source: RandomSource, *, groups: int = 2) -> str:
    """A new reference: the prefix, then groups of three, the last character being the check.

    There are 2.4 million of two groups, 17 thousand million of three, 116 million million of four; the database holds them unique.
    """
    if not 1 <= len(prefix) <= 4 or not set(prefix) <= set(PREFIX_LETTERS):
        raise ValueError(f"A prefix is 1 to 4 of the letters {PREFIX_LETTERS}; {prefix!r} is not.")
    if not 1 <= groups <= 4:
        raise ValueError("A reference has 1 to 4 groups.")
    body = "".join(ALPHABET[source.randrange(_MODULUS)] for _ in range(3 * groups - 1))
    return _grouped(prefix, body + ALPHABET[-_weighted(prefix + body, first_weight=2) % _MODULUS])


def _weighted(text: str, first_weight: int) -> int:
    """Weights count up from the right; at most 16 characters, so that no weight is 0 modulo 19."""
    return sum(_VALUES[character] * weight for weight, character in enumerate(reversed(text), start=first_weight))


def _grouped(prefix: str, body: str) -> str:
    return "-".join([prefix, *re.findall("...", body)])


def parse_reference(text: str, prefixes: Iterable[str], *, groups: int = 2) -> Checked:
    """Read a reference as somebody typed it: capitals, spaces and hyphens do not matter.

    `prefixes` are those that may stand there; where there is only one, it may be left out.
    """
    known = tuple(prefixes)
    given = SPACING.sub("", unicodedata.normalize("NFKC", text)).replace("_", "").upper()
    example = _grouped(known[0], "7K4M9Q3C6T9X"[: 3 * groups])
    if len(given) == 3 * groups and len(known) == 1:
        given = known[0] + given
    prefix = given[: -3 * groups]
    if prefix not in known:
        starts = sentence_list(known, "or")
        return Checked(problem=f"A reference begins with {starts} and looks like {example}. Check it.")
    body = given[len(prefix) :]
    strange = dict.fromkeys(character for character in body if character not in ALPHABET)
    if strange:
        listed = sentence_list(f"“{character}”" for character in strange)
        return Checked(problem=f"References never contain {listed}: it must be another character. Check it.")
    if _weighted(given, first_weight=1) % _MODULUS:
        return Checked(problem="One character is wrong, or two have changed places. Ask for it again.")
    return Checked(_grouped(prefix, body))


_SPOKEN = {
    "A": "Alfa", "C": "Charlie", "D": "Delta", "E": "Echo", "F": "Foxtrot", "G": "Golf", "H": "Hotel", "J": "Juliett",
    "K": "Kilo", "M": "Mike", "N": "November", "P": "Papa", "Q": "Quebec", "R": "Romeo", "S": "Sierra", "T": "Tango",
    "V": "Victor", "W": "Whiskey", "X": "X-ray", "3": "Three", "4": "Four", "6": "Six", "7": "Seven", "9": "Nine",
}  # fmt: skip


def spoken(reference: str) -> str:
    """A reference as one says it on the telephone: “Charlie November, Seven Kilo Four, Mike Nine Quebec”."""
    return ", ".join(" ".join(_SPOKEN[character] for character in group) for group in reference.split("-"))
