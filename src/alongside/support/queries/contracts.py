"""Contracts as commissioner and provider read them, and the directory from which a referrer chooses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from alongside.common.periods import age_on
from alongside.common.text import sentence_list
from alongside.partners.access import refuse, require
from alongside.partners.models import Agency
from alongside.partners.roles import Permission, Role
from alongside.partners.standing import Viewer
from alongside.partners.states import AgencyKind, FieldGroup, Purpose
from alongside.people.states import Sex
from alongside.support.case_parts import parts_of, purpose_of
from alongside.support.casefacts import facts_of
from alongside.support.contract_terms import Asked, PriceUnit, SexTaken, Terms, WhenFull, unknown, why_not
from alongside.support.contracting import AREA, said, terms_in_use
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Option
from alongside.support.models import (
    Case,
    CaseSession,
    Concern,
    Contract,
    ContractTerms,
    PathwayVersion,
    Placement,
)
from alongside.support.provided import strands_of
from alongside.support.queries.shown import Child, child_of
from alongside.support.references import CASE, CONCERN, CONTRACT, normal
from alongside.support.scorecard_figures import Fact, usual_wait
from alongside.support.small_counts import is_small
from alongside.support.states import VIEW_OF_CASE, VersionState

WAIT_MONTHS = 12


@dataclass(frozen=True, slots=True)
class TermsShown:
    """Terms in words. `places`: how many are taken and free now, as far as it may be told."""

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


@dataclass(frozen=True, slots=True)
class ContractRow:
    reference: str
    pathway: str
    pathway_code: str
    provider: str
    commissioner: str
    now: TermsShown
    standing: str
    places: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one change of the terms was: each line with what it said before and what it says since."""

    number: int
    at: datetime
    by: str
    reason: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ContractPage:
    row: ContractRow
    changes: int
    history: tuple[Change, ...]
    may_keep: bool


def contracts(viewer: Viewer) -> tuple[ContractRow, ...]:
    """Those that the viewer's agency keeps, and those that it holds. No person in them."""
    rows = list(_reachable(viewer))
    if not rows and not viewer.may(Permission.KEEP_CONTRACTS):
        raise refuse(viewer, "contracts", "own", "the member's agency keeps and holds none")
    terms, taken = terms_in_use(rows), _taken(rows)
    return tuple(_row(one, terms[one.pk], taken.get(one.pk, 0), viewer.day) for one in rows)


def _reachable(viewer: Viewer) -> Sequence[Contract]:
    mine = Q(pk__in=())
    if viewer.may(Permission.KEEP_CONTRACTS):
        mine |= Q(commissioner_id=viewer.agency_id)
    if viewer.may(Permission.WORK_CASES):
        mine |= Q(provider_id=viewer.agency_id)
    return list(Contract.objects.filter(mine).select_related("provider", "commissioner", "pathway"))


def contract_page(viewer: Viewer, reference: str) -> ContractPage:
    """One contract with everything that ever changed in it."""
    contract = _one(viewer, reference)
    rows = list(ContractTerms.objects.filter(contract=contract).order_by("number"))
    taken = _taken([contract]).get(contract.pk, 0)
    history = tuple(_change(rows[place - 1] if place else None, one) for place, one in enumerate(rows))
    keeps = contract.commissioner_id == viewer.agency_id and viewer.may(Permission.KEEP_CONTRACTS)
    return ContractPage(_row(contract, rows[-1], taken, viewer.day), contract.changes, history[::-1], keeps)


def _one(viewer: Viewer, reference: str) -> Contract:
    normalised = normal(reference, CONTRACT)
    found = next((one for one in _reachable(viewer) if one.reference == normalised), None)
    if found is None:
        raise refuse(viewer, "contract", normalised, "no such contract that the member's agency keeps or holds")
    return found


def _taken(rows: Sequence[Contract]) -> dict[int, int]:
    found = Placement.objects.filter(contract__in=[one.pk for one in rows], place_since__isnull=False)
    return dict(found.order_by().values_list("contract").annotate(count=Count("pk")))


def _row(one: Contract, terms: ContractTerms, taken: int, day: date) -> ContractRow:
    shown = _shown(terms)
    return ContractRow(
        one.reference, one.pathway.name, one.pathway.code, one.provider.name, one.commissioner.name, shown,
        _standing(shown.terms, day), _places(taken, shown.terms.capacity),
    )  # fmt: skip


