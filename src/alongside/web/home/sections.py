"""The sections of “My work”: what is due, late, waiting for feedback. A part of the system adds a line to `SECTIONS`.

A section is made for a viewer by a function that gives it, or nothing to a role without that work. Most are a pile of
`support.queries.piles`; the counts of those also make the daily summary.
"""

from collections.abc import Callable
from dataclasses import dataclass

from alongside.community.queries import advisors, door, kept, mentors
from alongside.outcomes.queries import pledges, releases
from alongside.partners import noticeboard, outbox
from alongside.partners import queries as agreements
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people import queries as people
from alongside.places import operating
from alongside.programmes.queries import lessons
from alongside.support.queries import encompass_board, in_hand, moments, own_view, panels, piles, waits
from alongside.support.queries.in_hand import Due, Task
from alongside.support.queries.piles import Pile
from alongside.web.design.navigation import address
from alongside.web.design.wording import day, moment, plural


@dataclass(frozen=True, slots=True)
class Line:
    """One of the next few: where it is, and by when."""

    task: Task
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """`due` in numbers, the next few, and the whole list behind a link. With nothing due it says so kindly.

    An urgent one stands above all others while something is in it.
    """

    title: str
    due: Due
    lines: tuple[Line, ...]
    url: str
    whole: str
    empty: str
    is_urgent: bool = False


Maker = Callable[[Viewer], Section | None]


@dataclass(frozen=True, slots=True)
class Listed:
    """A pile as a section: `one` leads to a thing in it by its key, `every` to the whole list. `if_due`: it shows only to
    whoever has something there."""

    title: str
    pile: Pile
    one: str
    every: str
    whole: str
    empty: str
    is_feedback: bool = False
    if_due: bool = False
    is_urgent: bool = False

    @property
    def reason(self) -> str:
        """For the log."""
        return f"my work: {self.title.lower()}"

    def section(self, due: Due, tasks: tuple[Task, ...]) -> Section | None:
        if self.if_due and not due.total:
            return None
        lines = tuple(Line(task, address(self.one, *task.key.split("/"))) for task in tasks)
        return Section(self.title, due, lines, address(self.every), self.whole, self.empty, self.is_urgent)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a part of the system counts by itself: shown while there is something, and without names."""

    title: str
    count: Callable[[Viewer], int]
    every: str
    whole: str
    is_urgent: bool = False

    def __call__(self, viewer: Viewer) -> Section | None:
        url, number = address(self.every), self.count(viewer)
        return Section(self.title, Due(number), (), url, self.whole, "", self.is_urgent) if url and number else None


def _to_answer(viewer: Viewer) -> int:
    return pledges.unanswered(viewer) if viewer.may(Permission.KEEP_PLEDGES) else 0


def _unheard(viewer: Viewer) -> int:
    return encompass_board.silent_count(viewer) if viewer.may(Permission.SEND_ENCOMPASS) else 0


def _notices(viewer: Viewer) -> Section:
    shown = noticeboard.own_notices(viewer, unread=True, size=3)
    lines = tuple(
        Line(Task(str(one.id), one.told, moment(one.told_at)), address("notice", one.id)) for one in shown.rows
    )
    return Section("Notices", Due(shown.total), lines, address("notices"), "All notices", "You have read every notice.")


def _meetings(viewer: Viewer) -> Section | None:
    if not viewer.may(Permission.SIT_ON_PANELS):
        return None
    to_come = panels.meetings_to_come(viewer)
    lines = tuple(
        Line(Task(str(one.id), one.panel, moment(one.starts_at)), address("panel_meeting", one.id))
        for one in to_come[:3]
    )
    due = Due(len(to_come), 0, sum(one.starts_at.date() == viewer.day for one in to_come))
    return Section(
        "Meetings of your panels", due, lines, address("panel_list"), "All meetings", "No meeting is planned."
    )


def _pairs(viewer: Viewer) -> Section | None:
    """Without names: two records are looked at side by side or not at all."""
    if not viewer.may(Permission.REVIEW_IDENTITY):
        return None
    due = Due(people.review_count(viewer))
    return Section(
        "Same child?", due, (), address("identity_queue"), "Look at the pairs", "No two records wait to be compared."
    )


def _ending(viewer: Viewer) -> Section | None:
    if not viewer.may(Permission.KEEP_AGREEMENTS):
        return None
    found = agreements.ending_soon(viewer)
    lines = tuple(
        Line(Task(str(one.id), one.title, f"{one.label} ends on {day(one.valid_until)}."), address("agreement", one.id))
        for one in found[:3]
    )
    return Section(
        "Agreements that end soon", Due(len(found)), lines, address("agreement_list"), "All agreements",
        "No agreement ends within 60 days.",
    )  # fmt: skip


def _taskings(viewer: Viewer) -> Section | None:
    """For whoever's agency has been tasked in an operation, or could be."""
    total, late, today = operating.due_taskings(viewer)
    if not total:
        return None
    rows, _ = operating.taskings_for_agency(viewer)
    lines = tuple(
        Line(Task(str(one.id), f"{one.tactic}: {one.where}", one.standing.words), address("tasking", one.id))
        for one in rows[:3]
    )
    return Section("Taskings at places", Due(total, late, today), lines, address("taskings"), "All taskings", "")


