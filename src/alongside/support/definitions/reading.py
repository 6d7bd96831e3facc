"""From a document (as TOML, JSON or the browser's forms give it) to a definition and back. Every fault is told at once."""

import dataclasses
import types
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from alongside.common.clocks import Allowance
from alongside.common.timelines import ClockError
from alongside.support.definitions.parts import Definition


class Faults(Exception):
    """What is wrong with a document, one sentence for each fault, each with the place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def read(document: Mapping[str, object]) -> Definition:
    """The definition that a document tells of. Raises `Faults`; whether it hangs together is for `checking` to say."""
    reader = _Reader()
    made = reader.part(Definition, document, "")
    if reader.faults or made is None:
        raise Faults(reader.faults)
    return cast(Definition, made)


def written(value: object) -> Any:
    """A definition, or a part of one, as plain data for JSON; what is as by default is left out."""
    if isinstance(value, Allowance):
        return str(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [written(one) for one in value]
    if dataclasses.is_dataclass(value):
        told = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        usual = {one.name: _usual(one) for one in dataclasses.fields(value)}
        return {name: written(one) for name, one in told.items() if one != usual[name]}
    return value


def _usual(one: "dataclasses.Field[Any]") -> object:
    if one.default_factory is not dataclasses.MISSING:
        return one.default_factory()
    return one.default


class _Reader:
    def __init__(self) -> None:
        self.faults: list[str] = []

    def fault(self, place: str, words: str) -> object:
        """Note a fault; gives None, to stand where a value would."""
        self.faults.append(f"{place or 'pathway'}: {words}")
        return None

    def part(self, kind: type, given: object, place: str) -> object:
        if not isinstance(given, Mapping):
            return self.fault(place, "a group of named values is needed here.")
        hints = get_type_hints(kind)
        known = {one.name: one for one in dataclasses.fields(kind)}
        for name in given:
            if name not in known:
                self.fault(_under(place, str(name)), "is not known here. Check how it is spelled.")
        values: dict[str, object] = {}
        before = len(self.faults)
        for name, one in known.items():
            if name in given:
                values[name] = self.value(hints[name], given[name], _under(place, name))
            elif one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING:
                self.fault(_under(place, name), "is missing.")
        return kind(**values) if len(self.faults) == before else None

    def value(self, kind: Any, given: object, place: str) -> object:
        if get_origin(kind) in (Union, types.UnionType):
            return None if given is None else self.value(get_args(kind)[0], given, place)
        if get_origin(kind) is tuple:
            return self.several(get_args(kind)[0], given, place)
        if get_origin(kind) is dict:
            if isinstance(given, Mapping) and all(isinstance(one, str) for one in [*given, *given.values()]):
                return dict(given)
            return self.fault(place, "names with texts are needed here.")
        if kind is Allowance:
            return self.allowance(given, place)
        if dataclasses.is_dataclass(kind):
            return self.part(cast(type, kind), given, place)
        if issubclass(kind, StrEnum):
            return self.word(kind, given, place)
        if type(given) is not kind:
            return self.fault(place, f"{_WORDS[kind]} is needed here.")
        return given.strip() if isinstance(given, str) else given

    def several(self, kind: Any, given: object, place: str) -> object:
        if not isinstance(given, list | tuple):
            return self.fault(place, "a list is needed here.")
        return tuple(self.value(kind, one, f"{place} {number}") for number, one in enumerate(given, start=1))

    def allowance(self, given: object, place: str) -> object:
        try:
            return Allowance.parse(str(given))
        except ClockError as error:
            return self.fault(place, str(error))

    def word(self, kind: type[StrEnum], given: object, place: str) -> object:
        if given in kind._value2member_map_:
            return kind(str(given))
        return self.fault(place, f"“{given}” is not one of {', '.join(kind)}.")


_WORDS = {str: "a text", bool: "true or false", int: "a whole number"}


def _under(place: str, name: str) -> str:
    return f"{place}, {name}" if place else name
