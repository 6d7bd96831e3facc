"""Every field of this domain, by class (see `common.field_classes`). A field without a class fails the build."""

from alongside.common.field_classes import FieldClass
from alongside.support.field_classes import (
    cases,
    clocks,
    concerns,
    encompass,
    exploitation,
    exports,
    handovers,
    imports,
    own_view,
    panels,
    pathways,
    plans,
    providers,
    triage,
    waits,
)

CLASSES: dict[str, dict[str, FieldClass]] = {
    **cases.CLASSES,
    **clocks.CLASSES,
    **concerns.CLASSES,
    **exploitation.CLASSES,
    **exports.CLASSES,
    **handovers.CLASSES,
    **encompass.CLASSES,
    **imports.CLASSES,
    **own_view.CLASSES,
    **panels.CLASSES,
    **pathways.CLASSES,
    **plans.CLASSES,
    **providers.CLASSES,
    **triage.CLASSES,
    **waits.CLASSES,
}
