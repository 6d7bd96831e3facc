"""The public site's own pages inside this system, so that whoever signs sees what residents will see.

In production they stand on a site of their own, which holds the release files and nothing else.
"""

import threading

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from alongside.exchange.scoreboard_files import scoreboard_files
from alongside.outcomes.queries.releases import standing_mark
from alongside.publicsite.releases import from_files
from alongside.publicsite.site import Site
from alongside.web.design.doors import public

_LOCK = threading.Lock()
_made: dict[str, tuple[object, Site]] = {}


@public("What was signed off and released to everybody: no person is in it.")
def site(request: HttpRequest, page: str = "") -> HttpResponse:
    status, headers, body = _standing().answer(
        page, method=str(request.method), packed="gzip" in request.headers.get("Accept-Encoding", ""),
        known=request.headers.get("If-None-Match", ""),
    )  # fmt: skip
    answer = HttpResponse(body, status=int(status.split()[0]))
    for name, value in headers:
        answer[name] = value
    return answer


def _beside() -> list[tuple[str, str]]:
    """The other pages for everybody: here they stand beside it."""
    return [
        ("Find help near me", reverse("directory")), ("Ask or tell us something", reverse("community")),
        ("Check a claim", reverse("check_claim")),
    ]  # fmt: skip


def _standing() -> Site:
    """Made anew when something was released or said since."""
    base, mark = reverse("public_site"), (standing_mark(), settings.PARTNERSHIP)
    with _LOCK:
        held = _made.get(base)
        if held is None or held[0] != mark:
            held = _made[base] = (
                mark,
                Site(from_files(scoreboard_files(settings.PARTNERSHIP)), base=base, elsewhere=_beside()),
            )
    return held[1]
