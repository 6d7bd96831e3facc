"""Fields of the registry of measures, by class."""

from alongside.common.field_classes import OPEN, PERSONAL, FieldClass

_OPEN = (
    "id", "measure", "code", "name", "measured", "edition", "revision", "counts", "leaves_out", "unit", "population",
    "source", "vintage", "suppression", "licence", "read_by", "mind", "breaks", "reason", "agency_code", "at",
    "sent_key",
)  # fmt: skip
CLASSES: dict[str, dict[str, FieldClass]] = {"MeasureVersion": dict.fromkeys(_OPEN, OPEN) | {"by": PERSONAL}}
