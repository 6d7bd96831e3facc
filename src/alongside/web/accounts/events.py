"""Signing in, signing out and failed attempts go into the log. Connected in `WebConfig.ready`."""

import logging
from typing import Any

from allauth.account.signals import password_changed, password_set
from allauth.mfa import signals as mfa
from django.contrib.auth import get_user_model, signals
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.errors import AuditUnavailable
from alongside.audit.states import Act, Outcome
from alongside.web.accounts.lockout import address_of, name_of

log = logging.getLogger(__name__)


def connect() -> None:
    signals.user_logged_in.connect(signed_in, dispatch_uid="log signed in")
    signals.user_logged_out.connect(signed_out, dispatch_uid="log signed out")
    signals.user_login_failed.connect(failed, dispatch_uid="log failed")
    mfa.authentication_failed.connect(second_factor_failed, dispatch_uid="log second factor failed")
    for signal, words in CHANGES:
        signal.connect(_changed(words), dispatch_uid=f"log {words}", weak=False)


def signed_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Without a log row she is not signed in: the session is emptied before the error goes on."""
    try:
        _record(request, user.actor, Act.SIGN_IN, str(user.pk))
    except AuditUnavailable:
        request.session.flush()
        request.user = AnonymousUser()
        raise
    request.session["began"] = int(timezone.now().timestamp())


def signed_out(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Signing out shows nothing to anybody, so it goes through even if the log cannot be written."""
    if user is None:
        return
    try:
        _record(request, user.actor, Act.SIGN_OUT, str(user.pk))
    except AuditUnavailable:
        log.error("Signing out of member %s could not be written to the log", user.pk)


def failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Into the log of the agency whose account was tried. An unknown username is not kept: it may be a password."""
    if request is None:
        return
    members = get_user_model()._default_manager.select_related("agency")
    tried = name_of(request, credentials) or ""
    member = members.filter(username__iexact=tried).first()
    if member is None:
        _record(request, Actor.unknown(), Act.SIGN_IN, "", Outcome.REFUSED, "no such account")
        return
    reason = "wrong password"
    if getattr(request, "axes_locked_out", False):
        reason = "locked for a while"
    elif not member.is_active:
        reason = "the account is closed"
    _record(request, _somebody_as(member), Act.SIGN_IN, str(member.pk), Outcome.REFUSED, reason)


def second_factor_failed(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    _record(request, _somebody_as(user), Act.SIGN_IN, str(user.pk), Outcome.REFUSED, "wrong second factor")


CHANGES = (
    (mfa.authenticator_added, "added a second factor"),
    (mfa.authenticator_removed, "removed a second factor"),
    (mfa.authenticator_reset, "made new recovery codes"),
    (password_changed, "changed the password"),
    (password_set, "set a password"),
)


def _changed(words: str) -> Any:
    def changed(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
        request.session.pop("second_factor", None)
        _record(request, user.actor, Act.CHANGE, str(user.pk), reason=words)

    return changed


def _somebody_as(member: Any) -> Actor:
    return Actor(agency_code=member.agency.code, id="anonymous", name=f"Somebody trying to be {member.name}")


def _record(
    request: HttpRequest, actor: Actor, act: Act, account: str, outcome: Outcome = Outcome.ALLOWED, reason: str = ""
) -> None:
    browser = request.headers.get("User-Agent", "")[:200]
    record(
        Entry(
            at=timezone.now(), actor=actor, act=act, outcome=outcome, subject_kind="account", subject_id=account,
            reason=reason, body={"address": address_of(request) or "", "browser": browser},
        )
    )  # fmt: skip
