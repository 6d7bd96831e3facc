"""Cards about residents: their networks, what they send, Young Advisors, mentors."""

from alongside.community.queries import owed
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.web.design.navigation import address
from alongside.web.home.cards.card import RESIDENTS, Card, Provider, to


def _asked_of_us(viewer: Viewer) -> Card | None:
    """Only where a case review or Young Advisors asked something of the agency that it has not answered."""
    asked, advised = owed.recommendations(viewer), owed.advice(viewer)
    if not asked and not advised:
        return None
    text = "What a case review or Young Advisors asked of your agency. Each is owed an answer by a day."
    url = address("residents_recommendations") if asked else address("advisors_advice")
    return Card("Asked of our agency", text, url, f"{asked + advised} to answer", RESIDENTS) if url else None


CARDS: tuple[Provider, ...] = (
    to(
        "residents",
        Permission.KEEP_COMMUNITY,
        "Residents",
        "Read before anybody else does, answer, keep priorities, decide on case reviews.",
        group=RESIDENTS,
    ),
    to(
        "residents_networks",
        Permission.RUN_NETWORK,
        "Our network",
        "What it does, its events, and who would like to join.",
        group=RESIDENTS,
    ),
    to(
        "advisors",
        Permission.ADVISE,
        "Rota and surveys",
        "Patrols in numbers, what young people and police think, advice that a partner must answer.",
        group=RESIDENTS,
    ),
    to(
        "mentors",
        Permission.RUN_PROGRAMMES,
        "Mentors and ambassadors",
        "Vetting, supervision, matches with their planned endings. No young person is named.",
        group=RESIDENTS,
    ),
    _asked_of_us,
    to(
        "community",
        Permission.SEE_PLACES,
        "What residents see",
        "The public pages, as everybody reads them.",
        group=RESIDENTS,
    ),
)
