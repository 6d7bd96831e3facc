"""What can go wrong with pledges and releases, worded for the member who meets it."""


class OutcomesRefused(Exception):
    """What was asked cannot be done as asked; the text says why and what to do. `field`: of the form, where it is one."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
