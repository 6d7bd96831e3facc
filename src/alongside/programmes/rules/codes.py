"""A pupil's code: drawn at random, resolved by the school alone, on paper. It cannot be a name.

Five signs without meaning and one that checks them, such as K7MX2-Q. The signs hold no vowel, so that no word can be
spelt; the check catches a wrong sign and two that were swapped. Whoever holds the codes learns nothing of a pupil; who
has which code never enters the system.
"""

import re
from collections.abc import Callable
from datetime import date

from alongside.programmes.errors import ProgrammeRefused

SIGNS = "2346789BCDFGHJKMPQRTVWX"
"""Twenty-three, a prime, so that one wrong sign and any two swapped are found; 0, 1, 5, I, L, N, O, S, Z are left out."""
LENGTH = 5
_LONG_NUMBER = re.compile(r"\b[A-Za-z]?\d[\d -]{8,}\w\b")
_DAY = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})\b|\b\d{4}-\d\d-\d\d\b")
_ADDRESS = re.compile(r"\S+@\S+\.\S+")


def pupil_code(body: str) -> str:
    """The code of these five signs, with its check sign."""
    return f"{body}-{SIGNS[_sum(body)]}"


def draw_codes(number: int, pick: Callable[[str], str]) -> list[str]:
    """So many codes that differ, by a picker such as `secrets.choice`."""
    found: dict[str, None] = {}
    while len(found) < number:
        found[pupil_code("".join(pick(SIGNS) for _ in range(LENGTH)))] = None
    return list(found)


def read_code(text: str) -> str:
    """The code as it is kept. Raises `ProgrammeRefused` for all else, above all for a name, a number or a date."""
    typed = re.sub(r"[\s-]", "", text).upper()
    if len(typed) != LENGTH + 1 or set(typed) - set(SIGNS):
        raise ProgrammeRefused(
            "This is not one of the codes. Never write a pupil’s name, number or date of birth here: print codes for the "
            "class, and note who has which on your own paper.",
            "code",
        )
    if SIGNS[_sum(typed[:LENGTH])] != typed[LENGTH]:
        raise ProgrammeRefused("A sign of this code is wrong, or two are swapped. Look at the paper again.", "code")
    return f"{typed[:LENGTH]}-{typed[LENGTH]}"


def reason_not_to_keep_words(text: str) -> str | None:
    """Why words about a lesson or a class cannot be kept: they hold what can only be a person's."""
    if _LONG_NUMBER.search(text):
        return "This holds a long number, such as a pupil’s number or a telephone number. Take it out."
    if _DAY.search(text):
        return "This holds a date, which may be a date of birth. Take it out."
    if _ADDRESS.search(text):
        return "This holds an e-mail address. Take it out."
    return None


def _sum(body: str) -> int:
    return sum((place + 1) * SIGNS.index(sign) for place, sign in enumerate(body)) % len(SIGNS)


def is_of_school_age(year_group: int) -> bool:
    """Reception is 0."""
    return 0 <= year_group <= 13


def year_words(year_group: int) -> str:
    return f"Year {year_group}" if year_group else "Reception"


def school_year_words(year: int) -> str:
    """2026/27."""
    return f"{date(year, 9, 1):%Y}/{(year + 1) % 100:02d}"
