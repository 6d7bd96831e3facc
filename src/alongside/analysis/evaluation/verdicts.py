"""The verdict, from the numbers alone. Only the last letter may speak of the operation, and then only of consistency."""

import math
from dataclasses import dataclass

from alongside.analysis.evaluation.answers import FEWEST_FOR_PERCENTAGE, Interval, Verdict, chance, per_cent

_HALVING = math.log(2.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a verdict may rest on. Logs are natural; errors are in logs.

    `difference`: log ratio to the comparison areas; `counting_error`: its error by chance alone; `detectable`: the
    size of difference that this design calls a change half of the time, and `detectable_by_chance` what it would be if
    areas varied by chance alone; `rank` of the fall among `ranked` areas;
    `own`: log ratio of the target's own rates; `above_regression`: whether the fall stays beyond the spread when the
    baseline is drawn towards the other areas; `change`: per cent, None when withheld.
    """

    before: float
    expected: float
    after: float
    difference: float
    counting_error: float
    detectable: float
    detectable_by_chance: float
    p_value: float
    alpha: float
    rank: int
    ranked: int
    own: float
    above_regression: bool
    change: float | None
    interval: Interval
    outcome: str


def judge(evidence: Evidence) -> Verdict:
    """The letter and its sentence.

    d and e need both the test scaled by the spread and a rank among the most extreme that this number of areas allows.
    Otherwise a when fewer than ten events were expected, or when even a halving would more often have been missed than
    found (by chance alone; and by the spread too before anything is called “no more than elsewhere”); b when the fall
    exceeds that of elsewhere by less than one counting error; c when by more.
    """
    fell_more = evidence.difference < 0
    few = min(evidence.before, evidence.expected) < FEWEST_FOR_PERCENTAGE
    significant = evidence.p_value < evidence.alpha
    extreme = evidence.rank / evidence.ranked <= max(evidence.alpha, 1.0 / evidence.ranked)
    if fell_more and significant and extreme and not few:
        letter = "e" if evidence.above_regression else "d"
    elif few or (not significant and evidence.detectable_by_chance > _HALVING):
        letter = "a"
    elif evidence.difference <= -evidence.counting_error:
        letter = "c"
    else:
        letter = "a" if not significant and evidence.detectable > _HALVING else "b"
    return Verdict(letter, _SENTENCES[letter](evidence))


def _lead(e: Evidence) -> str:
    what = e.outcome[:1].upper() + e.outcome[1:]
    return f"{what}: {e.after:,.0f} counted afterwards where {e.expected:,.0f} were to be expected from elsewhere"


def _figures(e: Evidence) -> str:
    change = "" if e.change is None else f"{per_cent(e.change)}, "
    limits = f"{e.interval.confidence:.0%} {per_cent(e.interval.low)} to {per_cent(e.interval.high)}"
    return f"({change}{limits}, {chance(e.p_value)}; rank {e.rank} of {e.ranked})"


def _too_few(e: Evidence) -> str:
    return f"Too few to tell. {_lead(e)}; even a halving could easily have been missed."


def _no_more(e: Evidence) -> str:
    worse = e.difference > e.counting_error
    if e.own < 0:
        lead = "Fell, and less than elsewhere" if worse else "Fell, no more than elsewhere"
    else:
        lead = "Did not fall, and did worse than elsewhere" if worse else "Did not fall"
    # Worse is said with the same care as better: what lies within the spread is no finding.
    within = ", within the spread of untouched areas" if worse and e.p_value >= e.alpha else ""
    return f"{lead}{within}. {_lead(e)} {_figures(e)}."


def _more(e: Evidence) -> str:
    return "Fell more than elsewhere" if e.own < 0 else "Did not fall, but did better than elsewhere"


def _within(e: Evidence) -> str:
    lead = _more(e)
    return f"{lead}, within the spread of untouched areas. {_lead(e)} {_figures(e)}."


def _beyond(e: Evidence) -> str:
    lead = _more(e)
    return (
        f"{lead} and more than the spread of untouched areas, but picking the area at its worst could explain it. "
        f"{_lead(e)} {_figures(e)}."
    )


def _consistent(e: Evidence) -> str:
    lead = _more(e)
    return (
        f"{lead}, more than the spread of untouched areas, and not explained by picking the worst area: "
        f"consistent with an effect of the operation. {_lead(e)} {_figures(e)}."
    )


_SENTENCES = {"a": _too_few, "b": _no_more, "c": _within, "d": _beyond, "e": _consistent}
