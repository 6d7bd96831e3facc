"""How violence changed here beside how it changed in the other boroughs of the same publication, such as London's."""

from alongside.analysis.evaluation import RatioOfRatios, ratio_of_ratios
from alongside.outcomes.needs_definitions import AGAINST_OTHERS
from alongside.outcomes.needs_drafts import FigureDraft, gap, hash_of
from alongside.outcomes.needs_figures.asking import Asked, Told
from alongside.outcomes.needs_figures.linked import may_tell_year
from alongside.outcomes.needs_states import FigureState, SectionKey
from alongside.places.published import variation
from alongside.places.queries.elsewhere import Elsewhere, years_elsewhere

FEWEST = 10
LABEL = "Change here against change in other boroughs"
NONE = (
    "No counts of this borough beside others are held for the twelve months and the twelve before. The Metropolitan "
    "Police publish them for London: alongside load mps."
)


def figures(asked: Asked) -> list[Told]:
    """One figure for each violent kind that a publication counts here and elsewhere."""
    found = years_elsewhere(asked.place.name, asked.last_month)
    if not found:
        return [Told(gap("elsewhere", SectionKey.KINDS, LABEL, NONE, asked.place.name, AGAINST_OTHERS))]
    return [_one(asked, number, one) for number, one in enumerate(found, 1)]


def _may_tell(asked: Asked, one: Elsewhere) -> bool:
    return all(may_tell_year(asked, (one.key, one.kind), year) for year in one.months)


def _one(asked: Asked, number: int, one: Elsewhere) -> Told:
    made = ratio_of_ratios(
        treated=(one.here[1], one.here[0]), control=(one.others[1], one.others[0]), dispersion=variation(one.kind)
    )  # fmt: skip
    few = one.has_small or not _may_tell(asked, one) or min(*one.here, *one.others) < FEWEST
    key, label = f"elsewhere-{number}", f"{one.kind}: {LABEL.lower()}"
    notes = f" {' '.join(one.notes)}" if one.notes else ""
    source = f"{one.source}, {one.publisher} ({one.licence}).{notes}"[:600]
    read = hash_of(one.key, one.kind, one.here, one.others)
    if few or not isinstance(made, RatioOfRatios):
        why = f"One of the four counts is below {FEWEST}, or a quarter is held back: too few for a comparison."
        return Told(
            FigureDraft(
                key, SectionKey.KINDS, label, AGAINST_OTHERS, shown="too few to compare", place=asked.place.name,
                period=asked.period, source=source, state=FigureState.HELD_BACK, why=why, extract_hash=read,
            )
        )  # fmt: skip
    low, high = (1 + limit / 100 for limit in (made.interval.low, made.interval.high))
    return Told(
        FigureDraft(
            key, SectionKey.KINDS, label, AGAINST_OTHERS, shown=f"{made.ratio:.2f} times", place=asked.place.name,
            place_code=asked.place.code, period=f"{asked.period}, against the twelve months before", source=source,
            value=round(made.ratio, 4), low=low, high=high, interval=f"95% interval {low:.2f} to {high:.2f}",
            comparator=(
                f"here {one.here[1]:,}, then {one.here[0]:,}; in {one.boroughs} other boroughs {one.others[1]:,}, then "
                f"{one.others[0]:,}"
            ),
            first_day=asked.first_month, last_day=asked.last_day, extract_hash=read,
        ),
        f"From the year before, “{one.kind}” changed {{}} as much here as in the other boroughs together.",
    )  # fmt: skip
