"""The form of a pathway as JSON Schema."""

from collections.abc import Mapping, Sequence
from typing import Any

from alongside.support.definitions.answers import LONGEST_LINE, LONGEST_TEXT
from alongside.support.definitions.parts import Question, QuestionKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(questions: Sequence[Question]) -> dict[str, Any]:
    """JSON Schema (2020-12) of the answers. A question that is asked only after another answer is allowed only then."""
    always = [one for one in questions if not one.only_if]
    sometimes = [one for one in questions if one.only_if]
    found: dict[str, Any] = {
        "$schema": DIALECT,
        "type": "object",
        "properties": {one.key: _property(one) for one in questions},
        "required": [one.key for one in always if one.required],
        "additionalProperties": False,
    }
    if sometimes:
        kinds = {one.key: one.kind for one in questions}
        found["allOf"] = [_only_if(one, kinds) for one in sometimes]
    return found


def _property(one: Question) -> dict[str, Any]:
    told: dict[str, Any] = {"title": one.label, **({"description": one.hint} if one.hint else {})}
    options = [{"const": option.code, "title": option.label} for option in one.options]
    least = {"minimum": one.least} if one.least is not None else {}
    most = {"maximum": one.most} if one.most is not None else {}
    shapes: dict[QuestionKind, dict[str, Any]] = {
        QuestionKind.LINE: {"type": "string", "maxLength": LONGEST_LINE},
        QuestionKind.TEXT: {"type": "string", "maxLength": LONGEST_TEXT},
        QuestionKind.CHOICE: {"type": "string", "oneOf": options},
        QuestionKind.CHOICES: {"type": "array", "items": {"type": "string", "oneOf": options}, "uniqueItems": True},
        QuestionKind.YES_NO: {"type": "boolean"},
        QuestionKind.DATE: {"type": "string", "format": "date"},
        QuestionKind.TIME: {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
        QuestionKind.NUMBER: {"type": "integer", **least, **most},
    }
    needed = one.required and one.kind in (QuestionKind.LINE, QuestionKind.TEXT, QuestionKind.CHOICES)
    at_least = {"minItems" if one.kind is QuestionKind.CHOICES else "minLength": 1} if needed else {}
    return {**told, **shapes[one.kind], **at_least}


def _only_if(one: Question, kinds: Mapping[str, QuestionKind]) -> dict[str, Any]:
    key, _, code = one.only_if.partition("=")
    kind = kinds.get(key)
    value: dict[str, Any] = {"const": code == "yes" if kind is QuestionKind.YES_NO else code}
    shape = {"contains": value} if kind is QuestionKind.CHOICES else value
    rule: dict[str, Any] = {
        "if": {"properties": {key: shape}, "required": [key]},
        "else": {"properties": {one.key: False}},
    }
    return {**rule, "then": {"required": [one.key]}} if one.required else rule
