from alongside.common.field_classes import OPEN, PERSONAL, PSEUDONYMOUS, FieldClass

CLASSES: dict[str, dict[str, FieldClass]] = {
    "ClockRun": {
        "id": OPEN,
        "kind": OPEN,
        "label": OPEN,
        "matter": PSEUDONYMOUS,
        "owner": PERSONAL,
        "amount": OPEN,
        "calendar": OPEN,
        "started_at": OPEN,
        "due_at": OPEN,
        "stopped_at": OPEN,
        "breached_at": OPEN,
    },
    "ClockPause": {
        "id": OPEN,
        "clock": PSEUDONYMOUS,
        "from_at": OPEN,
        "until_at": OPEN,
        "reason": PERSONAL,
    },
    "AnnouncedHoliday": {
        "id": OPEN,
        "day": OPEN,
        "name": OPEN,
        "announced_by": PERSONAL,
        "announced_at": OPEN,
        "withdrawn_by": PERSONAL,
        "withdrawn_at": OPEN,
        "reckoned_at": OPEN,
        "moved": OPEN,
    },
}
