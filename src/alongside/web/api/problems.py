"""Errors of the interface: one shape (RFC 9457), each with what to do. What exists and what does not look alike."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from alongside.audit.errors import AuditUnavailable
from alongside.partners.errors import Invalid, NotSetUp, Refused, Stale
from alongside.partners.key_use import A_MINUTE, KEPT, KeyUsedOtherwise, TooOften, UnknownKey
from alongside.web.api.bodies import Fault
from alongside.web.api.reading import LARGEST, TooLarge, Unreadable, WrongType

MEDIA_TYPE = "application/problem+json"
SEND_AGAIN = "Mend it, then send it again with the same Idempotency-Key."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of error: what it is called, what it means, what to do."""

    status: int
    code: str
    title: str
    detail: str
    what_to_do: str


KINDS = {
    one.status: one
    for one in (
        Kind(400, "unreadable", "The request cannot be read", "The body is not valid JSON in UTF-8.",
             "Send one JSON object, with each name once."),
        Kind(401, "no-key", "No key that opens", "There is no key, or it is not valid, or not any more.",
             "Send “Authorization: Bearer” and the key. If it has expired or was revoked, ask for a new one."),
        Kind(403, "not-for-this-key", "Not for this key", "The key or its role may not do this.",
             "Ask whoever looks after your agency's keys for one with the right scope and role."),
        Kind(404, "nothing-here", "Nothing here for this key",
             "There is no such thing, or it is not for this key: the answer is the same for both.",
             "Check the address and the reference."),
        Kind(405, "other-method", "Not with this method", "This address answers to another method.",
             "Look at the Allow header."),
        Kind(409, "changed-since", "Somebody was quicker", "What you refer to has changed since you last read it.",
             "Look at it in the browser, then send what still holds, with a new Idempotency-Key."),
        Kind(413, "too-large", "Too large", f"A body may have {LARGEST // 1024} KiB at most.",
             "Send less at a time."),
        Kind(415, "not-json", "Not JSON", "The body is of another media type.",
             "Send “Content-Type: application/json”."),
        Kind(422, "cannot-stand", "Something in it cannot stand", "See “errors” for each field.",
             "Do what “errors” says of each field, then send it again."),
        Kind(429, "too-often", "Too many requests", f"A key may send {A_MINUTE} requests in a minute.",
             "Wait as many seconds as Retry-After says."),
        Kind(500, "broken", "A fault of ours", "Something went wrong here. Nothing was kept.",
             "Send it again later with the same Idempotency-Key. If it stays, tell whoever runs the system."),
        Kind(503, "not-now", "Not now", "The system cannot answer at this moment. Nothing was kept.",
             "Send it again, with the same Idempotency-Key, after as many seconds as Retry-After says."),
    )
}  # fmt: skip


class Faulty(Exception):
    """Several fields that cannot stand, each with its place in the body."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{one.field}: {one.reason}" for one in faults))


def problem(request: HttpRequest, status: int, *, faults: list[Fault] | None = None, detail: str = "") -> HttpResponse:
    kind = KINDS[status]
    told = {
        "type": f"/api/docs#{kind.code}", "title": kind.title, "status": status, "detail": detail or kind.detail,
        "what_to_do": kind.what_to_do, "errors": [one.model_dump() for one in faults or []],
    }  # fmt: skip
    response = JsonResponse(told, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Alongside"'
    if status == 503:
        response["Retry-After"] = "30"
    return response


def fault_of(error: Invalid, places: dict[str, str]) -> Fault:
    """A domain's error at its place in the body: the first sentence says what is wrong, the rest what to do."""
    reason, _, advice = str(error).partition(". ")
    return Fault(
        field=places.get(error.field, error.field), reason=reason.rstrip(".") + ".", what_to_do=advice or SEND_AGAIN
    )


