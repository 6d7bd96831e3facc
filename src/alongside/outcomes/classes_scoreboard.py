"""Pledges and releases: staff who typed are named, and nobody else."""

from alongside.common.field_classes import OPEN, PERSONAL, PSEUDONYMOUS, FieldClass

_FIELDS = {
    "Pledge": ("id", "code", "domain", "order", "made_at"),
    "PledgeText": (
        "id", "pledge", "number", "title", "words", "owner", "promised_on", "source", "reason", "agency_code", "by",
        "at",
    ),
    "PledgeEntry": (
        "id", "pledge", "kind", "words", "happened_on", "owner", "measure", "found", "corrects", "sent_key",
        "agency_code", "by", "at",
    ),
    "PledgeVerdict": (
        "id", "pledge", "release", "body_code", "body_name", "attempt", "word", "reason", "answer_due", "by", "at",
    ),
    "VerdictReading": ("id", "verdict", "state", "ground", "agency_code", "by", "at"),
    "VerdictAnswer": ("id", "verdict", "words", "sent_key", "agency_code", "by", "at"),
    "ScoreboardDraft": (
        "id", "title", "as_at", "basis", "corrects", "because", "body", "counted", "left_out", "sent_key",
        "agency_code", "drawn_by", "drawn_by_id", "at",
    ),
    "DraftStep": ("id", "draft", "state", "reason", "agency_code", "by", "at"),
    "FrozenRelease": (
        "id", "number", "draft", "text", "sha256", "table", "table_sha256", "agency_code", "signed_by", "signed_by_id", "signed_at",
    ),
}  # fmt: skip
# Small counts of people stand in `counted`: nobody is named, and somebody could be picked out.
_OTHERS = {
    "counted": PSEUDONYMOUS, "by": PERSONAL, "drawn_by": PERSONAL, "drawn_by_id": PSEUDONYMOUS,
    "signed_by": PERSONAL, "signed_by_id": PSEUDONYMOUS,
}  # fmt: skip
CLASSES: dict[str, dict[str, FieldClass]] = {
    model: {name: _OTHERS.get(name, OPEN) for name in names} for model, names in _FIELDS.items()
}
