"""The rules of review: who is asked, when a second person is needed, and what answers come to. Pure but for roles."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from alongside.people.models import PairReview, RoleInEvent
from alongside.people.states import EventRole, Verdict

SECOND_SHARE = 5
"""One pair in so many is answered by two people who do not see each other's answer."""
PLANTED_SHARE = 20
"""One question in so many was settled before: it measures the reviewer, and changes nothing."""
RETURNS_AFTER = timedelta(days=28)
_AGAINST = (EventRole.SUSPECTED, EventRole.CONVICTED)


def share_of(text: str, parts: int) -> bool:
    """One in so many, always the same ones."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % parts == 0


def needs_two(review: PairReview, today: date) -> bool:
    """A share of all pairs; and every pair whose joining could be used against somebody."""
    if share_of(f"{review.one_id}:{review.other_id}", SECOND_SHARE):
        return True
    persons = [review.one.person_id, review.other.person_id]
    roles = RoleInEvent.objects.filter(record__person_id__in=persons, role__in=_AGAINST, lapses_on__gte=today)
    return roles.exists()


def outcome_of(verdicts: Sequence[str], two: bool) -> Verdict | None:
    """What these answers come to; None while another person is needed.

    Of two or three answers, two that agree decide. If nobody could say, or all differ, it comes back later.
    """
    if not verdicts:
        return None
    if not two:
        return Verdict(verdicts[0])
    most, count = Counter(verdicts).most_common(1)[0]
    if count >= 2:
        return Verdict(most)
    return None if len(verdicts) < 3 else Verdict.CANNOT_SAY
