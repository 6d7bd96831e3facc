"""Telling members that something happened: a notice inside Alongside, and a message that leaves it later.

Both are written in the transaction of whoever calls, so that nobody is told of what was undone. Nothing is sent here:
`outbox` hands the messages over one by one, and a dead mail server holds nobody up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from alongside.common.prepared import insert
from alongside.partners.models import Agency, Member, MemberNotice, NoticeChoice, OutboxMessage
from alongside.partners.roles import FITTING, Permission, roles_with
from alongside.partners.states import MessageState, NoticeKind, Told

# A message of one of these carries a file of its own matter, so that two are never gathered in one.
WITH_FILE = frozenset({NoticeKind.MEETING_PLANNED, NoticeKind.MEETING_MOVED})


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told: of what kind, of which matter, and where inside the system it is."""

    kind: NoticeKind
    reference: str
    path: str


def tell_members(*, member_ids: Iterable[int], notice: Notice, at: datetime, not_before: datetime | None = None) -> int:
    """Tell each of these members, if her account is open; gives how many were told. The same notice of the same moment
    is told once. Its message leaves at `not_before` at the soonest."""
    return _tell(Member.objects.filter(pk__in=set(member_ids)), notice, at, not_before)


def tell_agency(
    *, agency_id: int, permission: Permission, notice: Notice, at: datetime, not_before: datetime | None = None,
    but_not: int | None = None,
) -> int:  # fmt: skip
    """Tell every member of this agency whose role has this permission, except `but_not`; gives how many were told."""
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        return 0
    roles = [role for role in roles_with(permission) if role in FITTING.get(agency.kind, ())]
    rows = Member.objects.filter(agency_id=agency_id, role__in=roles)
    return _tell(rows.exclude(pk=but_not) if but_not else rows, notice, at, not_before)


def _tell(members: QuerySet[Member], notice: Notice, at: datetime, not_before: datetime | None) -> int:
    same = {"kind": notice.kind.value, "reference": notice.reference, "path": notice.path, "told_at": at}
    with transaction.atomic():
        told = set(MemberNotice.objects.filter(member__in=members, **same).values_list("member_id", flat=True))
        new = [
            one for one in members.filter(is_active=True, agency__is_active=True).order_by("pk") if one.pk not in told
        ]
        made = insert(MemberNotice(member=one, **same) for one in new)
        _put_out(made, notice.kind, at, max(at, not_before or at))
    return len(made)


def _put_out(notices: list[MemberNotice], kind: NoticeKind, at: datetime, when: datetime) -> None:
    """A message for each who wants one and has an address; an urgent one without an address is kept, to be seen."""
    members = [one.member_id for one in notices]
    choices = {} if kind.urgent else _choices(members, kind)
    gathered = set() if kind.urgent or kind in WITH_FILE else _still_waiting(members, kind, when)
    insert(
        OutboxMessage(
            member_id=one.member_id, kind=kind.value, notice=one, made_at=at, not_before=when, next_try_at=when
        )
        for one in notices
        if (kind.urgent or one.member.email)
        and choices.get(one.member_id, Told.EACH) == Told.EACH
        and one.member_id not in gathered
    )


def _choices(members: list[int], kind: NoticeKind) -> dict[int, str]:
    return dict(NoticeChoice.objects.filter(member__in=members, kind=kind.value).values_list("member_id", "how"))


def _still_waiting(members: list[int], kind: NoticeKind, when: datetime) -> set[int]:
    """Whoever has a message of this kind that nobody has begun to send: it will tell of this notice too. Locked, so
    that it is not sent before this notice can be counted."""
    rows = OutboxMessage.objects.select_for_update().filter(
        member__in=members, kind=kind.value, state=MessageState.WAITING, tries=0, next_try_at__lte=when
    )
    return set(rows.values_list("member_id", flat=True))
