"""Every field of this domain, by class (see `common.field_classes`). A field without a class fails the build."""

from alongside.common.field_classes import FieldClass
from alongside.outcomes.classes_measures import CLASSES as MEASURES
from alongside.outcomes.classes_needs import CLASSES as NEEDS
from alongside.outcomes.classes_scoreboard import CLASSES as SCOREBOARD

CLASSES: dict[str, dict[str, FieldClass]] = {**MEASURES, **NEEDS, **SCOREBOARD}
