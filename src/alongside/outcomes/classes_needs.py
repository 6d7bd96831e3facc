"""The fields of needs assessments and of the directory, by class. None of them tells of anybody who needs help."""

from alongside.common.field_classes import OPEN, PERSONAL, PSEUDONYMOUS, FieldClass

_OPEN: dict[str, tuple[str, ...]] = {
    "NeedsAssessment": (
        "id", "reference", "place_key", "place", "first_month", "last_month", "sent_key", "agency_code", "drafted_at",
    ),
    "NeedsFigure": (
        "id", "assessment", "number", "key", "section", "label", "definition_code", "definition_version",
        "definition_name", "definition_words", "is_process", "state", "why", "shown", "value", "low", "high",
        "interval", "comparator", "place", "place_code", "period", "first_day", "last_day", "source", "extracted",
        "extract_hash", "digest",
    ),
    "NeedsText": ("id", "assessment", "section", "number", "text", "agency_code", "at"),
    "NeedsStep": ("id", "assessment", "state", "reason", "digest", "agency_code", "at"),
    "AnnualFigures": ("id", "year", "body", "made_at"),
    "ListedProvider": ("id", "agency_code", "name", "telephone"),
    "ListedService": (
        "id", "provider", "contract", "name", "summary", "topic", "status", "alert", "telephone", "email", "website",
        "address", "postcode", "easting", "northing", "opening", "days", "opening_note", "least_age", "most_age",
        "for_whom", "wards", "self_referral", "how_to_refer", "cost", "languages", "access", "capacity", "room",
        "wait", "told_as_at", "search_key", "sent_key", "changes", "checked_on", "changed_at",
    ),
    "ListingChange": ("id", "service", "number", "said", "reason", "agency_code", "at"),
}  # fmt: skip
_PERSONAL = {"NeedsAssessment": ("drafted_by",), "NeedsText": ("by",), "NeedsStep": ("by",), "ListingChange": ("by",)}
_PSEUDONYMOUS = {"NeedsAssessment": ("drafted_by_id",), "NeedsText": ("by_id",)}

CLASSES: dict[str, dict[str, FieldClass]] = {
    model: {
        **dict.fromkeys(names, OPEN), **dict.fromkeys(_PERSONAL.get(model, ()), PERSONAL),
        **dict.fromkeys(_PSEUDONYMOUS.get(model, ()), PSEUDONYMOUS),
    }
    for model, names in _OPEN.items()
}  # fmt: skip
