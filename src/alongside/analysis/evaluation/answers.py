"""What every result is made of: an interval, a verdict in words, or a refusal that says what would help."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

FEWEST_FOR_PERCENTAGE = 10
FEWEST_FOR_HEADLINE = 30


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided interval that also unpacks as `low, high`; an end that nothing bounds is infinite."""

    low: float
    high: float
    confidence: float = 0.95

    def __iter__(self) -> Iterator[float]:
        return iter((self.low, self.high))

    def __getitem__(self, place: int) -> float:
        return (self.low, self.high)[place]

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class NotAnswerable:
    """The data cannot answer the question: why not, and what would make it answerable. It never holds a number."""

    because: str
    what_would_help: str

    @property
    def sentence(self) -> str:
        return f"Not answerable, because {self.because}. What would help: {self.what_would_help}."


class Verdict(NamedTuple):
    """A letter from a to e and the sentence that says it. `WORDS` holds what each letter means."""

    letter: str
    sentence: str


WORDS = {
    "a": "too few to tell",
    "b": "fell no more than elsewhere, or did not fall",
    "c": "fell more than elsewhere, within the spread of untouched areas",
    "d": "fell more than elsewhere and more than the spread of untouched areas",
    "e": "fell more than elsewhere, more than the spread, and not explained by picking the worst area",
}

# Work done by the police or by a programme: it rises when effort rises, whatever happens to harm.
_OUTPUTS = (
    "arrest", "seizure", "seized", "stop and search", "stops and search", "stop-and-search", "stops", "searches",
    "session", "weapons recovered", "knives recovered", "patrol hours", "contacts", "weapon sweep",
)  # fmt: skip


def refuse_output(outcome: str) -> NotAnswerable | None:
    """A refusal when the outcome named is work done (arrests, seizures, stops, sessions), otherwise None."""
    # From the start of a word on: “possession” is no session.
    if re.search(rf"\b(?:{'|'.join(_OUTPUTS)})", outcome.casefold()) is None:
        return None
    return NotAnswerable(
        f"“{outcome}” counts work done, which goes up with effort and says nothing about harm",
        "a count of harm, such as recorded offences or hospital admissions for assault",
    )


def small_count(before: float, after: float) -> NotAnswerable | None:
    """A refusal of a percentage when either count is under ten, otherwise None."""
    if min(before, after) >= FEWEST_FOR_PERCENTAGE:
        return None
    return NotAnswerable(
        f"a percentage of {before:,.0f} and {after:,.0f} turns one or two events into tens of per cent",
        f"both counts at {FEWEST_FOR_PERCENTAGE} or more: a longer period, or more areas together",
    )


def no_headline(before: float, after: float) -> NotAnswerable | None:
    """A refusal of a percentage without its interval when either count is under thirty, otherwise None."""
    if min(before, after) >= FEWEST_FOR_HEADLINE:
        return None
    return small_count(before, after) or NotAnswerable(
        f"counts of {before:,.0f} and {after:,.0f} carry a percentage only beside its interval",
        f"both counts at {FEWEST_FOR_HEADLINE} or more, or the sentence with the interval",
    )


MOST_SAID = 900  # per cent; beyond ten times as many, the figure tells of too few events and of nothing else


def per_cent(value: float) -> str:
    """A change in words of figures: “−38%”, “+12%”, “over +900%”, “no limit”."""
    if value == float("inf"):
        return "no limit"
    if value > MOST_SAID:
        return f"over +{MOST_SAID}%"
    rounded = round(value)
    return f"{'−' if rounded < 0 else '+' if rounded > 0 else ''}{abs(rounded)}%"


def chance(p_value: float) -> str:
    """A p-value as it is printed: two digits, three when small."""
    if p_value < 0.001:
        return "p < 0.001"
    return f"p = {p_value:.3f}" if p_value < 0.1 else f"p = {p_value:.2f}"
