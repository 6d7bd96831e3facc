"""Violence that a hospital counted, where its counts are open: beside the police's, never added to them."""

from alongside.analysis.counts import poisson_interval
from alongside.common.periods import add_months
from alongside.common.text import sentence_list
from alongside.outcomes.needs_definitions import HOSPITAL, NOT_HELD
from alongside.outcomes.needs_drafts import FigureDraft, gap, hash_of
from alongside.outcomes.needs_figures.asking import MONTHS, Asked, Told
from alongside.outcomes.needs_states import FigureState, SectionKey
from alongside.places.incident_states import Audience, Measured
from alongside.places.queries.area_months import count_sources
from alongside.places.queries.held_counts import OpenTotal, open_totals

LABEL = "Assaults treated in hospital"
NONE = "No counts of hospitals are held. Most violence treated there is in no police record (ISTV, monthly)."
CLOSED = "Held, and closed: the agreement lets analysts study it and lets nobody publish it."


def figures(asked: Asked) -> list[Told]:
    """One figure for each hospital whose counts are open; where there is none, that and why."""
    held = [one for one in count_sources() if one.measured is Measured.HOSPITAL]
    if not any(one.audience == Audience.PLACES for one in held):
        why = CLOSED if held else NONE
        return [Told(gap("hospital", SectionKey.GAPS, LABEL, why, asked.place.name, NOT_HELD))]
    months = [add_months(asked.first_month, number) for number in range(MONTHS)]
    found = open_totals(Measured.HOSPITAL, months)
    return [_one(asked, number, one) for number, one in enumerate(found, 1)]


def _one(asked: Asked, number: int, one: OpenTotal) -> Told:
    key, label = f"hospital-{number}", f"{LABEL}: {one.publisher}"
    if one.missing:
        listed = sentence_list((f"{month:%B %Y}" for month in one.missing), "and")
        why = f"The files of {listed} are not held, so that the twelve months cannot be counted. A gap is not a zero."
        return Told(gap(key, SectionKey.KINDS, label, why[:600], asked.place.name, HOSPITAL))
    made = FigureDraft(
        key, SectionKey.KINDS, label, HOSPITAL, shown="held back", place=one.publisher, period=asked.period,
        source=f"{one.name} ({one.licence})", first_day=asked.first_month, last_day=asked.last_day,
        extract_hash=hash_of(one.key, one.months), state=FigureState.HELD_BACK,
        why="A month of it is held back. Told beside the other months, the sum would give it away.",
    )  # fmt: skip
    if one.total is None:
        return Told(made)
    limits = poisson_interval(one.total)
    return Told(
        FigureDraft(
            key, SectionKey.KINDS, label, HOSPITAL, shown=f"{one.total:,}", place=one.publisher, period=asked.period,
            source=made.source, value=one.total, low=limits.low, high=limits.high,
            interval=f"95% interval {limits.low:,.0f} to {limits.high:,.0f}",
            comparator="Police record and hospital count different things, and are not added up",
            first_day=asked.first_month, last_day=asked.last_day, extract_hash=made.extract_hash,
        ),
        f"{one.publisher} counted {{}} attendances after an assault, wherever those who came live.",
    )  # fmt: skip
