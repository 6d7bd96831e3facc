"""What a checked claim comes to, in words and rows for the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alongside.analysis.evaluation import (
    TYPICAL_DISPERSION,
    Claim,
    NotAnswerable,
    RatioOfRatios,
    TwoCounts,
    claim,
    ratio_of_ratios,
    worst_area,
)
from alongside.analysis.evaluation.answers import chance, per_cent, small_count
from alongside.analysis.evaluation.claims import LARGEST_WORST
from alongside.outcomes.definitions import MeasureTold
from alongside.outcomes.queries.measures import measures
from alongside.web.claims.forms import ClaimForm
from alongside.web.design.wording import number

Row = tuple[str, ...]
WHY: Mapping[str, tuple[str, str]] = {
    "counts": ("Both counts", "A percentage can stand for 8 and 5 as well as for 800 and 496."),
    "definition": ("What was counted", "One name has several definitions, and they move differently."),
    "area": ("The area", "A fall in two streets and a fall in a borough are different claims."),
    "periods": ("Both periods", "Summer against winter, or six months against three, is no comparison."),
    "comparator": ("What happened elsewhere", "If it fell as much where nothing was done, it fell by itself."),
    "picked": ("How the area was picked", "Picked at its worst, an area gets better with nothing done."),
    "source": ("Source and day", "Counts are revised; two extracts of one month differ."),
}
LIKE_STREETS = TYPICAL_DISPERSION["ward"]["robbery"]


@dataclass(frozen=True, slots=True)
class Checked:
    """`refusal` stands alone; else `sentence` and what follows it."""

    refusal: str = ""
    sentence: str = ""
    fits: tuple[Row, ...] = ()
    agrees: bool = True
    card: tuple[tuple[str, str], ...] = ()
    headline: str = ""
    elsewhere: tuple[str, ...] = ()
    by_itself: str = ""
    needed: tuple[Row, ...] = ()
    missing: int = 0
    names: tuple[MeasureTold, ...] = ()


def checked(form: ClaimForm) -> Checked:
    """The answer to a valid form. Raises `ValueError`, in words for the reader, where the claim cannot be read."""
    given = form.cleaned_data
    spans = [float(given[name] or 1) for name in ("months_before", "months_after")]
    found = claim(
        given["said"], given["before"], given["after"], exposure_before=spans[0], exposure_after=spans[1],
        known=form.known(),
    )  # fmt: skip
    if isinstance(found, NotAnswerable):
        return Checked(refusal=found.sentence, names=_names(given["said"]))
    known = form.known() | ({"counts"} if found.before is not None and found.after is not None else set())
    card = found.card if isinstance(found.card, TwoCounts) else None
    return Checked(
        sentence=found.sentence,
        fits=tuple(_fit(one) for one in found.meanings) if card is None else (),
        agrees=found.consistent,
        card=_card(card) if card else (),
        headline=_headline(card) if card else "",
        elsewhere=_elsewhere(found, given),
        by_itself=_by_itself(found, given["picked"]),
        needed=tuple((name, "Told" if key in known else "Missing", why) for key, (name, why) in WHY.items()),
        missing=sum(key not in known for key in WHY),
        names=_names(given["said"]),
    )


def _fit(one: TwoCounts) -> Row:
    return (
        f"{number(one.before)} to {number(one.after)}",
        f"{per_cent(one.interval.low)} to {per_cent(one.interval.high)}",
        chance(one.p_value),
        "Beyond chance" if one.p_value < 0.05 else "Chance alone gives as much",
    )


def _card(card: TwoCounts) -> tuple[tuple[str, str], ...]:
    refused = isinstance(card.change, NotAnswerable)
    seen = "Too few for a percentage" if isinstance(card.change, NotAnswerable) else per_cent(card.change)
    rows = [
        ("Count before", _counted(card.before, card.before_interval.low, card.before_interval.high)),
        ("Count after", _counted(card.after, card.after_interval.low, card.after_interval.high)),
        ("Change", f"{seen} (95% {per_cent(card.interval.low)} to {per_cent(card.interval.high)})"),
        ("Could chance do it?", f"{_chance(card.p_value)} ({chance(card.p_value)}, E-test, {card.form} variance)"),
    ]
    if card.exposure_before != card.exposure_after:
        spans = f"{card.exposure_before:g} and {card.exposure_after:g} months"
        rows.insert(2, ("Lengths", f"{spans}: the change is of counts a month"))
    if refused:
        rows.append(("Why no percentage", "One or two events more or less would change it by tens of per cent."))
    return tuple(rows)


def _counted(count: int, low: float, high: float) -> str:
    return f"{number(count)} (95% {low:,.1f} to {high:,.1f})"


def _chance(p_value: float) -> str:
    if p_value < 0.05:
        return "Hardly, if events came one by one and independently"
    return "Yes: two such counts come about with no change behind them"


def _headline(card: TwoCounts) -> str:
    if isinstance(card.headline, NotAnswerable):
        return "Not in a headline. " + card.headline.sentence
    return f"If it is quoted: {card.headline}, with its interval and what happened elsewhere."


def _elsewhere(found: Claim, given: Mapping[str, Any]) -> tuple[str, ...]:
    """The change over the change elsewhere: once as if counts varied by chance alone, once as street crime does."""
    if found.before is None or found.after is None or given["rest_before"] is None:
        return ()
    ours, theirs = (found.before, found.after), (given["rest_before"], given["rest_after"])
    name = given["rest"] or "The comparison"
    change = "" if small_count(*theirs) else f": {per_cent(100 * (theirs[1] / theirs[0] - 1))}"
    lines = [f"{name} went from {number(theirs[0])} to {number(theirs[1])}{change}."]
    if small_count(*ours) or small_count(*theirs):
        return (*lines, "One of the four counts is under 10: too few for a comparison in per cent.")
    plain, real = (_against(ours, theirs, one) for one in (1.0, LIKE_STREETS))
    return (
        *lines,
        f"Against it, if such counts varied by chance alone: {plain}.",
        f"If they vary as robberies in London wards did (variance {LIKE_STREETS:g} times the mean): {real}.",
    )


def _against(ours: tuple[int, int], theirs: tuple[int, int], dispersion: float) -> str:
    found = ratio_of_ratios(treated=ours, control=theirs, dispersion=dispersion)
    assert isinstance(found, RatioOfRatios)  # no count is zero here
    low, high = found.interval
    return f"{per_cent(found.change)} (95% {per_cent(low)} to {per_cent(high)}, {chance(found.p_value)})"


def _by_itself(found: Claim, picked: str) -> str:
    """What the worst of twenty areas does with nothing done; left out where the area was fixed before."""
    size = found.before if found.before is not None else (found.fits[0][0] if found.fits else 0)
    if picked == "fixed" or found.direction != "fell" or not 0 < size <= LARGEST_WORST:
        return ""
    return worst_area(size, fall=found.per_cent).sentence


def _names(said: str) -> tuple[MeasureTold, ...]:
    """Measures whose name is used in the claim: each of them has several definitions."""
    words = said.casefold()
    return tuple(one for one in measures() if one.name.casefold() in words and len(one.definitions) > 1)
