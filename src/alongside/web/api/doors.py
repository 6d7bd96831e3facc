"""The doors of the interface. Its library loads with the first request, so that every command starts as quickly as
before; and whatever goes wrong before an operation is told in the interface's own shape."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from alongside.web.design.doors import public

View = Callable[..., HttpResponse]
_LENGTH = "CONTENT_LENGTH"


@cache
def _views() -> dict[str, Any]:
    from alongside.web.api.operations import views

    return views()


def operation(name: str) -> View:
    """The door of one operation. It opens to a key: cookies are not looked at, so that there is nothing to forge."""

    @csrf_exempt
    @public("Opens to an agency's key only, which the operation checks itself (tests/web/api).")
    @never_cache
    def door(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        from alongside.web.api.problems import problem
        from alongside.web.api.reading import LARGEST

        length = str(request.META.get(_LENGTH) or 0)
        if not (length.isascii() and length.isdecimal()):
            return problem(request, 400, detail="Content-Length is not a number.")
        if len(length) > 18 or int(length) > LARGEST:
            return problem(request, 413)
        response: HttpResponse = _views()[name](request, **kwargs)
        if response.status_code == 405:
            told = problem(request, 405)
            told["Allow"] = response["Allow"]
            return told
        return response

    return door


@csrf_exempt
@public("Says that there is no such address; the same to everybody.")
@never_cache
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    from alongside.web.api.problems import problem

    return problem(request, 404)
