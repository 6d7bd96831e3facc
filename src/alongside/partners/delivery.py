"""What became of the messages about a matter: who was told inside Alongside, and whether an e-mail has left."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    rows = MemberNotice.objects.filter(
        kind__in=[one.value for one in kinds], reference__in=set(references), told_at__lte=viewer.at
    ).values_list("reference", "member_id", "messages__state", "messages__sent_at")
    found: dict[str, list[tuple[int, str | None, datetime | None]]] = defaultdict(list)
    for reference, member, state, sent_at in rows:
        found[reference].append((member, state, sent_at))
    return {reference: _delivery(some) for reference, some in found.items()}


def _delivery(rows: list[tuple[int, str | None, datetime | None]]) -> Delivery:
    sent = [at for _, state, at in rows if state == MessageState.SENT and at is not None]
    failed = any(state in (MessageState.FAILED, MessageState.GIVEN_UP) for _, state, _ in rows)
    return Delivery(len({member for member, _, _ in rows}), min(sent, default=None), failed and not sent)
