"""Errors of sharing, worded for the member who meets them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alongside.audit.entries import Entry
    from alongside.partners.access import Decision


class Refused(Exception):
    """The member may not see or do this. Already in the log when it is raised."""

    def __init__(self, entry: "Entry", decision: "Decision | None" = None, because: str = "") -> None:
        self.entry = entry
        self.decision = decision
        self.because = because or (decision.because if decision else "")
        super().__init__(self.because)


class Invalid(Exception):
    """What was entered cannot stand; says which field and what would be right."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class NotSetUp(Exception):
    """The partnership has not set up what this needs. `how` is the command with which whoever runs the system does."""

    def __init__(self, message: str, how: str) -> None:
        self.how = how
        super().__init__(message)


class Stale(Exception):
    """Somebody else changed it since it was opened; both texts are kept."""

    def __init__(self, message: str, theirs: object = None) -> None:
        self.theirs = theirs
        super().__init__(message)
