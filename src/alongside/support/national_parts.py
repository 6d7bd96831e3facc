"""The common ground of a referral to the national referral mechanism: found through its case, and what it says now."""

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.audit.states import Act
from alongside.partners.access import refuse
from alongside.partners.errors import Invalid, Stale
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.case_parts import Worked, find_case, purpose_of
from alongside.support.definitions.parts import Definition, Who
from alongside.support.models import Case, NationalReferral, NationalReferralStep, NationalReferralVersion
from alongside.support.references import NATIONAL, normal

PURPOSE = Purpose.EXPLOITATION
NO_REFERRAL = "no such national referral, or the member does not work its case"


@dataclass(frozen=True, slots=True)
class Referred:
    """A referral that is locked for a change, with its case."""

    referral: NationalReferral
    worked: Worked
    version: NationalReferralVersion
    steps: tuple[NationalReferralStep, ...]


def find_national(by: Viewer, reference: str, *, changes: int | None = None) -> Referred:
    """The referral, locked, for whoever works its case."""
    normalised = normal(reference, NATIONAL)
    row = (
        NationalReferral.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(reference=normalised)
        .first()
    )
    if row is None:
        raise refuse(by, "national referral", normalised, NO_REFERRAL, act=Act.CHANGE)
    worked = working(by, row.case.reference)
    if not is_near(by, row, worked.case):
        raise refuse(by, "national referral", normalised, "no agreement with the agency that kept it", act=Act.CHANGE)
    if changes is not None and changes != row.changes:
        raise Stale("Somebody has written on this referral since you opened it. What you typed is below.", row)
    steps = tuple(row.steps.order_by("at", "pk"))
    return Referred(row, worked, row.versions.order_by("-number")[0], steps)


def working(by: Viewer, reference: str) -> Worked:
    """The case, locked, for whoever works it; on the exploitation pathway only."""
    worked = find_case(by, reference)
    if Who.WORKER not in worked.parts:
        raise refuse(by, "case", worked.case.reference, "only whoever works the case refers nationally", act=Act.CHANGE)
    if not refers_nationally(worked.definition):
        raise Invalid("National referrals are kept on cases of exploitation. Refer the child along that pathway first.")
    return worked


def is_near(viewer: Viewer, row: NationalReferral, case: Case) -> bool:
    """Of an agency that gave the case away, only what an agreement with it lets the viewer's agency know."""
    return row.agency_id in (viewer.agency_id, case.holder_id, *viewer.givers(PURPOSE, FieldGroup.IDENTITY))


def refers_nationally(definition: Definition) -> bool:
    return purpose_of(definition) is PURPOSE


def standing(steps: Sequence[NationalReferralStep]) -> list[NationalReferralStep]:
    """What counts: each correction in the place of the row that it corrects."""
    by_corrected = {one.corrects_id: one for one in steps if one.corrects_id}
    found = []
    for one in steps:
        if one.corrects_id:
            continue
        last = one
        while last.pk in by_corrected:
            last = by_corrected[last.pk]
        found.append(last)
    return found
