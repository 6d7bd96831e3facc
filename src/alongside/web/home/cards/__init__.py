"""The cards of “My work”: where a member can go. What is due stands in the sections above them (`sections`)."""

from collections.abc import Sequence

from alongside.partners.standing import Viewer
from alongside.web.home.cards import children, figures, keeping, residents
from alongside.web.home.cards.card import FIGURES, ORDER, PEOPLE, RESIDENTS, Card, Provider

PROVIDERS: tuple[Provider, ...] = (*children.CARDS, *residents.CARDS, *figures.CARDS, *keeping.CARDS)


def cards_for(viewer: Viewer) -> list[Card]:
    """Those on which something waits come first."""
    found = [card for provider in PROVIDERS if (card := provider(viewer)) is not None]
    return sorted(found, key=lambda card: not card.count)


def grouped(cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    """The cards by what they are about; a group without a card is not named."""
    groups = [(group, [card for card in cards if card.group == group]) for group in (PEOPLE, RESIDENTS, FIGURES, ORDER)]
    return [(group, found) for group, found in groups if found]
