"""A claim as an evaluation makes it: every part but two comes from the stored answer, none from whoever states it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from alongside.common.periods import add_months, parse_month
from alongside.common.text import counted
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_states import EvaluationQuestion

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    words: str
    definition: str
    area: str
    before_first: date
    before_last: date
    after_first: date
    after_last: date
    before: int
    after: int
    percent: float | None
    low: float | None
    high: float | None
    comparator: str
    comparator_before: int | None
    comparator_after: int | None
    source: str
    extracted: str

    def columns(self) -> dict[str, Any]:
        return asdict(self)


def facts_of(settings: Told, result: Told) -> ClaimFacts:
    """Raises `PlacesRefused` for an answer that states nothing: a refusal is no finding."""
    if result["verdict"].get("refused"):
        raise PlacesRefused("The evaluation could not answer, so that it states nothing.", "Mend what it asks for.")
    is_cause = settings["question"] == EvaluationQuestion.CAUSE
    first, end = (result["start"], len(result["months"])) if is_cause else result["windows"]["after"]
    start, stop = (0, result["start"]) if is_cause else result["windows"]["before"]
    found = result["found"]["compare" if is_cause else "counts"]
    change, interval = found["change"], found["interval"]
    is_shown = not isinstance(change, Mapping) and None not in interval
    before_first, before_last = _span(result["months"], start, stop)
    after_first, after_last = _span(result["months"], first, end)
    before, after = found["before"], found["after"]
    elsewhere = _elsewhere(result, (start, stop), (first, end)) if is_cause else (None, None)
    comparator = (
        f"{len(result['areas'])} areas of {result['place']}, each treated in turn as if it were the place"
        if is_cause
        else "None: the same place before and after, which says nothing of why"
    )
    return ClaimFacts(
        words=_words(result, (before, start, stop), (after, first, end)),
        definition=f"{result['outcome']}: {result['noun']}, {result['source']}",
        area=f"{result['name']}, {result['place']}"[:300],
        before_first=before_first, before_last=before_last, after_first=after_first, after_last=after_last,
        before=before, after=after,
        percent=round(change, 1) if is_shown else None,
        low=round(interval[0], 1) if is_shown else None,
        high=round(interval[1], 1) if is_shown else None,
        comparator=comparator[:300], comparator_before=elsewhere[0], comparator_after=elsewhere[1],
        source="\n".join(result["sources"]) or result["source"],
        extracted=_extract(result["sources"]),
    )  # fmt: skip


def _words(result: Told, before: tuple[int, int, int], after: tuple[int, int, int]) -> str:
    """`before`, `after`: the count and the months it is of, from one to before another."""
    told = [
        f"{count:,} in {counted(end - first, 'month')} {words}"
        for (count, first, end), words in ((before, "before"), (after, "afterwards"))
    ]
    since = f"{parse_month(result['months'][result['start']]):%B %Y}"
    return (
        f"{result['name']}, {result['outcome']}: {' and '.join(told)}, from {since} on. {result['verdict']['sentence']}"
    )


def _span(months: Any, first: int, end: int) -> tuple[date, date]:
    return parse_month(months[first]), add_months(parse_month(months[end - 1]), 1) - timedelta(days=1)


def _elsewhere(result: Told, before: tuple[int, int], after: tuple[int, int]) -> tuple[int | None, int | None]:
    if not result["inputs"]:
        return None, None
    counts = result["inputs"]["all_elsewhere"]
    return sum(counts[slice(*before)]), sum(counts[slice(*after)])


def _extract(sources: Any) -> str:
    """The source's own line says when its extract was taken; one that does not says so."""
    told = [line for line in sources if "extract" in line]
    return "; ".join(told or sources)[:300] or "The source does not tell"
