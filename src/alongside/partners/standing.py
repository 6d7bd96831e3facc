"""What a member's agency may receive today: the agreements in force, read once and then held in memory."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, DateField, DateTimeField, Q, QuerySet

from alongside.audit.entries import SYSTEM, Actor
from alongside.common.prepared import Prepared, Slot
from alongside.partners.models import Agreement, AgreementParty, Member, Restriction
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
Givers = Mapping[tuple[Purpose, FieldGroup], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Agreed:
    """All that agreements let one agency have, and from whom. Two that say the same are the same, so that it serves as
    part of the key of what depends on it (`partners.asking`)."""

    said: tuple[tuple[tuple[Purpose, int], tuple[Term, ...]], ...]
    number: int
    """The hash of what is said, worked out once: it is asked for with every question of a page."""
    terms: Terms = field(compare=False)
    givers: Givers = field(compare=False)

    @classmethod
    def of(cls, terms: Terms) -> "Agreed":
        found: dict[tuple[Purpose, FieldGroup], list[int]] = defaultdict(list)
        for (purpose, holder), given in terms.items():
            for group in frozenset().union(*(term.groups for term in given)):
                found[purpose, group].append(holder)
        said = tuple(sorted(terms.items(), key=lambda one: (one[0][0].code, one[0][1])))
        givers = MappingProxyType({key: tuple(sorted(holders)) for key, holders in found.items()})
        return cls(said, hash(said), terms, givers)

    def __hash__(self) -> int:
        return self.number


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
    def agreed(self) -> Agreed:
        """One query, kept for as long as this viewer (one request)."""
        if self.given_terms is not None:
            return Agreed.of(self.given_terms)
        return _agreed(tuple(GIVEN.rows((), agency=self.agency_id, day=self.day)))

    @property
    def terms(self) -> Terms:
        """By purpose and giving agency."""
        return self.agreed.terms

    @cached_property
    def hidden_persons(self) -> frozenset[UUID]:
        """Everybody who is restricted now and for whom this member is not cleared: few, read once a request."""
        return frozenset(person for (person,) in HIDDEN.rows((), at=self.at, member=self.member_id))

    def terms_with(self, purpose: Purpose, holder_id: int) -> tuple[Term, ...]:
        return self.terms.get((purpose, holder_id), ())

    def givers(self, purpose: Purpose, group: FieldGroup) -> Sequence[int]:
        """The agencies that may give this viewer's agency this field group for this purpose today."""
        return self.agreed.givers.get((purpose, group), ())


def in_place(at: datetime) -> Q:
    """A restriction that holds at this moment."""
    return Q(placed_at__lte=at) & (Q(lifted_at__isnull=True) | Q(lifted_at__gt=at))


def in_force(day: date, prefix: str = "") -> Q:
    """The database's half of the rule; `build_terms` drops what is malformed."""
    return Q(**{f"{prefix}valid_from__lte": day, f"{prefix}valid_until__gte": day}) & (
        Q(**{f"{prefix}withdrawn_on__isnull": True}) | Q(**{f"{prefix}withdrawn_on__gt": day})
    )


def signed(day: date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}signed_on__lte": day}) & (
        Q(**{f"{prefix}left_on__isnull": True}) | Q(**{f"{prefix}left_on__gt": day})
    )


def agreements_in_force(day: date) -> QuerySet[Agreement]:
    return Agreement.objects.filter(in_force(day)).exclude(gateway__regex=r"^\s*$")


def terms_for(agency_id: int, day: date) -> Terms:
    """Read the agreements that this agency has signed as a receiver, and who gives under each. One query."""
    return build_terms(GIVEN.rows((), agency=agency_id, day=day))


def _given(shape: tuple[()]) -> QuerySet[AgreementParty, Any]:
    day, agency_id = Slot.of("day", DateField(), date), Slot.of("agency", BigIntegerField(), int)
    parties = AgreementParty.objects.filter(
        signed(day),
        in_force(day, "agreement__"),
        signed(day, "agreement__parties__"),
        agreement__parties__agency_id=agency_id,
        agreement__parties__capacity__in=[Capacity.BOTH, Capacity.RECEIVES],
        capacity__in=[Capacity.BOTH, Capacity.GIVES],
        agency__is_active=True,
    ).exclude(agency_id=agency_id)
    return parties.values_list("agency_id", *(f"agreement__{name}" for name in Written._fields))


def _hidden(shape: tuple[()]) -> QuerySet[Restriction, Any]:
    at, member = Slot.of("at", DateTimeField(), datetime), Slot.of("member", BigIntegerField(), int)
    return Restriction.objects.filter(in_place(at)).exclude(cleared__id=member).values_list("person_id")


def terms_from(giver_id: int, day: date) -> dict[tuple[Purpose, int], tuple[Term, ...]]:
    """By purpose and receiving agency, what this agency may give today: the other side of `terms_for`. One query."""
    receiving = AgreementParty.objects.filter(
        signed(day),
        in_force(day, "agreement__"),
        signed(day, "agreement__parties__"),
        agreement__parties__agency_id=giver_id,
        agreement__parties__agency__is_active=True,
        agreement__parties__capacity__in=[Capacity.BOTH, Capacity.GIVES],
        capacity__in=[Capacity.BOTH, Capacity.RECEIVES],
    ).exclude(agency_id=giver_id)
    rows = receiving.values_list("agency_id", *(f"agreement__{name}" for name in Written._fields))
    return dict(build_terms(rows))


GIVEN, HIDDEN = Prepared(_given), Prepared(_hidden)


class Written(NamedTuple):
    """The columns of an agreement that decide."""

    reference: str
    version: int
    gateway: str
    purposes: frozenset[Purpose]
    field_groups: Groups
    on_request: Groups


def build_terms(rows: Iterable[tuple[Any, ...]]) -> Terms:
    return _agreed(tuple(rows)).terms


@lru_cache(maxsize=1_000)
def _agreed(rows: tuple[tuple[Any, ...], ...]) -> Agreed:
    """A rule of these rows and of nothing else, and put together once: the agreements are read anew for every viewer,
    and hardly ever say anything new. Nobody can change what is given."""
    terms: dict[tuple[Purpose, int], list[Term]] = defaultdict(list)
    for giver, *columns in rows:
        one = Written(*columns)
        if not one.gateway.strip():
            continue
        term = Term(f"{one.reference} v{one.version}", one.gateway, one.field_groups, one.on_request)
        for purpose in one.purposes:
            terms[purpose, giver].append(term)
    return Agreed.of(
        MappingProxyType({key: tuple(sorted(found, key=lambda term: term.agreement)) for key, found in terms.items()})
    )
