"""How far pupils came in programmes, for the scoreboard: whole school years only."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from alongside.common.measured import Counted, Domain, Said, Slice
from alongside.programmes.measures import Stage, YearReach, programmes_held, reach_of

# Each stage holds all who came further: a pupil is counted at the last one that she or he reached.
STAGES = (Stage.ELIGIBLE, Stage.OFFERED, Stage.STARTED, Stage.HALF, Stage.FINISHED)
LABELS = ("Not offered", "Offered, did not start", "Started", "Half of the lessons", "Finished")


def published(as_at: date, today: date) -> Iterator[Counted]:
    """One measure for each programme, by school year."""
    for code, name in programmes_held():
        told = reach_of(code, on=as_at)
        years = [one for one in told.years if date(one.school_year + 1, 9, 1) <= as_at] if told else []
        slices = tuple(_slice(one) for one in years if one.classes)
        if slices:
            yield Counted(
                Said(
                    f"reach-{code}", 1, Domain.SUPPORT, f"How far pupils came: {name}",
                    "Pupils of the classes on the register of the programme in the school year, by how far they came. "
                    "Pupils are counted by class, from head counts; nobody is named.",
                    "pupils", "The schools of the programme", "The programme’s own register", "Open Government Licence v3.0",
                    "Counts by class, rounded to 5.", "The school years before", is_process=True,
                ),
                {"How far they came": LABELS}, slices, base=5,
            )  # fmt: skip


def _slice(year: YearReach) -> Slice:
    reached = [round(year.pupils(stage).point) for stage in STAGES]
    last = [max(0, here - further) for here, further in pairwise([*reached, 0])]
    counts: dict[tuple[str, ...], int] = {(label,): count for label, count in zip(LABELS, last, strict=True)}
    return Slice(date(year.school_year, 9, 1), date(year.school_year + 1, 9, 1), counts)
