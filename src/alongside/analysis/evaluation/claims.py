"""The claim checker: which counts could stand behind “fell 38%”, what they would mean, and what is missing."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar, Literal

from alongside.analysis.evaluation.answers import NotAnswerable, refuse_output
from alongside.analysis.evaluation.arrays import count
from alongside.analysis.evaluation.count_card import TwoCounts, two_counts
from alongside.analysis.evaluation.distributions import normal_quantile
from alongside.analysis.evaluation.etest import e_test
from alongside.analysis.evaluation.regression import LARGEST_MEAN, WorstArea, worst_area

Direction = Literal["fell", "rose"]

_PERCENTAGE = re.compile(r"([-−–+]?)\s*(\d+(?:\.\d+)?)\s*(?:%|per\s*cent\b|percent\b)", re.IGNORECASE)
_DIFFERENCE = re.compile(r"\b(\d[\d,]*)\s+(?:fewer|less|more|extra)\b", re.IGNORECASE)
_FALLS = re.compile(
    r"\b(?:fell|fall|falls|fallen|falling|drop\w*|reduc\w*|decreas\w*|declin\w*|cut|cuts|halv\w*)\b", re.I
)
_RISES = re.compile(r"\b(?:rose|rise|rises|risen|rising|increas\w*|grew|grow\w*|jump\w*|surg\w*)\b", re.I)
_DOWN = re.compile(r"\b(?:down|fewer|less|lower)\b", re.I)
_UP = re.compile(r"\b(?:up|more|higher)\b", re.I)

_ALWAYS_MISSING = (
    "the offence definition and its version",
    "the area",
    "both periods, and whether they are the same months",
    "what happened in comparison areas",
    "how the area was picked, and its counts in earlier years",
    "the source and the day of the extract",
)
_LOOKED_AT = 20_000
# Up to here every count near the normal formula is tried; beyond, the formula is within one per cent.
_SCANNED = 300


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, the pairs of counts that round to it (smallest first), what each would mean, and what is missing.

    `fits` is empty when no counts agree with what was given. `clear_from`: the count before from which such a change
    has p < 0.05 in the E-test at every larger count too (None for no change). `by_chance_alone`: what the worst of
    twenty areas with the smallest fitting count does with nothing done; None for a rise and above 20,000.
    """

    text: str
    direction: Direction
    per_cent: float
    fits: tuple[tuple[int, int], ...]
    meanings: tuple[TwoCounts, ...]
    card: TwoCounts | NotAnswerable
    clear_from: int | None
    by_chance_alone: WorstArea | None
    missing: tuple[str, ...]
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"per_cent": "per cent", "fits": "events"})

    @property
    def consistent(self) -> bool:
        return bool(self.fits)


def claim(
    text: str,
    before: int | None = None,
    after: int | None = None,
    *,
    fewer: int | None = None,
    shown: int = 6,
) -> Claim | NotAnswerable:
    """What stands behind a percentage.

    `text`: “fell 38%”, “up 12 per cent”, “33 fewer, a fall of 38%”. `before`, `after`: the counts, as far as they are
    known; `fewer`: the difference between them. Returns the counts that round to the percentage as written (halves
    up), the smallest first, at most `shown`; with both counts `card` compares them, otherwise it is a refusal. Changes
    in per cent, counts in events. Returns `NotAnswerable` for work done (arrests, seizures) offered as a result.
    Raises `ValueError` when no percentage or no direction can be read, or a count is negative, missing or not whole.
    Method: enumeration; E-test for each pair. Source: Krishnamoorthy and Thomson (2004), J Stat Plan Inference 119, 23-35.
    """
    asked = _read(text)
    if isinstance(asked, NotAnswerable):
        return asked
    direction, share, half = asked
    known = tuple(
        None if given is None else count(given, name) for given, name in ((before, "before"), (after, "after"))
    )
    difference = _difference(text) if fewer is None else count(fewer, "fewer")
    fits = tuple(_fits(direction, share, half, known, difference, max(1, shown)))
    meanings = tuple(card for card in (two_counts(*found) for found in fits) if isinstance(card, TwoCounts))
    card = _card(known)
    missing = (("both counts",) if isinstance(card, NotAnswerable) else ()) + _ALWAYS_MISSING
    clear = _clear_from(direction, float(share))
    worst = None
    if fits and direction == "fell" and fits[0][0] <= LARGEST_MEAN:
        worst = worst_area(fits[0][0], fall=100.0 * float(share - half))
    return Claim(
        text=text,
        direction=direction,
        per_cent=100.0 * float(share),
        fits=fits,
        meanings=meanings,
        card=card,
        clear_from=clear,
        by_chance_alone=worst,
        missing=missing,
        sentence=_sentence(text, direction, share, fits, known, clear, len(fits) == max(1, shown)),
    )


