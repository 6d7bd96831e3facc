"""Where a concern, a plan and their parts can stand, and from where to where they may move."""

from enum import StrEnum

from django.db.models import TextChoices

from alongside.partners.states import Coded, FieldGroup

FRONT_DOOR = "front-door"  # the code of the pathway that every concern takes


class ConcernStatus(TextChoices):
    HELD = "held", "Held: no agreement lets it be sent"
    RECEIVED = "received", "Received"
    IN_TRIAGE = "in_triage", "In triage"
    SECOND_LOOK = "second_look", "Waiting for a second look"
    AWAITING_FEEDBACK = "awaiting_feedback", "Decided, awaiting feedback"
    CLOSED = "closed", "Closed, referrer told"


CONCERN_MOVES: dict[str, frozenset[str]] = {
    ConcernStatus.HELD: frozenset({ConcernStatus.RECEIVED}),
    ConcernStatus.RECEIVED: frozenset({ConcernStatus.IN_TRIAGE}),
    ConcernStatus.IN_TRIAGE: frozenset({ConcernStatus.SECOND_LOOK, ConcernStatus.AWAITING_FEEDBACK}),
    ConcernStatus.SECOND_LOOK: frozenset({ConcernStatus.IN_TRIAGE, ConcernStatus.AWAITING_FEEDBACK}),
    ConcernStatus.AWAITING_FEEDBACK: frozenset({ConcernStatus.CLOSED, ConcernStatus.IN_TRIAGE}),
    ConcernStatus.CLOSED: frozenset({ConcernStatus.IN_TRIAGE}),
}
OPEN_STAGE = "open"
OPEN_STATUSES = (ConcernStatus.RECEIVED, ConcernStatus.IN_TRIAGE, ConcernStatus.SECOND_LOOK)
DECIDED_STATUSES = (ConcernStatus.SECOND_LOOK, ConcernStatus.AWAITING_FEEDBACK, ConcernStatus.CLOSED)


class Consent(TextChoices):
    GIVEN = "given", "Yes, the child or a parent agreed"
    REFUSED = "refused", "No, they refused"
    NOT_SOUGHT_UNSAFE = "not_sought_unsafe", "Not asked: asking could put somebody in danger"
    NOT_SOUGHT_OTHER = "not_sought_other", "Not asked, for another reason"


class ReferrerRole(TextChoices):
    SAFEGUARDING_LEAD = "safeguarding_lead", "Designated safeguarding lead"
    TEACHER = "teacher", "Teacher or school staff"
    POLICE = "police", "Police officer or staff"
    HEALTH = "health", "Health professional"
    YOUTH_WORKER = "youth_worker", "Youth worker"
    HOUSING = "housing", "Housing officer"
    COUNCIL = "council", "Council officer"
    OTHER = "other", "Other"


class DecisionKind(TextChoices):
    NO_ACTION = "no_action", "No further action"
    ADVICE = "advice", "Information and advice"
    EARLY_HELP = "early_help", "Early help"
    ASSESSMENT = "assessment", "Assessment by social care (section 17)"
    STRATEGY = "strategy", "Strategy discussion (section 47)"
    OTHER_PATHWAY = "other_pathway", "Another pathway"


STARTS_PLAN = (
    DecisionKind.EARLY_HELP,
    DecisionKind.ASSESSMENT,
    DecisionKind.STRATEGY,
    DecisionKind.OTHER_PATHWAY,
)


class AnswerKind(TextChoices):
    TOLD = "told", "Here is what we hold"
    NOTHING_HELD = "nothing_held", "We hold nothing"
    WITHHELD = "withheld", "We do not share it, for the reason given"


class FeedbackForm(TextChoices):
    """Safe forms of feedback: how much a referrer is told."""

    RECEIVED_ONLY = "received_only", "It was received and looked at; no more can be told"
    DECISION = "decision", "The decision"
    DECISION_AND_NEXT = "decision_and_next", "The decision and what happens next"


