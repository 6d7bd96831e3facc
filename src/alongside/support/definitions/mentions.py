"""Where a part of a pathway is named by its code: told once where there is no such part, changed with it where it is
renamed."""

from collections.abc import Iterator, Mapping
from typing import Any

from alongside.common.text import counted, sentence_list
from alongside.support.definitions.changing import Document, name_at
from alongside.support.definitions.parts import Definition

STAGE, ENTRY = "stage", "entry"
EVENTS_OF = {"stage": STAGE, "left": STAGE, "entry": ENTRY}
SHOWN = 4


def mentions(one: Definition) -> Iterator[tuple[str, str, str]]:
    """Of every stage and entry that is named: what it is, its code, and where it is named."""
    for move in one.moves:
        for code in (*move.sources, move.target):
            yield STAGE, code, f"the decision “{move.label}”"
    for entry in one.entries:
        for code in entry.stages:
            yield STAGE, code, f"the entry “{entry.label}”"
    for clock in one.clocks:
        place = f"the clock “{clock.label}”"
        for code in clock.pauses_in:
            yield STAGE, code, place
        for event in (*clock.starts, *clock.stops):
            what, _, code = event.partition(":")
            if what in EVENTS_OF:
                yield EVENTS_OF[what], code, place


def named_and_not_there(one: Definition) -> dict[tuple[str, str], list[str]]:
    """By kind and code: the places that name a stage, or an entry, which there is not."""
    known = {STAGE: {stage.code for stage in one.stages}, ENTRY: {entry.code for entry in one.entries}}
    found: dict[tuple[str, str], list[str]] = {}
    for what, code, place in mentions(one):
        if code not in known[what]:
            found.setdefault((what, code), []).append(place)
    return found


def gone(one: Definition) -> Iterator[str]:
    """One sentence for each code, however many places name it: it was renamed or taken out, and they were left."""
    for (what, code), places in named_and_not_there(one).items():
        distinct = list(dict.fromkeys(places))
        more = [counted(len(distinct) - SHOWN, "other part")] if len(distinct) > SHOWN else []
        yield (
            f"There is no {what} “{code}” (any more), and {counted(len(places), 'place')} "
            f"{'names' if len(places) == 1 else 'name'} it: {sentence_list([*distinct[:SHOWN], *more])}. "
            f"Give the {what} its code back, or name another one there."
        )


def renamed(document: Mapping[str, Any], path: str, new: str) -> tuple[Document, int]:
    """The document with the new code wherever others name the stage or the entry at this path, and how many places that
    are. The part itself is left to whoever changes it."""
    old = name_at(document, path)
    is_stage = path.startswith("stages.")
    events = {f"{what}:{old}": f"{what}:{new}" for what, of in EVENTS_OF.items() if (of == STAGE) == is_stage}
    places = {**(_CODES if is_stage else {}), "clocks": {**(_CODES["clocks"] if is_stage else {}), **_EVENTS}}
    made, found = dict(document), 0
    for listed, names in places.items():
        parts = []
        for part in document.get(listed, []):
            changed = dict(part)
            for name, is_event in names.items():
                changed[name], count = _swapped(part.get(name), events if is_event else {old: new})
                found += count
            parts.append({name: value for name, value in changed.items() if value is not None})
        if parts:
            made[listed] = parts
    return made, found


# Where stages are named by their code alone, and where by what happens to them.
_CODES: dict[str, dict[str, bool]] = {
    "moves": {"sources": False, "target": False}, "entries": {"stages": False}, "clocks": {"pauses_in": False},
}  # fmt: skip
_EVENTS = {"starts": True, "stops": True}


def _swapped(value: Any, becomes: Mapping[str, str]) -> tuple[Any, int]:
    if isinstance(value, list):
        return [becomes.get(one, one) for one in value], sum(one in becomes for one in value)
    return becomes.get(value, value), int(value in becomes)


def times_named(document: Mapping[str, Any], path: str) -> int:
    """In how many places others name the stage or entry at this path. A handover's stages are the same for all kinds, and
    keep their codes."""
    listed, _, place = path.partition(".")
    if (
        not place.isdecimal()
        or listed not in ("stages", "entries")
        or (listed == "stages" and document.get("handover"))
    ):
        return 0
    return renamed(document, path, "")[1] if name_at(document, path) else 0


def with_new_code(document: Mapping[str, Any], path: str, new: str) -> Mapping[str, Any]:
    """The document in which others name the part by its new code. Where another part has that code, or has the old one
    too, nobody can say which is meant: they are left, and the check tells of it."""
    codes = [part.get("code") for part in document.get(path.partition(".")[0], [])]
    if new in codes or codes.count(name_at(document, path)) > 1:
        return document
    return renamed(document, path, new)[0]
