"""What can go wrong with areas and schools, worded for the person at the keyboard."""


class AreaFileRefused(Exception):
    """A file was not loaded, and nothing of it was kept. The text says why and what to do."""


class OutsideGrid(ValueError):
    """A point that the British National Grid does not cover."""


class NoPopulation(LookupError):
    """The population asked for cannot be made from what is held. The text says what is missing."""


class SchoolUnknown(LookupError):
    """No school with that URN is held."""


class TermsRefused(ValueError):
    """A school's terms make no sense; nothing was changed."""
