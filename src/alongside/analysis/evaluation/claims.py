"""The claim checker: which counts could stand behind “fell 38%”, what they would mean, and what is missing."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar

from alongside.analysis.evaluation.answers import NotAnswerable
from alongside.analysis.evaluation.arrays import count
from alongside.analysis.evaluation.claim_words import WORDS_WITHIN, Direction, read_claim
from alongside.analysis.evaluation.count_card import TwoCounts, two_counts
from alongside.analysis.evaluation.distributions import normal_quantile
from alongside.analysis.evaluation.etest import e_test
from alongside.analysis.evaluation.regression import WorstArea, worst_area

# What a claim needs besides its counts before anybody can judge it, by the key with which it is said to be known.
NEEDED: Mapping[str, str] = MappingProxyType({
    "definition": "the offence definition and its version",
    "area": "the area",
    "periods": "both periods, and whether they are the same months",
    "comparator": "what happened in comparison areas",
    "picked": "how the area was picked, and its counts in earlier years",
    "source": "the source and the day of the extract",
})  # fmt: skip
_LOOKED_AT = 20_000
# From here on a test of two counts takes its time and its neighbours say the same: so few pairs are shown and tested.
_FEW_FROM, _FEW = 500, 2
# Above it the worst of twenty areas falls by less than a per cent with nothing done, and the sums are long.
LARGEST_WORST = 1_000
# More than England records in a year of most offences; beyond, tests of counts take minutes and say nothing new.
LARGEST_COUNT = 1_000_000
# Up to here every count near the normal formula is tried; beyond, the formula is within one per cent.
_SCANNED = 300


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, the pairs of counts that round to it (smallest first), what each would mean, and what is missing.

    `fits` is empty when no counts agree with what was given. `clear_from`: the count before from which such a change
    has p < 0.05 in the E-test at every larger count too (None for no change). `by_chance_alone`: what the worst of
    twenty areas with the smallest fitting count does with nothing done; None for a rise and above 1,000.
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
    before: int | None = None
    after: int | None = None
    units: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"per_cent": "per cent", "fits": "events", "before": "events", "after": "events"}
    )

    @property
    def consistent(self) -> bool:
        return bool(self.fits)


def claim(
    text: str,
    before: int | None = None,
    after: int | None = None,
    *,
    fewer: int | None = None,
    exposure_before: float = 1,
    exposure_after: float = 1,
    known: Collection[str] = (),
    shown: int = 6,
) -> Claim | NotAnswerable:
    """What stands behind a percentage.

    `text`: the claim in its own words, 2,000 characters at most: “fell 38%”, “up 12 per cent”, “33 fewer, a fall of
    38%”, “rose by a third”, “halved”, “doubled”, “from 23 to 14”. `before`, `after`: the counts, as far as they are
    known; they go before those in the words. `fewer`: the difference between them; exposures: the lengths of the two
    periods in one unit, for `card`; `known`: keys of `NEEDED` that somebody can answer for, which are then not missing.
    Returns the counts that round to the percentage as written (halves up; a fraction in words within 2.5 points), the
    smallest first, at most `shown`, and from 500 on two; with both counts `card` compares them, otherwise it is a
    refusal. Changes in per cent, counts in events. Returns `NotAnswerable` for work done (arrests, seizures) offered
    as a result, and for a change from none. Raises `ValueError` when no size or no direction can be read, or a count
    is negative, missing or not whole. Method: enumeration; E-test for each pair. Source: Krishnamoorthy and Thomson
    (2004), J Stat Plan Inference 119, 23-35.
    """
    counts = tuple(
        None if given is None else _count(given, name) for given, name in ((before, "before"), (after, "after"))
    )
    said = read_claim(text, counts[0], counts[1])
    if isinstance(said, NotAnswerable):
        return said
    direction, share, half = said.direction, said.share, said.half
    told = (_bounded(said.before, "before"), _bounded(said.after, "after"))
    difference = said.difference if fewer is None else count(fewer, "fewer")
    most = max(1, shown)
    fits = tuple(_fits(direction, share, half, told, difference, most))
    is_cut = bool(fits) and len(fits) >= _most(fits[-1][0], most)
    meanings = tuple(card for card in (two_counts(*found) for found in fits) if isinstance(card, TwoCounts))
    card = _card(told, exposure_before, exposure_after)
    clear = _clear_from(direction, float(share))
    worst = None
    if fits and direction == "fell" and fits[0][0] <= LARGEST_WORST:
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
        missing=_missing(card, known),
        sentence=_sentence(text, direction, share, half, fits, told, difference, clear, is_cut),
        before=said.before,
        after=said.after,
    )


def _count(given: object, name: str) -> int | None:
    return _bounded(count(given, name), name)


def _bounded(size: int | None, name: str) -> int | None:
    if size is not None and size > LARGEST_COUNT:
        raise ValueError(f"{name} is {size:,}: counts up to {LARGEST_COUNT:,} can be checked here")
    return size


def _missing(card: TwoCounts | NotAnswerable, known: Collection[str]) -> tuple[str, ...]:
    lacking = tuple(words for key, words in NEEDED.items() if key not in known)
    return (("both counts",) if isinstance(card, NotAnswerable) else ()) + lacking


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
            if not 0 <= end <= LARGEST_COUNT or known[1] not in (None, end) or difference not in (None, change):
                continue
            found.append((size, end))
            if len(found) >= _most(size, shown):
                return found
    return found


def _most(size: int, shown: int) -> int:
    return shown if size < _FEW_FROM else min(shown, _FEW)


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
    return range(max(1, least), min(max(1, least) + _LOOKED_AT, LARGEST_COUNT + 1))


def _card(known: tuple[int | None, ...], span_before: float, span_after: float) -> TwoCounts | NotAnswerable:
    before, after = known
    if before is None or after is None:
        return NotAnswerable(
            "a percentage without its two counts is not a finding", "the count before and the count after"
        )
    return two_counts(before, after, exposure_before=span_before, exposure_after=span_after)


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
    half: Fraction,
    fits: tuple[tuple[int, int], ...],
    known: tuple[int | None, ...],
    difference: int | None,
    clear: int | None,
    more: bool,
) -> str:
    if not fits:
        given = " and ".join(f"{one:,}" for one in known if one is not None)
        given = given or ("the difference given" if difference is not None else f"counts up to {LARGEST_COUNT:,}")
        return f"“{text}” does not agree with {given}: no whole counts round to it."
    pairs = ", ".join(f"{size:,} to {end:,}" for size, end in fits)
    if None in known:
        lead = f"“{text}” fits {pairs}{', and larger ones' if more else ''}"
    else:
        lead = f"“{text}” agrees with the counts, {pairs}"
    if clear is None:
        return f"{lead}. No change is what chance gives most often, and no proof that nothing happened."
    size = f"{'about ' if half == WORDS_WITHIN else ''}{_figure(100 * float(share))}%"
    change = f"{'fall' if direction == 'fell' else 'rise'} of {size}"
    return f"{lead}. A {change} is beyond chance only from about {clear} before, and without comparison areas it has no cause."


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
