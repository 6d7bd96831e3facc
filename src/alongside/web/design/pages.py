"""Pages that belong to no journey: errors, health, and what a public service must say about itself."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from alongside.web.design.doors import PageRequest, page, public

TOKEN, SECRET = "csrfmiddlewaretoken", "password"


@public("Says only whether the system is ready; monitors ask it.")
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "cannot be reached"}, status=503)
    return JsonResponse({"ready": True, "database": "answers"})


@public("An accessibility statement must be open to everybody.")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "design/accessibility.html")


@public("Says how personal data is used; holds none.")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "design/privacy.html")


@public("Names the sources and licences of what is served.")
@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    return render(request, "design/licences.html")


@page()
@require_safe
def stay(request: PageRequest) -> JsonResponse:
    """Asked by a page whose member wants to stay: the asking itself counts her session anew."""
    return JsonResponse({"signed_in": True})


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    reason = "It was longer than a page of this system can take." if too_much else ""
    return render(request, "design/bad_request.html", {"reason": reason}, status=400)


@requires_csrf_token
def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "design/refused.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "design/refused.html", status=404)


@requires_csrf_token
def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "design/broken.html", {"at": timezone.now()}, status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A token grew old (she signed in again in another tab): offer to send the same words anew. Only for what came
    from a page of ours, or else any other website could have its form sent by one click here."""
    if came_from_us(request) and not _holds_password(request):
        return send_again(request, heading="Send it once more", status=403)
    return render(request, "design/not_sent.html", status=403)


def send_again(request: HttpRequest, *, heading: str, status: int, sign_in_url: str = "") -> HttpResponse:
    """What was posted, kept on a page in the browser, with a button that sends it again."""
    names = [name for name in request.POST if name != TOKEN and SECRET not in name]
    kept = [(name, value) for name in names for value in request.POST.getlist(name)]
    context: dict[str, Any] = {
        "heading": heading,
        "kept": kept,
        "typed": [value for _, value in kept if " " in str(value).strip()],
        "had_files": bool(request.FILES),
        "sign_in_url": sign_in_url,
    }
    return never_cache(render)(request, "design/send_again.html", context, status=status)


def came_from_us(request: HttpRequest) -> bool:
    """The browser itself says where a form stood; a page cannot forge these headers."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or request.headers.get("Origin") == here


def _holds_password(request: HttpRequest) -> bool:
    return any(SECRET in name for name in request.POST)
