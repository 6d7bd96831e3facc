"""Quality statements as `people.quality.stating` makes them: one with nothing in it, one as after a month of work."""

from alongside.people.identity.pinned import pinned
from alongside.people.models import QualitySample, QualityStatement

NOTHING = {"value": None, "low": None, "high": None, "pairs": 4}
PRECISION = {"value": 0.9962, "low": 0.981, "high": 0.9996, "pairs": 240}
RECALL = {"value": 0.951, "low": 0.902, "high": 0.978, "pairs": 251}
LOWER = {"value": 0.89, "low": 0.84, "high": 0.93, "pairs": 61}
COUNTS = (
    "records", "attach", "merge", "split", "move", "by_people", "undone", "asked", "settled_same", "settled_different",
    "answered_twice", "disagreed",
)  # fmt: skip

EMPTY = {
    "period": ["2026-10-01", "2026-10-31"],
    "alarms": [],
    "sample": {
        "drawn_on": "2026-11-02", "model": "hand-set", "records": 3, "pairs": 2, "judged": 0, "beyond": 0, "set_aside": 0,
        "cannot_say": 0,
    },
    "waits": {
        "overall": {"pairs": 0, "waiting": 0, "median": None, "low": None, "high": None}, "by_group": [], "now": 0,
        "beyond": 0, "since": None,
    },
    "reviewers": {"overall": {"answers": 0, "agreed": None, "low": None, "high": None}, "each": []},
    "batch": None,
    "changes": dict.fromkeys(COUNTS, 0),
}  # fmt: skip

FULL = EMPTY | {
    "alarms": [
        "The share of missed links differs by 6.1% between “South” and “North”, more than 3%. The whole interval is beyond "
        "the limit: stop automatic joining until it is understood."
    ],
    "sample": EMPTY["sample"] | {"records": 31_204, "pairs": 520, "judged": 500, "beyond": 20, "set_aside": 1, "cannot_say": 9},
    "overall": {"precision": PRECISION, "recall": RECALL},
    "by_agencies": [
        {"one": "Police", "other": "School or college", "precision": PRECISION, "recall": NOTHING},
        {"one": "Health", "other": "Health", "precision": PRECISION, "recall": RECALL},
    ],
    "by_group": [
        {"group": "North", "precision": PRECISION, "recall": RECALL},
        {"group": "South", "precision": NOTHING, "recall": LOWER},
    ],
    "missed_gap": {"worst": "South", "best": "North", "value": 0.061, "low": 0.034, "high": 0.09, "alarm": "stop"},
    "false_gap": None,
    "method": "As it was done.",
    "waits": {
        "overall": {"pairs": 40, "waiting": 3, "median": 2.5, "low": 1.75, "high": None},
        "by_group": [
            {"group": "North", "pairs": 31, "waiting": 2, "median": 2.1, "low": 1.5, "high": 3.4},
            {"group": "South", "pairs": 4, "waiting": 1, "median": None, "low": None, "high": None},
        ],
        "now": 3, "beyond": 2, "since": "2026-11-01T09:00:00+00:00",
    },
    "reviewers": {
        "overall": {"answers": 20, "agreed": 19, "low": 0.751, "high": 0.9987},
        "each": [
            {"answers": 14, "agreed": 14, "low": 0.768, "high": 1.0},
            {"answers": 6, "agreed": None, "low": None, "high": None},
        ],
    },
    "batch": {"at": "2026-11-15T03:00:00+00:00", "records": 31_204, "differing": 0},
    "changes": dict(zip(COUNTS, (1240, 1011, 31, 4, 2, 29, 3, 88, 51, 30, 17, 1), strict=True)),
}  # fmt: skip


def keep(body, now, sample=None) -> QualityStatement:
    sample = sample or QualitySample.objects.create(
        model_id=pinned(now).pk, drawn_at=now, by="alongside identity sample", seed=1, records=3
    )
    return QualityStatement.objects.create(
        sample=sample, month=now.date().replace(day=1), made_at=now, by="alongside identity statement", body=body
    )
