"""What can go wrong in community work, worded for whoever wrote or answers."""


class CommunityRefused(Exception):
    """It cannot be kept as it stands. The text says why and what to do; `field` says where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ChangedMeanwhile(Exception):
    """Somebody else saved it first; `theirs` is the text that stands now."""

    def __init__(self, theirs: str) -> None:
        super().__init__("Somebody else changed this since you opened it. Both texts are below.")
        self.theirs = theirs
