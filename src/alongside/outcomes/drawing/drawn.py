"""A scoreboard drawn: the measures of the register, each slice closed, new or left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from alongside.common.measured import Counted, Key, Slice
from alongside.outcomes.drawing.figures import Json, changes, slice_shown
from alongside.outcomes.drawing.protecting import Cells, corrected_cells, shown_cells

# How many slices of a measure a release repeats; the older ones stay at the address of the releases that showed them.
MOST_SLICES = 12


@dataclass(frozen=True, slots=True)
class Before:
    """What the releases so far showed and counted. `shown`: the measures of the last one, by code. `counted`: by
    measure and slice, each count that a release was made of, the oldest first. `closed`: every slice ever shown."""

    number: int = 0
    shown: Mapping[str, Json] = field(default_factory=dict)
    counted: Mapping[tuple[str, str, str], tuple[Mapping[Key, int], ...]] = field(default_factory=dict)
    closed: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)


@dataclass(slots=True)
class Drawing:
    """What was drawn: the measures as they may be shown, the new counts behind them, and what is left out and why."""

    measures: list[Json] = field(default_factory=list)
    counted: list[Json] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def draw(sources: Iterable[Counted], before: Before, *, recount: frozenset[str] = frozenset()) -> Drawing:
    """All measures beside what was released before. `recount`: measures that a correction counts anew."""
    made = Drawing()
    for counted in sources:
        made.measures.append(_measure(counted, before, made, is_recount=counted.said.code in recount))
    seen = {one["code"] for one in made.measures}
    for code, shown in before.shown.items():
        if code not in seen:
            made.left_out.append(f"{shown['title']}: nothing of it is counted any more. Earlier releases keep it.")
    return made


def _measure(counted: Counted, before: Before, made: Drawing, *, is_recount: bool) -> Json:
    said, earlier = counted.said, before.shown.get(counted.said.code)
    breaks = list(counted.breaks)
    kept: dict[str, Json] = {}
    if earlier and _is_alike(earlier, counted):
        kept = {one["first"]: one for one in earlier["slices"] if not one["missing"]}
    elif earlier:
        breaks.append(f"Counted in another way since release {before.number + 1}; earlier releases keep the old count.")
    for part in counted.slices:
        slot = (part.first.isoformat(), part.until.isoformat())
        if slot[0] in kept and kept[slot[0]]["until"] == slot[1]:
            if not is_recount or part.missing:
                continue
            kept[slot[0]] = _recounted(counted, part, before, made)
        elif (clash := _clash(slot, before.closed.get(said.code, frozenset()))) is not None:
            made.left_out.append(
                f"{said.title}, {slot[0]} up to {slot[1]}: not shown, since {clash[0]} up to {clash[1]} was released "
                "and one could be subtracted from the other."
            )
        else:
            kept[slot[0]] = _fresh(counted, part, before, made)
    slices = [kept[first] for first in sorted(kept)][-MOST_SLICES:]
    return {
        "code": said.code, "version": said.version, "domain": said.domain.value, "title": said.title,
        "definition": said.definition, "noun": said.noun, "place": said.place, "source": said.source,
        "licence": said.licence, "method": said.method, "comparator": said.comparator, "is_process": said.is_process,
        "series": [list(one) for one in said.series], "rounded_to": counted.base,
        "breaks": breaks, "dimensions": _dimensions(counted, slices, earlier),
        "slices": slices, "changes": [] if said.is_process else changes(slices, counted.varies),
    }  # fmt: skip


def _is_alike(earlier: Json, counted: Counted) -> bool:
    return earlier["version"] == counted.said.version and set(earlier["dimensions"]) == set(counted.dimensions)


def _clash(slot: tuple[str, str], closed: frozenset[tuple[str, str]]) -> tuple[str, str] | None:
    """A released slice that this one overlaps, be it under an older definition."""
    return next((one for one in sorted(closed) if one[0] < slot[1] and slot[0] < one[1]), None)


def _fresh(counted: Counted, part: Slice, before: Before, made: Drawing) -> Json:
    if part.missing:
        return slice_shown(counted, part, {}, before.number + 1)
    _keep(counted, part, made)
    return slice_shown(counted, part, _cells(counted, part), before.number + 1)


def _cells(counted: Counted, part: Slice) -> Cells:
    return shown_cells(counted.dimensions, part.counts, base=counted.base)


def _recounted(counted: Counted, part: Slice, before: Before, made: Drawing) -> Json:
    """Counted anew for a correction. A slice is corrected once: of a third count nothing is shown."""
    chain = before.counted.get((counted.said.code, part.first.isoformat(), part.until.isoformat()), ())
    if len(chain) == 1 and not _strangers(chain[0], counted.dimensions):
        cells = corrected_cells(counted.dimensions, part.counts, before=chain[0], base=counted.base)
    else:
        cells = dict.fromkeys(_cells(counted, part))
    if all(one is None for one in cells.values()):
        made.left_out.append(
            f"{counted.said.title}, {part.first.isoformat()} up to {part.until.isoformat()}: the new count is held back, "
            "since beside the released one it would give small changes away."
        )
    _keep(counted, part, made)
    # A wait's median moves with each child who is added: of a corrected slice only counts are shown.
    plain = Slice(part.first, part.until, part.counts, people=part.people, beside=part.beside)
    return slice_shown(counted, plain, cells, before.number + 1)


def _strangers(counts: Mapping[Key, int], dimensions: Mapping[str, Sequence[str]]) -> bool:
    labels = [set(one) for one in dimensions.values()]
    return any(len(key) != len(labels) or any(a not in b for a, b in zip(key, labels, strict=True)) for key in counts)


def _keep(counted: Counted, part: Slice, made: Drawing) -> None:
    made.counted.append(
        {
            "code": counted.said.code, "first": part.first.isoformat(), "until": part.until.isoformat(),
            "counts": [[list(key), number] for key, number in sorted(part.counts.items())],
        }
    )  # fmt: skip


def _dimensions(counted: Counted, slices: Sequence[Json], earlier: Json | None) -> dict[str, list[str]]:
    """The categories in their order; those that only an older slice has stand last."""
    found = {name: list(labels) for name, labels in counted.dimensions.items()}
    for one in slices:
        for cell in one["cells"]:
            for name, label in cell["of"].items():
                if label not in found[name]:
                    found[name].append(label)
    return found


def before_from(frozen: Sequence[tuple[int, Mapping[str, Any], Sequence[Json]]]) -> Before:
    """From every release so far, the oldest first: its number, what it showed, the counts that it was made of."""
    counted: dict[tuple[str, str, str], tuple[Mapping[Key, int], ...]] = {}
    closed: dict[str, set[tuple[str, str]]] = {}
    for _, body, counts in frozen:
        for one in counts:
            slot = (one["code"], one["first"], one["until"])
            counted[slot] = (*counted.get(slot, ()), {tuple(key): number for key, number in one["counts"]})
        for measure in body["measures"]:
            closed.setdefault(measure["code"], set()).update(
                (one["first"], one["until"]) for one in measure["slices"] if not one["missing"]
            )
    number, last = (frozen[-1][0], frozen[-1][1]) if frozen else (0, {"measures": []})
    shown = {measure["code"]: measure for measure in last["measures"]}
    return Before(number, shown, counted, {code: frozenset(one) for code, one in closed.items()})
