"""Changing a document part by part: a path such as “moves.2.asks.0” leads to the part. Nothing is changed in place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, cast, get_args, get_origin, get_type_hints

from alongside.common.clocks import Allowance
from alongside.support.definitions.parts import Definition, Option
from alongside.support.definitions.reading import written

Document = dict[str, Any]


class NoSuchPart(LookupError):
    """The path leads nowhere in this document."""


def kind_at(path: str) -> type:
    """The kind of part to which a path leads, whatever the document: a `Question`, a `Move`, the `Threshold`. A list is
    no part, and an option or a length of time is written within one."""
    kind: Any = Definition
    steps = iter(_steps(path))
    for step in steps:
        hint = get_type_hints(kind).get(step) if isinstance(step, str) else None
        listed = get_origin(hint) is tuple
        kind = get_args(hint)[0] if listed else hint
        known = isinstance(kind, type) and is_dataclass(kind) and kind not in (Option, Allowance)
        if not known or (listed and not isinstance(next(steps, None), int)):
            raise NoSuchPart(path)
    return cast(type, kind)


def part_at(document: Mapping[str, Any], path: str) -> Any:
    """The plain data of a part."""
    part: Any = document
    steps = _steps(path)
    for step, following in zip(steps, [*steps[1:], 0], strict=True):
        try:
            part = part[step] if isinstance(step, int) else part.get(step, [] if isinstance(following, int) else {})
        except (IndexError, AttributeError, TypeError):
            raise NoSuchPart(path) from None
    return part


def with_part(document: Mapping[str, Any], path: str, part: Any) -> Document:
    """The document with this part in that place; one beyond the end of a list is added."""
    return cast(Document, _put(document, _steps(path), part))


def without_part(document: Mapping[str, Any], path: str) -> Document:
    """The document without that member of a list."""
    before, listed, last = _member(document, path)
    del listed[last]
    return with_part(document, before, listed)


def moved(document: Mapping[str, Any], path: str, by: int) -> Document:
    """The document with that member of a list some places further down (or up)."""
    before, listed, last = _member(document, path)
    listed.insert(max(0, last + by), listed.pop(last))
    return with_part(document, before, listed)


def _member(document: Mapping[str, Any], path: str) -> tuple[str, list[Any], int]:
    """A list by its path, what stands in it, and the place of one that is there."""
    kind_at(path)
    before, _, last = path.rpartition(".")
    listed = list(part_at(document, before)) if last.isdecimal() else []
    if not last.isdecimal() or int(last) >= len(listed):
        raise NoSuchPart(path)
    return before, listed, int(last)


def name_at(document: Mapping[str, Any], path: str) -> str:
    """What the part is called in its document, to know it again when others moved; empty for one that is to be added."""
    try:
        return _named(part_at(document, path) if path else document)
    except NoSuchPart:
        return ""


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What changed, line by line, for whoever publishes and for the changelog; down to the wording of one option."""
    told: list[str] = []
    for name, old, new in _changed(Definition, before, after):
        if isinstance(old, list) and isinstance(new, list) and all(_named(part) for part in (*old, *new)):
            told += _of_list(Definition, name, old, new)
        elif isinstance(old or new, Mapping):
            told += [f"{_word(name)}: {one}" for one in _of_part(_kind(Definition, name), old or {}, new or {})]
        else:
            told.append(f"{_word(name)}: {_short(old)} became {_short(new)}")
    return told