def _running_out(viewer: Viewer) -> Section | None:
    """Powers that run out soon, for those who run operations."""
    if not viewer.may(Permission.RUN_OPERATIONS):
        return None
    soon = [one for one in operating.power_queue(viewer) if one.standing.look == "soon"]
    lines = tuple(
        Line(Task(str(one.id), str(one.power.label), one.standing.words), address("operation_work", one.reference))
        for one in soon[:3]
    )
    if not soon:
        return None
    return Section(
        "Powers that run out soon", Due(len(soon)), lines, address("operation_powers"), "All powers in force", ""
    )  # fmt: skip


def _mentors(viewer: Viewer) -> Section | None:
    """For whoever runs mentors: in numbers, and only while something waits."""
    waits = mentors.waiting(viewer)
    if not waits.total:
        return None
    due = Due(waits.total, waits.late)
    return Section("Vetting, supervision and endings of mentors", due, (), address("mentors"), "All mentors", "")


def _outbox(viewer: Viewer) -> Section | None:
    """For whoever looks after accounts: only when somebody could not be reached."""
    if not viewer.may(Permission.MANAGE_MEMBERS) and not viewer.may(Permission.VERIFY_LOG):
        return None
    given_up = outbox.given_up_count(viewer)
    text = f"{plural(given_up, 'message')} could not be delivered."
    lines = (Line(Task("outbox", text, "Somebody was not told by e-mail."), address("outbox")),)
    return Section("Messages", Due(given_up), lines, address("outbox"), "All messages", "") if given_up else None


def _lessons(viewer: Viewer) -> Section | None:
    """A teacher's lessons of today and those that she has not written down."""
    if not viewer.may(Permission.DELIVER_LESSONS):
        return None
    today, silent = lessons.today_count(viewer), lessons.silent_count(viewer)
    shown = lessons.to_write(viewer)
    lines = tuple(
        Line(
            Task(str(one.id), f"{one.class_name}: lesson {one.lesson}", day(one.day)),
            address("programme_lesson", one.id),
        )
        for one in shown
    )
    return Section(
        "Lessons to write down", Due(today + silent, silent, today), lines, address("programme_lessons"), "All lessons",
        "No lesson waits to be written down.",
    )  # fmt: skip


def _unwritten(viewer: Viewer) -> Section | None:
    """For whoever runs programmes: in which of them teachers have not written down their lessons."""
    found = lessons.silent_by_programme(viewer)
    total = sum(one.lessons for one in found)
    lines = tuple(
        Line(
            Task(one.code, f"{one.name}: {plural(one.lessons, 'lesson')} of {plural(one.classes, 'class', 'classes')}",
                 f"The oldest: {day(one.oldest)}"),
            f"{address('programme_classes', one.code)}?show=silent",
        )
        for one in found
    )  # fmt: skip
    title, url = "Lessons that nobody wrote down", address("programme_list")
    return Section(title, Due(total), lines, url, "All programmes", "") if total else None


