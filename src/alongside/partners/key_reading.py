"""Reading an agency's keys: whoever looks after them sees what they are for, until when, and when they were used."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.presenters import sentence
from alongside.audit.queries import about
from alongside.audit.states import Act
from alongside.partners import rules
from alongside.partners.access import refuse
from alongside.partners.key_scopes import Scope
from alongside.partners.models import Agency, AgencyKey
from alongside.partners.roles import SCOPE_PERMISSIONS, Permission, Role, permissions_of, roles_fitting
from alongside.partners.standing import Viewer

KEYS_ON_A_PAGE = 50
SOON = timedelta(days=30)
HISTORY = 15


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key, without its secret, which nobody has but its holder."""

    id: int
    name: str
    public: str
    role_label: str
    scopes: tuple[str, ...]
    made_by: str
    made_at: datetime
    last_moment: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str
    revoked_because: str
    standing: str


@dataclass(frozen=True, slots=True)
class KeyPage:
    rows: tuple[KeyRow, ...]
    number: int
    size: int
    total: int


def keys(viewer: Viewer, *, closed: bool = False, page: int = 1) -> KeyPage:
    """The keys of the viewer's own agency, those that were not revoked or those that were. Logged."""
    _check_keeper(viewer, "keys", "", Act.LIST)
    rows = AgencyKey.objects.filter(agency_id=viewer.agency_id, revoked_at__isnull=not closed).select_related("member")
    start = (max(1, page) - 1) * KEYS_ON_A_PAGE
    shown = tuple(_row(one, viewer.at) for one in rows[start : start + KEYS_ON_A_PAGE])
    _log(viewer, Act.LIST, "keys", "", "revoked" if closed else "not revoked")
    return KeyPage(shown, max(1, page), KEYS_ON_A_PAGE, rows.count())


def key(viewer: Viewer, id: int) -> KeyRow:
    """One key of the viewer's own agency. Another agency's is refused like one that does not exist. Logged."""
    _check_keeper(viewer, "key", str(id), Act.VIEW)
    found = AgencyKey.objects.filter(agency_id=viewer.agency_id, pk=id).select_related("member").first()
    if found is None:
        raise refuse(viewer, "key", str(id), "not a key of the member's agency")
    _log(viewer, Act.VIEW, "key", found.public, "the role looks after the agency's keys")
    return _row(found, viewer.at)


def key_with_history(viewer: Viewer, id: int) -> tuple[KeyRow, list[tuple[datetime, str]]]:
    """One key, and what was done with it lately, newest first: made, refused, revoked. Logged."""
    found = key(viewer, id)
    events = about("key", found.public).exclude(act=Act.VIEW, outcome="allowed")[:HISTORY]
    return found, [(one.at, sentence(one)) for one in events]


def roles_for_keys(viewer: Viewer) -> list[tuple[Role, frozenset[Scope]]]:
    """The roles in which a system of the viewer's agency can act, each with what a key can be for in it."""
    _check_keeper(viewer, "keys", "", Act.CHANGE)
    kind = Agency.objects.values_list("kind", flat=True).get(pk=viewer.agency_id)
    usable = [(role, _scopes_of(role)) for role in roles_fitting(kind) if rules.why_not_give(role, kind) is None]
    return [(role, scopes) for role, scopes in usable if scopes]


def _scopes_of(role: Role) -> frozenset[Scope]:
    return frozenset(scope for scope, needed in SCOPE_PERMISSIONS.items() if needed & permissions_of(role))


def _row(one: AgencyKey, at: datetime) -> KeyRow:
    return KeyRow(
        id=one.pk, name=one.name, public=one.public, role_label=one.member.get_role_display(),
        scopes=tuple(scope.label for scope in Scope if scope in one.scopes), made_by=one.made_by, made_at=one.made_at,
        last_moment=one.expires_at - timedelta(seconds=1), last_used_at=one.last_used_at, revoked_at=one.revoked_at,
        revoked_by=one.revoked_by, revoked_because=one.revoked_because, standing=_standing(one, at),
    )  # fmt: skip


def _standing(one: AgencyKey, at: datetime) -> str:
    if one.revoked_at is not None:
        return "Revoked"
    if one.expires_at <= at:
        return "Expired"
    return "Expires soon" if one.expires_at <= at + SOON else "In use" if one.last_used_at else "Not used yet"


def _check_keeper(viewer: Viewer, kind: str, id: str, act: Act) -> None:
    if not viewer.may(Permission.KEEP_KEYS):
        raise refuse(viewer, kind, id, f"the role may not {Permission.KEEP_KEYS.value}", act=act)


def _log(viewer: Viewer, act: Act, kind: str, id: str, reason: str) -> None:
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=act, subject_kind=kind, subject_id=id,
            holder_code=viewer.agency_code, reason=reason,
        )
    )  # fmt: skip
