"""What became of the messages about a matter: who was told inside Alongside, and whether an e-mail has left."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet

from alongside.common.prepared import Prepared, Slot, values_for
from alongside.partners.asking import AT
from alongside.partners.models import MemberNotice
from alongside.partners.standing import Viewer
from alongside.partners.states import MessageState, NoticeKind


@dataclass(frozen=True, slots=True)
class Delivery:
    """`told`: members with a notice; `mailed_at`: when the first e-mail left; `failed`: none has left, and one failed."""

    told: int
    mailed_at: datetime | None
    failed: bool


def deliveries(viewer: Viewer, kinds: Iterable[NoticeKind], references: Iterable[str]) -> dict[str, Delivery]:
    """By reference. Counts and times, no names: for a page whose query has decided that the viewer may see the matter."""
    size, wanted = values_for("reference", references, "")
    rows = SENT.rows((tuple(one.value for one in kinds), size), at=viewer.at, **wanted)
    found: dict[str, list[tuple[int, str | None, datetime | None]]] = defaultdict(list)
    for reference, member, state, sent_at in rows:
        found[reference].append((member, state, sent_at))
    return {reference: _delivery(some) for reference, some in found.items()}


def _sent(shape: tuple[tuple[str, ...], int]) -> QuerySet[MemberNotice, Any]:
    kinds, size = shape
    references = Slot.several("reference", CharField(), size)
    rows = MemberNotice.objects.filter(kind__in=kinds, reference__in=references, told_at__lte=AT).order_by()
    return rows.values_list("reference", "member_id", "messages__state", "messages__sent_at")


SENT = Prepared(_sent)


def _delivery(rows: list[tuple[int, str | None, datetime | None]]) -> Delivery:
    sent = [at for _, state, at in rows if state == MessageState.SENT and at is not None]
    failed = any(state in (MessageState.FAILED, MessageState.GIVEN_UP) for _, state, _ in rows)
    return Delivery(len({member for member, _, _ in rows}), min(sent, default=None), failed and not sent)
