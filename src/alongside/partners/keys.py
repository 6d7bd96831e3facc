"""Keys for an agency's own systems: made and revoked by whoever looks after them, each change in the log.

A key acts as a member of its agency that is no person: in one role, and of that role's permissions with those only
that its scopes name. So the access decision, the records and the log are the same as for people.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners import rules
from alongside.partners.access import refuse, writing
from alongside.partners.drafts import line
from alongside.partners.errors import Invalid, Stale
from alongside.partners.key_scopes import Scope
from alongside.partners.models import Agency, AgencyKey, Member
from alongside.partners.roles import SCOPE_PERMISSIONS, Permission, Role, permissions_of
from alongside.partners.standing import LONDON, Viewer

LONGEST = timedelta(days=365)
MARK = "alongside"
PUBLIC, SECRET = 8, 40
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class KeyDraft:
    """What a key is to be; `last_day` is the last day on which it opens."""

    name: str
    role: str
    scopes: frozenset[Scope]
    last_day: date


def make_key(*, draft: KeyDraft, by: Viewer, at: datetime) -> tuple[AgencyKey, str]:
    """Make a key of the viewer's own agency. The text of the key is given here, once; only its digest is kept."""
    _check_keeper(by, draft.name)
    name = line(draft.name, 80, "The name", "name")
    with writing():
        agency = Agency.objects.get(pk=by.agency_id)
        role = _role(draft.role, agency, draft.scopes)
        expires_at = _expiry(draft.last_day, by)
        public, secret = _letters(PUBLIC), _letters(SECRET)
        member = Member(username=f"key:{public}", name=f"Key “{name}”", agency=agency, role=role, is_technical=True)
        member.set_unusable_password()
        member.save()
        key = AgencyKey(
            agency=agency, member=member, public=public, digest=digest_of(secret), name=name, scopes=draft.scopes,
            made_by=by.actor.name, made_at=at, expires_at=expires_at,
        )  # fmt: skip
        _save_new(key)
        told = "; ".join(scope.label.lower() for scope in Scope if scope in draft.scopes)
        last = f"{draft.last_day.day} {draft.last_day:%B %Y}"
        _log(by, at, Act.CREATE, key, f"“{name}”, as {member.get_role_display()}, until {last}: {told}")
    return key, f"{MARK}_{public}_{secret}"


def revoke_key(*, key_id: int, reason: str, by: Viewer, at: datetime) -> AgencyKey:
    """Take a key back, from this moment on. What came in with it stays on record under its name."""
    _check_keeper(by, str(key_id))
    why = line(reason, 200, "The reason", "reason")
    with writing():
        key = AgencyKey.objects.select_for_update(of=("self",)).filter(pk=key_id, agency_id=by.agency_id).first()
        if key is None:
            raise refuse(by, "key", str(key_id), "not a key of the member's agency", act=Act.CHANGE)
        if key.revoked_at is not None:
            raise Stale("This key was revoked already.", key)
        key.revoked_at, key.revoked_by, key.revoked_because = at, by.actor.name, why
        key.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
        _log(by, at, Act.CHANGE, key, f"revoked “{key.name}”")
    return key


def digest_of(secret: str) -> str:
    """A key's secret is 200 random bits, so that one quick digest is as good as a slow one."""
    return hashlib.sha256(secret.encode()).hexdigest()


def why_not_scopes(role: str, scopes: Iterable[Scope]) -> str | None:
    """May something in this role be used for all of these?"""
    missing = [scope for scope in scopes if not SCOPE_PERMISSIONS[scope] & permissions_of(role)]
    if missing:
        label = missing[0].label.lower()
        return f"A system in this role may not {label}. Choose another role, or leave it out."
    return None


def _letters(number: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(number))


def _role(role: str, agency: Agency, scopes: frozenset[Scope]) -> str:
    if role not in Role.values:
        raise Invalid("Choose the role in which the system acts.", "role")
    if why := rules.why_not_give(Role(role), agency.kind):
        raise Invalid(why, "role")
    if not scopes:
        raise Invalid("Choose what the key is for: one thing or more.", "scopes")
    if why := why_not_scopes(role, scopes):
        raise Invalid(why, "scopes")
    return role


def _expiry(last_day: date, by: Viewer) -> datetime:
    if last_day < by.day:
        raise Invalid("The last day is in the past. Give today or a later day.", "last_day")
    if last_day > by.day + LONGEST:
        raise Invalid("A key lasts a year at most. Give an earlier last day; make a new key before then.", "last_day")
    return datetime.combine(last_day + timedelta(days=1), time(0), tzinfo=LONDON)


def _save_new(key: AgencyKey) -> None:
    try:
        with transaction.atomic():
            key.save()
    except IntegrityError:
        raise Invalid(
            f"There is a key with the name “{key.name}”. Choose another, or revoke that one.", "name"
        ) from None


def _check_keeper(by: Viewer, id: str) -> None:
    if not by.may(Permission.KEEP_KEYS):
        raise refuse(by, "key", id, f"the role may not {Permission.KEEP_KEYS.value}", act=Act.CHANGE)


def _log(by: Viewer, at: datetime, act: Act, key: AgencyKey, words: str) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="key", subject_id=key.public, holder_code=key.agency.code,
            reason=words,
        )
    )  # fmt: skip