def _standing(terms: Terms, day: date) -> str:
    if day < terms.starts_on:
        return "Not yet begun"
    return "Ended" if day > terms.ends_on else "In force"


def _places(taken: int, capacity: int) -> str:
    """Free places; where very few are taken, not how few."""
    if taken >= capacity:
        return f"None of {capacity} free"
    if is_small(taken) and taken < capacity:
        return f"At least {max(1, capacity - 4)} of {capacity} free"
    return f"{capacity - taken} of {capacity} free"


def _shown(row: ContractTerms) -> TermsShown:
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


def _lines(row: ContractTerms) -> dict[str, str]:
    shown = _shown(row)
    terms = shown.terms
    return {
        "Title": terms.title, "First day": terms.starts_on.isoformat(), "Last day": terms.ends_on.isoformat(),
        "Ages": shown.ages, "For": shown.sex, "Area": shown.area, "Who may refer": shown.referrers,
        "Places at once": str(terms.capacity), "When full": shown.when_full, "Price": shown.price,
        "Strands offered": "; ".join(one.label for one in terms.strands),
        "Outcomes": "; ".join(one.label for one in terms.outcomes),
    }  # fmt: skip


def _change(before: ContractTerms | None, after: ContractTerms) -> Change:
    now = _lines(after)
    then = _lines(before) if before else dict.fromkeys(now, "")
    lines = tuple((name, then[name], words) for name, words in now.items() if before and then[name] != words)
    return Change(after.number, after.at, after.by, after.reason, lines)


@dataclass(frozen=True, slots=True)
class ContractAsked:
    """What a form of a contract offers to choose from."""

    pathways: tuple[tuple[str, str], ...]
    providers: tuple[tuple[str, str], ...]
    strands: Mapping[str, tuple[Option, ...]]


