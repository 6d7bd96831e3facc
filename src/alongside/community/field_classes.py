"""Every field of this domain, by class (see `common.field_classes`). A field without a class fails the build."""

from alongside.common.field_classes import FieldClass

CLASSES: dict[str, dict[str, FieldClass]] = {}
