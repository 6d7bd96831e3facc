"""Cards by which Alongside is kept in order."""

from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.web.design.navigation import address
from alongside.web.home.cards.card import ORDER, Card, Provider, to


def _kept_directory(viewer: Viewer) -> Card | None:
    url = address("directory_keep")
    text = "What anybody finds under “Find help near me”: add, change, and say that all is still true."
    may = viewer.may(Permission.KEEP_COMMUNITY) or viewer.may(Permission.KEEP_CONTRACTS)
    return Card("Keep the directory of services", text, url, group=ORDER) if url and may else None


CARDS: tuple[Provider, ...] = (
    to(
        "contract_list",
        Permission.KEEP_CONTRACTS,
        "Contracts with providers",
        "Who may be referred, places, price, outcomes; what changed; scorecards with the provider’s reply.",
        group=ORDER,
    ),
    to(
        "pathways_kept",
        Permission.KEEP_PATHWAYS,
        "Keep pathways",
        "Read, copy and change what pathways ask and how long things may take.",
        group=ORDER,
    ),
    to(
        "copy_register",
        Permission.SEE_DISCLOSURES,
        "Register of copies",
        "Every file that left the system: to whom, why, until when; recalled, and not confirmed.",
        group=ORDER,
    ),
    to(
        "disclosures_find",
        Permission.SEE_DISCLOSURES,
        "Disclosures",
        "Who saw what of a child, when and why; and who was refused.",
        group=ORDER,
    ),
    to(
        "agreement_list",
        Permission.SEE_AGREEMENTS,
        "Sharing agreements",
        "What may be shared with whom, for which purpose.",
        group=ORDER,
    ),
    to("log_verify", Permission.VERIFY_LOG, "The log", "Check that nobody has changed it.", group=ORDER),
    _kept_directory,
    to(
        "outbox",
        Permission.VERIFY_LOG,
        "Messages",
        "Whether e-mails to members leave, and how many could not be delivered.",
        group=ORDER,
    ),
    to(
        "member_list",
        Permission.MANAGE_MEMBERS,
        "Members",
        "Who may sign in for your agency, in which role. New passwords, lost second factors, people who leave.",
        group=ORDER,
    ),
    to(
        "key_list",
        Permission.KEEP_KEYS,
        "Keys",
        "What your agency’s own systems may send, and until when.",
        group=ORDER,
    ),
)
