"""The door of the child's pages: no account, a link with a code, a device that holds it for fifteen minutes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from alongside.partners.errors import Refused
from alongside.partners.own_access import visitor
from alongside.partners.standing import Viewer
from alongside.support.actions import own_reading
from alongside.support.actions.own_reading import Reader
from alongside.support.own_links import SESSION_LASTS
from alongside.web.design.doors import public

COOKIE, PATH = "n", "/p/"
OUT = "https://www.bbc.co.uk/weather"
WHY = "Opens by a link with a code alone; what it shows is decided by partners.own_access, and logged."
_SECONDS = int(SESSION_LASTS.total_seconds())


class ReaderRequest(HttpRequest):
    """A request on one of these pages; `reader` where the device holds an open view."""

    viewer: Viewer
    reader: Reader


def from_elsewhere(request: HttpRequest) -> bool:
    """A form that stood on another website, says the browser."""
    sent_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.method == "POST" and sent_from not in ("same-origin", "none")


def safe(response: HttpResponse) -> HttpResponse:
    """Nothing is kept by the browser or on the way, and nobody is told whence she came."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def closed(request: HttpRequest) -> HttpResponse:
    """The same page whatever the reason: no such link, run out, taken back, locked, another device."""
    return render(request, "own/closed.html", status=404)


def give(response: HttpResponse, secret: str) -> None:
    response.set_cookie(
        COOKIE, secret, max_age=_SECONDS, path=PATH, secure=settings.SECURE, httponly=True, samesite="Strict"
    )


def _opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Django's own token against forged forms would leave a cookie for a year on a phone that others use. Here the
    device's cookie is never sent from another site (SameSite=Strict), and the browser says whence a form came."""
    return csrf_exempt(public(WHY)(view))


def anybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Before the code."""

    @wraps(view)
    def through(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.viewer = visitor(timezone.now())
        return safe(closed(request) if from_elsewhere(request) else view(request, *args, **kwargs))

    return _opened(through)


def reader_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """After the code: only on the device that holds the view."""

    @wraps(view)
    def through(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.viewer = visitor(timezone.now())
        secret = request.COOKIES.get(COOKIE, "")
        reader = own_reading.enter(secret=secret, by=request.viewer, at=request.viewer.at)
        if reader is None or from_elsewhere(request):
            return safe(closed(request))
        request.reader = reader
        try:
            response = view(request, *args, **kwargs)
        except Refused:
            return safe(closed(request))
        give(response, secret)
        # Without script too: a page that is left lying closes when the device's time is up.
        response["Refresh"] = f"{_SECONDS + 5}; url={PATH}"
        return safe(response)

    return _opened(through)
