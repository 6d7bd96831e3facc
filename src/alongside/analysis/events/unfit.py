"""The one error that the place library raises on purpose."""


class Unfit(ValueError):
    """The data or the settings cannot carry the answer asked for.

    `message` says what is wrong, `what_to_do` how to mend it; both are written for the person who sees them.
    """

    def __init__(self, message: str, what_to_do: str) -> None:
        super().__init__(f"{message} {what_to_do}")
        self.message = message
        self.what_to_do = what_to_do
