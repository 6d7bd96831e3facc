"""Did violence fall because of this? Numbers in, numbers and plain sentences out, or a refusal that says why.

For an analyst in a notebook: plain lists, NumPy arrays or pandas objects in, frozen results out; nothing given is
changed, nothing is random, nothing is drawn. Results carry `units` and a `sentence`. A question that the data cannot
answer gives `NotAnswerable(because, what_would_help)` instead of a number; bad input raises `ValueError`.

In the order in which they are wanted: `power` before anything starts; `two_counts`; `compare` against comparison areas
(with placebos, regression to the mean, displacement and a verdict); `patrol_days` for patrols by lot; `wdd`; `series`,
`xmr`, `c_chart`, `u_chart`; `funnel`; `synthetic_control`, `synthetic_did` and `staggered_did` for whole boroughs;
`false_discovery` for several outcomes; `claim` for a percentage that somebody else has published. Waits are in
`alongside.analysis.waiting` and `alongside.analysis.hazards`. A name loads its own module when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alongside.analysis.evaluation.answers import WORDS, Interval, NotAnswerable, Verdict
    from alongside.analysis.evaluation.change_scores import ReliableChange, reliable_change, reliable_change_points
    from alongside.analysis.evaluation.charts import Chart, Signal, c_chart, p_chart, u_chart, xmr
    from alongside.analysis.evaluation.claims import NEEDED, Claim, claim
    from alongside.analysis.evaluation.comparison import Comparison, RatioOfRatios, compare, ratio_of_ratios
    from alongside.analysis.evaluation.count_card import TwoCounts, byar_interval, count_interval, two_counts
    from alongside.analysis.evaluation.days_by_lot import PatrolDays, patrol_days
    from alongside.analysis.evaluation.displacement import Wdd, wdd, wdd_harm
    from alongside.analysis.evaluation.etest import count_test
    from alongside.analysis.evaluation.funnels import Funnel, FunnelPoint, funnel, funnel_limits
    from alongside.analysis.evaluation.moved import Displacement
    from alongside.analysis.evaluation.placebo import TYPICAL_DISPERSION, dispersion
    from alongside.analysis.evaluation.power_card import Power, power, power_of_ratio
    from alongside.analysis.evaluation.rates import Rate, RelativeRate, rate, relative_rate
    from alongside.analysis.evaluation.regression import (
        Estimate,
        RegressionLine,
        WorstArea,
        empirical_bayes,
        regression_to_mean,
        worst_area,
    )
    from alongside.analysis.evaluation.several_outcomes import SeveralOutcomes, false_discovery
    from alongside.analysis.evaluation.staggered import StaggeredDid, TwoWay, staggered_did, two_way_fixed_effects
    from alongside.analysis.evaluation.structural import Series, series
    from alongside.analysis.evaluation.synthetic import SyntheticControl, synthetic_control
    from alongside.analysis.evaluation.weighted_did import SyntheticDid, synthetic_did

_HOME = {
    name: module
    for module, names in {
        "answers": "WORDS Interval NotAnswerable Verdict",
        "change_scores": "ReliableChange reliable_change reliable_change_points",
        "charts": "Chart Signal c_chart p_chart u_chart xmr",
        "claims": "NEEDED Claim claim",
        "comparison": "Comparison RatioOfRatios compare ratio_of_ratios",
        "count_card": "TwoCounts byar_interval count_interval two_counts",
        "days_by_lot": "PatrolDays patrol_days",
        "displacement": "Wdd wdd wdd_harm",
        "etest": "count_test",
        "funnels": "Funnel FunnelPoint funnel funnel_limits",
        "moved": "Displacement",
        "placebo": "TYPICAL_DISPERSION dispersion",
        "power_card": "Power power power_of_ratio",
        "rates": "Rate RelativeRate rate relative_rate",
        "regression": "Estimate RegressionLine WorstArea empirical_bayes regression_to_mean worst_area",
        "several_outcomes": "SeveralOutcomes false_discovery",
        "staggered": "StaggeredDid TwoWay staggered_did two_way_fixed_effects",
        "structural": "Series series",
        "synthetic": "SyntheticControl synthetic_control",
        "weighted_did": "SyntheticDid synthetic_did",
    }.items()
    for name in names.split()
}

__all__ = [
    "NEEDED", "TYPICAL_DISPERSION", "WORDS", "Chart", "Claim", "Comparison", "Displacement", "Estimate", "Funnel", "FunnelPoint",
    "Interval", "NotAnswerable", "PatrolDays", "Power", "Rate", "RatioOfRatios", "RegressionLine", "RelativeRate",
    "ReliableChange", "Series", "SeveralOutcomes", "Signal", "StaggeredDid", "SyntheticControl", "SyntheticDid",
    "TwoCounts", "TwoWay", "Verdict", "Wdd", "WorstArea", "byar_interval", "c_chart", "claim", "compare",
    "count_interval", "count_test", "dispersion", "empirical_bayes", "false_discovery", "funnel", "funnel_limits",
    "p_chart", "patrol_days", "power", "power_of_ratio", "rate", "ratio_of_ratios", "regression_to_mean",
    "relative_rate", "reliable_change", "reliable_change_points", "series", "staggered_did", "synthetic_control",
    "synthetic_did", "two_counts", "two_way_fixed_effects", "u_chart", "wdd", "wdd_harm", "worst_area", "xmr",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value
