"""The words of operations: stages of problem solving, tactics, taskings, activity, results and meetings."""

from django.db.models import TextChoices

OPERATION = "SA"  # how a reference begins; no letter O is in references


class Stage(TextChoices):
    """SARA: scanning, analysis, response, assessment. After that an operation is closed."""

    SCANNING = "scanning", "Scanning"
    ANALYSIS = "analysis", "Analysis"
    RESPONSE = "response", "Response"
    ASSESSMENT = "assessment", "Assessment"
    CLOSED = "closed", "Closed"
    STOPPED = "stopped", "Stopped"


FOUR_STAGES = (Stage.SCANNING, Stage.ANALYSIS, Stage.RESPONSE, Stage.ASSESSMENT)
ENDED = (Stage.CLOSED, Stage.STOPPED)
# One step on, one step back where something was missed, and stopped from anywhere: with a reason each time.
STAGE_MOVES: dict[Stage, tuple[Stage, ...]] = {
    Stage.SCANNING: (Stage.ANALYSIS, Stage.STOPPED),
    Stage.ANALYSIS: (Stage.RESPONSE, Stage.SCANNING, Stage.STOPPED),
    Stage.RESPONSE: (Stage.ASSESSMENT, Stage.STOPPED),
    Stage.ASSESSMENT: (Stage.CLOSED, Stage.RESPONSE),
    Stage.CLOSED: (),
    Stage.STOPPED: (),
}


class TacticKind(TextChoices):
    HOT_SPOT_PATROL = "hot_spot_patrol", "Hot spot patrol"
    KNIFE_SWEEP = "knife_sweep", "Knife sweep"
    SURRENDER = "surrender", "Weapons surrender"
    TEST_PURCHASE = "test_purchase", "Test purchase"
    LICENSING_VISIT = "licensing_visit", "Licensing visit"
    DESIGN = "design", "Environmental design"
    ENGAGEMENT = "engagement", "Engagement with residents"
    YOUTH_OUTREACH = "youth_outreach", "Youth outreach"
    SCHOOL_GATE = "school_gate", "Presence at the end of the school day"
    CAMERAS = "cameras", "Cameras"
    TRANSPORT = "transport", "Work with bus and rail"
    WARRANTS = "warrants", "Warrants and arrests"
    OTHER = "other", "Something else"


class TaskingState(TextChoices):
    """How a tasking stands. The agency that was asked says so itself; whoever asked can only take it back."""

    ASKED = "asked", "Not answered yet"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    DONE = "done", "Done"
    NOT_DONE = "not_done", "Not done"
    WITHDRAWN = "withdrawn", "Taken back"


TASKING_MOVES: dict[TaskingState, tuple[TaskingState, ...]] = {
    TaskingState.ASKED: (
        TaskingState.ACCEPTED, TaskingState.DECLINED, TaskingState.DONE, TaskingState.NOT_DONE, TaskingState.WITHDRAWN,
    ),
    TaskingState.ACCEPTED: (TaskingState.DONE, TaskingState.NOT_DONE, TaskingState.WITHDRAWN),
    TaskingState.DECLINED: (TaskingState.ACCEPTED,),
    TaskingState.DONE: (),
    TaskingState.NOT_DONE: (TaskingState.ACCEPTED,),
    TaskingState.WITHDRAWN: (),
}  # fmt: skip
TASKINGS_OPEN = (TaskingState.ASKED, TaskingState.ACCEPTED)


class ActivityKind(TextChoices):
    PATROL = "patrol", "Patrol"
    VISIT = "visit", "Visit"
    SWEEP = "sweep", "Knife sweep"
    TEST_PURCHASE = "test_purchase", "Test purchase"
    ENGAGEMENT = "engagement", "Engagement"


class Rung(TextChoices):
    """What came of an operation in law. Each has its definition, in `operation_results`."""

    ARRESTS = "arrests", "Arrests"
    KNIVES = "knives", "Knives seized"
    WEAPONS = "weapons", "Other weapons seized"
    CHARGED = "charged", "People charged"
    NOT_PROCEEDED = "not_proceeded", "Cases that ended without a conviction"
    CONVICTED = "convicted", "People convicted"
    AWAITING = "awaiting", "People awaiting sentence"
    SENTENCED = "sentenced", "People sentenced"


class MeetingKind(TextChoices):
    """The cycle: what residents ask for, what is behind it, who does what."""

    WARD_PANEL = "ward_panel", "Ward panel"
    PROBLEM_SOLVING = "problem_solving", "Problem-solving meeting"
    TASKING = "tasking", "Tasking meeting"


class ItemOutcome(TextChoices):
    OPERATION = "operation", "An operation takes it up"
    TASKED = "tasked", "Tasked without an operation"
    PASSED_ON = "passed_on", "Passed on to the next meeting"
    NOT_NOW = "not_now", "Not now"
    ANSWERED = "answered", "Answered, nothing more to do"
