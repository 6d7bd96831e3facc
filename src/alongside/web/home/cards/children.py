"""Cards about children and young people."""

from alongside.community.queries import door
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people import queries as people
from alongside.support.queries import contracts, directory, exports, files, referring, waits
from alongside.web.design.navigation import address
from alongside.web.design.wording import plural
from alongside.web.home.cards.card import Card, Provider, counted, to


def _changed(viewer: Viewer) -> Card | None:
    """Only for whoever has something to read: most members never meet it."""
    url, number = address("identity_notices"), people.notice_count(viewer)
    text = "Records that you read were since found to be of two children, or of one with others."
    return Card("Records that changed hands", text, url, f"{number} to read") if url and number else None


def _copies(viewer: Viewer) -> Card | None:
    """Only for whoever holds or made one."""
    url, text = address("copy_mine"), "Files that left the system: those that you hold, and those that you made."
    return Card("Your copies", text, url) if url and exports.has_copies(viewer) else None


def _waits(viewer: Viewer) -> Card | None:
    """Only for whoever works a pathway with queues."""
    url = address("waits")
    if not url or not waits.pathways_waited_on(viewer):
        return None
    text = "Queue by queue: who waits how long, who was last spoken to, what is offered meanwhile."
    return Card("Who waits", text, url)


def _directory(viewer: Viewer) -> Card | None:
    url, text = (
        address("provider_directory"),
        "By age, sex and area; free places, usual wait, and why another does not.",
    )
    return Card("Which provider fits?", text, url) if url and directory.has_directory(viewer) else None


def _sessions(viewer: Viewer) -> Card | None:
    """Only where the agency holds a contract."""
    url = address("session_board")
    text = "Who came? Say it in a minute, on a phone. Your next steps, and who leaves custody soon."
    return Card("Sessions", text, url) if url and contracts.works_under_contract(viewer) else None


CARDS: tuple[Provider, ...] = (
    _changed,
    _copies,
    to(
        "concern_start",
        Permission.RAISE_CONCERN,
        "Raise a concern",
        "You are worried about a child or young person. It takes three minutes, and you are told what came of it.",
        counted(referring.draft_count, lambda number: plural(number, "unsent draft")),
    ),
    to(
        "concern_own_list",
        Permission.RAISE_CONCERN,
        "Our concerns",
        "What your agency has raised, how far it is, and what came of it.",
        counted(referring.unread_feedback_count, lambda number: f"{number} with new feedback"),
    ),
    to(
        "file_list",
        Permission.SEND_CONCERN_FILE,
        "Files of concerns",
        "Send what your own system holds as CSV or Excel, and see what became of every row.",
        counted(files.unfinished_count, lambda number: f"{plural(number, 'file')} not finished"),
    ),
    to(
        "triage_queue",
        Permission.TRIAGE,
        "Concerns to look at",
        "The queue: danger now first, then the clock that runs out soonest.",
    ),
    to(
        "residents_door",
        Permission.TRIAGE,
        "Told in confidence",
        "What people without an account told about somebody. Only the front door reads it.",
        counted(door.waiting, lambda number: f"{number} not read"),
    ),
    to(
        "pathways",
        Permission.REFER,
        "Pathways to support",
        "Refer somebody for early help, mental health support, leaving gangs and more; work on your agency's cases.",
    ),
    _waits,
    to("case_own", Permission.REFER, "Our referrals", "What your agency referred, how far it is, what came of it."),
    _directory,
    _sessions,
    to(
        "handovers",
        Permission.REFER,
        "Handovers",
        "Children who come to you or go from you: sent, received, accepted, first contact.",
    ),
    to(
        "encompass_notices",
        Permission.ANSWER_ENCOMPASS,
        "Domestic abuse notices",
        "What the police told your school of last night. Say that you have seen it, before the day begins.",
    ),
    to(
        "encompass_board",
        Permission.SEND_ENCOMPASS,
        "Encompass: the morning board",
        "Send last night’s incidents, and see which school has acknowledged and which is silent.",
    ),
    to(
        "encompass_queue",
        Permission.ROUTE_ENCOMPASS,
        "Encompass: the officer’s queue",
        "Children of last night’s incidents whose setting is not found yet, and children who learn at home.",
    ),
    to(
        "panel_list",
        Permission.SIT_ON_PANELS,
        "Panels",
        "Meetings, the cases on which you are invited, and what your agency agreed to do.",
    ),
    to(
        "moment_new",
        Permission.RECORD_MOMENT,
        "Record a reachable moment",
        "A child was missing, met elsewhere, in custody or excluded: whoever can go is told at once.",
    ),
    to(
        "moment_queue",
        Permission.WORK_CASES,
        "Reachable moments",
        "Children who may accept help today: who goes, and what came of it.",
    ),
    to(
        "disruption_list",
        Permission.SIT_ON_PANELS,
        "Plans of places",
        "Places, vehicles, lines and accounts: what each agency does there. No child is in them.",
    ),
    to(
        "identity_queue",
        Permission.REVIEW_IDENTITY,
        "Same child?",
        "Two records that may tell of one child: look at both, and say.",
    ),
    to(
        "child_search",
        Permission.FOLLOW_CONCERNS,
        "Find a child",
        "By name, however it is spelt, by date of birth, number or address, among the records that you may see.",
    ),
    to(
        "request_list",
        Permission.ANSWER_REQUESTS,
        "Requests for information",
        "What other agencies ask of yours.",
    ),
    to(
        "plan_list",
        Permission.WORK_PLANS,
        "Plans",
        "Goals, actions and reviews that your agency has a part in.",
    ),
)
