"""A score in words: one sentence, and what each comparison added."""

from dataclasses import dataclass
from typing import Any

from alongside.analysis.linkage.comparisons import Comparison
from alongside.analysis.linkage.model import Model, default_model
from alongside.analysis.linkage.rules import RULES
from alongside.analysis.linkage.scoring import Outcome, Score, level_weight, score_pair
from alongside.analysis.linkage.standard import as_standard

MISSING = "missing"
_BEFORE = "before anything is compared"
_OPENINGS = {
    Outcome.AUTOMATIC: "Joined",
    Outcome.REVIEW: "For a person to decide",
    Outcome.REFUSED: "Not joined without a person",
    Outcome.APART: "Kept apart",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """`waterfall`: what was compared, what was found, and its weight in bits; the weights add up to the score's."""

    sentence: str
    waterfall: list[tuple[str, str, float]]


def explain(a: Any, b: Any = None, model: Model | None = None, score: Score | None = None) -> Explanation:
    """Why two records score as they do, without a word of what the records say.

    `a`, `b`: records as `score_pair` takes them; or `a` alone, a pair of them. `model`: the shipped one if not given.
    `score`: the score that was stored with its thresholds; without one the pair is scored now.
    """
    if b is None:
        a, b = a
    model = model or default_model()
    a, b = as_standard(a, model.settings), as_standard(b, model.settings)
    score = score or score_pair(a, b, model)
    steps = [("prior", _BEFORE, model.prior_weight)]
    for comparison in model.comparisons:
        value = score.levels[comparison.name]
        label = comparison.level(value).label if value >= 0 else MISSING
        steps.append((comparison.label, label, level_weight(comparison, value, a, b, model)))
    return Explanation(_sentence(score, model), steps)


def _sentence(score: Score, model: Model) -> str:
    found = [comparison for comparison in model.comparisons if score.levels[comparison.name] >= 0]
    parts = "; ".join(_phrase(comparison, score.levels[comparison.name]) for comparison in found)
    sentence = f"{_OPENINGS[score.outcome]}: {parts or 'nothing could be compared'}."
    reasons = " and ".join(rule.sentence for rule in RULES if rule.name in score.rules)
    return (
        f"{sentence} Because {reasons}, a person has to decide."
        if reasons and score.outcome is Outcome.REFUSED
        else sentence
    )


def _phrase(comparison: Comparison, value: int) -> str:
    label = comparison.level(value).label
    return label if comparison.name == "name" else f"{comparison.label}: {label}"
