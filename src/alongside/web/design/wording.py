"""How pages write dates, times and numbers. London time, the way GOV.UK writes them; done in Python, once."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from alongside.common.text import time_of_day

LONDON = ZoneInfo("Europe/London")


def day(value: date | datetime | None) -> str:
    """22 November 2026."""
    if value is None:
        return ""
    local = _local(value)
    return f"{local.day} {local:%B %Y}"


def short_day(value: date | datetime | None) -> str:
    """22 Nov 2026, for tables."""
    if value is None:
        return ""
    local = _local(value)
    return f"{local.day} {local:%b %Y}"


def month(value: date | datetime | None) -> str:
    """November 2026."""
    return f"{_local(value):%B %Y}" if value is not None else ""


def weekday(value: date | datetime | None) -> str:
    """Sunday 22 November 2026."""
    return f"{_local(value):%A} {day(value)}" if value is not None else ""


def clock(value: datetime | time | None) -> str:
    """9:05am, midday, midnight."""
    if value is None:
        return ""
    return time_of_day(value.astimezone(LONDON).time() if isinstance(value, datetime) else value)


def moment(value: datetime | None) -> str:
    """22 November 2026 at 9:05am."""
    return f"{day(value)} at {clock(value)}" if value is not None else ""


def occasion(value: datetime | None) -> str:
    """A day with its time; of midday the day alone, since whoever gave no time did not say that it was at midday."""
    if value is None:
        return ""
    return day(value) if value.astimezone(LONDON).time() == time(12) else moment(value)


def short_moment(value: datetime | None) -> str:
    """22 Nov 2026, 9:05am, for tables."""
    return f"{short_day(value)}, {clock(value)}" if value is not None else ""


def machine(value: date | datetime | None) -> str:
    """For the datetime attribute of a time element."""
    if value is None:
        return ""
    return value.astimezone(LONDON).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def ago(value: datetime, now: datetime) -> str:
    """How long before now, in the largest unit that fits."""
    gone = now - value
    if gone < timedelta(minutes=1):
        return "just now"
    for size, word in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute")):
        if gone >= size:
            return f"{plural(gone // size, word)} ago"
    return "just now"


def plural(count: int, one: str, many: str = "") -> str:
    """1 child, 2 children: the number with the right word."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def number(value: float | int | None) -> str:
    """12,345; a decimal only if there is one."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def first_lower(text: str) -> str:
    """For a label in the middle of a sentence: leaves NHS, CAMHS and the like alone."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def first_upper(text: str) -> str:
    """For a phrase that stands alone: only the first letter changes."""
    return text[:1].upper() + text[1:]


def _local(value: date | datetime) -> date:
    return value.astimezone(LONDON) if isinstance(value, datetime) else value


# Most browsers name others too, so the order decides.
BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
DEVICES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def browser(user_agent: str) -> str:
    """Chrome on Windows: what a browser says of itself, as far as somebody may know her own device by it."""
    name, device = (next((word for mark, word in known if mark in user_agent), "") for known in (BROWSERS, DEVICES))
    return " on ".join(filter(None, (name, device))) or user_agent[:60] or "Not known"


FILTERS: dict[str, Callable[..., Any]] = {
    "ago": ago,
    "browser": browser,
    "clock": clock,
    "day": day,
    "month": month,
    "occasion": occasion,
    "first_lower": first_lower,
    "first_upper": first_upper,
    "machine": machine,
    "moment": moment,
    "number": number,
    "plural": plural,
    "short_day": short_day,
    "short_moment": short_moment,
    "weekday": weekday,
}
