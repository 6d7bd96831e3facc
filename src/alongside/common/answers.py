"""How something that was asked with a time to answer ended: the words by which every domain counts it."""

from datetime import datetime

IN_TIME, LATE, STILL_OPEN, OVERDUE = "in_time", "late", "open", "overdue"
ENDS = (IN_TIME, LATE, STILL_OPEN, OVERDUE)


def end_of(due: datetime, answered: datetime | None, at: datetime) -> str:
    """Overdue is what nobody has answered though its time is up at `at`."""
    if answered is None:
        return OVERDUE if due < at else STILL_OPEN
    return IN_TIME if answered <= due else LATE
