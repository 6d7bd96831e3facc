"""Sentences that follow from the numbers of an evaluation: whether the problem is smaller, and how far that goes."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from alongside.places.analyses.evaluation_calls import is_refused
from alongside.places.analyses.evaluation_counts import Measured
from alongside.places.evaluation_states import EvaluationQuestion

Told = Mapping[str, Any]
MANY_AREAS = 20


class Worked(Protocol):
    """What the limits are read from."""

    settings: Mapping[str, Any]
    measured: Measured
    found: dict[str, Any]
    after: int
    start: int


def smaller(counts: Told) -> dict[str, Any]:
    """The answer to “is the problem smaller?”, from two counts and no more; it says nothing of why."""
    if is_refused(counts):
        return dict(counts)
    before, after = counts["before"], counts["after"]
    if is_refused(counts["change"]):
        return {"letter": "", "sentence": f"Too few to tell. {before:,} were counted before and {after:,} afterwards."}
    if counts["p_value"] >= 0.05:
        lead = "It cannot be said that the problem is smaller, or larger"
        return {"letter": "", "sentence": f"{lead}: chance alone makes such a difference often. {counts['sentence']}"}
    word = "smaller" if counts["ratio"] < 1 else "larger"
    return {"letter": "", "sentence": f"The problem is {word}, by more than chance makes. {counts['sentence']}"}


def limits(work: Worked) -> list[str]:
    """How far the answer goes; each is true of these data."""
    return [*_of_counts(work.measured), *(_of_cause(work) if work.after else ())]


def _of_counts(measured: Measured) -> Iterator[str]:
    yield (
        f"Only what was recorded is counted ({measured.noun}). What nobody reported is not in it, and more police in a "
        "place can mean that more is found and written down there."
    )
    if measured.gaps:
        named = ", ".join(f"{gap:%B %Y}" for gap in measured.gaps)
        yield f"Not held, and left out everywhere alike: {named}. A gap is no zero."
    if measured.mixed:
        named = " and ".join(f"{month:%B %Y}" for month in measured.mixed)
        yield (
            f"Left out of both sides, here and elsewhere: {named}. It began or ended within the month, and the counts are "
            "by month: what is of one side and what of the other cannot be told apart there."
        )
    yield from (f"A break in the series. {words}" for words in measured.breaks)
    yield from measured.notes


def _of_cause(work: Worked) -> Iterator[str]:
    if work.settings["question"] == EvaluationQuestion.SMALLER:
        yield "Nothing here says why. Other places may have changed as much: that is the other question."
        return
    areas = len(work.measured.areas) + 1
    if areas <= MANY_AREAS + 5:
        yield f"Among {areas} areas no rank can be rarer by chance than 1 in {areas}."
    if work.start < 36:
        yield f"The baseline is {work.start} months. Three years would tell a peak from a usual time better."
    if work.settings["picked"]:
        yield "The place was chosen because it was bad. Part of a fall was to be expected with nothing done."
    if not work.measured.beside:
        yield "No area beside the place was looked at, so that nothing is said of crime that moved."
    yield "Whatever else began in the same place and months is counted with it. No number here can tell the two apart."
