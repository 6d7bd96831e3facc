"""The words of sharing: kinds of agency, purposes, field groups. Bit numbers are stored: never reuse one."""

from enum import Enum

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
