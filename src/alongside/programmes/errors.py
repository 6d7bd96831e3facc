"""What cannot be done with a programme, worded for whoever meets it."""


class ProgrammeRefused(Exception):
    """Says what is wrong and what to do; `field` is where it was typed, if it was typed."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class ChangedMeanwhile(ProgrammeRefused):
    """Somebody else wrote it down first. `theirs`: what stands there now, in words."""

    def __init__(self, theirs: str, by: str) -> None:
        self.theirs, self.by = theirs, by
        super().__init__(
            f"{by} changed this while you were writing: it now says “{theirs}”. Look, then send yours again."
        )
