"""The feed in OpenAPI 3.0, in our own words: its paths, what may be asked, and the extension."""

from typing import Any

PARAMETERS = {
    "page": ("integer", "The number of the page, from 1"),
    "per_page": ("integer", "How many to a page, 50 unless told, 100 at most"),
    "search": ("string", "Words that all must occur in name, provider, summary or topic"),
    "taxonomy_term_id": ("string", "Services of one topic, by the id of its term"),
    "minimum_age": ("integer", "Services that take somebody of this age or older"),
    "maximum_age": ("integer", "Services that take somebody of this age or younger"),
    "day": ("string", "Services that open on this day: MO, TU, WE, TH, FR, SA or SU"),
    "modified_after": ("string", "Services that changed at this moment or later"),
    "organization_id": ("string", "Services of one provider"),
    "postcode": ("string", "Services near a postcode district; anything after its first part is not looked at"),
    "proximity": ("integer", "How near, in metres; 5,000 unless told"),
    "full": ("boolean", "Everything that hangs on each service"),
}
PAGING = ("page", "per_page")
FILTERS = tuple(name for name in PARAMETERS if name not in PAGING)
PATHS: dict[str, tuple[str, tuple[str, ...]]] = {
    "/": ("Which version of the standard this is", ()),
    "/services": ("A page of services", (*PAGING, *FILTERS)),
    "/services/{id}": ("One service with everything that hangs on it", ()),
    "/service_at_locations": ("A page of services that have a place", (*PAGING, *FILTERS)),
    "/service_at_locations/{id}": ("One service at its place", ()),
    "/taxonomies": ("The taxonomies in use", PAGING),
    "/taxonomies/{id}": ("One taxonomy", ()),
    "/taxonomy_terms": ("The topics", PAGING),
    "/taxonomy_terms/{id}": ("One topic", ()),
}


def description(address: str) -> dict[str, Any]:
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Directory of services", "version": "1.0",
            "description": "Open Referral UK: HSDS 3.0 with the UK profile. Each service may carry `availability` "
            "beside it: `capacity` (places at once by contract), `places` (places, waiting or full, as at the first of "
            "the month) and `wait` (a median in weeks with its 95% interval, and about how many people it counts).",
        },
        "servers": [{"url": address.rstrip("/")}],
        "paths": {path: {"get": _operation(path, *told)} for path, told in PATHS.items()},
    }  # fmt: skip


def _operation(path: str, summary: str, names: tuple[str, ...]) -> dict[str, Any]:
    parameters = [_parameter(name, *PARAMETERS[name]) for name in names]
    if "{id}" in path:
        parameters.append({"name": "id", "in": "path", "required": True, "schema": {"type": "string"}})
    answer = {"description": summary, "content": {"application/json": {"schema": {"type": "object"}}}}
    return {"summary": summary, "parameters": parameters, "responses": {"200": answer}}


def _parameter(name: str, kind: str, words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": {"type": kind}}
