"""The cards of “My work”. A journey adds a function here; it gives its card, or nothing to a role without that work."""

from collections.abc import Callable
from dataclasses import dataclass

from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.web.design.navigation import address


@dataclass(frozen=True, slots=True)
class Card:
    """`count` is a short text with its word, such as “3 late”, so that no number stands alone."""

    title: str
    text: str
    url: str
    count: str = ""


Provider = Callable[[Viewer], Card | None]


def _to(url_name: str, permission: Permission, title: str, text: str) -> Provider:
    def card(viewer: Viewer) -> Card | None:
        url = address(url_name)
        return Card(title, text, url) if url and viewer.may(permission) else None

    return card


PROVIDERS: tuple[Provider, ...] = (
    _to(
        "concern-start",
        Permission.RAISE_CONCERN,
        "Raise a concern",
        "You are worried about a child or young person. It takes about three minutes, and you are told what came of it.",
    ),
    _to("triage_queue", Permission.TRIAGE, "Concerns to look at", "The queue, with the most urgent clock first."),
    _to("requests", Permission.ANSWER_REQUESTS, "Requests for information", "What other agencies ask of yours."),
    _to("plans", Permission.WORK_PLANS, "Plans", "Goals, actions and reviews that your agency has a part in."),
    _to("disclosures_find", Permission.SEE_DISCLOSURES, "Disclosures", "Who saw what of a child, when and why; and who was refused."),
    _to("agreement_list", Permission.SEE_AGREEMENTS, "Sharing agreements", "What may be shared with whom, for which purpose."),
    _to("log_verify", Permission.VERIFY_LOG, "The log", "Check that nobody has changed it."),
    _to("places", Permission.SEE_PLACES, "Places", "Recorded crime by place, month and type, on a map and in a table."),
)


def cards_for(viewer: Viewer) -> list[Card]:
    return [card for provider in PROVIDERS if (card := provider(viewer)) is not None]
