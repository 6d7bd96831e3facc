"""Every field of this domain, by class (see `common.field_classes`). A field without a class fails the build."""

from alongside.common.field_classes import OPEN, PERSONAL, PSEUDONYMOUS, SENSITIVE, FieldClass

CLASSES: dict[str, dict[str, FieldClass]] = {
    "Event": {
        "id": OPEN,
        "at": OPEN,
        "agency_code": OPEN,
        "actor_id": PERSONAL,
        "actor_name": PERSONAL,
        "actor_role": OPEN,
        "act": OPEN,
        "outcome": OPEN,
        "subject_kind": OPEN,
        "subject_id": PSEUDONYMOUS,
        "holder_code": OPEN,
        "purpose": OPEN,
        "agreement": OPEN,
        "field_groups": OPEN,
        "reason": PERSONAL,
        "body_digest": OPEN,
        "digest": OPEN,
    },
    "EventPerson": {
        "id": OPEN,
        "event": PSEUDONYMOUS,
        "person_id": PSEUDONYMOUS,
    },
    "EventBody": {
        "event": PSEUDONYMOUS,
        "salt": OPEN,
        "text": SENSITIVE,
    },
    "Seal": {
        "id": OPEN,
        "agency_code": OPEN,
        "number": OPEN,
        "at": OPEN,
        "count": OPEN,
        "previous_root": OPEN,
        "root": OPEN,
    },
    "SealedEvent": {
        "event": PSEUDONYMOUS,
        "seal": OPEN,
        "position": OPEN,
        "link": OPEN,
    },
}
