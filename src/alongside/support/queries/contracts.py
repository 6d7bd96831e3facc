"""Contracts as commissioner and provider read them, with everything that changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from alongside.common.prepared import Prepared
from alongside.partners.access import refuse
from alongside.partners.asking import AGENCY
from alongside.partners.models import Agency
from alongside.partners.roles import Permission, Role
from alongside.partners.standing import Viewer
from alongside.support.contract_shown import TermsShown, places_free, taken_of, terms_shown
from alongside.support.contract_terms import Terms
from alongside.support.contracting import terms_in_use
from alongside.support.models import (
    Contract,
    ContractTerms,
    PathwayReceiver,
)
from alongside.support.provided import strands_of
from alongside.support.references import CONTRACT, normal
from alongside.support.versions_in_use import in_use, pathway_in_use


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
    terms, taken = terms_in_use(rows), taken_of(rows)
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
    taken = taken_of([contract]).get(contract.pk, 0)
    history = tuple(_change(rows[place - 1] if place else None, one) for place, one in enumerate(rows))
    keeps = contract.commissioner_id == viewer.agency_id and viewer.may(Permission.KEEP_CONTRACTS)
    return ContractPage(_row(contract, rows[-1], taken, viewer.day), contract.changes, history[::-1], keeps)


def _one(viewer: Viewer, reference: str) -> Contract:
    normalised = normal(reference, CONTRACT)
    found = next((one for one in _reachable(viewer) if one.reference == normalised), None)
    if found is None:
        raise refuse(viewer, "contract", normalised, "no such contract that the member's agency keeps or holds")
    return found


def _row(one: Contract, terms: ContractTerms, taken: int, day: date) -> ContractRow:
    shown = terms_shown(terms)
    return ContractRow(
        one.reference, one.pathway.name, one.pathway.code, one.provider.name, one.commissioner.name, shown,
        _standing(shown.terms, day), places_free(taken, shown.terms.capacity),
    )  # fmt: skip


def _standing(terms: Terms, day: date) -> str:
    if day < terms.starts_on:
        return "Not yet begun"
    return "Ended" if day > terms.ends_on else "In force"


def _lines(row: ContractTerms) -> dict[str, str]:
    shown = terms_shown(row)
    terms = shown.terms
    return {
        "Title": terms.title, "First day": _day(terms.starts_on), "Last day": _day(terms.ends_on),
        "Ages": shown.ages, "For": shown.sex, "Area": shown.area, "Who may refer": shown.referrers,
        "Places at once": str(terms.capacity), "When full": shown.when_full, "Price": shown.price,
        "Strands offered": "; ".join(one.label for one in terms.strands),
        "Outcomes": "; ".join(one.label for one in terms.outcomes),
    }  # fmt: skip


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _change(before: ContractTerms | None, after: ContractTerms) -> Change:
    now = _lines(after)
    then = _lines(before) if before else dict.fromkeys(now, "")
    lines = tuple((name, then[name], words) for name, words in now.items() if before and then[name] != words)
    return Change(after.number, after.at, after.by, after.reason, lines)


@dataclass(frozen=True, slots=True)
class ContractAsked:
    """What a form of a contract offers to choose from: of one pathway its providers, its strands and who may refer."""

    providers: tuple[tuple[str, str], ...]
    strands: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]


def pathways_for_contracts(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Code and name of the pathways along which people are referred to others. A handover is from agency to agency, and
    needs no contract."""
    _must_keep(viewer)
    others = PathwayReceiver.objects.exclude(agency_id=viewer.agency_id).filter(agency__is_active=True)
    received = set(others.values_list("pathway_id", flat=True))
    open_now = [one for one in in_use() if one.is_open and not one.definition.handover]
    return tuple((one.code, one.name) for one in open_now if one.pathway_id in received)


def contract_asked(viewer: Viewer, pathway: str) -> ContractAsked:
    """For a contract along this pathway."""
    _must_keep(viewer)
    version = pathway_in_use(pathway)
    if version is None or version.definition.handover:
        raise refuse(viewer, "contract", pathway, "no pathway in use for which contracts are kept")
    definition = version.definition
    receivers = Agency.objects.filter(is_active=True, receives__pathway__code=pathway).exclude(pk=viewer.agency_id)
    return ContractAsked(
        tuple(receivers.order_by("name").values_list("code", "name")),
        tuple((one.code, one.label) for one in strands_of(definition)),
        tuple((one.value, one.label) for one in Role if one in definition.referrers),
    )  # fmt: skip


def _must_keep(viewer: Viewer) -> None:
    if not viewer.may(Permission.KEEP_CONTRACTS):
        raise refuse(viewer, "contract", "form", "the role may not keep contracts")


def works_under_contract(viewer: Viewer) -> bool:
    """Whether her work has sessions at all: no person."""
    return viewer.may(Permission.WORK_CASES) and bool(PROVIDED.count((), agency=viewer.agency_id))


def _provided(shape: tuple[()]) -> QuerySet[Contract, Any]:
    return Contract.objects.filter(provider_id=AGENCY).order_by().values_list("pk")[:1]


# The menu of every page asks it: nothing else of the viewer is looked up for it.
PROVIDED = Prepared(_provided)
