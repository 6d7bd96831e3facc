"""What allauth asks us to decide."""

import base64
import hashlib
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from alongside.web.accounts.lockout import name_of

IPV6_HOST = 64
# Said after something was done. What is not here is seen on the page anyway.
SAID = {
    "account/messages/logged_out.txt": "You are signed out",
    "account/messages/password_changed.txt": "Your password is changed. You were signed out everywhere else",
    "account/messages/password_set.txt": "Your password is set",
    "mfa/messages/totp_activated.txt": "Your authenticator app is set up",
    "mfa/messages/totp_deactivated.txt": "The authenticator app is removed",
    "mfa/messages/webauthn_added.txt": "The passkey is added",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed",
    "usersessions/messages/sessions_logged_out.txt": "You are signed out everywhere else",
}


class Accounts(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "The username or the password is not right. Check both and try again",
        "too_many_login_attempts": "Too many attempts. Wait an hour and try again, or sign in with a passkey",
        "incorrect_password": "That is not your password",
        "enter_current_password": "That is not your password",
    }

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template in SAID:
            messages.success(request, SAID[message_template])
        elif message := kwargs.get("message"):
            messages.add_message(request, level, message)

    def set_password(self, user: Any, password: str) -> None:
        """Whoever chooses a password herself has one that nobody else knows."""
        user.password_is_temporary = False
        super().set_password(user, password)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that a limit counts by. Of IPv6 its network: one household or one attacker has all of it."""
        here = request.META.get("REMOTE_ADDR", "")
        told = here if settings.ONLY_LOCAL_PROXY and not _is_local(here) else super().get_client_ip(request)
        try:
            address = ip_address(told)
        except ValueError:
            return told
        if isinstance(address, IPv4Address):
            return str(address)
        return str(address.ipv4_mapped or IPv6Network((address, IPV6_HOST), strict=False).network_address)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By the name alone. allauth adds the host, so that `Host: ours:1` and `Host: ours:2` would count apart."""
        return name_of(request, credentials) or ""

    def forget_attempts(self, request: HttpRequest, username: str) -> None:
        """Wrong passwords for this username count no longer towards our own limits (those of axes are its own)."""
        self._delete_login_attempts_cached_email(request, username=username)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactors(DefaultMFAAdapter):
    """Secrets of authenticator apps are kept encrypted, so that a copy of the database alone signs nobody in."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right. Codes change every 30 seconds: enter the newest one",
    }

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _is_local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _box() -> MultiFernet:
    """Keys from SECRET_KEY; an older one (SECRET_KEY_FALLBACKS) still opens."""
    keys = map(str, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"totp:{key}".encode()).digest())) for key in keys]
    )
