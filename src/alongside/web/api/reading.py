"""Reading a body: one JSON object in UTF-8, each name once, not too large. Anything else is said to be so."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

LARGEST = 256 * 1024


class Unreadable(ValueError):
    """Not the JSON that the interface takes; the text says why."""


class WrongType(ValueError):
    """Another media type than JSON."""


class TooLarge(ValueError):
    """More than a body may have."""


class StrictJson(Parser):
    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        if request.content_type != "application/json":
            raise WrongType
        if len(request.body) > LARGEST:
            raise TooLarge
        return read(request.body)


def read(body: bytes) -> dict[str, Any]:
    """The object in a body. Raises `Unreadable`."""
    try:
        told = json.loads(body.decode(), object_pairs_hook=_each_once, parse_constant=_no_number)
        # A half of a pair of characters is valid JSON and no text: nothing can keep it.
        json.dumps(told, ensure_ascii=False).encode()
    except Unreadable:
        raise
    except UnicodeError:
        raise Unreadable("The body holds characters that are not UTF-8.") from None
    except RecursionError:
        raise Unreadable("The body is nested too deeply.") from None
    except ValueError as error:
        raise Unreadable(f"The body is not valid JSON: {error}.") from None
    if not isinstance(told, dict):
        raise Unreadable("The body must be one JSON object.")
    return told


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable("A name stands twice in one object: which of the two holds is not clear.")
    return found


def _no_number(text: str) -> NoReturn:
    raise Unreadable(f"{text} is not valid JSON.")
