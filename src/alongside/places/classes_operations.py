"""The fields of operations, by class. Only the police's own compartment may mean a person who is no member of staff."""

from alongside.common.field_classes import OPEN, PERSONAL, PSEUDONYMOUS, SENSITIVE, FieldClass

_WHO = {"agency_code": OPEN, "by": PERSONAL, "at": OPEN}
_SENT = {"id": OPEN, "sent_key": OPEN, **_WHO}


def _open(*names: str) -> dict[str, FieldClass]:
    return dict.fromkeys(names, OPEN)


CLASSES: dict[str, dict[str, FieldClass]] = {
    "Operation": {
        **_open("id", "reference", "name", "why", "problem", "plane", "outline", "areas", "sent_key", "agency_code"),
        "made_by": PERSONAL,
        "made_at": OPEN,
    },
    "OperationAgency": {**_open("id", "operation"), **_WHO},
    "OperationStage": {**_open("id", "operation", "stage", "reason"), **_WHO},
    "OperationFinding": {**_open("operation", "stage", "words", "run"), **_SENT},
    "OperationProtocol": {
        **_open(
            "operation", "number", "outcome", "source", "kinds", "definition", "baseline_from", "starts_on", "ends_on",
            "plane", "target_outline", "target_areas", "comparison_areas", "buffer_metres", "buffer_areas", "reason",
            "locked_at",
        ),
        **_SENT,
    },
    "OperationTactic": {**_open("operation", "kind", "doer_code", "words", "is_used"), **_SENT},
    "Tasking": {
        **_open("operation", "item", "tactic", "what", "where", "doer_code", "doer", "answer_by", "due_at"), **_SENT,
    },
    "TaskingStep": {**_open("tasking", "state", "words"), **_SENT},
    "PowerUse": {
        **_open(
            "operation", "power", "legal_basis", "authority", "where", "grounds", "child_welfare", "equality",
            "consulted", "starts_at", "ends_at", "extends",
        ),
        "authorised_by": PERSONAL,
        **_SENT,
    },
    "PowerEnd": {**_open("id", "power", "reason"), **_WHO},
    "Activity": {
        **_open(
            "operation", "tasking", "kind", "began_at", "minutes", "where", "spoken_to", "found", "tried", "sold",
            "corrects", "reason",
        ),
        **_SENT,
    },
    "ResultCount": {**_open("operation", "rung", "total", "as_of", "source", "reason"), **_SENT},
    "PoliceOnlyNote": {
        **_open("operation", "rung"),
        "system_reference": SENSITIVE,
        "note": SENSITIVE,
        **_SENT,
    },
    "PatrolTrial": {
        **_open(
            "operation", "plan", "fingerprint", "source", "kinds", "definition", "first_day", "last_day", "is_secret",
            "expected", "smallest_fall", "days_needed",
        ),
        **_SENT,
    },
    "PatrolDone": {**_open("trial", "day", "place", "was_patrolled", "minutes", "reason"), **_SENT},
    "TaskingMeeting": {**_open("kind", "name", "held_on", "place"), **_SENT},
    "MeetingItem": {**_open("meeting", "title", "words", "problem", "operation", "came_from"), **_SENT},
    "ItemDecision": {**_open("item", "outcome", "words", "operation"), **_SENT},
    "ResidentAnswer": {**_open("item", "you_said", "we_did"), "by_id": PSEUDONYMOUS, **_SENT},
    "AnswerSignOff": {**_open("id", "answer"), **_WHO},
}  # fmt: skip
