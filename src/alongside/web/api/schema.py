"""The interface described in OpenAPI 3.1: what the library says of the operations, and what only we know."""

import json
from functools import cache
from typing import Any

from alongside.partners.key_scopes import Scope
from alongside.partners.key_use import A_MINUTE, KEPT
from alongside.web.api.operations import api
from alongside.web.api.problems import KINDS, MEDIA_TYPE
from alongside.web.api.reading import LARGEST

PREFIX = "/api/v1/"
ABOUT = f"""For an agency's own systems: raise concerns, refer along pathways, say who came to sessions,
and for a police force: send incidents of domestic abuse so that schools are told.

A key acts for its agency as a member of it would, in one role and with fewer permissions: the same agreements decide
what may be sent and seen, and the same log records it under the key's name.

Every POST carries an Idempotency-Key, kept for {KEPT.days} days: the same again gets the same answer, something else
under it is refused.

A key may send {A_MINUTE} requests in a minute; a body may have {LARGEST // 1024} KiB. Unknown fields are refused. Days
are ISO 8601. Errors are problems (RFC 9457) with a reason and what to do."""
TAGS = {
    "Concerns": "A concern about a child, to the front door, and what came of it.",
    "Referrals": "A referral along a pathway: its form, the referral, and what came of it.",
    "Attendance": "Who came to a session of a case that your agency works.",
    "Operation Encompass": "Telling a child’s school of domestic abuse before its next day: for a police force.",
}
SCOPES = {
    "Concerns": Scope.CONCERNS, "Referrals": Scope.REFERRALS, "Attendance": Scope.ATTENDANCE,
    "Operation Encompass": Scope.ENCOMPASS,
}  # fmt: skip
RETRY = {"Retry-After": {"description": "Seconds to wait", "required": True, "schema": {"type": "integer"}}}
HEADERS: dict[str, dict[str, Any]] = {
    "401": {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}},
    "405": {"Allow": {"required": True, "schema": {"type": "string"}}},
    "429": RETRY,
    "503": RETRY,
}


@cache
def document() -> dict[str, Any]:
    """The whole description, as plain JSON values."""
    told: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    told.pop("servers", None)
    told["info"] |= {"description": ABOUT, "license": {"name": "MIT", "identifier": "MIT"}}
    told["tags"] = [{"name": name, "description": words} for name, words in TAGS.items()]
    for scheme in told["components"]["securitySchemes"].values():
        scheme["description"] = "A key of your agency: “Authorization: Bearer alongside_…”"
    for methods in told["paths"].values():
        for one in methods.values():
            _finish(one)
    return told


def _finish(one: dict[str, Any]) -> None:
    one["x-scope"] = SCOPES[one["tags"][0]].code
    one["description"] = " ".join(one["description"].split())
    for parameter in one["parameters"]:
        parameter.setdefault("description", "As the interface gave it" if parameter["in"] == "path" else "")
    for status, response in one["responses"].items():
        if status in ("200", "201"):
            response["description"] = "Done" if status == "201" else "Here it is"
            continue
        kind = KINDS[int(status)]
        response["description"] = f"{kind.title}. {kind.detail}"
        response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
        if status in HEADERS:
            response["headers"] = HEADERS[status]


def text() -> str:
    """As it is served, and kept in docs/reference/openapi.json."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"
