"""A key in use: whose it is, how often in this minute, and the same answer to what is sent twice."""

import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from alongside.audit.entries import Actor
from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.key_scopes import Scope
from alongside.partners.keys import MARK, PUBLIC, SECRET, digest_of
from alongside.partners.models import AgencyKey, AnsweredOnce, Member
from alongside.partners.roles import SCOPE_PERMISSIONS, Permission
from alongside.partners.standing import Viewer

A_MINUTE = 120
KEPT = timedelta(days=7)
MINUTE = timedelta(minutes=1)
Answer = tuple[int, str]
"""Status and text."""
_log = logging.getLogger(__name__)


class UnknownKey(Exception):
    """No key, or not one that opens now. Why is not told to whoever holds it."""


class TooOften(Exception):
    """More requests in a minute than a key may send."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(f"more than {A_MINUTE} requests in a minute")


class KeyUsedOtherwise(Exception):
    """The sender's own key stands for something else already."""


@dataclass(frozen=True, slots=True)
class KeyUse:
    """A key that opens now, and the viewer that it is."""

    key_id: int
    public: str
    name: str
    scopes: frozenset[Scope]
    viewer: Viewer


def identify(*, text: str, at: datetime) -> KeyUse:
    """Whose key this is. Raises `UnknownKey`; a key that once was good and is no more is counted, and refused in the
    log."""
    mark, _, rest = text.partition("_")
    public, _, secret = rest.partition("_")
    if mark != MARK or len(public) != PUBLIC or len(secret) != SECRET:
        raise UnknownKey
    key = AgencyKey.objects.select_related("agency", "member__agency").filter(public=public).first()
    if not hmac.compare_digest(key.digest if key else digest_of(""), digest_of(secret)) or key is None:
        _log.warning("A key that does not fit was tried: %s", public)
        raise UnknownKey
    use = KeyUse(key.pk, key.public, key.name, key.scopes, _viewer(key, at))
    if why := _why_closed(key, at):
        count_use(use=use, at=at)  # so that a system that nobody stops does not fill the log
        refuse(use.viewer, "key", key.public, why)
        raise UnknownKey
    return use


def _viewer(key: AgencyKey, at: datetime) -> Viewer:
    """The key's own member, with those permissions only that role and scopes both give."""
    member: Member = key.member
    covered: set[Permission] = set()
    for scope in key.scopes:
        covered |= SCOPE_PERMISSIONS[scope]
    actor = Actor(
        agency_code=key.agency.code, id=f"key:{key.public}", name=f"{member.name} ({key.agency.name})", role=member.role
    )
    return replace(Viewer.of(member, at=at), actor=actor, permissions=member.permissions & covered)


def _why_closed(key: AgencyKey, at: datetime) -> str:
    if key.revoked_at is not None and key.revoked_at <= at:
        return "the key was revoked"
    if key.expires_at <= at:
        return "the key has expired"
    return "" if key.agency.is_active else "the agency is not active"


def count_use(*, use: KeyUse, at: datetime) -> None:
    """Count a request. Raises `TooOften`. The count stands whatever comes of the request, and workers share it."""
    minute = at.replace(second=0, microsecond=0)
    own = AgencyKey.objects.filter(pk=use.key_id)
    for _ in range(2):
        if own.filter(minute=minute).update(used_in_minute=F("used_in_minute") + 1, last_used_at=at):
            break
        if own.exclude(minute=minute).update(minute=minute, used_in_minute=1, last_used_at=at):
            break
    if own.filter(used_in_minute__gt=A_MINUTE).exists():
        raise TooOften(max(1, int((minute + MINUTE - at).total_seconds())))


def require_scope(use: KeyUse, scope: Scope) -> None:
    """Raises `Refused`, logged, for what the key is not for, or what its role may not do (any more)."""
    if scope not in use.scopes:
        raise refuse(use.viewer, "key", use.public, f"the key is not for this: {scope.label.lower()}", act=Act.VIEW)
    if not SCOPE_PERMISSIONS[scope] & use.viewer.permissions:
        raise refuse(use.viewer, "key", use.public, f"the key's role may not: {scope.label.lower()}", act=Act.VIEW)


def fingerprint_of(operation: str, body: object) -> str:
    """The same for the same operation and the same content, however the sender ordered or spaced it."""
    text = json.dumps([operation, body], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def once(
    *, use: KeyUse, sent_key: str, fingerprint: str, do: Callable[[], Answer], at: datetime
) -> tuple[Answer, bool]:
    """Do it once for this key of the sender's, in one transaction with the answer that is kept; the same again gets
    that answer. The second value says whether it had been done before.

    Two at the same moment queue up at the row: the second finds the first's answer. What failed or was refused leaves
    no row, so that it can be sent again, mended. Raises `KeyUsedOtherwise`.
    """
    with writing():
        row = _claim(use, sent_key, fingerprint, at)
        if row.status:
            if row.fingerprint != fingerprint:
                raise KeyUsedOtherwise
            return (row.status, row.answer), True
        row.status, row.answer = do()
        row.save(update_fields=["status", "answer"])
        return (row.status, row.answer), False


def _claim(use: KeyUse, sent_key: str, fingerprint: str, at: datetime) -> AnsweredOnce:
    """This sender's row: made now (its status is 0 until it is answered), or the one of an earlier sending."""
    agency_id = use.viewer.agency_id
    AnsweredOnce.objects.filter(agency_id=agency_id, sent_key=sent_key, kept_until__lte=at).delete()
    try:
        with transaction.atomic():
            return AnsweredOnce.objects.create(
                agency_id=agency_id, sent_key=sent_key, fingerprint=fingerprint, at=at, kept_until=at + KEPT
            )
    except IntegrityError:
        return AnsweredOnce.objects.get(agency_id=agency_id, sent_key=sent_key)


def forget_answers(*, at: datetime) -> int:
    """Throw away the answers whose time is up; gives how many."""
    return AnsweredOnce.objects.filter(kept_until__lte=at).delete()[0]
