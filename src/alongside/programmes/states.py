"""The words of programmes in schools. Values are stored: never change one."""

from django.db.models import IntegerChoices, TextChoices


class LessonState(TextChoices):
    PLANNED = "planned", "Planned"
    DELIVERED = "delivered", "Delivered"
    PART = "part", "Delivered in part"
    NOT_DELIVERED = "not_delivered", "Not delivered"


HELD = frozenset({LessonState.DELIVERED, LessonState.PART})


class WhyNot(TextChoices):
    """Why a lesson was not delivered, or only in part."""

    NONE = "", "Nothing to say"
    TEACHER_AWAY = "teacher_away", "The teacher was away"
    SCHOOL_CLOSED = "school_closed", "The school was closed"
    OTHER_EVENT = "other_event", "Something else took the lesson’s place"
    TIME = "time", "There was not enough time"
    MATERIAL = "material", "Material was missing or did not fit"
    CLASS_UNSETTLED = "class_unsettled", "The class could not settle"
    OTHER = "other", "Another reason"


class HowItWent(TextChoices):
    """The teacher's own judgement of a lesson."""

    NOT_SAID = "", "Not said"
    WELL = "well", "Well"
    MIXED = "mixed", "Mixed"
    BADLY = "badly", "Badly"


class Need(TextChoices):
    """How many of a class have free school meals, against the borough: a band of the class, never of a pupil."""

    HIGH = "high", "More free meals than most"
    MIDDLE = "middle", "About as many as most"
    LOW = "low", "Fewer than most"
    UNKNOWN = "unknown", "Not known"


class Moment(TextChoices):
    """When a questionnaire was filled in. What changes from EARLY to BEFORE changes without the programme."""

    EARLY = "early", "Early: the class still waits for its start"
    BEFORE = "before", "Before the first lesson"
    AFTER = "after", "After the last lesson"


class Counted(TextChoices):
    """How far a pupil must come to count for a target."""

    STARTED = "started", "started"
    HALF = "half", "had half of the lessons"
    FINISHED = "finished", "finished"


class Stage(IntegerChoices):
    """How far a pupil came. Each stage holds all who came further."""

    ELIGIBLE = 1, "In a class for which the programme is meant"
    OFFERED = 2, "Offered"
    STARTED = 3, "Started"
    HALF = 4, "Had half of the lessons"
    FINISHED = 5, "Finished"
    MEASURED = 6, "Measured before and after"


class RowFate(TextChoices):
    ENTERED = "entered", "Entered"
    CHANGED = "changed", "Changed"
    KNOWN = "known", "Known from before"
    REJECTED = "rejected", "Rejected"
