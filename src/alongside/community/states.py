"""What community work can stand at, and which step may follow which."""

from django.db.models import TextChoices


class PostKind(TextChoices):
    QUESTION = "question", "A question"
    REPORT = "report", "Something wrong at a place"


class Verdict(TextChoices):
    """What a moderator said of a text. The newest verdict on the newest version holds."""

    SHOWN = "shown", "Shown"
    REJECTED = "rejected", "Not shown"
    TO_THE_DOOR = "to_the_door", "Handed to the front door"
    WITHDRAWN = "withdrawn", "Taken back by its writer"
    TAKEN_DOWN = "taken_down", "Taken down"


class RejectReason(TextChoices):
    NAMES_SOMEBODY = "names_somebody", "It tells who somebody is"
    UNKIND = "unkind", "It attacks a person or a group"
    ADVERT = "advert", "It sells something"
    ASKED_BEFORE = "asked_before", "It was asked before, and has an answer"
    NOT_OURS = "not_ours", "It is not about safety here"
    NOT_CLEAR = "not_clear", "It is not clear what is meant"


class Subject(TextChoices):
    """What a moderator's verdict can be about."""

    POST = "post", "question or report"
    ANSWER = "answer", "answer to a resident"
    PRIORITY = "priority", "priority"
    PRIORITY_STEP = "priority_step", "report back on a priority"
    NETWORK = "network", "residents’ network"
    EVENT = "event", "event"
    ADVICE = "advice", "advice of Young Advisors"
    ADVICE_ANSWER = "advice_answer", "answer to Young Advisors"
    SURVEY = "survey", "survey of Young Advisors"


class PostState(TextChoices):
    """How a question or report stands, as its writer and everybody else may read it."""

    WAITING = "waiting", "Waiting to be read"
    SHOWN = "shown", "Waiting for an answer"
    LATE = "late", "Answer late"
    ANSWERED = "answered", "Answered"
    REJECTED = "rejected", "Not shown"
    TO_THE_DOOR = "to_the_door", "Read by the safety team only"


class DoorState(TextChoices):
    """How the front door stands with what somebody told in confidence."""

    NEW = "new", "Not read yet"
    READ = "read", "Being looked at"
    CONCERN = "concern", "Raised as a concern"
    PASSED_ON = "passed_on", "Passed on to the service that can act"
    NO_MORE = "no_more", "Nothing more can be done with it"


DOOR_STEPS: dict[DoorState, frozenset[DoorState]] = {
    DoorState.NEW: frozenset({DoorState.READ}),
    DoorState.READ: frozenset({DoorState.CONCERN, DoorState.PASSED_ON, DoorState.NO_MORE}),
    DoorState.CONCERN: frozenset(),
    DoorState.PASSED_ON: frozenset({DoorState.CONCERN}),
    DoorState.NO_MORE: frozenset({DoorState.READ}),
}


class PriorityState(TextChoices):
    OPEN = "open", "Being worked on"
    DONE = "done", "Done"
    DROPPED = "dropped", "Not a priority any more"


PRIORITY_STEPS: dict[PriorityState, frozenset[PriorityState]] = {
    PriorityState.OPEN: frozenset(PriorityState),
    PriorityState.DONE: frozenset({PriorityState.OPEN}),
    PriorityState.DROPPED: frozenset({PriorityState.OPEN}),
}


class Applicant(TextChoices):
    VICTIM = "victim", "It happens to me"
    FOR_VICTIM = "for_victim", "I act for somebody, who agrees"
    BUSINESS = "business", "It happens to our business or group"


class ReviewState(TextChoices):
    """An application for an ASB case review. `APPLIED` to `ANSWERED` is the way of one that meets the threshold."""

    APPLIED = "applied", "Asked for"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    MET = "met", "Threshold met"
    NOT_MET = "not_met", "Threshold not met"
    HELD = "held", "Review held"
    CLOSED = "closed", "Closed"
    APPEALED = "appealed", "Appeal asked for"
    APPEAL_UPHELD = "appeal_upheld", "Appeal upheld"
    APPEAL_REFUSED = "appeal_refused", "Appeal not upheld"


R = ReviewState
REVIEW_STEPS: dict[ReviewState, frozenset[ReviewState]] = {
    R.APPLIED: frozenset({R.ACKNOWLEDGED}),
    R.ACKNOWLEDGED: frozenset({R.MET, R.NOT_MET}),
    R.MET: frozenset({R.HELD}),
    R.NOT_MET: frozenset({R.APPEALED, R.CLOSED}),
    R.HELD: frozenset({R.APPEALED, R.CLOSED}),
    R.APPEALED: frozenset({R.APPEAL_UPHELD, R.APPEAL_REFUSED}),
    R.APPEAL_UPHELD: frozenset({R.HELD}),
    R.APPEAL_REFUSED: frozenset({R.CLOSED}),
    R.CLOSED: frozenset(),
}


