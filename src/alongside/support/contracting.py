"""What the engine of cases asks of contracts: may this referral go there, is a place free, has the list been filled in.

A pathway without contracts runs as it stands. With them, every provider takes cases only under one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from alongside.common.clocks import Allowance, Unit, add
from alongside.common.periods import age_on
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency
from alongside.partners.standing import Viewer
from alongside.people.models import SourceRecord
from alongside.support.attendance import MISSED, NEXT_STEP, why_not_attendance
from alongside.support.contract_terms import Asked, Listed, Terms, WhenFull, why_no_place, why_not
from alongside.support.definitions.parts import Definition, EntryKind, EntryUse
from alongside.support.models import (
    Case,
    CaseEntry,
    Contract,
    ContractTerms,
    DefinedPathway,
    NextStep,
    OutcomeMark,
    Placement,
)
from alongside.support.states import Occasion, StageKind

LONDON = ZoneInfo("Europe/London")
NEXT_STEP_WITHIN = Allowance(2, Unit.WORKING_DAYS)
AREA = "lives_in"  # the key of the question that tells where somebody lives, where a pathway asks it


def said(row: ContractTerms) -> Terms:
    """The terms as plain values."""
    return Terms(
        row.title, row.starts_on, row.ends_on, row.least_age, row.most_age, row.sex, tuple(row.areas),
        tuple(row.kinds), tuple(row.roles), row.capacity, row.when_full, row.price_pence, row.price_unit,
        tuple(Listed(*one) for one in row.strands), tuple(Listed(*one) for one in row.outcomes),
    )  # fmt: skip


def terms_in_use(contracts: Iterable[Contract]) -> dict[int, ContractTerms]:
    """The latest terms of each, by contract. One query."""
    rows = ContractTerms.objects.filter(contract__in=[one.pk for one in contracts]).order_by("contract_id", "number")
    return {one.contract_id: one for one in rows}


def places_taken(contract: Contract) -> int:
    return Placement.objects.filter(contract=contract, place_since__isnull=False).count()


def asked_of(child: SourceRecord, answers: Mapping[str, object], by: Viewer, holder: Agency) -> Asked:
    age = age_on(child.date_of_birth, by.day) if child.date_of_birth else None
    area = str(answers.get(AREA) or "")
    return Asked(by.day, age, child.sex, area, holder.kind, by.actor.role)


def contract_for(pathway: DefinedPathway, receiver: Agency, asked: Asked) -> ContractTerms | None:
    """The terms under which this receiver takes this referral. Raises `Invalid`, in words, when none lets it; None
    where the pathway knows no contracts at all."""
    held = list(Contract.objects.filter(pathway=pathway, provider=receiver))
    if not held:
        if Contract.objects.filter(pathway=pathway).exists():
            raise Invalid(f"{receiver.name} has no contract for this pathway. Choose another provider.", "receiver")
        return None
    refused: tuple[str, ...] = ()
    for row in terms_in_use(held).values():
        refused = why_not(said(row), asked)
        if not refused:
            refused = _full(row)
            if not refused:
                return row
    raise Invalid(f"{receiver.name} cannot take this referral. {' '.join(refused)}", "receiver")


def _full(row: ContractTerms) -> tuple[str, ...]:
    if row.when_full == WhenFull.WAIT:
        return ()
    full = why_no_place(places_taken(row.contract), row.capacity)
    return (f"{full} It keeps no waiting list: choose another provider.",) if full else ()


def place_under(case: Case, row: ContractTerms | None) -> None:
    if row is not None:
        Placement.objects.create(case=case, contract_id=row.contract_id, terms=row)


def place_anew(case: Case, row: ContractTerms | None) -> None:
    """A case that goes to another receiver runs under that one's contract, and gives its place back."""
    Placement.objects.filter(case=case).delete()
    place_under(case, row)


def placement_of(case: Case) -> Placement | None:
    """The contract under which the receiver works this case; none when the case went on to somebody else."""
    row = Placement.objects.select_related("contract", "terms").filter(case=case).first()
    return row if row and row.contract.provider_id == case.receiver_id else None


def check_step(case: Case, definition: Definition, target: str) -> None:
    """Before a case moves: a place must be free, and an ending needs its outcomes. Raises `Invalid`."""
    placement = placement_of(case)
    if placement is None:
        return
    stage = definition.stage(target)
    if stage.takes_place and placement.place_since is None:
        # Everybody who accepts waits here for the one before: the last place goes once.
        contract = Contract.objects.select_for_update(of=("self",)).get(pk=placement.contract_id)
        capacity = terms_in_use([contract])[contract.pk].capacity
        if full := why_no_place(places_taken(contract), capacity):
            raise Invalid(f"{full} Let it wait for a place, or decline so that another provider is found.", "move")
    if stage.kind is StageKind.ENDED and (missing := outcomes_missing(case, placement, Occasion.END)):
        raise Invalid(
            "Before the end, say how it stands on each outcome of the contract’s list. Missing: "
            f"{', '.join(one.label for one in missing)}.",
            "move",
        )


def outcomes_missing(case: Case, placement: Placement, occasion: str) -> list[Listed]:
    """Whoever was marked at the start is marked at the end. A case that never began owes nothing."""
    marked = set(OutcomeMark.objects.filter(case=case).values_list("occasion", "outcome"))
    if not any(when == Occasion.START for when, _ in marked):
        return []
    return [one for one in said(placement.terms).outcomes if (occasion, one.code) not in marked]


def keep_place(case: Case, definition: Definition, at: datetime) -> None:
    """After a case moved: it takes its place, keeps it, or gives it back."""
    takes = definition.stage(case.stage).takes_place
    rows = Placement.objects.filter(case=case, place_since__isnull=takes)
    rows.update(place_since=at if takes else None)


def check_entry(case: Case, rule: EntryKind, answers: Mapping[str, object], happened_at: datetime) -> None:
    """Of a child it is never written that she did not attend. Raises `Invalid`."""
    if rule.use is not EntryUse.SESSION or "came" not in answers:
        return
    day = happened_at.astimezone(LONDON).date()
    came, obstacle = str(answers["came"]), str(answers.get("obstacle") or "")
    if fault := why_not_attendance(came, obstacle, case.record.date_of_birth, day):
        raise Invalid(fault[1], fault[0])


def raise_next_step(case: Case, entry: CaseEntry, at: datetime) -> None:
    """A session that was missed is the worker's to follow. A correction takes up the step, or drops it."""
    missed = entry.use == EntryUse.SESSION and entry.answers.get("came") in MISSED
    if entry.corrects_id is not None:
        earlier = NextStep.objects.filter(entry_id=entry.corrects_id, done_at__isnull=True)
        if missed and earlier.update(entry=entry):
            return
        earlier.update(done_at=at, done_by=entry.by, outcome="The entry was corrected: the session was not missed.")
    if missed:
        NextStep.objects.create(
            case=case, entry=entry, what=NEXT_STEP, due_at=add(at, NEXT_STEP_WITHIN), worker=case.worker, raised_at=at
        )
