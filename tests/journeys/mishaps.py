"""Addresses at which things go wrong on purpose, beside the real ones: for the tests of the pages that tell of it."""

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from alongside.audit.errors import AuditUnavailable
from alongside.config.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401
from alongside.config.urls import urlpatterns as real
from alongside.web.accounts.lockout import locked
from alongside.web.design.doors import public
from alongside.web.design.pages import csrf_failure

WHY = "For tests only."


def raising(error: Exception):
    @public(WHY)
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


MISHAPS = {
    "unreadable": raising(SuspiciousOperation("a header that cannot be")),
    "too-much": raising(RequestDataTooBig("more than a page takes")),
    "broken": raising(RuntimeError("a fault of ours")),
    "log-unwritable": raising(AuditUnavailable()),
    "foreign-form": public(WHY)(csrf_failure),
    "too-many-attempts": public(WHY)(locked),
}
urlpatterns = [*real, *(path(f"mishap/{name}", view) for name, view in MISHAPS.items())]
