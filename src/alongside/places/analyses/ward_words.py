"""What a ward watch found, in sentences."""

from collections.abc import Mapping
from typing import Any

from alongside.common.periods import parse_month
from alongside.common.text import counted, sentence_list


def lead(result: Mapping[str, Any]) -> str:
    """The alerts of the newest month in a line."""
    names = {ward["code"]: ward["name"] for ward in result["wards"]}
    newest = result["judged"][-1]
    now = [alert for alert in result["alerts"] if alert["month"] == newest]
    earlier = len(result["alerts"]) - len(now)
    before = f" {counted(earlier, 'alert')} in the months before." if earlier else ""
    month = f"{parse_month(newest):%B %Y}"
    if now:
        named = sentence_list(list(dict.fromkeys(names[alert["ward"]] for alert in now)), "and")
        return f"{counted(len(now), 'alert')} for {month}: {named}.{before}"
    return f"No alert for {month}: no ward stands out more than chance would have it.{before}"


def looked_at(result: Mapping[str, Any]) -> list[str]:
    """How much was looked at, and what chance alone would give."""
    wards, measures, months = len(result["wards"]), len(result["measures"]), len(result["judged"])
    share, many = f"{result['alpha']:.0%}", f"{result['looked_at']:,}"
    return [
        f"Looked at: {counted(wards, 'ward')}, {counted(measures, 'measure')}, {counted(months, 'month')}: {many} counts.",
        f"If nothing had changed anywhere, chance alone would put about {result['outside_by_chance']:,.0f} of them "
        f"outside their {result['coverage']:.0%} range. {result['outside']:,} are outside. So a count outside its range "
        "is no alert.",
        f"An alert is a count that stands out against all {many} at once ({result['correction']}). Of the alerts shown, "
        f"about {share} are expected to be chance; with no change anywhere, such a page shows any alert with a chance of "
        f"{share} at most. Without the correction, {counted(result['uncorrected'], 'count')} would have been called an "
        f"alert, and up to {result['looked_at'] * result['alpha']:,.0f} by chance alone.",
    ]
