"""Counts that name nobody, beside those of `measures`: by the groups that were supplied, and by reviewer."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from alongside.partners.models import Member
from alongside.partners.roles import Permission, roles_with
from alongside.partners.standing import Viewer
from alongside.people.identity.seeing import both_within
from alongside.people.models import PairAnswer, PairReview, SourceRecord
from alongside.people.quality.groups import NO_GROUP, groups_of
from alongside.people.states import ReviewState, Verdict


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in during a period: records, and questions about them."""

    records: int
    asked: int


def intake(since: datetime, until: datetime) -> Intake:
    return Intake(
        SourceRecord.objects.filter(received_at__gte=since, received_at__lt=until).count(),
        PairReview.objects.filter(opened_at__gte=since, opened_at__lt=until).count(),
    )


def within_reach(at: datetime) -> Q:
    """Of rows with two records: those that at least one reviewer may compare today. Of the others nobody can say
    anything, whatever is asked."""
    found = Q(pk__in=[])
    seen: set[tuple[int, frozenset[UUID]]] = set()
    for member in Member.objects.filter(role__in=roles_with(Permission.REVIEW_IDENTITY), is_active=True):
        viewer = Viewer.of(member, at=at)
        standing = (viewer.agency_id, viewer.hidden_persons)
        if viewer.may(Permission.REVIEW_IDENTITY) and standing not in seen:
            seen.add(standing)
            found |= both_within(viewer)
    return found


@dataclass(frozen=True, slots=True)
class Wait:
    """How long one pair waits, in days; `ended`: it has been answered."""

    days: float
    ended: bool


def waits(since: datetime, until: datetime) -> dict[str, list[Wait]]:
    """Pairs asked about since then, by the group of either record; those that still wait are in it. A pair of two
    groups is in both, and every pair is under "" too."""
    rows = PairReview.objects.filter(opened_at__gte=since, opened_at__lt=until).exclude(state=ReviewState.MOOT)
    pairs = list(rows.values_list("one_id", "other_id", "opened_at", "settled_at"))
    groups = groups_of({end for one, other, *_ in pairs for end in (one, other)})
    found: dict[str, list[Wait]] = defaultdict(list)
    for one, other, opened, settled in pairs:
        end = settled if settled is not None and settled < until else until
        wait = Wait((end - opened).total_seconds() / 86_400, end is settled)
        for name in {"", *(groups.get(end, NO_GROUP) for end in (one, other) if groups)}:
            found[name].append(wait)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Agreed:
    """Answers to pairs that were settled before, and how many of them agreed with what was settled."""

    answers: int
    agreed: int


def planted(since: datetime, until: datetime) -> list[Agreed]:
    """By reviewer, without saying who: those with the most answers first. "Cannot say" is no answer."""
    rows = PairAnswer.objects.filter(is_planted=True, at__gte=since, at__lt=until).exclude(verdict=Verdict.CANNOT_SAY)
    told: Mapping[int, Counter[bool]] = defaultdict(Counter)
    for member, verdict, known in rows.values_list("member_id", "verdict", "review__verdict"):
        told[member][verdict == known] += 1
    found = [Agreed(count.total(), count[True]) for count in told.values()]
    return sorted(found, key=lambda one: (-one.answers, -one.agreed))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many pairs wait for somebody who may answer, since when the first of them; and how many nobody may answer."""

    pairs: int
    since: datetime | None
    beyond: int


def waiting_now(at: datetime) -> Waiting:
    rows = PairReview.objects.filter(state=ReviewState.OPEN).order_by("opened_at")
    answerable = rows.filter(within_reach(at))
    count = answerable.count()
    return Waiting(count, answerable.values_list("opened_at", flat=True).first(), rows.count() - count)
