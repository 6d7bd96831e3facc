"""How the quality statement writes its figures: never a share without its interval and its counts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from alongside.web.design.wording import day, number, plural

Told = Mapping[str, Any]
FEW = "Fewer than 10"


def percent(share: float) -> str:
    """One decimal; a share that is not whole never reads as none or all."""
    if share in (0, 1):
        return f"{share:.0%}"
    for decimals in (1, 2):
        text = f"{share:.{decimals}%}"
        if text not in ("0.0%", "0.00%", "100.0%", "100.00%"):
            return text
    return "over 99.99%" if share > 0.5 else "under 0.01%"


def points(share: float) -> str:
    """A difference between two shares."""
    return f"{_hundredths(share)} percentage points"


def _hundredths(share: float) -> str:
    return f"{100 * share:.1f}".replace("-", "−")


def interval(low: float, high: float) -> str:
    return f"({percent(low)} to {percent(high)})"


def headline(told: Told) -> tuple[str, str, str]:
    """The share, its interval, and on how many pairs it rests: each where the page puts it."""
    if told["value"] is None:
        return "Not shown", "", FEW.lower()
    return percent(told["value"]), interval(told["low"], told["high"]), number(told["pairs"])


def estimate(told: Told) -> tuple[str, str]:
    """The share with its interval, and on how many pairs it rests."""
    if told["value"] is None:
        return "Not shown", FEW
    return f"{percent(told['value'])} {interval(told['low'], told['high'])}", number(told["pairs"])


def accuracy(told: Told) -> list[str]:
    """The cells of one row: precision, its pairs, recall, its pairs."""
    return [*estimate(told["precision"]), *estimate(told["recall"])]


def agencies(rows: Sequence[Told]) -> list[list[str]]:
    """The kinds of agency of which anything can be shown."""
    return [[_kinds(one), *accuracy(one)] for one in rows if _any(one)]


def too_few(rows: Sequence[Told]) -> list[str]:
    """The kinds of agency of which nothing can be shown."""
    return [_kinds(one) for one in rows if not _any(one)]


def _any(told: Told) -> bool:
    return any(told[name]["value"] is not None for name in ("precision", "recall"))


def _kinds(told: Told) -> str:
    one, other = told["one"], told["other"]
    return f"{one} and {other}" if one != other else f"{one}, both"


def groups(rows: Sequence[Told]) -> list[list[str]]:
    return [[one["group"], *accuracy(one)] for one in rows]


def gap(told: Told | None, words: str) -> str:
    """The difference between the worst and the best group, in a sentence."""
    if told is None:
        return f"{words}: no two groups have pairs enough to be compared."
    verdict = {"none": "No alarm.", "look": "Alarm: look into it.", "stop": "Alarm: stop and look into it."}
    return (
        f"{words}: {points(told['value'])} more in “{told['worst']}” than in “{told['best']}” (interval "
        f"{_hundredths(told['low'])} to {_hundredths(told['high'])}). {verdict[told['alarm']]}"
    )


def wait(told: Told) -> list[str]:
    """The cells of one row: pairs, still waiting, the median with its interval."""
    if told["pairs"] < 10:
        return [FEW, "Not shown", "Not shown"]
    if told["median"] is None:
        return [number(told["pairs"]), number(told["waiting"]), "More than half still wait"]
    high = f"{told['high']:.1f}" if told["high"] is not None else "not reached yet"
    middle = f"{plural(round(told['median'], 1), 'day')} ({told['low']:.1f} to {high})"
    return [number(told["pairs"]), number(told["waiting"]), middle]


def agreed(told: Told) -> str:
    if told["agreed"] is None:
        return f"Not shown: {FEW.lower()} answers"
    share = f"{percent(told['agreed'] / told['answers'])} {interval(told['low'], told['high'])}"
    return f"{number(told['agreed'])} of {plural(told['answers'], 'answer')}: {share}"


def on(text: str) -> str:
    """A date or a moment of the statement, which keeps them as ISO text."""
    return day(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))


def period(told: Sequence[str]) -> str:
    return f"{on(told[0])} to {on(told[1])}"


COLUMNS = {
    "given": "first name", "given_root": "first name, spellings put together", "family": "last name",
    "family_root": "last name, spellings put together", "name": "whole name",
    "root_name": "whole name, spellings put together", "phone": "telephone", "urn": "agency’s reference",
}  # fmt: skip


def column(name: str) -> str:
    """A column of the model's file in words."""
    return COLUMNS.get(name, name.replace("_", " "))
