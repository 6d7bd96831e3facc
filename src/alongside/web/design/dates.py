"""Form fields for a day (three boxes) and for a time of day (one box), forgiving in what they read."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alongside.web.design.wording import clock

PARTS = ("day", "month", "year")
MONTHS = {
    name[:size]: number
    for number in range(1, 13)
    for name in [date(2000, number, 1).strftime("%B").lower()]
    for size in (3, 4, len(name))
}
EARLIEST_YEAR = 1900


class DayMonthYearInput(forms.Widget):
    """Three text inputs: name-day, name-month, name-year. Also reads one ISO date under the plain name."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        typed = tuple(str(data.get(f"{name}-{part}") or "").strip() for part in PARTS)
        if any(typed):
            return typed
        found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(data.get(name) or ""), flags=re.ASCII)
        return (found[3], found[2], found[1]) if found else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-day" if id_ else id_

    @staticmethod
    def typed(value: Any) -> tuple[str, str, str]:
        """What stands in the three boxes for this value."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        if isinstance(value, tuple) and len(value) == 3:
            return str(value[0]), str(value[1]), str(value[2])
        return "", "", ""


class DayMonthYear(forms.Field):
    """A date. The month may be a number or a name. Says which part is missing or wrong."""

    widget = DayMonthYearInput

    def to_python(self, value: Any) -> date | None:
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        typed = dict(zip(PARTS, (str(part) for part in value), strict=True))
        absent = tuple(part for part in PARTS if not typed[part])
        if absent:
            raise self._error(f"must include a {' and '.join(absent)}", absent)
        if not re.fullmatch(r"\d{4}", typed["year"], flags=re.ASCII):
            raise self._error("must have a year of 4 numbers, such as 2014", ("year",))
        month = MONTHS.get(typed["month"].lower().rstrip(".")) or _number(typed["month"])
        day = _number(typed["day"])
        try:
            made = date(int(typed["year"]), month or 0, day or 0)
        except ValueError:
            wrong = [part for part, bad in (("day", not day), ("month", not month or month > 12)) if bad]
            raise self._error("must be a real date, such as 27 3 2014", tuple(wrong or PARTS[:1])) from None
        if made.year < EARLIEST_YEAR:
            raise self._error(f"must be after {EARLIEST_YEAR}", ("year",))
        return made

    def _error(self, words: str, parts: tuple[str, ...]) -> ValidationError:
        label = str(self.label or "")
        name = label if label and not label.endswith("?") else "The date"
        return ValidationError(f"{name} {words}", code="date", params={"parts": parts})


class TimeOfDay(forms.Field):
    """A time as people write it: 9:05am, 9.05 pm, 21:05, 2105, midday."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-5"})
    WORDS = {"midday": time(12), "noon": time(12), "midnight": time(0)}
    PATTERN = re.compile(r"(\d{1,2})(?:[:.]?(\d\d))?\s*(am|pm)?", flags=re.ASCII)

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        text = str(value or "").strip().lower().replace("a.m.", "am").replace("p.m.", "pm")
        if isinstance(value, time) or not text:
            return value or None
        if text in self.WORDS:
            return self.WORDS[text]
        found = self.PATTERN.fullmatch(text)
        if not found or not (found[2] or found[3]):
            raise ValidationError("Enter a time such as 9:05am or 21:05", code="time")
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and not 1 <= hour <= 12:
            raise ValidationError("Enter a time such as 9:05am or 21:05", code="time")
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        try:
            return time(hour, minute)
        except ValueError:
            raise ValidationError("Enter a time such as 9:05am or 21:05", code="time") from None


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,2}", text, flags=re.ASCII) else None