def _changed(kind: type, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """In the order in which a part declares its fields: a database may keep a document in another."""
    known = [one.name for one in fields(kind)]
    for name in (*known, *sorted({*before, *after} - set(known))):
        if before.get(name) != after.get(name):
            yield name, before.get(name), after.get(name)


def _of_part(kind: type, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What changed within one part: its own fields in one line, and a line for each part within it."""
    own: list[str] = []
    within: list[str] = []
    for name, old, new in _changed(kind, before, after):
        listed = [*(old or []), *(new or [])] if isinstance(old or new, list) else []
        if listed and all(_named(part) for part in listed):
            within += _of_list(kind, name, old or [], new or [])
        else:
            own.append(f"{_FIELDS.get(name, name.replace('_', ' '))} {_short(old)} became {_short(new)}")
    return [*([", ".join(own)] if own else []), *within]


def _of_list(kind: type, name: str, old: list[Any], new: list[Any]) -> list[str]:
    word, inner = _word(name, one=True), _kind(kind, name)
    before, after = _by_name(old), _by_name(new)
    told = [f"{word} “{_label(after[key])}” is new" for key in after if key not in before]
    told += [f"{word} “{_label(before[key])}” is gone" for key in before if key not in after]
    told += [
        f"{word} “{_label(after[key])}”: {one}"
        for key in after
        if key in before and before[key] != after[key]
        for one in _of_part(inner, before[key], after[key])
    ]
    kept_before, kept_after = [key for key in before if key in after], [key for key in after if key in before]
    return told + ([f"The order of the {_word(name).lower()} changed"] if kept_before != kept_after else [])


def _by_name(parts: list[Any]) -> dict[tuple[str, int], Any]:
    """By name, and by number where several are called alike: two conditions may look at one question."""
    found: dict[tuple[str, int], Any] = {}
    for part in parts:
        name = _named(part)
        found[name, sum(known == name for known, _ in found)] = part
    return found


def _kind(kind: type, name: str) -> type:
    hint = get_type_hints(kind).get(name)
    return cast(type, get_args(hint)[0] if get_origin(hint) is tuple else hint)


_WORDS = {
    "moves": ("Decisions", "Decision"), "entries": ("Entries", "Entry"), "asks": ("Questions", "Question"),
    "by": ("Who may do it", ""), "carries": ("What the receiver may see", ""),
    "referrers": ("Roles that may refer", ""), "receivers": ("Kinds of agency that receive", ""),
    "lasts_days": ("Days after which the receiver's view ends", ""), "refers_from": ("Youngest age", ""),
    "refers_until": ("Oldest age", ""),
}  # fmt: skip
_FIELDS = {
    "label": "wording", "says": "wording", "only_if": "asked only if", "least": "smallest number", "most": "greatest number",
    "sources": "from these stages", "target": "to this stage", "by": "who may do it", "group": "field group",
}  # fmt: skip


def _word(name: str, *, one: bool = False) -> str:
    """What a field is called, as its keeper reads it on the pages."""
    several = name.replace("_", " ").capitalize()
    return _WORDS.get(name, (several, several.removesuffix("s")))[1 if one else 0]


def _named(part: Any) -> str:
    return str(part.get("key") or part.get("code") or part.get("question") or "") if isinstance(part, Mapping) else ""


def _label(part: Mapping[str, Any]) -> str:
    return str(part.get("label") or _named(part))


def _short(value: Any) -> str:
    if value in (None, "", []):
        return "nothing"
    listed = value if isinstance(value, list) else [value]
    text = ", ".join(_label(one) if isinstance(one, Mapping) else str(one) for one in listed)
    return f"“{text if len(text) < 120 else text[:117] + '…'}”"


def plain(definition: Definition) -> Document:
    return cast(Document, written(definition))


def _put(part: Any, steps: list[str | int], value: Any) -> Any:
    if not steps:
        return value
    step, *rest = steps
    if isinstance(step, int):
        listed = list(part)
        if step > len(listed):
            raise NoSuchPart(str(step))
        old = listed[step] if step < len(listed) else {}
        listed[step : step + 1] = [_put(old, rest, value)]
        return listed
    empty: Any = [] if rest and isinstance(rest[0], int) else {}
    return {**part, step: _put(part.get(step, empty), rest, value)}


def _steps(path: str) -> list[str | int]:
    """No list is a million long."""
    return [int(step) if re.fullmatch("[0-9]{1,6}", step) else step for step in path.split(".") if step]
