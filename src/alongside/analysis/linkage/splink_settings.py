"""The declared comparisons as Splink settings, for either of its dialects."""

from typing import Any

from alongside.analysis.linkage.comparisons import Comparison
from alongside.analysis.linkage.conditions import Dialect
from alongside.analysis.linkage.macros import named
from alongside.analysis.linkage.model import Model
from alongside.analysis.linkage.rules import RULES, Rule
from alongside.analysis.linkage.tables import ID

RULE_PREFIX = "rule_"


def settings_for_training(model: Model, dialect: Dialect) -> dict[str, Any]:
    """Settings from which Splink learns; `model` gives the starting values, and the fixed ones."""
    return _settings(
        model, [_comparison(comparison, model, dialect, scoring=False) for comparison in model.comparisons]
    )


def settings_for_scoring(model: Model, dialect: Dialect) -> dict[str, Any]:
    """Settings by which Splink scores as `score_pair` does. A rule is a comparison without weight."""
    rules = [rule for rule in RULES if model.settings.allows(rule.name)]
    return _settings(
        model,
        [_comparison(comparison, model, dialect, scoring=True) for comparison in model.comparisons]
        + [_rule(rule, dialect) for rule in rules],
    )


def share_column(comparison: Comparison, place: int) -> str:
    """What Splink calls the frequency of a level; the records hold it with `tf_` before it."""
    return f"{comparison.name}_{place}"


def _settings(model: Model, comparisons: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": ID,
        "probability_two_random_records_match": model.prior,
        "comparisons": comparisons,
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


def _comparison(comparison: Comparison, model: Model, dialect: Dialect, *, scoring: bool) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": named(comparison.missing, dialect), "label_for_charts": "missing", "is_null_level": True}
    ]
    parameters = zip(comparison.levels, model.m[comparison.name], model.u[comparison.name], strict=True)
    for place, (level, m, u) in enumerate(parameters):
        entry: dict[str, Any] = {
            "sql_condition": named(level.when, dialect) if level.when else "ELSE",
            "label_for_charts": level.label,
            "m_probability": m,
            "u_probability": u,
            "fix_m_probability": not level.trained(model.settings.families),
            "fix_u_probability": not level.trained(model.settings.families),
        }
        if scoring and (level.frequency or level.rarity):
            # The column is ours to give (see `engines`), and it is to be set against this level's own u.
            entry |= {"tf_adjustment_column": share_column(comparison, place), "disable_tf_exact_match_detection": True}
        levels.append(entry)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def _rule(rule: Rule, dialect: Dialect) -> dict[str, Any]:
    same = {"m_probability": 0.5, "u_probability": 0.5, "fix_m_probability": True, "fix_u_probability": True}
    return {
        "output_column_name": RULE_PREFIX + rule.name,
        "comparison_levels": [
            # A rule always has an answer; Splink warns about a comparison without this level.
            {"sql_condition": "FALSE", "label_for_charts": "missing", "is_null_level": True},
            {"sql_condition": named(rule.when, dialect), "label_for_charts": rule.sentence, **same},
            {"sql_condition": "ELSE", "label_for_charts": "does not speak", **same},
        ],
    }
