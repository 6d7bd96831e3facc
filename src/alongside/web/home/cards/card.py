"""What a card is, and how most are made: a page, who may open it, and what waits there."""

from collections.abc import Callable
from dataclasses import dataclass

from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.web.design.navigation import address

PEOPLE, FIGURES, ORDER = "Children and young people", "Figures and places", "How Alongside is kept in order"
RESIDENTS = "Residents"


@dataclass(frozen=True, slots=True)
class Card:
    """`count` is a short text with its word, such as “3 late”, so that no number stands alone."""

    title: str
    text: str
    url: str
    count: str = ""
    group: str = PEOPLE


Provider = Callable[[Viewer], Card | None]


def _none(viewer: Viewer) -> str:
    return ""


def to(
    url_name: str, permission: Permission, title: str, text: str, count: Callable[[Viewer], str] = _none,
    group: str = PEOPLE,
) -> Provider:  # fmt: skip
    def card(viewer: Viewer) -> Card | None:
        url = address(url_name)
        return Card(title, text, url, count(viewer), group) if url and viewer.may(permission) else None

    return card


def counted(read: Callable[[Viewer], int], words: Callable[[int], str]) -> Callable[[Viewer], str]:
    """A count in words, or nothing where there is nothing to do."""

    def count(viewer: Viewer) -> str:
        number = read(viewer)
        return words(number) if number else ""

    return count
