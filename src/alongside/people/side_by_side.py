"""How one field of two records compares, for the eye of a reviewer: alike or not, and what a reader would say of it.

It only says what stands there. What that is worth is the model's business, and is not shown before she has answered.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from alongside.common.text import fold_name
from alongside.people.matching import birth_forms

Name = tuple[str, str]
Address = tuple[str, str]


class Likeness(NamedTuple):
    """`alike` is None where one side says nothing."""

    alike: bool | None
    note: str = ""


UNKNOWN = Likeness(None)


def names(left: Sequence[Name], right: Sequence[Name]) -> Likeness:
    """Given and family names; accents, case, hyphens and order are no difference."""
    one, other = _folded(left), _folded(right)
    if not one or not other:
        return UNKNOWN
    if one & other:
        return Likeness(True)
    if {_words(name) for name in one} & {_words(name) for name in other}:
        return Likeness(True, "in another order")
    given = {name[0] for name in one} & {name[0] for name in other} - {""}
    family = {name[1] for name in one} & {name[1] for name in other} - {""}
    if family:
        return Likeness(False, "last name alike, first names different")
    return Likeness(False, "first name alike, last names different" if given else "")


def _folded(found: Sequence[Name]) -> set[Name]:
    return {(fold_name(given), fold_name(family)) for given, family in found} - {("", "")}


def _words(name: Name) -> tuple[str, ...]:
    return tuple(sorted(" ".join(name).split()))


def births(left: date | None, right: date | None) -> Likeness:
    if left is None or right is None:
        return UNKNOWN
    if left == right:
        return Likeness(True)
    if right in birth_forms(left):
        return Likeness(False, "day and month swapped")
    apart = sum(one != other for one, other in zip(left.isoformat(), right.isoformat(), strict=True))
    return Likeness(False, "one figure apart" if apart == 1 else "")


def addresses(left: Sequence[Address], right: Sequence[Address]) -> Likeness:
    """Lines and postcode; any address of the one against any of the other."""
    if not left or not right:
        return UNKNOWN
    one, other = ({(fold_name(lines), _tight(code)) for lines, code in side} for side in (left, right))
    if one & other:
        return Likeness(True)
    shared = {code for _, code in one} & {code for _, code in other} - {""}
    return Likeness(False, "the same postcode" if shared else "")


def telephones(left: str, right: str) -> Likeness:
    one, other = _digits(left), _digits(right)
    return Likeness(one == other) if one and other else UNKNOWN


def _tight(text: str) -> str:
    return "".join(text.split()).casefold()


def _digits(text: str) -> str:
    """With the prefix of the country as the zero that it stands for."""
    digits = "".join(c for c in text if c.isdigit())
    return f"0{digits[2:]}" if text.strip().startswith("+44") else digits