def _questions(viewer: Viewer) -> Section | None:
    """Questions and reports that everybody sees without an answer."""
    owed, late = kept.answers_owed(viewer)
    url = address("residents")
    return Section("Public questions to answer", Due(owed, late), (), url, "Answer them", "") if owed else None


SECTIONS: tuple[Maker | Listed, ...] = (
    Counted(
        "Domestic abuse notices silent or without a school", _unheard, "encompass_board", "The morning board",
        is_urgent=True,
    ),
    _notices,
    _outbox,
    Counted("Told in confidence, and not read", door.waiting, "residents_door", "Read what was told", is_urgent=True),
    Counted("What residents sent, and nobody has read", kept.waiting_count, "residents", "Read it"),
    _questions,
    Counted("What children say", own_view.waiting_count, "own_queue", "Read and answer"),
    Counted("Scoreboards that wait for your signature", releases.waiting, "releases", "Read and sign"),
    Counted("Verdicts on pledges to read", pledges.unread, "pledges", "Read them"),
    Counted("Verdicts on pledges to answer", _to_answer, "pledges", "Answer them"),
    Counted("Somebody would like to join a network of yours", kept.wishes_waiting, "residents_networks", "Answer them"),
    Counted("Patrols of which nobody said how they went", advisors.untold_count, "advisors", "Say how they went"),
    Counted("Waiting, and not spoken to in time", waits.overdue_contact_count, "waits", "See who it is"),
    Listed(
        "Domestic abuse notices to acknowledge", piles.ENCOMPASS_TO_ACKNOWLEDGE, "encompass_notice",
        "encompass_notices", "All notices", "You have acknowledged every domestic abuse notice.",
        is_urgent=True,
    ),
    Listed(
        "Domestic abuse notices without a setting", piles.ENCOMPASS_QUEUE, "encompass_waiting", "encompass_queue",
        "The whole queue", "Every child of last night’s incidents has a setting.",
        is_urgent=True,
    ),
    Listed(
        "Domestic abuse notices: children who learn at home", piles.ENCOMPASS_AT_HOME, "encompass_notice",
        "encompass_notices", "All notices", "No notice of a child who learns at home waits.", if_due=True,
    ),
    Listed(
        "Reachable moments that nobody has", piles.MOMENTS_OF_TEAM, "moment", "moment_queue", "The whole queue",
        "Every reachable moment of your team is with somebody.", if_due=True, is_urgent=True,
    ),
    Listed(
        "Reachable moments with you", piles.MOMENTS_WITH_ME, "moment", "moment_queue", "The whole queue",
        "No reachable moment is with you.", if_due=True, is_urgent=True,
    ),
    Counted(
        "Reachable moments that could not be sent: phone", moments.held_count, "moment_ours", "See which",
        is_urgent=True,
    ),
    Listed(
        "National referrals", piles.NATIONAL_REFERRALS, "national", "pathways", "All pathways",
        "No clock of a national referral runs.", if_due=True,
    ),
    Listed(
        "Concerns to decide", piles.TO_DECIDE, "triage_concern", "triage_queue", "The whole queue",
        "No concern waits for a decision.",
    ),
    Listed(
        "For your second look", piles.SECOND_LOOKS, "triage_concern", "triage_queue", "The whole queue",
        "No decision waits for your second look.",
    ),
    Listed(
        "Referrers to tell", piles.TO_TELL, "triage_concern", "triage_queue", "The whole queue",
        "Every referrer has heard back.",
    ),
    Listed(
        "Requests for information", piles.TO_ANSWER, "request", "request_list", "All requests",
        "Nobody waits for an answer from your agency.",
    ),
    Listed(
        "Cases with you", piles.MY_CASES, "case", "pathways", "All pathways", "No case is with you at the moment.",
    ),
    Listed(
        "Cases that nobody has taken", piles.UNTAKEN_CASES, "case", "pathways", "All pathways",
        "Every case of your agency is with somebody.",
    ),
    Listed(
        "Sessions to write down", piles.SESSIONS_TO_WRITE, "session_planned", "session_board", "All your sessions",
        "Every session is written down.", if_due=True,
    ),
    _lessons,
    _unwritten,
    Listed(
        "Handovers to accept", piles.HANDOVERS_TO_ANSWER, "handover", "handovers", "All handovers",
        "Nobody waits to be accepted by your agency.",
    ),
    Listed(
        "Handovers under way", piles.HANDOVERS_UNDER_WAY, "handover", "handovers", "All handovers",
        "No handover of your agency waits for a next step.",
    ),
    Listed(
        "Actions of plans", piles.PLAN_ACTIONS, "plan", "plan_list", "All plans",
        "Your agency has done what its plans ask.",
    ),
    Listed(
        "Actions of panels", piles.PANEL_ACTIONS, "panel_task", "panel_list", "All panels",
        "Your agency has done what panels agreed.",
    ),
    Listed(
        "Actions whose agency cannot open the case", piles.PANEL_ACTIONS_SHUT, "panel_task", "panel_list", "All panels",
        "Whoever has something to do for your panels can open the case.", if_due=True,
    ),
    Listed(
        "Cases that a panel looks at again", piles.PANEL_REVIEWS, "panel_item", "panel_list", "All panels",
        "No case waits to be looked at again.", if_due=True,
    ),
    Listed(
        "Actions at places", piles.PLACE_ACTIONS, "disruption", "disruption_list", "All plans of places",
        "Your agency has done what plans of places ask.", if_due=True,
    ),
    Listed(
        "Copies to destroy", piles.COPIES_TO_DESTROY, "copy", "copy_mine", "All your copies",
        "You owe no word on a copy.", if_due=True,
    ),
    _taskings,
    _running_out,
    _mentors,
    _meetings,
    _pairs,
    Listed(
        "Concerns without feedback", piles.UNTOLD_CONCERNS, "concern_own", "concern_own_list", "All your concerns",
        "You have heard back on everything that your agency raised.", is_feedback=True,
    ),
    Listed(
        "Referrals without feedback", piles.UNTOLD_REFERRALS, "case", "case_own", "All your referrals",
        "You have heard back on everything that your agency referred.", is_feedback=True,
    ),
    _ending,
)  # fmt: skip


