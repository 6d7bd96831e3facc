"""What stands in an evaluation, in words: periods, areas, changes with their limits, refusals."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from alongside.analysis.evaluation.answers import per_cent
from alongside.common.periods import parse_month
from alongside.common.text import counted

Told = Mapping[str, Any]
MOST_AREAS = 60
# “, or seasonal=False when the same months are compared”: what only somebody in a notebook can do.
ARGUMENT = re.compile(r", or [a-z]+=[^.]*")
_NUMBERED = re.compile(r"at period (\d+)")


def areas_named(areas: Sequence[Told]) -> str:
    named = ", ".join(area["name"] for area in areas[:MOST_AREAS])
    return f"{counted(len(areas), 'area')}: {named}{' and more' if len(areas) > MOST_AREAS else ''}"


def span_words(result: Told, first: int, end: int) -> str:
    one, last = month_words(result["months"][first]), month_words(result["months"][end - 1])
    return one if one == last else f"{one} to {last}"


def month_words(label: str) -> str:
    return f"{parse_month(label):%B %Y}"


def left_out(result: Told) -> tuple[str, ...]:
    """That months of both sides are counted with neither; nothing where there are none."""
    mixed = [month_words(month) for month in result.get("mixed", ())]
    if not mixed:
        return ()
    verb = "is" if len(mixed) == 1 else "are"
    return (f"{' and '.join(mixed)} {verb} counted with neither: it began or ended within the month.",)


def beside_words(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) < 4 else counted(len(names), "area") + " beside it"


def change_words(told: Told) -> str:
    if refused(told["change"]):
        return f"No percentage: {told['change']['because']}. 95% {limits(told['interval'])}"
    return f"{per_cent(told['change'])} (95% {limits(told['interval'])})"


def limits(interval: Sequence[float | None]) -> str:
    low, high = interval
    return f"{per_cent(-100.0 if low is None else low)} to {'no limit' if high is None else per_cent(high)}"


def events(interval: Sequence[float]) -> str:
    return f"{interval[0]:,.1f} to {interval[1]:,.1f}"


def signed(interval: Sequence[float | None]) -> str:
    low, high = ("no limit" if one is None else more(one) for one in interval)
    return f"{low} to {high}"


def more(value: float) -> str:
    """With the sign that is meant, and a real minus."""
    return f"{value:+,.0f}".replace("-", "−")


def refused(told: Any) -> bool:
    return isinstance(told, Mapping) and bool(told.get("refused"))


def refusal(told: Told, months: Sequence[str] = ()) -> str:
    """`months`: those of the counts, so that a period which the library numbers gets its name."""
    because = _NUMBERED.sub(lambda found: f"in {month_words(months[int(found[1])])}", told["because"]) if months else ""
    return in_months(
        f"Not answerable, because {because or told['because']}. What would help: {told['what_would_help']}."
    )


def in_months(words: str) -> str:
    """The library speaks of periods and of its own arguments, a reader of months and of no argument at all."""
    return ARGUMENT.sub("", words).replace("periods", "months").replace("a period", "a month")


def sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"


def days(span: tuple[date, date]) -> str:
    return f"{span[0]:%-d %B %Y} to {span[1]:%-d %B %Y}"
