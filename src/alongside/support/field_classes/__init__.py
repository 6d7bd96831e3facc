"""Every field of this domain, by class (see `common.field_classes`). A field without a class fails the build."""

from alongside.common.field_classes import FieldClass
from alongside.support.field_classes import cases, clocks, concerns, imports, panels, pathways, plans, triage, waits

CLASSES: dict[str, dict[str, FieldClass]] = {
    **cases.CLASSES,
    **clocks.CLASSES,
    **concerns.CLASSES,
    **imports.CLASSES,
    **panels.CLASSES,
    **pathways.CLASSES,
    **plans.CLASSES,
    **triage.CLASSES,
    **waits.CLASSES,
}