class Acceptance(TextChoices):
    """What an agency says of a recommendation made to it."""

    ACCEPTED = "accepted", "We will do it"
    IN_PART = "in_part", "We will do part of it"
    REFUSED = "refused", "We will not do it"
    DONE = "done", "It is done"


class PatrolTopic(TextChoices):
    SAFETY = "safety", "Feeling safe"
    POLICE = "police", "The police"
    THINGS_TO_DO = "things_to_do", "Things to do"
    SCHOOL_WORK = "school_work", "School, college, work"
    HEALTH = "health", "Health and feelings"
    HOME = "home", "Home and money"


class PatrolOffer(TextChoices):
    ACTIVITY = "activity", "An activity nearby"
    MENTOR = "mentor", "A mentor"
    JOB_HELP = "job_help", "Help to find work or training"
    SUPPORT = "support", "A support service"
    REPORTING = "reporting", "How to report something"


class Crowd(TextChoices):
    """Who answers a survey on trust. Never a person: only how many gave which answer."""

    YOUNG = "young", "Young people"
    POLICE = "police", "Police officers"


class Wave(TextChoices):
    BEFORE = "before", "Before"
    AFTER = "after", "After"


class DbsLevel(TextChoices):
    """Levels of the Disclosure and Barring Service, the lowest first."""

    BASIC = "basic", "Basic"
    STANDARD = "standard", "Standard"
    ENHANCED = "enhanced", "Enhanced"
    BARRED = "barred", "Enhanced, with the children’s barred list"


class Check(TextChoices):
    """What makes up the vetting of a mentor. All of it must be in order before a match."""

    REFERENCE = "reference", "References"
    DBS = "dbs", "DBS certificate"
    TRAINING = "training", "Training"


class CheckState(TextChoices):
    ASKED = "asked", "Asked for"
    PASSED = "passed", "In order"
    FAILED = "failed", "Not accepted"
    WITHDRAWN = "withdrawn", "No longer in order"


FIRST_CHECKS = frozenset({CheckState.ASKED, CheckState.PASSED, CheckState.FAILED})
CHECK_STEPS: dict[CheckState, frozenset[CheckState]] = {
    CheckState.ASKED: frozenset({CheckState.PASSED, CheckState.FAILED}),
    # In order and in order again is a renewal: the old one holds until the new one is there.
    CheckState.PASSED: frozenset({CheckState.PASSED, CheckState.WITHDRAWN}),
    CheckState.FAILED: frozenset({CheckState.ASKED, CheckState.PASSED}),
    CheckState.WITHDRAWN: frozenset({CheckState.ASKED, CheckState.PASSED}),
}


class SupervisionKind(TextChoices):
    MET = "met", "Met"
    CALL = "call", "By call"
    GROUP = "group", "In a group of mentors"


class AgeBand(TextChoices):
    TEN = "10-13", "10 to 13"
    FOURTEEN = "14-17", "14 to 17"
    EIGHTEEN = "18-25", "18 to 25"


class GoalTheme(TextChoices):
    SCHOOL = "school", "School and learning"
    WORK = "work", "Work and training"
    HOME = "home", "Home and family"
    SAFE = "safe", "Feeling safe"
    FRIENDS = "friends", "Friends"
    CONFIDENCE = "confidence", "Confidence"
    FREE_TIME = "free_time", "Things to do"


class MatchMove(TextChoices):
    """What can be written down of a match that goes on. An ending is final."""

    REVIEWED = "reviewed", "Reviewed: it goes on as planned"
    NEW_END = "new_end", "Reviewed: it ends on another day"
    ENDED = "ended", "It has ended"


class Ending(TextChoices):
    PLANNED = "planned", "Ended as planned"
    EARLY = "early", "Ended early"


class EarlyReason(TextChoices):
    YOUNG_PERSON = "young_person", "The young person did not want to go on"
    MENTOR = "mentor", "The mentor could not go on"
    MOVED = "moved", "Somebody moved away"
    NO_FIT = "no_fit", "The two did not fit"
    OTHER_HELP = "other_help", "Other help fits better"
    SAFETY = "safety", "It was not safe to go on"


class Interest(TextChoices):
    """What an ambassador speaks up for."""

    STREETS = "streets", "Streets and buses"
    SCHOOLS = "schools", "Schools"
    GIRLS = "girls", "Safety of girls and women"
    ONLINE = "online", "Life online"
    POLICE = "police", "Young people and police"
    HEALTH = "health", "Health and feelings"
    SPORT = "sport", "Sport, music, arts"
