"""Every field of this package, by class (see `common.field_classes`). A field without a class fails the build."""

from alongside.common.field_classes import OPEN, FieldClass

CLASSES: dict[str, dict[str, FieldClass]] = {
    "QuestionCount": {"id": OPEN, "agency_code": OPEN, "day": OPEN, "asked": OPEN},
}
