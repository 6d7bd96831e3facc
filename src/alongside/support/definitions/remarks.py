"""What is worth a second look before a pathway is published, and may be right all the same."""

import re
from collections.abc import Iterator

from alongside.common.clocks import Allowance, Unit
from alongside.support.definitions.parts import Definition

_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
NUMBERS = {"a": 1, "an": 1, **{word: number for number, word in enumerate(_NUMBERS, start=1)}, "thirty": 30}
_TIME = re.compile(
    rf"\b(\d{{1,4}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})\s+(?:working\s+|school\s+)?(hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
# How many days at least and at most, by the calendar and in working or school days.
_DAYS = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "year": (365, 366)}
_WORKING = {"day": (1, 1), "week": (5, 5), "month": (19, 23), "year": (190, 262)}


def remarks_on(one: Definition) -> Iterator[str]:
    """Clocks of which the time was changed and the sentence was not."""
    for clock in one.clocks:
        told = list(_TIME.finditer(clock.breach))
        if told and not any(_is(clock.allowance, found[1].lower(), found[2].lower()) for found in told):
            yield (
                f"The clock “{clock.label}” runs {clock.allowance}, and what is said when it runs out names another time, "
                f"“{told[0][0]}”: “{clock.breach}” Change the sentence, if it should name the time of the clock."
            )


def _is(allowance: Allowance, number: str, word: str) -> bool:
    """Whether the words can mean the time of the clock."""
    count = int(number) if number.isdecimal() else NUMBERS[number]
    amount, unit = allowance.amount, allowance.unit
    if word == "hour" or unit in (Unit.HOURS, Unit.WORKING_HOURS, Unit.MINUTES):
        hours = {Unit.MINUTES: amount / 60, Unit.DAYS: amount * 24}.get(unit, amount)
        return unit is Unit.WORKING_HOURS or hours == count * {"hour": 1, "day": 24}.get(word, 168)
    least, most = (_DAYS if unit is Unit.DAYS else _WORKING)[word]
    return least * count <= amount <= most * count
