"""The words of sharing: kinds of agency, purposes, field groups. Bit numbers are stored: never reuse one."""

from enum import Enum, StrEnum
from typing import Self

from django.db.models import TextChoices


class AgencyKind(TextChoices):
    COUNCIL = "council", "Council"
    POLICE = "police", "Police"
    SCHOOL = "school", "School or college"
    HEALTH = "health", "Health"
    PROBATION = "probation", "Probation and youth justice"
    CHARITY = "charity", "Charity or provider"
    HOUSING = "housing", "Housing"
    RESIDENTS = "residents", "Residents' network"


class Coded(Enum):
    """A word with a stable bit, a code for the log and a label for people."""

    def __init__(self, bit: int, label: str) -> None:
        self.bit = bit
        self.label = label

    @property
    def code(self) -> str:
        return self.name.lower()

    @property
    def mask(self) -> int:
        return 1 << self.bit

    def __str__(self) -> str:
        return self.code

    # There is one of each, and an access decision looks them up by the hundred: no need to hash the name in Python.
    __hash__ = object.__hash__


class Purpose(Coded):
    """Why information is used. An agreement names the purposes that it covers."""

    SAFEGUARDING = (0, "Safeguarding a child")
    EARLY_HELP = (1, "Early help for a family")
    EXPLOITATION = (2, "Protecting a child from exploitation")
    DOMESTIC_ABUSE_NOTICE = (3, "Telling a school of domestic abuse")
    LEAVING_GANGS = (4, "Helping a young person leave gangs")
    HEALTH_WAIT = (5, "Access to mental health support")
    TRANSITION = (6, "Moving to another school or service")
    ASSURANCE = (7, "Proving that sharing is lawful")
    PRECHECK = (8, "Asking in code whether a child is known")


class FieldGroup(Coded):
    """What is shared: the smallest parts that an agreement or an involvement can name."""

    IDENTITY = (0, "Name, date of birth and sex")
    CONTACT = (1, "Address and telephone")
    KNOWN_TO = (2, "Whether an agency knows the child")
    CONCERN = (3, "The concern: what happened")
    CHILD_VOICE = (4, "What the child says")
    EDUCATION = (5, "Education notes")
    HEALTH = (6, "Health notes")
    SOCIAL_CARE = (7, "Social care notes")
    POLICE = (8, "Police notes")
    YOUTH_JUSTICE = (9, "Youth justice notes")
    HOUSING = (10, "Housing notes")
    SUPPORT = (11, "Notes of support given")
    RATING = (12, "Rating and decision")
    PLAN = (13, "The plan")
    FEEDBACK = (14, "Feedback to the referrer")
    REQUEST = (15, "A request for information")


class Capacity(TextChoices):
    """What an agency is in an agreement."""

    BOTH = "both", "Gives and receives"
    GIVES = "gives", "Gives only"
    RECEIVES = "receives", "Receives only"


class NoticeKind(StrEnum):
    """What a member is told of. Each kind has one fixed wording, which names nobody: it leaves the system by e-mail.

    `told` is the subject of the message and the first line of the notice. An urgent kind cannot be switched off, and
    each has a message of its own; others may be gathered in one. Values are stored: never change one.
    """

    told: str
    urgent: bool

    def __new__(cls, code: str, told: str = "", urgent: bool = False) -> Self:
        made = str.__new__(cls, code)
        made._value_, made.told, made.urgent = code, told, urgent
        return made

    REFERRAL_ACCEPTED = "referral_accepted", "A referral of your agency was accepted"
    REFERRAL_NOT_ACCEPTED = "referral_not_accepted", "A referral of your agency was not accepted"
    FEEDBACK = "feedback", "There is feedback on what your agency raised"
    INFORMATION_ASKED = "information_asked", "Your agency is asked for information"
    CLOCK_BREACHED = "clock_breached", "Something that your agency owns is late"
    PANEL_INVITATION = "panel_invitation", "Your agency is invited to hear a case at a panel"
    MEETING_PLANNED = "meeting_planned", "A meeting of a panel on which your agency sits is planned"
    MEETING_MOVED = "meeting_moved", "A meeting of a panel on which your agency sits was moved"
    IDENTITY_CHANGED = "identity_changed", "A record that you read was since found to be of another child"
    ENCOMPASS_NOTICE = "encompass_notice", "There is an urgent notice for your agency", True
    ENCOMPASS_CHASED = "encompass_chased", "An urgent notice to your agency still waits", True
    ENCOMPASS_QUEUED = "encompass_queued", "A notice waits for your agency to find its receiver", True
    ENCOMPASS_CHANGED = "encompass_changed", "A notice to your agency was corrected or withdrawn", True
    SECOND_LOOK = "second_look", "A decision waits for a second look"
    DECISION_LOOKED_AT = "decision_looked_at", "Somebody looked a second time at a decision of yours"
    HANDOVER_SENT = "handover_sent", "Somebody is handed over to your agency"
    HANDOVER_ACCEPTED = "handover_accepted", "A handover of your agency was accepted"
    HANDOVER_RETURNED = "handover_returned", "A handover of your agency came back"
    HANDOVER_GONE = "handover_gone", "A handover to your agency was taken back or goes elsewhere"
    OWN_VIEW_LOCKED = "own_view_locked", "A link that was given to a reader has locked itself"
    OWN_VIEW_CORRECTION = "own_view_correction", "Your agency is asked to put something right"
    OWN_VIEW_HELP = "own_view_help", "Somebody asks your agency for help: look at once", True
    COPY_RECALLED = "copy_recalled", "A copy that you hold was recalled: destroy it, and say so"
    COPY_CHASED = "copy_chased", "You are asked to say that a copy is destroyed"
    SCORECARD_DRAWN_UP = "scorecard_drawn_up", "A scorecard of your agency is drawn up: ten working days to reply"
    SCORECARD_REPLIED = "scorecard_replied", "A provider has said all that it has to say on its scorecard"
    REACHABLE_MOMENT = "reachable_moment", "Something urgent waits for your agency today", True
    TASKING_ASKED = "tasking_asked", "Your agency is asked to do something in an operation or by a meeting"
    TIE_CHALLENGED = "tie_challenged", "Something written down at your agency is challenged and waits for an answer"
    PLAN_TO_LEAD = "plan_to_lead", "You are named to lead a plan"


class MessageState(TextChoices):
    """What became of a message to a member."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed, to be tried again"
    GIVEN_UP = "given_up", "Given up"
    NOT_NEEDED = "not_needed", "Nothing to tell"


class Told(TextChoices):
    """How a member wants to hear of a kind of notice by e-mail. In Alongside she has it in any case."""

    EACH = "each", "An e-mail when it happens"
    DIGEST = "digest", "In the daily summary"
    NONE = "none", "No e-mail"
