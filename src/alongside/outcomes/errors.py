"""What can go wrong with measures, pledges and what is published, worded for the person who keeps them."""


class OutcomesRefused(Exception):
    """What was asked for cannot be done, kept or shown as asked. `field` names the answer that is wrong, if one is."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)