def contract_asked(viewer: Viewer) -> ContractAsked:
    """Pathways in use, who receives along them, and their strands."""
    if not viewer.may(Permission.KEEP_CONTRACTS):
        raise refuse(viewer, "contract", "form", "the role may not keep contracts")
    in_use = PathwayVersion.objects.filter(state=VersionState.PUBLISHED, pathway__is_open=True)
    versions = list(in_use.select_related("pathway").order_by("pathway__name"))
    receivers = Agency.objects.filter(is_active=True, receives__pathway__in=[one.pathway_id for one in versions])
    providers = receivers.exclude(pk=viewer.agency_id).distinct().order_by("name").values_list("code", "name")
    return ContractAsked(
        tuple((one.pathway.code, one.pathway.name) for one in versions), tuple(providers),
        {one.pathway.code: strands_of(definition_of(one)) for one in versions},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """One provider in the directory: whether it fits, why not, what is not known, and how long people usually wait."""

    reference: str
    provider: str
    provider_code: str
    pathway: str
    pathway_code: str
    now: TermsShown
    reasons: tuple[str, ...]
    unknown: tuple[str, ...]
    places: str
    is_full: bool
    wait: str
    interval: str


@dataclass(frozen=True, slots=True)
class Directory:
    fitting: tuple[Offer, ...]
    others: tuple[Offer, ...]
    period: tuple[date, date]
    may_refer: frozenset[str]


@dataclass(frozen=True, slots=True)
class AtHand:
    """The child for whom a provider is looked for, and what of her or him the directory needs."""

    child: Child
    age: int | None
    sex: str
    area: str


def child_at_hand(viewer: Viewer, reference: str) -> AtHand:
    """From a concern or a case that the viewer may see: decided and logged like any view of it."""
    row: Case | Concern | None
    if (case := normal(reference, CASE)).startswith(CASE):
        row = Case.objects.select_related("version", "holder", "receiver", "record").filter(reference=case).first()
        if row is None or not parts_of(row, viewer):
            raise refuse(viewer, "case", case, "no such case, or the member has no part in it")
        purpose, needs = purpose_of(definition_of(row.version)), VIEW_OF_CASE
    else:
        concern = normal(reference, CONCERN)
        row = Concern.objects.select_related("holder", "record", "pathway").filter(reference=concern).first()
        if row is None:
            raise refuse(viewer, "concern", concern, "no such concern")
        purpose, needs = Purpose.SAFEGUARDING, (FieldGroup.IDENTITY,)
    require(viewer, row.subject, purpose, needs, needs=needs)
    born = row.record.date_of_birth
    area = str(row.answers.get(AREA) or "") if isinstance(row, Case) else ""
    sex = row.record.sex if row.record.sex in (Sex.FEMALE, Sex.MALE) else ""
    return AtHand(child_of(row.record), age_on(born, viewer.day) if born else None, sex, area)


def areas_served(viewer: Viewer) -> tuple[str, ...]:
    """The areas that contracts name: for a form to choose from."""
    if not viewer.may(Permission.REFER):
        raise refuse(viewer, "directory", "areas", "the role may not refer")
    terms = terms_in_use(Contract.objects.filter(pathway__is_open=True))
    return tuple(dict.fromkeys(name for one in terms.values() for name in one.areas))


def directory(viewer: Viewer, *, age: int | None = None, sex: str = "", area: str = "") -> Directory:
    """Every contract that has not ended, sorted into those that fit and those that do not, with the reasons."""
    if not viewer.may(Permission.REFER):
        raise refuse(viewer, "directory", "providers", "the role may not refer")
    rows = list(
        Contract.objects.filter(pathway__is_open=True, provider__is_active=True).select_related(
            "provider", "commissioner", "pathway"
        )
    )
    terms, taken = terms_in_use(rows), _taken(rows)
    kind = Agency.objects.values_list("kind", flat=True).get(pk=viewer.agency_id)
    asked = Asked(viewer.day, age, sex, area, kind, viewer.actor.role)
    since = _year_before(viewer.day)
    facts = facts_of(rows, since, viewer.day, viewer.at)
    offers = [_offer(one, terms[one.pk], taken.get(one.pk, 0), asked, facts) for one in rows]
    return Directory(
        tuple(one for one in offers if not one.reasons), tuple(one for one in offers if one.reasons),
        (since, viewer.day), _may_refer(viewer, rows),
    )  # fmt: skip


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else date(day.year - 1, 3, 1)


def _may_refer(viewer: Viewer, rows: Sequence[Contract]) -> frozenset[str]:
    """The pathways along which this role may refer, of those in the directory."""
    in_use = PathwayVersion.objects.filter(state=VersionState.PUBLISHED, pathway__in={one.pathway_id for one in rows})
    return frozenset(
        one.pathway.code
        for one in in_use.select_related("pathway")
        if viewer.actor.role in definition_of(one).referrers
    )


def _offer(one: Contract, row: ContractTerms, taken: int, asked: Asked, facts: Sequence[Fact]) -> Offer:
    shown = _shown(row)
    reasons, is_full = why_not(shown.terms, asked), taken >= shown.terms.capacity
    if is_full and shown.terms.when_full == WhenFull.REFUSE:
        reasons = (*reasons, "Every place is taken, and it keeps no waiting list.")
    wait, interval = usual_wait([fact for fact in facts if fact.contract == one.pk])
    return Offer(
        one.reference, one.provider.name, one.provider.code, one.pathway.name, one.pathway.code, shown, reasons,
        unknown(shown.terms, asked), _places(taken, shown.terms.capacity), is_full, wait, interval,
    )  # fmt: skip


def has_directory(viewer: Viewer) -> bool:
    """Whether there is anything in the directory for this member."""
    return viewer.may(Permission.REFER) and Contract.objects.exists()


def left_to_write(viewer: Viewer) -> int | None:
    """How many of the member's sessions are over and not written down: a count only. None where her agency holds no
    contract."""
    if not viewer.may(Permission.WORK_CASES) or not Contract.objects.filter(provider_id=viewer.agency_id).exists():
        return None
    rows = CaseSession.objects.filter(entry__isnull=True, starts_at__lte=viewer.at, case__ended_at__isnull=True)
    cases = Case.objects.all().unrestricted(viewer).filter(receiver_id=viewer.agency_id)
    mine = Q(case__worker_id=viewer.member_id) | Q(case__worker__isnull=True)
    return rows.filter(mine, case__in=cases.values("pk")).count()
