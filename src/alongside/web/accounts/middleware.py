"""Sessions that end when nobody is there, without losing what was typed; and what a member
owes before anything else: a password of her own, then a second factor."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from alongside.web.design.pages import came_from_us, send_again

COUNT_AGAIN_AFTER = 60
# Where a member without a second factor may go: to set one up, to sign out, to pages that are open to all.
WITHOUT_SECOND_FACTOR = frozenset(
    {
        "second_factor_first",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_logout",
        "account_change_password",
        "account_set_password",
        "stay_signed_in",
    }
)
# Where a member with a password that was given to her may go.
WITHOUT_OWN_PASSWORD = frozenset({"account_change_password", "account_logout", "stay_signed_in"})

GetResponse = Callable[[HttpRequest], HttpResponse]


class KeptSession:
    """Counts the session anew when it is used (once a minute at most), and ends it after a working day."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "_auth_user_id" in request.session:
            now = int(timezone.now().timestamp())
            longest = timedelta(hours=settings.SESSION_LONGEST_HOURS).total_seconds()
            if now - request.session.get("began", now) > longest:
                logout(request)
            elif now - request.session.get("counted", 0) > COUNT_AGAIN_AFTER:
                request.session["counted"] = now
        return self.get_response(request)


class KeptTyping:
    """A form that arrives after the session has ended is not lost to the sign-in page: what was typed stays."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.method != "POST" or request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"signed_in": False}, status=401)
        if not came_from_us(request):
            return None
        sign_in = f"{reverse('account_login')}?{urlencode({'next': reverse('signed_in_again')})}"
        return send_again(request, heading="You were signed out", status=401, sign_in_url=sign_in)


class OwnPasswordFirst:
    """A member who signed in with a password that somebody gave her chooses her own before she opens anything."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True) and request.path != "/":
            return None
        if not request.user.is_authenticated or not request.user.password_is_temporary:
            return None
        match = request.resolver_match
        if match and match.url_name in WITHOUT_OWN_PASSWORD:
            return None
        onward = request.get_full_path() if request.method == "GET" else "/"
        return redirect(f"{reverse('account_change_password')}?{urlencode({'next': onward})}")


class SecondFactorFirst:
    """In production a member without a second factor sets one up before she opens anything."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if not getattr(view, "login_required", True) and request.path != "/":
            return None
        match = request.resolver_match
        if (match and match.url_name in WITHOUT_SECOND_FACTOR) or self._has_one(request):
            return None
        return redirect("second_factor_first")

    @staticmethod
    def _has_one(request: HttpRequest) -> bool:
        """Looked up once for each session; forgotten when a factor is added or removed (`events`)."""
        if not request.session.get("second_factor"):
            has = is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
            if not has:
                return False
            request.session["second_factor"] = True
        return True