class ClockKind(TextChoices):
    DECISION = "decision", "Decide on the next step"
    FEEDBACK = "feedback", "Tell the referrer"
    REQUEST = "request", "Answer the request for information"
    REVIEW = "review", "Review the plan"


class StageKind(StrEnum):
    """What happens to a case while it stands there."""

    WAITING = "waiting"
    WORKING = "working"
    PANEL = "panel"
    ENDED = "ended"


# The clock by which a pathway says that a conference's flag stands on somebody: told at the front door while it runs.
FLAG = "flag"
OPEN_KINDS = tuple(one for one in StageKind if one is not StageKind.ENDED)


class VersionState(TextChoices):
    """How far a version of a pathway is. Only one is published, and only one is being written."""

    DRAFT = "draft", "Being written"
    PUBLISHED = "published", "In use for new cases"
    RETIRED = "retired", "No longer for new cases"


VIEW_OF_CASE = (FieldGroup.IDENTITY,)


class PlanStatus(TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class ActionState(TextChoices):
    TO_DO = "to_do", "To do"
    DONE = "done", "Done"
    NOT_DONE = "not_done", "Not done"
    IMPOSSIBLE = "impossible", "Impossible after a change"
    SUPERSEDED = "superseded", "Superseded"
    DECLINED = "declined", "Declined"


class MeetingState(TextChoices):
    PLANNED = "planned", "Planned"
    OPEN = "open", "Under way"
    CLOSED = "closed", "Closed"


class ItemState(TextChoices):
    """Where a case on an agenda stands: the filter before the meeting is a decision of its own."""

    PROPOSED = "proposed", "Proposed for the agenda"
    ACCEPTED = "accepted", "On the agenda"
    DEFERRED = "deferred", "Deferred to a later meeting"
    ELSEWHERE = "elsewhere", "Belongs elsewhere"
    HEARD = "heard", "Heard"


class Attendance(TextChoices):
    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Absent without a word"


class Release(TextChoices):
    """How far a contribution to a panel may go."""

    INVITED = "invited", "All agencies invited to this case, and their minutes"
    IN_ROOM = "in_room", "Read in the meeting only: in no minutes but our own"
    CHAIR = "chair", "The chair, and the agency that works the case, only"


class ReviewOutcome(TextChoices):
    IMPROVED = "improved", "Improved"
    SAME = "same", "No change"
    WORSE = "worse", "Worse"
    STEP_UP = "step_up", "Step up"
    STEP_DOWN = "step_down", "Step down"
    CLOSE = "close", "Close the plan"


class PlanPart(Coded):
    """What of a plan is shared with an agency. Its own actions an agency always sees."""

    GOALS = (0, "Goals")
    ACTIONS = (1, "Everybody's actions")
    REVIEWS = (2, "Reviews")
    REASON = (3, "Why there is a plan")


# What a page about a concern, a request or a plan cannot do without.
VIEW_OF_CONCERN = (FieldGroup.IDENTITY, FieldGroup.CONCERN)
VIEW_OF_REQUEST = (FieldGroup.IDENTITY, FieldGroup.REQUEST)
VIEW_OF_PLAN = (FieldGroup.IDENTITY, FieldGroup.PLAN)


class FileState(TextChoices):
    """How far a file of concerns is."""

    WAITING = "waiting", "Waiting"
    ENTERING = "entering", "Being entered"
    DONE = "done", "Finished"
    REFUSED = "refused", "Could not be read"
    STOPPED = "stopped", "Stopped"


FILES_UNDER_WAY = (FileState.WAITING, FileState.ENTERING)


class RowOutcome(TextChoices):
    """What became of one row of a file."""

    ENTERED = "entered", "Entered"
    KNOWN = "known", "Known from before"
    REJECTED = "rejected", "Rejected"


class OwnReader(TextChoices):
    """Who reads by a link to the child's own view."""

    CHILD = "child", "The child or young person"
    PARENT = "parent", "A parent or carer, because the child is too young"


class Face(TextChoices):
    """How it goes, in five faces."""

    GREAT = "great", "Really good"
    GOOD = "good", "Good"
    MIXED = "mixed", "Up and down"
    BAD = "bad", "Not good"
    HELP = "help", "Bad. I need help"


class OwnAbout(TextChoices):
    """What is wrong, says the child."""

    PLAN = "plan", "My plan"
    GOALS = "goals", "My goals"
    KNOWS = "knows", "Who knows about me"
    OTHER = "other", "Something else"


class OwnAnswer(TextChoices):
    CHANGED = "changed", "We changed it"
    PARTLY = "partly", "We changed some of it"
    KEPT = "kept", "We did not change it"


class ExportKind(TextChoices):
    MINUTES = "minutes", "Minutes of a panel"
    PLAN = "plan", "A plan"
    CASES = "cases", "A list of cases"


class ExportFormat(TextChoices):
    PDF = "pdf", "PDF"
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"


class ExportStepKind(TextChoices):
    MADE = "made", "Made"
    RECALLED = "recalled", "Recalled"
    CHASED = "chased", "Chased"
    DESTROYED = "destroyed", "Destruction confirmed"


class HandoverState(TextChoices):
    """Where a handover stands; the codes are those of the stages in every kind's document."""

    NAMED = "named", "Named, not sent yet"
    SENT = "sent", "Sent"
    RECEIVED = "received", "Received"
    ACCEPTED = "accepted", "Accepted"
    MET = "met", "First contact made"
    DONE = "done", "Complete"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "Withdrawn"


H = HandoverState
HANDOVER_ENDS = (H.DONE, H.WITHDRAWN)
# By the code of the decision: from where, and to where. What each asks, and who may take it, the kind's document says.
HANDOVER_MOVES: dict[str, tuple[frozenset[str], str]] = {
    "send": (frozenset({H.NAMED, H.RETURNED}), H.SENT),
    "receive": (frozenset({H.SENT}), H.RECEIVED),
    "accept": (frozenset({H.SENT, H.RECEIVED}), H.ACCEPTED),
    "return": (frozenset({H.SENT, H.RECEIVED, H.ACCEPTED}), H.RETURNED),
    "contact": (frozenset({H.ACCEPTED}), H.MET),
    "check": (frozenset({H.MET}), H.DONE),
    "redirect": (frozenset({H.SENT, H.RECEIVED, H.ACCEPTED, H.MET, H.RETURNED}), H.SENT),
    "withdraw": (frozenset({H.NAMED, H.SENT, H.RECEIVED, H.ACCEPTED, H.RETURNED}), H.WITHDRAWN),
    "reopen": (frozenset({H.WITHDRAWN}), H.NAMED),
    "look-again": (frozenset({H.DONE}), H.MET),
}


class Occasion(TextChoices):
    START = "start", "At the start"
    END = "end", "At the end"


class OutcomeState(TextChoices):
    ACHIEVED = "achieved", "Achieved"
    PARTLY = "partly", "Partly"
    NOT = "not", "Not"
    NOT_APPLICABLE = "not_applicable", "Does not apply"

    @property
    def words(self) -> str:
        """As a page says it, where the word stands alone."""
        return {"partly": "Partly achieved", "not": "Not achieved"}.get(self.value, str(self.label))


class Grade(TextChoices):
    OWN = "own", "She or he says so"
    SEEN = "seen", "Seen by the professional who writes it"
    TOLD = "told", "Told by somebody else"
    NOT_KNOWN = "not_known", "Where it comes from is not known"


class SeenBy(TextChoices):
    WORKER = "worker", "The worker of this case and those who manage cases"
    AGENCY = "agency", "Everybody at the provider who works on this case"
    REFERRER = "referrer", "Also the agency that referred"


class ChallengeBy(TextChoices):
    CHILD = "child", "The child or young person"
    PARENT = "parent", "A parent or carer on behalf"
    ADVOCATE = "advocate", "An advocate or another professional on behalf"


class ChallengeEnd(TextChoices):
    TAKEN_BACK = "taken_back", "Taken back: it is shown no more"
    STANDS = "stands", "It stands, with the challenge beside it"
