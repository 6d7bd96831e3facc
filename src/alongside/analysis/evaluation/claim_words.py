"""A claim as it stands in a newspaper, read: “fell 38%”, “rose by a third”, “halved”, “from 23 to 14”."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Literal

from alongside.analysis.evaluation.answers import NotAnswerable, refuse_output

Direction = Literal["fell", "rose"]
LONGEST = 2_000
# A sentence repeats its figure once or twice; a list of figures is no claim.
MOST_PERCENTAGES = 10
# “A third” is said of anything from about 31 to 36 per cent: so far, in points, a fraction in words may be off.
WORDS_WITHIN = Fraction(25, 1000)

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SPOKEN = {word: number for number, word in enumerate(_ONES)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}
_PART_NAMES = "half|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?"
# “Two thirds” and “three times as many” stay words: they are sizes of their own.
_SPOKEN_NUMBER = re.compile(
    rf"\b(?:({'|'.join(_TENS)})[ -]({'|'.join(_ONES[1:10])})|({'|'.join(_SPOKEN)}))\b(?!-| (?:{_PART_NAMES}|times)\b)",
    re.I,
)
_PERCENTAGE = re.compile(r"([-−–+]?) ?(\d+(?:\.\d+)?) ?(?:%|per ?cent\b|pc\b)", re.I)
_PARTS = {
    "half": Fraction(1, 2), "third": Fraction(1, 3), "quarter": Fraction(1, 4), "fifth": Fraction(1, 5),
    "sixth": Fraction(1, 6), "eighth": Fraction(1, 8), "tenth": Fraction(1, 10),
}  # fmt: skip
_PART = re.compile(rf"\b(?:(a|one|by|in|two|three|four)[ -])?({_PART_NAMES})\b", re.I)
_HOW_MANY = {"two": 2, "three": 3, "four": 4}
_TIMES = {"doubl": 1, "tripl": 2, "trebl": 2, "quadrupl": 3}
_MULTIPLIED = re.compile(
    r"\b(doubl|tripl|trebl|quadrupl)\w*|\b(twice|two times|three times|four times) (?:as|the)\b", re.I
)
_AS_MANY = {"twice": 1, "two times": 1, "three times": 2, "four times": 3}
_HALVED = re.compile(r"\bhalv\w*", re.I)
_COUNT = r"(?:about |around )?(\d[\d,]*)\b(?![.:]\d|%| ?per ?cent)"
_SPAN = r"(?! ?(?:years?|months?|weeks?|days?|hours?|am|pm|year-olds?)\b)"
_FROM_TO = re.compile(rf"\bfrom {_COUNT}([\w' ]{{0,40}}?) to {_COUNT}{_SPAN}", re.I)
_NO_COUNTS = re.compile(r"\b(?:aged|ages|age|between|pages?|wards?|years?|hours?)\s*$", re.I)
_DIFFERENCE = re.compile(r"\b(\d[\d,]*) (?:fewer|less|more|extra)\b", re.I)
_FALLS = re.compile(
    r"\b(?:fell|fall|falls|fallen|falling|drop\w*|reduc\w*|decreas\w*|declin\w*|cut|cuts|halv\w*|half as many)\b", re.I
)
_RISES = re.compile(
    r"\b(?:rose|rise|rises|risen|rising|increas\w*|grew|grow\w*|jump\w*|surg\w*|soar\w*|spik\w*)\b", re.I
)
_DOWN = re.compile(r"\b(?:down|fewer|less|lower)\b", re.I)
_UP = re.compile(r"\b(?:up|more|higher)\b", re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """What the words say. `half`: how far the true share may lie from the one written; `before` and `after`: counts
    that the words themselves name."""

    direction: Direction
    share: Fraction
    half: Fraction
    before: int | None = None
    after: int | None = None
    difference: int | None = None


def read_claim(text: str, before: int | None = None, after: int | None = None) -> Said | NotAnswerable:
    """Direction and size of a claim; `before` and `after` as they are known besides. Raises `ValueError`."""
    words = _plain(text)
    told = _from_to(words)
    first, last = (told or (None, None)) if before is None and after is None else (before, after)
    found = _size(words)
    difference = _difference(words)
    if found is None:
        return _from_counts(text, words, first, last, difference)
    sign, share, half = found
    if told and not _agree(told, share, half) and before is None and after is None and _might_be_ages(told):
        first = last = None
    direction = _direction(words, text, sign, first, last)
    if direction == "fell" and share > 1:
        raise ValueError(f"A count cannot fall by {float(100 * share):g}%")
    return Said(direction, share, half, first, last, difference)


def _plain(text: str) -> str:
    """One line in plain signs: digits of any script, one kind of per cent, single spaces, numbers in words as digits."""
    if not isinstance(text, str):
        raise ValueError(f"text must be the claim in words, such as “fell 38%”, not {text!r}")
    if len(text) > LONGEST:
        raise ValueError(
            f"The text has {len(text):,} characters: give the sentence with the claim, {LONGEST:,} at most"
        )
    folded = unicodedata.normalize("NFKC", text).replace("٪", "%").replace("٫", ".").replace("percent", "per cent")
    digits = "".join(str(unicodedata.digit(one)) if one.isdigit() and not one.isascii() else one for one in folded)
    return _SPOKEN_NUMBER.sub(_as_digits, re.sub(r"\s+", " ", digits))


def _as_digits(found: re.Match[str]) -> str:
    if found[3]:
        return str(_SPOKEN[found[3].casefold()])
    return str(_SPOKEN[found[1].casefold()] + _SPOKEN[found[2].casefold()])


def _size(words: str) -> tuple[str, Fraction, Fraction] | None:
    """Sign, share and half of the last digit written; None where the words name no size."""
    said = list(islice(_PERCENTAGE.finditer(words), MOST_PERCENTAGES + 1))
    found = {(one[1], one[2]) for one in said}
    if len(found) > 1 or len(said) > MOST_PERCENTAGES:
        raise ValueError(f"More than one percentage in “{words[:200]}”: check one claim at a time")
    if found:
        sign, number = found.pop()
        digits = len(number.partition(".")[2])
        if len(number) > 12:
            raise ValueError("The percentage has more digits than anybody has counted: write it as “fell 38%”")
        return sign, Fraction(number) / 100, Fraction(1, 200 * 10**digits)
    sizes = _sizes_in_words(words)
    if len(sizes) > 1:
        raise ValueError(f"More than one change in “{words[:200]}”: check one claim at a time")
    return ("", sizes.pop(), WORDS_WITHIN) if sizes else None


def _sizes_in_words(words: str) -> set[Fraction]:
    found = {Fraction(1, 2)} if _HALVED.search(words) or re.search(r"\bhalf as many\b", words, re.I) else set()
    for stem, times in _MULTIPLIED.findall(words):
        found.add(Fraction(_TIMES[stem.casefold()] if stem else _AS_MANY[times.casefold()]))
    for many, part in _PART.findall(words) if _speaks_of_change(words) else ():
        share = _PARTS[part.casefold().rstrip("s")] * _HOW_MANY.get(many.casefold(), 1)
        if many and share < 1:
            found.add(share)
    return found


def _speaks_of_change(words: str) -> bool:
    return any(one.search(words) for one in (_FALLS, _RISES, _DOWN, _UP))


def _from_to(words: str) -> tuple[int, int] | None:
    """The two counts of “from 23 to 14”. Two years, or ages, are none."""
    for found in _FROM_TO.finditer(words):
        if _NO_COUNTS.search(words[: found.start()]):
            continue
        pair = tuple(int(one.replace(",", "")) for one in (found[1], found[3]) if len(one) <= 12)
        if len(pair) == 2 and not all("," not in one and 1900 <= int(one) <= 2100 for one in (found[1], found[3])):
            return pair[0], pair[1]
    return None


def _agree(counts: tuple[int, int], share: Fraction, half: Fraction) -> bool:
    before, after = counts
    return before > 0 and abs(Fraction(abs(after - before), before) - share) <= half


def _might_be_ages(counts: tuple[int, int]) -> bool:
    return counts[0] < counts[1] <= 25


def _from_counts(
    text: str, words: str, before: int | None, after: int | None, difference: int | None
) -> Said | NotAnswerable:
    """A claim that names no size: its two counts say it, if there are two."""
    if before is None or after is None:
        refusal = refuse_output(words)
        if refusal is not None:
            return refusal
        raise ValueError(f"No percentage can be read in {text[:200]!r}: write it as “fell 38%”, or give both counts")
    if before == 0:
        return NotAnswerable(
            f"a change from 0 to {after:,} has no percentage", "the two counts as they are, over a longer period"
        )
    share = Fraction(round(100 * abs(Fraction(after - before, before))), 100)
    return Said("rose" if after > before else "fell", share, Fraction(1, 200), before, after, difference)


def _direction(words: str, text: str, sign: str, before: int | None, after: int | None) -> Direction:
    """The verb decides; then “fewer” or “more”; then a sign before the figure; then the counts."""
    if _MULTIPLIED.search(words):
        return "rose"
    for falling, rising in ((_FALLS, _RISES), (_DOWN, _UP)):
        down, up = bool(falling.search(words)), bool(rising.search(words))
        if down != up:
            return "fell" if down else "rose"
        if down:
            raise ValueError(f"{text[:200]!r} speaks of a fall and of a rise: check one claim at a time")
    if sign:
        return "rose" if sign == "+" else "fell"
    if before is not None and after is not None and before != after:
        return "rose" if after > before else "fell"
    raise ValueError(f"{text[:200]!r} does not say whether it fell or rose")


def _difference(words: str) -> int | None:
    found = _DIFFERENCE.search(words)
    return int(found.group(1).replace(",", "")) if found and len(found.group(1)) <= 12 else None
