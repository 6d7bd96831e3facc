"""The score of one pair, equal to Splink's own: the levels in order, their weights, the frozen frequencies."""

from dataclasses import dataclass
from enum import StrEnum
from math import log2
from typing import Any

from alongside.analysis.linkage.comparisons import Comparison
from alongside.analysis.linkage.model import Model
from alongside.analysis.linkage.rules import RULES
from alongside.analysis.linkage.standard import Standard, as_standard

AUTOMATIC, REVIEW = 0.9, 0.1
# From this weight on (a probability of 0.001) a pair against which a rule speaks is kept, to keep its records apart.
RULES_FROM = -10.0


class Outcome(StrEnum):
    """What follows from a score: join, ask, ask because a rule forbids joining, leave apart."""

    AUTOMATIC = "automatic"
    REVIEW = "review"
    REFUSED = "refused"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Score:
    """`weight` in bits, `levels` per comparison (-1: missing), `rules` that speak against joining."""

    weight: float
    probability: float
    levels: dict[str, int]
    rules: tuple[str, ...]
    outcome: Outcome

    @property
    def kept(self) -> bool:
        """Whether the pair has to be stored as an edge: to join, to ask, or to keep its two records apart."""
        return self.outcome is not Outcome.APART or (bool(self.rules) and self.weight >= RULES_FROM)


def check_thresholds(automatic: float, review: float) -> None:
    if not all(isinstance(share, (int, float)) for share in (automatic, review)) or not 0 < review <= automatic < 1:
        raise ValueError(f"Thresholds must be 0 < review <= automatic < 1, not {review!r} and {automatic!r}.")


def level_of(comparison: Comparison, one: Standard, other: Standard, model: Model) -> int:
    """The value of the first level that holds; -1 when the comparison says nothing."""
    if comparison.missing.holds(one, other, model.is_common):
        return -1
    for value, level in comparison.values():
        if level.when is None or level.when.holds(one, other, model.is_common):
            return value
    raise AssertionError(f"The last level of {comparison.name} must hold for every pair.")


def level_weight(comparison: Comparison, value: int, one: Standard, other: Standard, model: Model) -> float:
    """Bits for one comparison: log2(m/u), moved by how rare the value is on which the two agree."""
    if value < 0:
        return 0.0
    place = comparison.top - value
    weight = model.weights[comparison.name][place]
    level = comparison.levels[place]
    if level.frequency or level.rarity:
        shares = [model.share_of(comparison.name, level, place, record) for record in (one, other)]
        known = [share for share in shares if share is not None]
        if known:
            weight += log2(model.u[comparison.name][place]) - log2(max(known))
    return weight


def rules_against(one: Standard, other: Standard, model: Model) -> tuple[str, ...]:
    """Names of the rules that forbid joining these two without a person."""
    return tuple(
        rule.name for rule in RULES if model.settings.allows(rule.name) and rule.when.holds(one, other, model.is_common)
    )


def score_pair(a: Any, b: Any, model: Model, *, automatic: float = AUTOMATIC, review: float = REVIEW) -> Score:
    """Score two records.

    `a`, `b`: each a `Standard`, a row of `standardise`, or a mapping with the columns that `standardise` takes.
    `automatic`, `review`: probabilities from which a pair is joined, or shown to a person. A pair to which a rule
    speaks and which would otherwise be at least reviewed is `refused`. Method: Fellegi-Sunter weights with frozen
    term frequencies, as in Splink 5; held to Splink's own score to 1e-9 by tests.
    """
    check_thresholds(automatic, review)
    a, b = as_standard(a, model.settings), as_standard(b, model.settings)
    levels: dict[str, int] = {}
    weight = model.prior_weight
    for comparison in model.comparisons:
        value = level_of(comparison, a, b, model)
        levels[comparison.name] = value
        weight += level_weight(comparison, value, a, b, model)
    probability = probability_of(weight)
    rules = rules_against(a, b, model)
    return Score(weight, probability, levels, rules, outcome_of(probability, rules, automatic, review))


def outcome_of(probability: float, rules: tuple[str, ...], automatic: float, review: float) -> Outcome:
    if probability < review:
        return Outcome.APART
    if rules:
        return Outcome.REFUSED
    return Outcome.AUTOMATIC if probability >= automatic else Outcome.REVIEW


def probability_of(weight: float) -> float:
    """Probability from a weight in bits, without overflow at either end."""
    if weight >= 0:
        return 1.0 / (1.0 + 2.0**-weight) if weight < 1000 else 1.0
    return 2.0**weight / (1.0 + 2.0**weight) if weight > -1000 else 0.0


def weight_of(probability: float) -> float:
    return log2(probability / (1.0 - probability))
