"""The few words that recorded crime needs."""

from django.db.models import TextChoices

# The kind of the counting that leaves areas aside: all that a force published, placed or not.
EVERYWHERE = "everywhere"
# The layout of a file that is an answer of the interface on one place: no whole month of a force.
ANSWER = "data.police.uk answer of the interface"


class Joining(TextChoices):
    """What happens to one force's month when a file brings it and some of it is held already."""

    ADD = "add", "added"
    MERGE = "merge", "merged with what was held"
    REPLACE = "replace", "replaced by a newer extract"
    KEEP = "keep", "left as held, which is newer"


class Assignment(TextChoices):
    """How a crime came to be counted in an area."""

    PUBLISHED = "published", "by the LSOA code that the police publish with each crime"
    MAP_POINT = "map_point", "by the boundary around the crime's anonymised map point"


class FileResult(TextChoices):
    LOADED = "loaded", "loaded"
    HELD = "held", "loaded before: nothing to do"


class Fault(TextChoices):
    """Why a row was rejected. Each names what to mend."""

    CELLS = "cells", "The row does not have as many cells as the header"
    FORMULA = "formula", "The cell begins like a spreadsheet formula"
    CONTROL = "control", "The cell holds control characters"
    TOO_LONG = "too_long", "The cell is longer than any that the police publish"
    MONTH = "month", "The month must be written as 2024-05"
    FUTURE = "future", "The month lies in the future"
    BEFORE_SERIES = "before_series", "The month lies before December 2010, when the series began"
    FORCE = "force", "The reporting force is missing"
    HALF_PLACE = "half_place", "Longitude and latitude must both be given or both be empty"
    NUMBER = "number", "The coordinate is not a number"
    SWAPPED = "swapped", "Longitude and latitude look swapped"
    OUTSIDE = "outside", "The coordinate lies outside the United Kingdom"
    LSOA = "lsoa", "The LSOA code is not in any official form"
    NO_ID = "no_id", "The Crime ID is missing: it says of which crime the outcome is"
    OUTCOME = "outcome", "The outcome is missing"
    TYPE = "type", "The crime type is not one that data.police.uk uses"


class RunKind(TextChoices):
    """What can be asked of places."""

    HOT_SPOTS = "hot_spots", "Hot spots"
    COMPARISON = "comparison", "Two periods compared"
    NEAR_REPEATS = "near_repeats", "Near repeats"
    PATROL_PLAN = "patrol_plan", "Patrol plan"
    WARD_WATCH = "ward_watch", "Ward watch"
    EVALUATION = "evaluation", "Evaluation"
    PATROL_DAYS = "patrol_days", "Patrol days by lot"


class RunState(TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Under way"
    DONE = "done", "Done"
    REFUSED = "refused", "Not answerable"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"


UNDER_WAY = (RunState.WAITING, RunState.RUNNING)


class Precision(TextChoices):
    """How exactly a source tells when something happened."""

    MONTH = "month", "the month"
    DAY = "day", "the day"
    MINUTE = "minute", "the minute"


class ProblemState(TextChoices):
    """How a problem to work on stands."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
