"""A member's own notices, and how she wants to hear of them by e-mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.prepared import Prepared
from alongside.partners.access import refuse, writing
from alongside.partners.asking import MEMBER
from alongside.partners.errors import Invalid
from alongside.partners.models import Member, MemberNotice, NoticeChoice
from alongside.partners.outbox import DIGEST
from alongside.partners.standing import Viewer
from alongside.partners.states import NoticeKind, Told

PAGE = 25


@dataclass(frozen=True, slots=True)
class NoticeRow:
    id: int
    told: str
    reference: str
    path: str
    urgent: bool
    told_at: datetime
    seen_at: datetime | None

    @property
    def names_matter(self) -> bool:
        """Whether the reference says something to a reader; the number of a row says nothing."""
        return "-" in self.reference and len(self.reference) <= 20


@dataclass(frozen=True, slots=True)
class NoticePage:
    rows: tuple[NoticeRow, ...]
    number: int
    size: int
    total: int


@dataclass(frozen=True, slots=True)
class Choices:
    """Where messages to a member go, and how she hears of each kind. Urgent kinds leave her no choice."""

    address: str
    kinds: tuple[tuple[NoticeKind, Told], ...]
    digest: bool


def own_notices(viewer: Viewer, *, unread: bool = False, page: int = 1, size: int = PAGE) -> NoticePage:
    """Her own, the newest first; they name no person, so that reading them is no viewing of one."""
    found = LISTED.objects((unread, (max(1, page) - 1) * size, size), member=viewer.member_id)
    return NoticePage(tuple(_row(one) for one in found), max(1, page), size, _count(viewer, unread))


def unread_count(viewer: Viewer) -> int:
    return _count(viewer, unread=True)


def _count(viewer: Viewer, unread: bool) -> int:
    return OWN.count(unread, member=viewer.member_id)


def _own(unread: bool) -> QuerySet[MemberNotice]:
    own = MemberNotice.objects.filter(member_id=MEMBER)
    return own.filter(seen_at=None) if unread else own


def _listed(shape: tuple[bool, int, int]) -> QuerySet[MemberNotice]:
    unread, start, size = shape
    return _own(unread).order_by("-told_at", "-pk")[start : start + size]


# Every page asks for it.
OWN, LISTED = Prepared(_own), Prepared(_listed)


def see_notices(*, ids: tuple[int, ...] | None, by: Viewer, at: datetime) -> int:
    """Mark these notices of the member's own as seen (None: every one so far); gives how many were new. When she saw it
    is kept with the notice, which tells of no person: no row of the log is due."""
    rows = MemberNotice.objects.filter(member_id=by.member_id, seen_at=None, told_at__lte=at)
    return (rows if ids is None else rows.filter(pk__in=ids)).update(seen_at=at)


def see_matter(*, kind: NoticeKind, reference: str, by: Viewer, at: datetime) -> None:
    """She has read elsewhere what these notices tell of."""
    own = MemberNotice.objects.filter(member_id=by.member_id, kind=kind.value, reference=reference, seen_at=None)
    own.update(seen_at=at)


def settle_matter(*, kind: NoticeKind, reference: str, by: Viewer, at: datetime) -> None:
    """What these notices ask for is done: they are new to nobody any more, whoever did it. `by` did."""
    MemberNotice.objects.filter(kind=kind.value, reference=reference, seen_at=None).update(seen_at=at)


def open_notice(*, id: int, by: Viewer, at: datetime) -> str:
    """Where a notice of her own leads. To open it is to see it."""
    path = MemberNotice.objects.filter(member_id=by.member_id, pk=id).values_list("path", flat=True).first()
    if path is None:
        raise refuse(by, "notice", str(id), "not a notice of this member")
    see_notices(ids=(id,), by=by, at=at)
    return path


def choices_of(viewer: Viewer) -> Choices:
    """How this member hears of each kind, with what holds where she chose nothing."""
    chosen = dict(NoticeChoice.objects.filter(member_id=viewer.member_id).values_list("kind", "how"))
    kinds = tuple(
        (kind, Told.EACH if kind.urgent else Told(chosen.get(kind.value, Told.EACH.value))) for kind in NoticeKind
    )
    address = Member.objects.filter(pk=viewer.member_id).values_list("email", flat=True).first() or ""
    return Choices(address, kinds, chosen.get(DIGEST) != Told.NONE)


def choose(*, address: str, kinds: Mapping[str, str], digest: bool, by: Viewer, at: datetime) -> None:
    """Say where messages go and how each kind is told. Urgent kinds cannot be switched off."""
    typed = address.strip()
    try:
        if typed:
            validate_email(typed)
    except ValidationError:
        raise Invalid("Enter an e-mail address, such as name@agency.example, or leave it empty.", "address") from None
    wanted = {DIGEST: Told.EACH if digest else Told.NONE}
    for kind in NoticeKind:
        if not kind.urgent and kind.value in kinds:
            wanted[kind.value] = _how(kinds[kind.value], kind)
    with writing():
        Member.objects.filter(pk=by.member_id).update(email=typed)
        for code, how in wanted.items():
            NoticeChoice.objects.update_or_create(member_id=by.member_id, kind=code, defaults={"how": how})
        reason = "chose how to hear of notices by e-mail"
        record(
            Entry(
                at=at, actor=by.actor, act=Act.CHANGE, subject_kind="account", subject_id=str(by.member_id),
                reason=reason,
            )
        )  # fmt: skip


def _how(typed: str, kind: NoticeKind) -> Told:
    if typed not in Told.values:
        raise Invalid("Choose how you want to hear of it.", kind.value)
    return Told(typed)


def _row(one: MemberNotice) -> NoticeRow:
    kind = NoticeKind(one.kind)
    return NoticeRow(one.pk, kind.told, one.reference, one.path, kind.urgent, one.told_at, one.seen_at)
