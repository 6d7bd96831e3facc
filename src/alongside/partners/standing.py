"""What a member's agency may receive today: the agreements in force, read once and then held in memory."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from alongside.audit.entries import SYSTEM, Actor
from alongside.partners.models import Agreement, AgreementParty, Member
from alongside.partners.roles import Permission
from alongside.partners.states import Capacity, FieldGroup, Purpose

LONDON = ZoneInfo("Europe/London")
Groups = frozenset[FieldGroup]


@dataclass(frozen=True, slots=True)
class Term:
    """What one agreement lets one agency give to the viewer's."""

    agreement: str
    gateway: str
    groups: Groups
    on_request: Groups


Terms = Mapping[tuple[Purpose, int], tuple[Term, ...]]


@dataclass(frozen=True)
class Viewer:
    """Who asks, at what moment. Everything that reads personal data takes one."""

    member_id: int
    agency_id: int
    agency_code: str
    agency_name: str
    actor: Actor
    permissions: frozenset[Permission]
    at: datetime
    given_terms: Terms | None = field(default=None, compare=False)

    @classmethod
    def of(cls, member: Member, *, at: datetime) -> "Viewer":
        return cls(
            member_id=member.pk,
            agency_id=member.agency_id,
            agency_code=member.agency.code,
            agency_name=member.agency.name,
            actor=member.actor,
            permissions=member.permissions,
            at=at,
        )

    @classmethod
    def system(cls, name: str, *, at: datetime) -> "Viewer":
        """The system at its own work (clocks, files that wait). It may open nothing."""
        return cls(0, 0, SYSTEM, "Alongside", Actor.system(name), frozenset(), at)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def day(self) -> date:
        return self.at.astimezone(LONDON).date()

    @cached_property
    def terms(self) -> Terms:
        """By purpose and giving agency. One query, kept for as long as this viewer (one request)."""
        return self.given_terms if self.given_terms is not None else terms_for(self.agency_id, self.day)

    def terms_with(self, purpose: Purpose, holder_id: int) -> tuple[Term, ...]:
        return self.terms.get((purpose, holder_id), ())

    def givers(self, purpose: Purpose, group: FieldGroup) -> list[int]:
        """The agencies that may give this viewer's agency this field group for this purpose today."""
        return [
            holder
            for (covered, holder), terms in self.terms.items()
            if covered is purpose and any(group in term.groups for term in terms)
        ]


def in_force(day: date) -> Q:
    """The database's half of the rule; `terms_for` drops what is malformed."""
    return Q(valid_from__lte=day, valid_until__gte=day) & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day))


def signed(day: date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}signed_on__lte": day}) & (
        Q(**{f"{prefix}left_on__isnull": True}) | Q(**{f"{prefix}left_on__gt": day})
    )


def agreements_in_force(day: date) -> QuerySet[Agreement]:
    return Agreement.objects.filter(in_force(day)).exclude(gateway__regex=r"^\s*$")


def terms_for(agency_id: int, day: date) -> Terms:
    """Read the agreements that this agency has signed as a receiver, and who gives under each."""
    parties = (
        AgreementParty.objects.filter(signed(day), agreement__in=agreements_in_force(day), agency__is_active=True)
        .filter(agreement__parties__in=_receiving(agency_id, day))
        .select_related("agreement")
    )
    return build_terms(
        (party.agreement, party.agency_id)
        for party in parties
        if party.capacity in (Capacity.BOTH, Capacity.GIVES) and party.agency_id != agency_id
    )


def _receiving(agency_id: int, day: date) -> QuerySet[AgreementParty]:
    return AgreementParty.objects.filter(
        signed(day), agency_id=agency_id, capacity__in=[Capacity.BOTH, Capacity.RECEIVES]
    )


def build_terms(pairs: Iterable[tuple[Agreement, int]]) -> Terms:
    terms: dict[tuple[Purpose, int], list[Term]] = defaultdict(list)
    for agreement, giver in pairs:
        if not agreement.gateway.strip():
            continue
        term = Term(agreement.label, agreement.gateway, agreement.field_groups, agreement.on_request)
        for purpose in agreement.purposes:
            terms[purpose, giver].append(term)
    return {key: tuple(sorted(found, key=lambda term: term.agreement)) for key, found in terms.items()}
