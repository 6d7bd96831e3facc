"""Whoever read a person is told when she is found to be two, or one with another."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max

from alongside.audit.models import Event
from alongside.audit.states import Act, Outcome
from alongside.partners.models import Member
from alongside.partners.posting import Notice, tell_members
from alongside.partners.states import NoticeKind
from alongside.people.models import IdentityEvent, IdentityNotice

READ_WITHIN = timedelta(days=365)
_MEMBER = "member:"
# Whoever laid two records side by side, or looked up the log, has not relied on what is told of the child.
_ONLY_COMPARED = ("match", "sample", "disclosures")


def tell_readers(event: IdentityEvent, persons: Collection[UUID], but: str) -> None:
    """One notice for each member who opened one of these persons in the last year, about what she read last; none for
    whoever made the change."""
    reads = last_reads(persons, at=event.at, but=but)
    IdentityNotice.objects.bulk_create(
        IdentityNotice(member_id=member, event=event, person_id=person, read_at=read_at)
        for member, (read_at, person) in sorted(reads.items())
    )
    notice = Notice(NoticeKind.IDENTITY_CHANGED, str(event.pk), "/identity/notices/")
    tell_members(member_ids=reads, notice=notice, at=event.at)


def last_reads(persons: Collection[UUID], *, at: datetime, but: str) -> dict[int, tuple[datetime, UUID]]:
    """By member: when she last opened one of these persons, and which, within the time for which she is told."""
    rows = (
        Event.objects.filter(
            act=Act.VIEW, outcome=Outcome.ALLOWED, actor_id__startswith=_MEMBER, at__gte=at - READ_WITHIN,
            persons__person_id__in=list(persons),
        )
        .exclude(actor_id=but)
        .exclude(subject_kind__in=_ONLY_COMPARED)
        .order_by()
        .values_list("actor_id", "persons__person_id")
        .annotate(last=Max("at"))
    )  # fmt: skip
    latest: dict[int, tuple[datetime, UUID]] = {}
    for actor, person, last in rows:
        member = int(actor.removeprefix(_MEMBER))
        latest[member] = max(latest.get(member, (last, person)), (last, person))
    known = set(Member.objects.filter(pk__in=latest).values_list("pk", flat=True))
    return {member: read for member, read in latest.items() if member in known}
