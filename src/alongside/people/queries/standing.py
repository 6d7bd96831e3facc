"""How a child stands in a few figures: her records, and whether some other child's may be hers."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from alongside.partners.models import Member
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.identity.notices import last_reads
from alongside.people.identity.seeing import both_within, comparable
from alongside.people.models import PairReview
from alongside.people.states import ReviewState
from alongside.people.threads import current_person


@dataclass(frozen=True, slots=True)
class Standing:
    """`possible`: the open questions whether some other record is hers too."""

    person_id: UUID
    records: int
    agencies: int
    possible: tuple[int, ...]


def standing_of(viewer: Viewer, person: UUID) -> Standing | None:
    """Of the records that this member may lay side by side; None for a role that does not review. For callers that
    have decided on the person already."""
    if not viewer.may(Permission.REVIEW_IDENTITY):
        return None
    person = current_person(person)
    holders = list(comparable(viewer).filter(person_id=person).values_list("holder_id", flat=True))
    return Standing(person, len(holders), len(set(holders)), possible_matches(viewer, [person]).get(person, ()))


def possible_matches(viewer: Viewer, persons: Iterable[UUID]) -> dict[UUID, tuple[int, ...]]:
    """By person: the questions that are open about her. Nothing for whoever may not answer them, so that nobody else
    takes a guess for a fact."""
    if not viewer.may(Permission.REVIEW_IDENTITY):
        return {}
    wanted = set(persons)
    rows = PairReview.objects.filter(
        both_within(viewer), Q(one__person_id__in=wanted) | Q(other__person_id__in=wanted), state=ReviewState.OPEN
    ).order_by("opened_at", "pk")
    found: dict[UUID, list[int]] = {}
    for review, *ends in rows.values_list("pk", "one__person_id", "other__person_id"):
        for person in wanted.intersection(ends):
            found.setdefault(person, []).append(review)
    return {person: tuple(reviews) for person, reviews in found.items()}


@dataclass(frozen=True, slots=True)
class Readers:
    """Who would be told of a change, in numbers: who they are, is the log's to say."""

    members: int
    agencies: int


def readers_of(viewer: Viewer, person: UUID) -> Readers:
    """The members who opened this person within the time for which they are told; the viewer is not counted. For
    callers that have decided on the person already."""
    told = last_reads([current_person(person)], at=viewer.at, but=viewer.actor.id)
    return Readers(len(told), Member.objects.filter(pk__in=told).values("agency_id").distinct().count())
