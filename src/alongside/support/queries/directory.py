"""The directory from which a referrer chooses: which provider fits, why not another, free places, the usual wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count

from alongside.common.periods import age_on
from alongside.common.prepared import Prepared
from alongside.partners.access import refuse, require
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import LONDON, Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.states import Sex
from alongside.support.case_parts import parts_of, purpose_of
from alongside.support.contract_shown import TermsShown, places_free, taken_of, terms_shown
from alongside.support.contract_terms import Asked, WhenFull, unknown, why_not
from alongside.support.contract_waits import Wait, waits_under
from alongside.support.contracting import AREA, said, terms_in_use
from alongside.support.definitions.kept import definition_of, definitions
from alongside.support.models import (
    Case,
    Concern,
    Contract,
    ContractTerms,
    PathwayVersion,
    Placement,
)
from alongside.support.queries.shown import Child, child_of
from alongside.support.references import CASE, CONCERN, normal
from alongside.support.scorecard_figures import usual_wait
from alongside.support.states import VIEW_OF_CASE, VersionState


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
    latest = dict(AREAS.rows(()))
    return tuple(dict.fromkeys(name for areas in latest.values() for name in areas))


def directory(viewer: Viewer, *, age: int | None = None, sex: str = "", area: str = "") -> Directory:
    """Every contract that has not ended, sorted into those that fit and those that do not, with the reasons."""
    if not viewer.may(Permission.REFER):
        raise refuse(viewer, "directory", "providers", "the role may not refer")
    rows: list[Contract] = OFFERED.objects(())
    terms = {one.contract_id: one for one in TERMS.objects(())}
    taken = dict(TAKEN.rows(()))
    asked = _asked(viewer, age, sex, area)
    since = _year_before(viewer.day)
    first, end = (datetime.combine(one, time(), LONDON) for one in (since, viewer.day + timedelta(days=1)))
    waits = waits_under(first, end, viewer.at)
    offers = [_offer(one, terms[one.pk], taken.get(one.pk, 0), asked, waits.get(one.pk, ())) for one in rows]
    return Directory(
        tuple(one for one in offers if not one.reasons), tuple(one for one in offers if one.reasons),
        (since, viewer.day), _may_refer(viewer, rows),
    )  # fmt: skip


def fit_at(viewer: Viewer, pathway: str, born: date | None) -> dict[str, tuple[bool, str]]:
    """For the form of a referral along a pathway: of each provider with a contract whether it takes somebody born then,
    and why not, or how many places are free. Sex and area are judged when the referral is sent."""
    if not viewer.may(Permission.REFER):
        raise refuse(viewer, "directory", pathway, "the role may not refer")
    rows = list(Contract.objects.filter(pathway__code=pathway, provider__is_active=True).select_related("provider"))
    terms, taken = terms_in_use(rows), taken_of(rows)
    asked = _asked(viewer, age_on(born, viewer.day) if born else None)
    found: dict[str, tuple[bool, str]] = {}
    for one in rows:
        reasons = why_not(said(terms[one.pk]), asked)
        told = " ".join(reasons) or f"{places_free(taken.get(one.pk, 0), said(terms[one.pk]).capacity)}."
        # Of several contracts of one provider the one that fits is told.
        if not found.get(one.provider.code, (False, ""))[0]:
            found[one.provider.code] = (not reasons, told)
    return found


def _asked(viewer: Viewer, age: int | None, sex: str = "", area: str = "") -> Asked:
    kind = Agency.objects.values_list("kind", flat=True).get(pk=viewer.agency_id)
    return Asked(viewer.day, age, sex, area, kind, viewer.actor.role)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else date(day.year - 1, 3, 1)


def _may_refer(viewer: Viewer, rows: Sequence[Contract]) -> frozenset[str]:
    """The pathways along which this role may refer, of those in the directory."""
    in_use = PathwayVersion.objects.filter(state=VersionState.PUBLISHED, pathway__in={one.pathway_id for one in rows})
    codes = dict(in_use.values_list("pk", "pathway__code"))
    said = definitions(codes)
    return frozenset(code for version, code in codes.items() if viewer.actor.role in said[version].referrers)


def _offer(one: Contract, row: ContractTerms, taken: int, asked: Asked, waits: Sequence[Wait]) -> Offer:
    shown = terms_shown(row)
    reasons, is_full = why_not(shown.terms, asked), taken >= shown.terms.capacity
    if is_full and shown.terms.when_full == WhenFull.REFUSE:
        reasons = (*reasons, "Every place is taken, and it keeps no waiting list.")
    wait, interval = usual_wait(waits)
    return Offer(
        one.reference, one.provider.name, one.provider.code, one.pathway.name, one.pathway.code, shown, reasons,
        unknown(shown.terms, asked), places_free(taken, shown.terms.capacity), is_full, wait, interval,
    )  # fmt: skip


def has_directory(viewer: Viewer) -> bool:
    """Whether there is anything in the directory for this member."""
    return viewer.may(Permission.REFER) and bool(ANY.count(()))


OFFERED: Prepared[tuple[()]] = Prepared(
    lambda shape: Contract.objects.filter(pathway__is_open=True, provider__is_active=True).select_related(
        "provider", "pathway"
    )
)
# The latest terms of each come last.
TERMS: Prepared[tuple[()]] = Prepared(
    lambda shape: ContractTerms.objects.filter(
        contract__pathway__is_open=True, contract__provider__is_active=True
    ).order_by("contract_id", "number")
)
TAKEN: Prepared[tuple[()]] = Prepared(
    lambda shape: (
        Placement.objects.filter(place_since__isnull=False)
        .order_by()
        .values_list("contract")
        .annotate(count=Count("pk"))
    )
)
ANY: Prepared[tuple[()]] = Prepared(lambda shape: Contract.objects.values_list("pk")[:1])
AREAS: Prepared[tuple[()]] = Prepared(
    lambda shape: (
        ContractTerms.objects.filter(contract__pathway__is_open=True)
        .order_by("contract_id", "number")
        .values_list("contract_id", "areas")
    )
)
