"""Reads of recorded crime. It is open data without any person in it, so that nobody need be known to read it."""

from alongside.places.models import CrimeFile


def is_loaded(sha256: str) -> bool:
    return CrimeFile.objects.filter(sha256=sha256).exists()
