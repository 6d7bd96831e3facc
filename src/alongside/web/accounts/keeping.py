"""What allauth and axes keep of a member: read and changed for whoever looks after accounts.

The domain's actions (`partners.accounts`) decide, and write the log; what is changed here belongs into the same
transaction, so that neither happens without the other.
"""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import Lower
from django.http import HttpRequest

# Recovery codes stand beside a second factor; alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def with_second_factor(member_ids: Iterable[int]) -> set[int]:
    """Those of these members who have an authenticator app, a passkey or a security key."""
    found = Authenticator.objects.filter(user_id__in=list(member_ids), type__in=FACTORS)
    return set(found.values_list("user_id", flat=True))


def locked(usernames: Iterable[str], at: datetime) -> set[str]:
    """Those of these usernames that wait after too many wrong passwords, at one address or more."""
    known = {username.lower(): username for username in usernames}
    recent = AccessAttempt.objects.filter(attempt_time__gte=at - settings.AXES_COOLOFF_TIME)
    tried = recent.annotate(lower=Lower("username")).filter(lower__in=list(known))
    counted = tried.order_by().values("username", "ip_address").annotate(failures=Sum("failures_since_start"))
    waiting = counted.filter(failures__gte=settings.AXES_FAILURE_LIMIT).values_list("username", flat=True)
    return {known[username.lower()] for username in waiting}


def forget_attempts(request: HttpRequest, username: str) -> None:
    """Let a username be tried again, wherever it was locked."""
    AccessAttempt.objects.filter(username__iexact=username).delete()
    get_adapter(request).forget_attempts(request, username)


def remove_second_factors(member_id: int) -> None:
    Authenticator.objects.filter(user_id=member_id).delete()


def end_sessions(member_id: int) -> None:
    """Sign a member out, on every device."""
    for session in UserSession.objects.filter(user_id=member_id):
        session.end()
