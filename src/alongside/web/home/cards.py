"""The cards of “My work”: where a member can go. What is due stands in the sections above them (`sections.py`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alongside.community.queries import door, owed
from alongside.outcomes.queries import releases
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people import queries as people
from alongside.programmes.queries import lessons
from alongside.support.queries import (
    contracts,
    directory,
    exports,
    files,
    referring,
    waits,
)
from alongside.web.design.navigation import address
from alongside.web.design.wording import plural

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


def _to(
    url_name: str, permission: Permission, title: str, text: str, count: Callable[[Viewer], str] = _none,
    group: str = PEOPLE,
) -> Provider:  # fmt: skip
    def card(viewer: Viewer) -> Card | None:
        url = address(url_name)
        return Card(title, text, url, count(viewer), group) if url and viewer.may(permission) else None

    return card


def _counted(read: Callable[[Viewer], int], words: Callable[[int], str]) -> Callable[[Viewer], str]:
    """A count in words, or nothing where there is nothing to do."""

    def count(viewer: Viewer) -> str:
        number = read(viewer)
        return words(number) if number else ""

    return count


def _changed(viewer: Viewer) -> Card | None:
    """Only for whoever has something to read: most members never meet it."""
    url, number = address("identity_notices"), people.notice_count(viewer)
    text = "Records that you read were since found to be of two children, or of one with others."
    return Card("Records that changed hands", text, url, f"{number} to read") if url and number else None


def _copies(viewer: Viewer) -> Card | None:
    """Only for whoever holds or made one."""
    url, text = address("copy_mine"), "Files that left the system: those that you hold, and those that you made."
    return Card("Your copies", text, url) if url and exports.has_copies(viewer) else None


def _kept_directory(viewer: Viewer) -> Card | None:
    url = address("directory_keep")
    text = "What anybody finds under “Find help near me”: add, change, and say that all is still true."
    may = viewer.may(Permission.KEEP_COMMUNITY) or viewer.may(Permission.KEEP_CONTRACTS)
    return Card("Keep the directory of services", text, url, group=ORDER) if url and may else None


def _sessions(viewer: Viewer) -> Card | None:
    """Only where the agency holds a contract."""
    url = address("session_board")
    text = "Who came? Say it in a minute, on a phone. Your next steps, and who leaves custody soon."
    return Card("Sessions", text, url) if url and contracts.works_under_contract(viewer) else None


def _asked_of_us(viewer: Viewer) -> Card | None:
    """Only where a case review or Young Advisors asked something of the agency that it has not answered."""
    asked, advised = owed.recommendations(viewer), owed.advice(viewer)
    if not asked and not advised:
        return None
    text = "What a case review or Young Advisors asked of your agency. Each is owed an answer by a day."
    url = address("residents_recommendations") if asked else address("advisors_advice")
    return Card("Asked of our agency", text, url, f"{asked + advised} to answer", RESIDENTS) if url else None


def _directory(viewer: Viewer) -> Card | None:
    url, text = (
        address("provider_directory"),
        "By age, sex and area; free places, usual wait, and why another does not.",
    )
    return Card("Which provider fits?", text, url) if url and directory.has_directory(viewer) else None


def _waits(viewer: Viewer) -> Card | None:
    """Only for whoever works a pathway with queues."""
    url = address("waits")
    if not url or not waits.pathways_waited_on(viewer):
        return None
    text = "Queue by queue: who waits how long, who was last spoken to, what is offered meanwhile."
    return Card("Who waits", text, url)


PROVIDERS: tuple[Provider, ...] = (
    _changed,
    _copies,
    _to(
        "concern_start",
        Permission.RAISE_CONCERN,
        "Raise a concern",
        "You are worried about a child or young person. It takes three minutes, and you are told what came of it.",
        _counted(referring.draft_count, lambda number: plural(number, "unsent draft")),
    ),
    _to(
        "concern_own_list",
        Permission.RAISE_CONCERN,
        "Our concerns",
        "What your agency has raised, how far it is, and what came of it.",
        _counted(referring.unread_feedback_count, lambda number: f"{number} with new feedback"),
    ),
    _to(
        "file_list",
        Permission.SEND_CONCERN_FILE,
        "Files of concerns",
        "Send what your own system holds as CSV or Excel, and see what became of every row.",
        _counted(files.unfinished_count, lambda number: f"{plural(number, 'file')} not finished"),
    ),
    _to(
        "triage_queue",
        Permission.TRIAGE,
        "Concerns to look at",
        "The queue, with the most urgent clock first.",
    ),
    _to(
        "residents_door",
        Permission.TRIAGE,
        "Told in confidence",
        "What people without an account told about somebody. Only the front door reads it.",
        _counted(door.waiting, lambda number: f"{number} not read"),
    ),
    _to(
        "residents",
        Permission.KEEP_COMMUNITY,
        "Residents",
        "Read before anybody else does, answer, keep priorities, decide on case reviews.",
        group=RESIDENTS,
    ),
    _to(
        "residents_networks",
        Permission.RUN_NETWORK,
        "Our network",
        "What it does, its events, and who would like to join.",
        group=RESIDENTS,
    ),
    _to(
        "advisors",
        Permission.ADVISE,
        "Rota and surveys",
        "Patrols in numbers, what young people and police think, advice that a partner must answer.",
        group=RESIDENTS,
    ),
    _to(
        "mentors",
        Permission.RUN_PROGRAMMES,
        "Mentors and ambassadors",
        "Vetting, supervision, matches with their planned endings. No young person is named.",
        group=RESIDENTS,
    ),
    _asked_of_us,
    _to(
        "community",
        Permission.SEE_PLACES,
        "What residents see",
        "The public pages, as everybody reads them.",
        group=RESIDENTS,
    ),
    _to(
        "pathways",
        Permission.REFER,
        "Pathways to support",
        "Refer somebody for early help, mental health support, leaving gangs and more; work on your agency's cases.",
    ),
    _waits,
    _to("case_own", Permission.REFER, "Our referrals", "What your agency referred, how far it is, what came of it."),
    _directory,
    _sessions,
    _to(
        "contract_list",
        Permission.KEEP_CONTRACTS,
        "Contracts with providers",
        "Who may be referred, places, price, outcomes; what changed; scorecards with the provider’s reply.",
        group=ORDER,
    ),
    _to(
        "handovers",
        Permission.REFER,
        "Handovers",
        "Children who come to you or go from you: sent, received, accepted, first contact.",
    ),
    _to(
        "handover_overview",
        Permission.SEE_HANDOVERS,
        "Handovers in numbers",
        "How far the children named for secondary school are, and how many handovers are late.",
        group=FIGURES,
    ),
    _to(
        "encompass_notices",
        Permission.ANSWER_ENCOMPASS,
        "Domestic abuse notices",
        "What the police told your school of last night. Say that you have seen it, before the day begins.",
    ),
    _to(
        "encompass_board",
        Permission.SEND_ENCOMPASS,
        "Encompass: the morning board",
        "Send last night’s incidents, and see which school has acknowledged and which is silent.",
    ),
    _to(
        "encompass_queue",
        Permission.ROUTE_ENCOMPASS,
        "Encompass: the officer’s queue",
        "Children of last night’s incidents whose setting is not found yet, and children who learn at home.",
    ),
    _to(
        "panel_list",
        Permission.SIT_ON_PANELS,
        "Panels",
        "Meetings, the cases on which you are invited, and what your agency agreed to do.",
    ),
    _to(
        "moment_new",
        Permission.RECORD_MOMENT,
        "Record a reachable moment",
        "A child was missing, met elsewhere, in custody or excluded: whoever can go is told at once.",
    ),
    _to(
        "moment_queue",
        Permission.WORK_CASES,
        "Reachable moments",
        "Children who may accept help today: who goes, and what came of it.",
    ),
    _to(
        "disruption_list",
        Permission.SIT_ON_PANELS,
        "Plans of places",
        "Places, vehicles, lines and accounts: what each agency does there. No child is in them.",
    ),
    _to(
        "pathways_kept",
        Permission.KEEP_PATHWAYS,
        "Keep pathways",
        "Read, copy and change what pathways ask and how long things may take.",
        group=ORDER,
    ),
    _to(
        "identity_queue",
        Permission.REVIEW_IDENTITY,
        "Same child?",
        "Two records that may tell of one child: look at both, and say.",
    ),
    _to(
        "identity_quality",
        Permission.SEE_MATCHING,
        "How well records are matched",
        "The quality statement: errors with intervals, by agency and by group; alarms; the model’s card.",
        group=FIGURES,
    ),
    _to(
        "child_search",
        Permission.FOLLOW_CONCERNS,
        "Find a child",
        "By name, however it is spelt, by date of birth, number or address, among the records that you may see.",
    ),
    _to(
        "request_list",
        Permission.ANSWER_REQUESTS,
        "Requests for information",
        "What other agencies ask of yours.",
    ),
    _to(
        "plan_list",
        Permission.WORK_PLANS,
        "Plans",
        "Goals, actions and reviews that your agency has a part in.",
    ),
    _to(
        "copy_register",
        Permission.SEE_DISCLOSURES,
        "Register of copies",
        "Every file that left the system: to whom, why, until when; recalled, and not confirmed.",
        group=ORDER,
    ),
    _to(
        "disclosures_find",
        Permission.SEE_DISCLOSURES,
        "Disclosures",
        "Who saw what of a child, when and why; and who was refused.",
        group=ORDER,
    ),
    _to(
        "agreement_list",
        Permission.SEE_AGREEMENTS,
        "Sharing agreements",
        "What may be shared with whom, for which purpose.",
        group=ORDER,
    ),
    _to("log_verify", Permission.VERIFY_LOG, "The log", "Check that nobody has changed it.", group=ORDER),
    *(
        _to(
            "pledges",
            permission,
            "Pledges",
            "What was promised, what was done, what shows it, and whether young people and residents find it kept.",
            group=FIGURES,
        )
        for permission in (Permission.KEEP_PLEDGES, Permission.ADVISE, Permission.RUN_NETWORK)
    ),
    *(
        _to(
            "releases",
            permission,
            "Scoreboard",
            "Drawn up by one, signed off by another, then public for ever.",
            _counted(releases.waiting, lambda number: f"{number} to sign"),
            group=FIGURES,
        )
        for permission in (Permission.PUBLISH, Permission.KEEP_MEASURES)
    ),
    _to(
        "waits_figures_list",
        Permission.SEE_MEASURES,
        "Waits in figures",
        "How long children wait in each queue, with those who still wait, by need and group.",
        group=FIGURES,
    ),
    _to(
        "measures",
        Permission.SEE_MEASURES,
        "Measures",
        "What is counted under which name, with versions and breaks; what police and hospital each see of violence.",
        group=FIGURES,
    ),
    _to(
        "equality_list",
        Permission.SEE_MEASURES,
        "Is it fair?",
        "Who is referred, taken on, closed before help and how fast helped: groups compared, with their uncertainty.",
        group=FIGURES,
    ),
    _to(
        "exploitation_figures",
        Permission.SEE_MEASURES,
        "Exploitation in figures",
        "National decisions, owners the same day, and return home interviews: whether they came in time.",
        group=FIGURES,
    ),
    _to(
        "operations",
        Permission.SEE_OPERATIONS,
        "Operations",
        "Work on one place: planned, locked, tasked, written down, and what came of it.",
        group=FIGURES,
    ),
    _to(
        "taskings",
        Permission.WRITE_ACTIVITY,
        "My taskings",
        "What your agency was asked to do at a place: accept it, and say how it ended.",
        group=FIGURES,
    ),
    _to(
        "needs_list",
        Permission.SEE_MEASURES,
        "Needs assessments",
        "Drafted from the data under the Serious Violence Duty; every figure leads to where it came from.",
        group=FIGURES,
    ),
    _kept_directory,
    _to(
        "programme_lessons",
        Permission.DELIVER_LESSONS,
        "Lessons",
        "Write down a lesson in less than a minute, on a phone. Move one, or catch one up.",
        _counted(lessons.silent_count, lambda number: f"{number} not written down"),
        group=FIGURES,
    ),
    _to(
        "programme_list",
        Permission.SEE_PROGRAMMES,
        "Programmes in schools",
        "Whom they reach against the target, what is missing, what it costs, and what changed.",
        group=FIGURES,
    ),
    _to(
        "places",
        Permission.SEE_PLACES,
        "Places",
        "Recorded crime by place, month and type, on a map and in a table.",
        group=FIGURES,
    ),
    _to(
        "outbox",
        Permission.VERIFY_LOG,
        "Messages",
        "Whether e-mails to members leave, and how many could not be delivered.",
        group=ORDER,
    ),
    _to(
        "member_list",
        Permission.MANAGE_MEMBERS,
        "Members",
        "Who may sign in for your agency, in which role. New passwords, lost second factors, people who leave.",
        group=ORDER,
    ),
    _to(
        "key_list",
        Permission.KEEP_KEYS,
        "Keys",
        "What your agency’s own systems may send, and until when.",
        group=ORDER,
    ),
)


def cards_for(viewer: Viewer) -> list[Card]:
    """Those on which something waits come first."""
    found = [card for provider in PROVIDERS if (card := provider(viewer)) is not None]
    return sorted(found, key=lambda card: not card.count)


def grouped(cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    """The cards by what they are about; a group without a card is not named."""
    groups = [(group, [card for card in cards if card.group == group]) for group in (PEOPLE, RESIDENTS, FIGURES, ORDER)]
    return [(group, found) for group, found in groups if found]
