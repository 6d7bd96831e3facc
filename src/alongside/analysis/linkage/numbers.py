"""Numbers of people: check digits, telephones. A number that cannot be right counts as missing."""

import re
from operator import mul

from alongside.analysis.linkage.text import as_text, fold, known

_NOT_DIGITS = re.compile(r"[^0-9]+")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_NHS_WEIGHTS = tuple(range(10, 1, -1))
_UPN_LETTERS = "abcdefghjklmnpqrtuvwxyz"
_UPN_WEIGHTS = tuple(range(2, 13))
_UPN = re.compile(rf"[{_UPN_LETTERS}][0-9]{{11}}[0-9{_UPN_LETTERS}]")


def nhs_number(value: object) -> str:
    """Ten digits whose last is the check digit (weights 10 to 2, modulo 11), or "".

    The same digit ten times passes the sum, yet is a placeholder.
    """
    digits = _NOT_DIGITS.sub("", as_text(value))
    if len(digits) != 10 or digits == digits[0] * 10:
        return ""
    return digits if (11 - _weighted(digits[:9], _NHS_WEIGHTS) % 11) % 11 == int(digits[9]) else ""


def pupil_number(value: object) -> str:
    """A Unique Pupil Number: check letter, then eleven digits and a digit (a letter when temporary), or "".

    The letter is the sum of positions 2 to 13, each times its position, modulo 23, in an alphabet without I, O and S.
    """
    text = _NOT_WORDS.sub("", as_text(value).lower())
    if not _UPN.fullmatch(text):
        return ""
    last = _UPN_LETTERS.index(text[12]) if text[12].isalpha() else int(text[12])
    total = _weighted(text[1:12], _UPN_WEIGHTS) + last * 13
    return text if _UPN_LETTERS[total % 23] == text[0] else ""


def is_permanent(upn: str) -> bool:
    """Whether a pupil number is one for all of school; a temporary one ends in a letter, until the other is known."""
    return upn[-1:].isdigit()


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(map(mul, weights, digits.encode())) - ord("0") * sum(weights)


def reference(value: object) -> str:
    """An agency's own reference: letters and digits only, without a placeholder such as 9999999."""
    text = _NOT_WORDS.sub("", as_text(value).lower())
    if not known(text) or len(text) < 3 or (len(set(text)) == 1):
        return ""
    return text[:40]


def telephone(value: object) -> str:
    """A telephone number as ten national digits for the United Kingdom, else as sent; "" when it cannot be one."""
    digits = _NOT_DIGITS.sub("", as_text(value))
    for prefix in ("0044", "44"):
        if digits.startswith(prefix) and len(digits) - len(prefix) >= 9:
            digits = digits[len(prefix) :]
            break
    digits = digits.lstrip("0")[:15]
    return digits if len(digits) >= 6 and len(set(digits)) > 2 else ""


def is_education(agency: str, words: tuple[str, ...]) -> bool:
    """Whether the agency's name says that it belongs to education: only there may a pupil number be used."""
    found = set(fold(agency).split())
    plurals = {word[:-1] for word in found if word.endswith("s")} | {word[:-2] for word in found if word.endswith("es")}
    academies = {word[:-3] + "y" for word in found if word.endswith("ies")}
    return not (found | plurals | academies).isdisjoint(words)
