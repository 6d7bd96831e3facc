"""Numbers and days in words."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
HELD = "Held back"


def day(text: str) -> str:
    """2026-10-01 is 1 October 2026; a time is left out."""
    one = date.fromisoformat(text[:10])
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"


def period(first: str, until: str) -> str:
    """A slice in words: “July to September 2026”, or its one day."""
    begin, end = date.fromisoformat(first), date.fromisoformat(until) - timedelta(days=1)
    if begin == end:
        return day(first)
    last = f"{MONTHS[end.month - 1]} {end.year}"
    same = f"{MONTHS[begin.month - 1]}" if begin.year == end.year else f"{MONTHS[begin.month - 1]} {begin.year}"
    return last if (begin.year, begin.month) == (end.year, end.month) else f"{same} to {last}"


def short(first: str) -> str:
    """For an axis: Jul 26."""
    one = date.fromisoformat(first)
    return f"{MONTHS[one.month - 1][:3]} {one.year % 100:02d}"


def count(value: int | None) -> str:
    return HELD if value is None else f"{value:,}"


def limits(cell: Mapping[str, Any]) -> str:
    """The 95% interval of a count, where it has one."""
    return f"{cell['low']:,.0f} to {cell['high']:,.0f}" if "low" in cell else ""


def per_cent(share: float) -> str:
    return f"{100 * share:.0f}%"


def change(one: Mapping[str, Any]) -> str:
    """A change in words, never without its counts and its interval."""
    name = ", ".join(one["of"].values()) or "All together"
    where = f"{one['place']}: " if one["place"] else ""
    low, high = 100 * (one["low"] - 1), 100 * (one["high"] - 1)
    if one["low"] <= 1.0 <= one["high"]:
        verdict = "No clear change"
    else:
        verdict = "Fewer" if one["ratio"] < 1 else "More"
    return (
        f"{where}{name}: {one['before']:,} then, {one['after']:,} now. {verdict}: {_signed(100 * (one['ratio'] - 1))}, "
        f"95% interval {_signed(low)} to {_signed(high)}.{_against(one.get('against'))}"
    )


def _against(one: Mapping[str, Any] | None) -> str:
    """Our change over that of the other place: what is left when both rose or fell alike."""
    if one is None:
        return ""
    low, high, value = (_signed(100 * (one[name] - 1)) for name in ("low", "high", "ratio"))
    clear = not one["low"] <= 1.0 <= one["high"]
    lead = "No clear difference from here"
    if clear:
        lead = f"Here it {'fell more or rose less' if one['ratio'] < 1 else 'rose more or fell less'}"
    spread = f", taking counts to vary {one['varies']:g} times as much as chance alone" if one["varies"] > 1 else ""
    return f" {lead}: our change over theirs is {value}, 95% interval {low} to {high}{spread}."


def _signed(value: float) -> str:
    return f"{value:+.0f}%".replace("-", "−").replace("+0%", "0%").replace("−0%", "0%")


def weeks(one: Mapping[str, Any]) -> str:
    if one["median"] is None:
        return f"More than {one['followed']} weeks"
    upper = f"{one['high']}" if one["high"] is not None else "no upper limit yet"
    return f"{one['median']} week{'s' if one['median'] != 1 else ''} (95% {one['low']} to {upper})"
