"""Doors: what a page needs before it opens. A URL without a door fails the build (tests/security).

    @page(Permission.TRIAGE)
    def queue(request: PageRequest) -> HttpResponse: ...

The door makes `request.viewer` (who asks, as of now) and refuses, in the log, a member whose role may not open the
page. Whether she may see a given child is decided by the query that the page calls. Every refusal looks the same,
whether the thing exists or not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from alongside.audit.errors import AuditUnavailable
from alongside.partners.access import refuse
from alongside.partners.errors import NotSetUp, Refused
from alongside.partners.roles import SETTING_UP, Permission
from alongside.partners.standing import Viewer


class PageRequest(HttpRequest):
    """A request that came through a door."""

    viewer: Viewer


@dataclass(frozen=True, slots=True)
class Door:
    """`any_of` empty and not public: any member who is signed in."""

    any_of: frozenset[Permission] = frozenset()
    public: bool = False
    why: str = ""


# Pages of other packages, by URL name. They show a member only her own account.
_OWN = Door(why="Shows and changes only the account of the member who is signed in.")
BORROWED: dict[str, Door] = {
    "account_login": Door(public=True, why="Signing in itself."),
    "mfa_login_webauthn": Door(public=True, why="Signing in with a passkey."),
    "mfa_authenticate": Door(public=True, why="The second step of signing in; opens only after the first."),
    "account_logout": Door(public=True, why="Signing out; somebody not signed in is sent to the start page."),
    "account_inactive": Door(public=True, why="Tells that an account is closed; names nobody."),
    **dict.fromkeys(
        (
            "account_reauthenticate", "account_change_password", "account_set_password", "mfa_index",
            "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_remove_webauthn",
            "mfa_edit_webauthn", "mfa_reauthenticate_webauthn", "usersessions_list",
        ),
        _OWN,
    ),
}  # fmt: skip

View = Callable[..., HttpResponse]


def page(*any_of: Permission) -> Callable[[View], View]:
    """Declare which permissions open this page (any one of them; none: every member who is signed in)."""
    door = Door(any_of=frozenset(any_of))

    def wrap(view: View) -> View:
        @wraps(view)
        def through(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            request.viewer = Viewer.of(request.user, at=timezone.now())
            if not request.user.is_active or (door.any_of and not door.any_of & request.viewer.permissions):
                needed = ", ".join(sorted(door.any_of))
                raise refuse(request.viewer, "page", request.path, f"the role may not {needed or 'sign in'}")
            return view(request, *args, **kwargs)

        opened = never_cache(through)
        opened.door = door  # type: ignore[attr-defined]
        return opened

    return wrap


def public(why: str) -> Callable[[View], View]:
    """Declare that anybody may open this page, and why. It must show nothing personal."""

    def wrap(view: View) -> View:
        opened = login_not_required(view)
        opened.door = Door(public=True, why=why)  # type: ignore[attr-defined]
        return opened

    return wrap


class Doorkeeper:
    """Turns the errors of access into pages. Nothing that was being prepared is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return render(request, "design/refused.html", status=403)
        if isinstance(exception, NotSetUp):
            viewer = getattr(request, "viewer", None)
            sets_up = viewer is not None and bool(viewer.permissions & SETTING_UP)
            context = {"message": str(exception), "how": exception.how, "sets_up": sets_up}
            return render(request, "design/not_set_up.html", context, status=503)
        if isinstance(exception, AuditUnavailable):
            response = render(request, "design/unavailable.html", {"message": str(exception)}, status=503)
            response["Retry-After"] = "120"
            return response
        return None
