"""What contracts with providers offer, as anybody may know it: no person, no price, and no place that can be told by
looking twice. Free places are told in words, and waits only where many were counted, rounded."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from alongside.analysis.evaluation import NotAnswerable
from alongside.analysis.waiting import waiting_curve
from alongside.common.periods import add_months
from alongside.partners.standing import LONDON
from alongside.support.casefacts import facts_of
from alongside.support.contract_shown import taken_of, terms_shown
from alongside.support.contract_terms import SexTaken, Terms, WhenFull
from alongside.support.contracting import terms_in_use
from alongside.support.models import Contract
from alongside.support.scorecard_figures import Fact

# A median of fewer says too little, and its count would say too much.
FEWEST_MET = 10
ROUNDED_TO = 5


@dataclass(frozen=True, slots=True)
class UsualWait:
    """The median from referral to the first meeting, in whole weeks, with those who still wait; `high` is None while
    the interval has no upper end. `about`: how many people, to the nearest five."""

    weeks: int
    low: int
    high: int | None
    about: int


@dataclass(frozen=True, slots=True)
class Offer:
    """One contract in force. `is_full` is as at the day asked for; `self_referral`: none, a partner refers."""

    reference: str
    provider_code: str
    provider: str
    telephone: str
    pathway: str
    title: str
    strands: tuple[str, ...]
    least_age: int
    most_age: int
    for_whom: str
    areas: tuple[str, ...]
    referrers: str
    capacity: int
    is_full: bool
    keeps_a_list: bool
    wait: UsualWait | None


def offers(as_at: date, at: datetime) -> tuple[Offer, ...]:
    """Every contract of an open pathway in force on that day, with the waits of the year before it."""
    rows = Contract.objects.filter(pathway__is_open=True, provider__is_active=True).select_related(
        "provider", "pathway"
    )
    terms = {pk: terms_shown(row) for pk, row in terms_in_use(rows).items()}
    held = [one for one in rows if terms[one.pk].terms.starts_on <= at.date() <= terms[one.pk].terms.ends_on]
    taken = taken_of(held)
    facts = facts_of(held, add_months(as_at, -12), as_at, datetime.combine(as_at, time(), tzinfo=LONDON))
    found = []
    for one in held:
        shown = terms[one.pk]
        mine = [fact for fact in facts if fact.contract == one.pk]
        found.append(_offer(one, shown.terms, shown.referrers, taken.get(one.pk, 0), usual(mine)))
    return tuple(found)


def _offer(one: Contract, terms: Terms, referrers: str, taken: int, wait: UsualWait | None) -> Offer:
    return Offer(
        reference=one.reference, provider_code=one.provider.code, provider=one.provider.name,
        telephone=one.provider.telephone, pathway=one.pathway.name, title=terms.title,
        strands=tuple(strand.label for strand in terms.strands), least_age=terms.least_age, most_age=terms.most_age,
        for_whom=SexTaken(terms.sex).label if terms.sex else "", areas=terms.areas, referrers=referrers,
        capacity=terms.capacity, is_full=taken >= terms.capacity, keeps_a_list=terms.when_full == WhenFull.WAIT,
        wait=wait,
    )  # fmt: skip


def usual(facts: Sequence[Fact]) -> UsualWait | None:
    """None where fewer than ten have been met, or where more than half still wait."""
    if sum(one.met for one in facts) < FEWEST_MET:
        return None
    median = waiting_curve([one.waited for one in facts], [one.met for one in facts]).median
    if isinstance(median.value, NotAnswerable):
        return None
    high = median.interval.high
    about = max(FEWEST_MET, ROUNDED_TO * round(len(facts) / ROUNDED_TO))
    return UsualWait(
        _weeks(median.value), _weeks(median.interval.low), _weeks(high) if math.isfinite(high) else None, about
    )  # fmt: skip


def _weeks(days: float) -> int:
    return max(1, math.ceil(days / 7))
