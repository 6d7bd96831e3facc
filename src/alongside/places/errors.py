"""What can go wrong with recorded crime and with analyses, worded for the person who asks."""


class CrimeFileRefused(Exception):
    """The file was not loaded, and nothing of it was kept. The text says why and what to do."""


class PlacesRefused(Exception):
    """What was asked of places has no answer as asked. `reason` says why, `remedy` what would make it answerable."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(f"{reason} {remedy}".strip())
        self.reason = reason
        self.remedy = remedy


class RunStopped(Exception):
    """Somebody asked to stop an analysis while it was under way."""
