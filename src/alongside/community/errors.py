"""What can go wrong in community work, worded for whoever wrote or answers."""

from collections.abc import Callable


class CommunityRefused(Exception):
    """It cannot be kept as it stands. The text says why and what to do; `field` says where.

    `about` fills the text's gaps, so that a public page can say it in the language of whoever wrote.
    """

    def __init__(self, message: str, field: str = "", **about: str) -> None:
        super().__init__(message % about if about else message)
        self.message, self.field, self.about = message, field, about

    def said(self, translate: Callable[[str], str]) -> str:
        words = translate(self.message)
        return words % {key: translate(value) for key, value in self.about.items()} if self.about else words


class ChangedMeanwhile(Exception):
    """Somebody else saved it first; `theirs` is the text that stands now."""

    def __init__(self, theirs: str) -> None:
        super().__init__("Somebody else changed this since you opened it. Both texts are below.")
        self.theirs = theirs