def _read(text: str) -> tuple[Direction, Fraction, Fraction] | NotAnswerable:
    """Direction, size as a share, and half of the last digit written."""
    if not isinstance(text, str):
        raise ValueError(f"text must be the claim in words, such as “fell 38%”, not {text!r}")
    found = {(sign, number) for sign, number in _PERCENTAGE.findall(text)}
    if not found and re.search(r"\bhalv", text, re.I):
        found = {("", "50")}
    if not found:
        refusal = refuse_output(text)
        if refusal is not None:
            return refusal
        raise ValueError(f"No percentage can be read in {text!r}: write it as “fell 38%”")
    if len(found) > 1:
        raise ValueError(f"More than one percentage in {text!r}: check one claim at a time")
    sign, number = found.pop()
    share = Fraction(number) / 100
    digits = len(number.partition(".")[2])
    direction = _direction(text, sign)
    if direction == "fell" and share > 1:
        raise ValueError(f"A count cannot fall by {number}%")
    return direction, share, Fraction(1, 200 * 10**digits)


def _direction(text: str, sign: str) -> Direction:
    """The verb decides; then “fewer” or “more”; then a sign before the figure."""
    for falling, rising in ((_FALLS, _RISES), (_DOWN, _UP)):
        down, up = bool(falling.search(text)), bool(rising.search(text))
        if down != up:
            return "fell" if down else "rose"
        if down:
            raise ValueError(f"{text!r} speaks of a fall and of a rise: check one claim at a time")
    if sign:
        return "rose" if sign == "+" else "fell"
    raise ValueError(f"{text!r} does not say whether it fell or rose")


def _difference(text: str) -> int | None:
    found = _DIFFERENCE.search(text)
    return int(found.group(1).replace(",", "")) if found else None


def _fits(
    direction: Direction,
    share: Fraction,
    half: Fraction,
    known: tuple[int | None, ...],
    difference: int | None,
    shown: int,
) -> list[tuple[int, int]]:
    """Pairs whose change rounds to the share; the sizes before run upwards."""
    found: list[tuple[int, int]] = []
    for size in _sizes(direction, share, half, known, difference):
        # Whole numbers k with share - half <= k / size < share + half.
        first = max(0, math.ceil((share - half) * size))
        last = math.ceil((share + half) * size) - 1
        for change in range(first, last + 1):
            end = size - change if direction == "fell" else size + change
            if end < 0 or known[1] not in (None, end) or difference not in (None, change):
                continue
            found.append((size, end))
            if len(found) == shown:
                return found
    return found


def _sizes(
    direction: Direction, share: Fraction, half: Fraction, known: tuple[int | None, ...], difference: int | None
) -> range:
    """Counts before that need a look: the smallest that can round to the share, and what is known besides."""
    if known[0] is not None:
        return range(max(1, known[0]), known[0] + 1)
    least = 1 if share <= half else math.floor(1 / (share + half))
    if difference is not None:
        least = max(least, math.floor(difference / (share + half)))
    if known[1] is not None:
        widest = 1 - share + half if direction == "fell" else 1 + share + half
        least = max(least, math.floor(known[1] / widest))
    return range(max(1, least), max(1, least) + _LOOKED_AT)


def _card(known: tuple[int | None, ...]) -> TwoCounts | NotAnswerable:
    before, after = known
    if before is None or after is None:
        return NotAnswerable(
            "a percentage without its two counts is not a finding", "the count before and the count after"
        )
    return two_counts(before, after)


def _clear_from(direction: Direction, share: float) -> int | None:
    """The smallest count before from which the rounded change is never again within chance."""
    if share == 0.0:
        return None
    sign = -1.0 if direction == "fell" else 1.0
    guess = math.ceil(normal_quantile(0.975) ** 2 * (2.0 + sign * share) / share**2)
    if guess > _SCANNED:
        return guess
    clear = math.ceil(1.15 * guess) + 15
    while clear > 1:
        size = clear - 1
        end = max(0, math.floor(size * (1.0 + sign * share) + 0.5))
        if e_test(end, 1.0, size, 1.0, form="pooled") >= 0.05:
            break
        clear = size
    return clear


def _sentence(
    text: str,
    direction: Direction,
    share: Fraction,
    fits: tuple[tuple[int, int], ...],
    known: tuple[int | None, ...],
    clear: int | None,
    more: bool,
) -> str:
    if not fits:
        given = " and ".join(str(one) for one in known if one is not None)
        return f"“{text}” does not agree with {given or 'the difference given'}: no whole counts round to it."
    pairs = ", ".join(f"{size} to {end}" for size, end in fits)
    if None in known:
        lead = f"“{text}” fits {pairs}{' …' if more else ''}"
    else:
        lead = f"“{text}” agrees with the counts, {pairs}"
    if clear is None:
        return f"{lead}. No change is what chance gives most often, and no proof that nothing happened."
    change = f"{'fall' if direction == 'fell' else 'rise'} of {100 * float(share):g}%"
    return f"{lead}. A {change} is beyond chance only from about {clear} before, and without comparison areas it has no cause."
