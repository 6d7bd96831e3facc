"""What happens after too many wrong passwords from one place for one username."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked(request: HttpRequest, original: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """The same page whether or not there is such an account."""
    wait = settings.AXES_COOLOFF_TIME
    context = {"minutes": int(wait.total_seconds() // 60), "attempts": settings.AXES_FAILURE_LIMIT}
    response = render(request, "accounts/locked.html", context, status=429)
    response["Retry-After"] = str(int(wait.total_seconds()))
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """allauth's own limits, by address, over all usernames."""
    return locked(request)


def name_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """A username as its attempts are counted: whoever types `DSL` or ` dsl` tries `dsl`."""
    given = (credentials or {}).get("username") or request.POST.get("login")
    return str(given).strip().casefold() if given else None


def address_of(request: HttpRequest) -> str | None:
    """One definition of the client's address, for axes, for allauth and for our log."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:  # what allauth raises where there is none
        return None