# Types of pydantic's errors, in words. What is not here says itself well enough.
_SHAPES = {
    "missing": ("This is missing.", "Send it."),
    "extra_forbidden": ("There is no such field.", "Leave it out, or check its spelling."),
    "string_type": ("This must be text.", "Send it between quotation marks."),
    "bool_type": ("This must be true or false.", "Send it without quotation marks."),
    "int_type": ("This must be a whole number.", "Send it without quotation marks."),
    "list_type": ("This must be a list.", "Send it between square brackets."),
    "dict_type": ("This must be an object.", "Send it between curly brackets."),
    "model_type": ("This must be an object.", "Send it between curly brackets."),
    "model_attributes_type": ("This must be an object.", "Send it between curly brackets."),
    "string_too_short": ("This is empty, or too short.", "Fill it in."),
    "string_too_long": ("This is longer than {max_length} characters.", "Shorten it."),
    "too_short": ("This list is empty.", "Put at least {min_length} into it."),
    "too_long": ("This list has more than {max_length}.", "Send less at a time."),
    "literal_error": ("This is none of the words that stand here.", "Send {expected}."),
    "string_unicode": ("This holds a broken character.", "Send whole characters in UTF-8."),
}


def _shape_fault(error: dict[str, Any]) -> Fault:
    source, *place = error["loc"]
    if source == "body" and place:
        place = place[1:]  # the name of our own parameter
        if not place and error["type"] == "missing":
            return Fault(field="", reason="The body is empty.", what_to_do="Send one JSON object.")
    if source == "header":
        return _key_fault(is_missing=error["type"] == "missing")
    told = _SHAPES.get(error["type"], ("", ""))
    reason, advice = (one.format(**error.get("ctx", {})) for one in told)
    said = reason or str(error["msg"]).removeprefix("Value error, ").rstrip(".") + "."
    return Fault(field=".".join(str(one) for one in place), reason=said, what_to_do=advice or SEND_AGAIN)


def _key_fault(*, is_missing: bool) -> Fault:
    """The name under which something is sent: it alone is not sent again as it was."""
    reason = "This header is missing." if is_missing else "This name cannot stand."
    advice = "Choose a name for this one thing, of 8 to 80 letters, digits or . _ : -, and send it under that."
    return Fault(field="Idempotency-Key", reason=reason, what_to_do=advice)


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    cause = error.__cause__
    if isinstance(cause, WrongType):
        return problem(request, 415)
    if isinstance(cause, TooLarge):
        return problem(request, 413)
    return problem(request, error.status_code, detail=str(cause) if isinstance(cause, Unreadable) else "")


def _too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    response = problem(request, 429)
    response["Retry-After"] = str(error.wait)
    return response


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Where the address names a matter, nobody learns from the answer whether there is one."""
    named = request.resolver_match.kwargs if request.resolver_match else {}
    return problem(request, 404 if named else 403)


def _used_otherwise(request: HttpRequest, error: KeyUsedOtherwise) -> HttpResponse:
    reason = "This key stands for something else that was sent already."
    advice = f"Send each thing with a key of its own. A key is kept for {KEPT.days} days."
    return problem(request, 422, faults=[Fault(field="Idempotency-Key", reason=reason, what_to_do=advice)])


def _not_now(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.error("The interface cannot answer at %s: %s", request.path, error)
    return problem(request, 503)


def _not_set_up(request: HttpRequest, error: NotSetUp) -> HttpResponse:
    return problem(request, 503, detail=f"{error} Nothing was kept.")


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.exception("The interface failed at %s", request.path, exc_info=error)
    return problem(request, 500)


def handle_errors(api: NinjaAPI) -> None:
    """Every error of an operation becomes a problem."""
    handlers: dict[type[Exception], Any] = {
        UnknownKey: lambda request, error: problem(request, 401),
        AuthenticationError: lambda request, error: problem(request, 401),
        TooOften: _too_often,
        Refused: _refused,
        HttpError: _http_error,
        ValidationError: lambda request, error: problem(
            request, 422, faults=[_shape_fault(one) for one in error.errors[:50]]
        ),
        Faulty: lambda request, error: problem(request, 422, faults=error.faults),
        Invalid: lambda request, error: problem(request, 422, faults=[fault_of(error, {})]),
        KeyUsedOtherwise: _used_otherwise,
        Stale: lambda request, error: problem(request, 409, detail=str(error)),
        AuditUnavailable: _not_now,
        NotSetUp: _not_set_up,
        OperationalError: _not_now,
        Exception: _broken,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
