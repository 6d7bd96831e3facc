"""What of a slice's counts may be shown, beside what earlier releases showed of the same slice.

A slice that was released is closed: later releases repeat it to the cell, so that two of them can be laid side by side
and nothing new is learnt. Slices do not overlap, so that none can be subtracted from another. Only a correction counts a
slice anew. Then the people or events who were added (or taken out) are a table of their own that somebody could work
out, and it is protected together with the two that are shown; where some counts rose and others fell, nothing of the new
count is shown.
"""

from collections.abc import Mapping, Sequence

from alongside.analysis.disclosure import Held, Release, Shown, Table
from alongside.analysis.disclosure.tables import Cell
from alongside.common.measured import Key

THRESHOLD = 5
WHEN, THEN, OTHERWISE = "when", "as first counted", "otherwise"
Counts = Mapping[Key, int]
Cells = dict[Cell, int | None]
Dimensions = Mapping[str, Sequence[str]]


def shown_cells(dimensions: Dimensions, counts: Counts, *, base: int, threshold: int = THRESHOLD) -> Cells:
    """Every cell and every total, small counts held back (None), and with them all that would give one away."""
    release = Release(dimensions, threshold=threshold, base=base)
    return _plain(release.add(_table(dimensions, counts)))


def corrected_cells(
    dimensions: Dimensions, counts: Counts, *, before: Counts, base: int, threshold: int = THRESHOLD
) -> Cells:
    """The same of a slice that is counted anew, where `before` is what an earlier release counted in it."""
    first = shown_cells(dimensions, before, base=base, threshold=threshold)
    changes = {key: counts.get(key, 0) - before.get(key, 0) for key in {*counts, *before}}
    if not any(changes.values()):
        return first
    grew, shrank = any(one > 0 for one in changes.values()), any(one < 0 for one in changes.values())
    if grew and shrank:
        return dict.fromkeys(first)
    release = Release({**dimensions, WHEN: (THEN, OTHERWISE)}, threshold=threshold, base=base)
    smaller, larger = {WHEN: THEN}, dict[str, str]()
    earlier = release.add(_table(dimensions, before, smaller if grew else larger))
    again = release.add(_table(dimensions, counts, larger if grew else smaller))
    # What was published is what the attacker has: were it protected otherwise here, this would prove nothing.
    return _plain(again) if _plain(earlier) == first else dict.fromkeys(first)


def _table(dimensions: Dimensions, counts: Counts, within: Mapping[str, str] | None = None) -> Table:
    return Table("counts", tuple(dimensions), counts, within or {})


def _plain(shown: Shown) -> Cells:
    filtered = frozenset(shown.within.items())
    return {cell - filtered: None if isinstance(one, Held) else one for cell, one in shown.cells.items()}
