"""The open feed of the directory: Open Referral UK (HSDS 3.0, UK profile), without an account, for any site to read."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.views.decorators.http import require_safe

from alongside.exchange import open_referral
from alongside.outcomes.directory_rules import OLDEST
from alongside.outcomes.directory_states import ICAL_DAYS, Topic
from alongside.outcomes.queries import directory
from alongside.outcomes.queries.directory import MOST_AT_ONCE, Wanted
from alongside.web.design.doors import public
from alongside.web.directory.description import description

USUAL, CACHED = 50, 300
NEAR_METRES = 5_000
View = Callable[..., HttpResponse]


class BadParameter(Exception):
    """What was asked cannot be read; the text says what would be right."""


def open_data(view: View) -> View:
    """Anybody's script may read it (CORS), and it may be kept for five minutes; mistakes answer in JSON too."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except BadParameter as bad:
            response = JsonResponse({"error": str(bad)}, status=400)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = f"public, max-age={CACHED}" if response.status_code == 200 else "no-store"
        return response

    return public("Open data on services: no person is in it, and who reads it is not kept.")(require_safe(answered))


@open_data
def root(request: HttpRequest) -> HttpResponse:
    return JsonResponse(open_referral.metadata(request.build_absolute_uri(reverse("hsds_openapi"))))


@open_data
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(description(request.build_absolute_uri(reverse("hsds_root"))))


@open_data
def services(request: HttpRequest) -> HttpResponse:
    page, size = _page(request)
    part = directory.services(_wanted(request), page=page, size=size)
    whole = request.GET.get("full", "").lower() == "true"
    written = open_referral.service_full if whole else open_referral.service_listed
    return JsonResponse(open_referral.paged(part, [written(one, _address(request)) for one in part.rows]))


@open_data
def service(request: HttpRequest, number: str) -> HttpResponse:
    found = directory.service(key) if (key := _uuid(number)) else None
    return JsonResponse(open_referral.service_full(found, _address(request))) if found else _nothing("service")


@open_data
def at_locations(request: HttpRequest) -> HttpResponse:
    page, size = _page(request)
    wanted = _wanted(request, located_only=True)
    part = directory.services(wanted, page=page, size=size)
    return JsonResponse(open_referral.paged(part, [open_referral.at_location_listed(one) for one in part.rows]))


@open_data
def at_location(request: HttpRequest, number: str) -> HttpResponse:
    """Its number is drawn from the service's, and the other way it cannot be reckoned: the few located ones are asked."""
    found = directory.located(number, open_referral.at_location_number)
    if found is None:
        return _nothing("service at a location")
    return JsonResponse(open_referral.at_location_full(found, _address(request)))


@open_data
def taxonomies(request: HttpRequest) -> HttpResponse:
    page, size = _page(request)
    return JsonResponse(_listed([open_referral.taxonomy()], page, size))


@open_data
def taxonomy(request: HttpRequest, number: str) -> HttpResponse:
    held = open_referral.taxonomy()
    return JsonResponse(held) if held["id"] == number else _nothing("taxonomy")


@open_data
def taxonomy_terms(request: HttpRequest) -> HttpResponse:
    page, size = _page(request)
    return JsonResponse(_listed(open_referral.taxonomy_terms(), page, size))


@open_data
def taxonomy_term(request: HttpRequest, number: str) -> HttpResponse:
    held = next((one for one in open_referral.taxonomy_terms() if one["id"] == number), None)
    return JsonResponse(held) if held else _nothing("taxonomy term")


def _listed(rows: list[open_referral.Json], page: int, size: int) -> open_referral.Json:
    part = directory.Part((), page, size, len(rows))
    return open_referral.paged(part, rows[(page - 1) * size : page * size])


def _nothing(what: str) -> HttpResponse:
    return JsonResponse({"error": f"There is no such {what} here."}, status=404)


def _address(request: HttpRequest) -> open_referral.AddressOf:
    return lambda key: request.build_absolute_uri(reverse("directory_service", args=[key]))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(request: HttpRequest) -> tuple[int, int]:
    return _whole(request, "page", 1, 1, 1_000_000), _whole(request, "per_page", USUAL, 1, MOST_AT_ONCE)


def _whole(request: HttpRequest, name: str, usual: int, least: int, most: int) -> int:
    text = request.GET.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and least <= int(text)):
        raise BadParameter(f"“{name}” must be a whole number from {least} up.")
    return min(int(text), most)


def _wanted(request: HttpRequest, *, located_only: bool = False) -> Wanted:
    given = request.GET
    ages = [_whole(request, name, 0, 0, OLDEST) if given.get(name) else None for name in ("minimum_age", "maximum_age")]
    provider, near = given.get("organization_id", ""), None
    if provider and _uuid(provider) is None:
        raise BadParameter("“organization_id” must be the id of an organization, as the services carry it.")
    if given.get("postcode"):
        near = directory.near_district(given["postcode"])
        if near is None:
            raise BadParameter("“postcode” is not known here. Only its first part is looked at.")
    metres = _whole(request, "proximity", NEAR_METRES, 1, 100_000) if near else None
    return Wanted(
        words=given.get("search", "")[:200], topic=_topic(given.get("taxonomy_term_id", "")), least_age=ages[0],
        most_age=ages[1], near=near, within_metres=metres, day=_day(given.get("day", "")),
        modified_after=_moment(given.get("modified_after", "")), provider=_uuid(provider) if provider else None,
        located_only=located_only, shown_only=False,
    )  # fmt: skip


def _topic(term_id: str) -> str:
    """A term that is unknown finds nothing, rather than everything."""
    if not term_id:
        return ""
    return next((one.value for one in Topic if open_referral.term(one)["id"] == term_id), "none")


def _day(text: str) -> int | None:
    if not text:
        return None
    if text.upper() not in ICAL_DAYS:
        raise BadParameter(f"“day” must be one of {', '.join(ICAL_DAYS)}.")
    return ICAL_DAYS.index(text.upper())


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = parse_datetime(text.replace(" ", "+")) or parse_datetime(f"{text}T00:00:00")
        if found is not None:
            return (make_aware(found) if is_naive(found) else found).astimezone(UTC)
    except (ValueError, OverflowError):
        pass  # no moment, or one outside the years that a clock can tell
    raise BadParameter("“modified_after” must be a moment such as 2026-11-17T10:00:00Z.")
