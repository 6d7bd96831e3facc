"""The description of the interface for people: the same document that machines read, in tables and sentences."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from alongside.partners.key_scopes import Scope
from alongside.web.api.problems import KINDS, Kind
from alongside.web.api.schema import ABOUT, SCOPES, TAGS, document


@dataclass(frozen=True, slots=True)
class FieldTold:
    name: str
    type: str
    needed: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class OperationTold:
    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[FieldTold, ...]
    body: tuple[FieldTold, ...]
    answer: tuple[FieldTold, ...]
    errors: str


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    about: str
    scope: Scope
    operations: tuple[OperationTold, ...]


@dataclass(frozen=True, slots=True)
class Told:
    about: tuple[str, ...]
    parts: tuple[Part, ...]
    kinds: tuple[Kind, ...]


@cache
def told() -> Told:
    parts = tuple(Part(name, about, SCOPES[name], _operations(name)) for name, about in TAGS.items())
    paragraphs = tuple(" ".join(one.split()) for one in ABOUT.split("\n\n"))
    return Told(paragraphs, parts, tuple(KINDS.values()))


def _operations(tag: str) -> tuple[OperationTold, ...]:
    return tuple(
        _operation(method.upper(), path, one)
        for path, methods in document()["paths"].items()
        for method, one in methods.items()
        if one["tags"] == [tag]
    )


def _operation(method: str, path: str, one: dict[str, Any]) -> OperationTold:
    done = next(response for status, response in one["responses"].items() if status in ("200", "201"))
    body = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return OperationTold(
        anchor=one["operationId"], method=method, path=path, summary=one["summary"], description=one["description"],
        parameters=tuple(
            FieldTold(given["name"], _type(given["schema"]), given["required"], _sentence(given["description"]))
            for given in one["parameters"]
        ),
        body=_fields(body), answer=_fields(done["content"]["application/json"]["schema"]),
        errors=", ".join(status for status in one["responses"] if int(status) >= 400),
    )  # fmt: skip


def _fields(schema: dict[str, Any], above: str = "") -> tuple[FieldTold, ...]:
    """Every field of an object, those of objects within it under “child.given” and “others[].name”."""
    shape = _resolved(schema)
    if shape.get("type") == "array":
        return _fields(shape["items"], f"{above}[]")
    found: list[FieldTold] = []
    for name, one in shape.get("properties", {}).items():
        place = f"{above}.{name}".lstrip(".")
        found.append(FieldTold(place, _type(one), name in shape.get("required", ()), _meaning(one)))
        inner = _resolved(one)
        if inner.get("properties") or _resolved(inner.get("items", {})).get("properties"):
            found.extend(_fields(inner, place))
    return tuple(found)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """What a reference stands for; of “something or nothing”, the something."""
    if "$ref" in schema:
        found: dict[str, Any] = document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        return found
    options = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    return _resolved(options[0]) if len(options) == 1 else schema


def _type(schema: dict[str, Any]) -> str:
    one = _resolved(schema)
    if "enum" in one:
        return "one of " + ", ".join(f"“{value}”" for value in one["enum"])
    if "const" in one:
        return f"“{one['const']}”"
    if one.get("format"):
        return {"date": "day, such as “2026-03-27”", "date-time": "moment"}.get(one["format"], one["format"])
    most = f", {one['maxLength']:,} characters at most" if "maxLength" in one else ""
    kinds = {"string": "text", "boolean": "true or false", "integer": "whole number", "array": "list"}
    return kinds.get(one.get("type", "object"), "object") + most


def _meaning(schema: dict[str, Any]) -> str:
    return _sentence(schema.get("description") or _resolved(schema).get("description", ""))


def _sentence(words: str) -> str:
    """On one line; the page puts the full stop."""
    return " ".join(words.split()).rstrip(".")
