"""What can go wrong with recorded crime, worded for the person who loads it."""


class CrimeFileRefused(Exception):
    """The file was not loaded, and nothing of it was kept. The text says why and what to do."""
