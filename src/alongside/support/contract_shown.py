"""A contract's terms in words, and its free places as far as they may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from alongside.common.text import sentence_list
from alongside.partners.roles import Role
from alongside.partners.states import AgencyKind
from alongside.support.contract_terms import PriceUnit, SexTaken, Terms, WhenFull
from alongside.support.contracting import said
from alongside.support.models import Contract, ContractTerms, Placement
from alongside.support.small_counts import SMALL, is_small


@dataclass(frozen=True, slots=True)
class TermsShown:
    """Terms in words."""

    number: int
    terms: Terms
    ages: str
    sex: str
    area: str
    referrers: str
    when_full: str
    price: str
    reason: str
    by: str
    at: datetime


def taken_of(rows: Sequence[Contract]) -> dict[int, int]:
    found = Placement.objects.filter(contract__in=[one.pk for one in rows], place_since__isnull=False)
    return dict(found.order_by().values_list("contract").annotate(count=Count("pk")))


def places_free(taken: int, capacity: int) -> str:
    """Free places; where very few are taken, not how few."""
    if taken >= capacity:
        return f"None of {capacity} free"
    if is_small(taken) and taken < capacity:
        return f"At least {max(1, capacity - SMALL + 1)} of {capacity} free"
    return f"{capacity - taken} of {capacity} free"


def terms_shown(row: ContractTerms) -> TermsShown:
    terms = said(row)
    kinds = [AgencyKind(one).label for one in terms.kinds]
    roles = [Role(one).label for one in terms.roles]
    return TermsShown(
        number=row.number, terms=terms, ages=f"{terms.least_age} to {terms.most_age}", sex=SexTaken(terms.sex).label,
        area=sentence_list(terms.areas) or "The whole borough",
        referrers="; ".join(filter(None, (sentence_list(kinds), sentence_list(roles)))) or "All who use the pathway",
        when_full=WhenFull(terms.when_full).label,
        price=f"£{terms.price_pence / 100:,.2f} {PriceUnit(terms.price_unit).label}",
        reason=row.reason, by=row.by, at=row.at,
    )  # fmt: skip