def sections_for(viewer: Viewer) -> list[Section]:
    """The urgent ones, those with something late, with something for today, the rest; then those that are empty."""
    listed = [one for one in SECTIONS if isinstance(one, Listed) and one.pile.is_for(viewer)]
    lying = in_hand.at_hand(viewer, [(one.pile, one.reason) for one in listed])
    of_piles = {one.title: one.section(*how) for one, how in zip(listed, lying, strict=True)}
    made = (of_piles.get(one.title) if isinstance(one, Listed) else one(viewer) for one in SECTIONS)
    found = [section for section in made if section is not None]
    return sorted(found, key=lambda one: (not one.due.total, not one.is_urgent, not one.due.late, not one.due.today))


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's work in counts, for the daily summary. No person, and nothing to log."""

    today: int
    late: int
    unanswered: int


def standing(viewer: Viewer) -> Standing:
    """The piles of the member's sections, added up: what waits for others is told apart from what she has to do."""
    listed = [one for one in SECTIONS if isinstance(one, Listed) and one.pile.is_for(viewer)]
    dues = in_hand.due_in(viewer, [one.pile for one in listed])
    found = [(one.is_feedback, due) for one, due in zip(listed, dues, strict=True)]
    own = [due for is_feedback, due in found if not is_feedback]
    return Standing(
        sum(due.today for due in own), sum(due.late for due in own),
        sum(due.total for is_feedback, due in found if is_feedback),
    )  # fmt: skip
