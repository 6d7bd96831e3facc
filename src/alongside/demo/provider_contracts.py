"""What the demo's five providers are commissioned to do, and by whom."""

from dataclasses import replace
from datetime import date, timedelta

from alongside.demo import cast
from alongside.demo.life import Story, World
from alongside.support.actions.contracts import change_contract, make_contract
from alongside.support.contract_terms import Listed, Terms
from alongside.support.models import Contract
from alongside.support.queries.contracts import contract_page

PATHWAY = "leaving-gangs"
LANTERN, TIDEWATER, CROSSKEYS, KITE = cast.PROVIDERS[1:]
WORKERS = {
    cast.STEPPING_STONES: "kez", LANTERN: "imre", TIDEWATER: "ama", CROSSKEYS: "conall", KITE: "nilufar",
}  # fmt: skip
COMMISSIONER = "marian"

STRANDS = tuple(
    Listed(code, label)
    for code, label in (
        ("safety", "Safety and moving"), ("home", "Home"), ("learning", "School, training or work"),
        ("money", "Money and debt"), ("mind", "Mental health and trauma"), ("substance", "Substances"),
        ("family", "Family and relationships"), ("justice", "Court, licence and police"),
    )
)  # fmt: skip
OUTCOMES = (
    Listed("safer", "Feels and is safer"), Listed("home", "Has a stable home"),
    Listed("learning", "In school, training or work"), Listed("trusted", "Has a trusted adult"),
)  # fmt: skip


def _terms(title: str, first_day: date, **changes: object) -> Terms:
    terms = Terms(
        title, first_day, first_day + timedelta(days=1_095), 10, 25, "", (), (), (), 14, "wait", 145_00, "place_week",
        STRANDS, OUTCOMES,
    )  # fmt: skip
    return replace(terms, **changes)  # type: ignore[arg-type]


def make_contracts(world: World) -> None:
    """Kept by the front door manager on the day on which they begin."""
    at = world.moments.on(199, 11)
    began = at.date()
    offers = (
        (cast.STEPPING_STONES, _terms("Ways out: one worker, for as long as it takes", began)),
        (LANTERN, _terms("Young women out of county lines", began, sex="female", least_age=12, capacity=6)),
        (TIDEWATER, _terms("Mentors who live here", began, most_age=18, capacity=3, when_full="refuse")),
        (CROSSKEYS, _terms("Back to learning and work", began, areas=("Quayside", "Saltmarsh", "Gannet Row"),
                           strands=STRANDS[2:4], price_pence=62_50, price_unit="session", capacity=8)),
        (KITE, _terms("From the gate to home", began, least_age=12, kinds=("probation", "police", "council"),
                      price_pence=1_900_00, price_unit="person", capacity=5)),
    )  # fmt: skip
    for number, (provider, terms) in enumerate(offers):
        later = at + timedelta(minutes=10 * number)
        make_contract(
            pathway=PATHWAY, provider=provider, terms=terms, reason="As tendered and awarded.",
            by=world.viewer(COMMISSIONER, later), at=later,
        )  # fmt: skip


def fewer_places(world: World) -> Story:
    yield (at := world.moments.on(120, 15))
    contract = Contract.objects.get(provider__code=LANTERN)
    by = world.viewer(COMMISSIONER, at)
    terms = replace(contract_page(by, contract.reference).row.now.terms, capacity=4)
    reason = "One worker left; two places fewer until April, agreed by both."
    change_contract(reference=contract.reference, terms=terms, changes=1, reason=reason, by=by, at=at)
