"""What never leaves an answer about records that were not made anonymous: counts by month, and of small areas."""

from collections.abc import Mapping
from typing import Any

# As the pages of hot spots give such figures: one decimal tells no small count.
DECIMALS = 1
_BY_MONTH = ("values", "lower", "upper")


def without_months(result: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as it may be kept and given out. Published counts stay whole; of others neither the counts that went
    in stay nor what they can be reckoned back from. Twice is as good as once."""
    if result.get("is_open"):
        return dict(result)
    found = {name: _of_call(name, told) for name, told in result["found"].items()}
    return {**result, "inputs": None, "calls": None, "found": found}


def _of_call(name: str, told: Any) -> Any:
    if not isinstance(told, Mapping) or told.get("refused"):
        return told
    if name == "chart":
        return {key: value for key, value in told.items() if key not in _BY_MONTH}
    if "placebo_changes" in told:
        rounded = [round(value, DECIMALS) for value in told["placebos"]]
        return {**{key: value for key, value in told.items() if key != "placebo_changes"}, "placebos": rounded}
    return told
