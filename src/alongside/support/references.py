"""New references that no other matter of the same kind has."""

from secrets import SystemRandom

from django.db import models

from alongside.common.references import RandomSource, parse_reference, short_reference

CONCERN, REQUEST, PLAN, CASE, CONTRACT = "CN", "RQ", "PN", "CS", "CT"
_SOURCE = SystemRandom()


def new_reference(prefix: str, model: type[models.Model], source: RandomSource = _SOURCE) -> str:
    """Drawn at random until it is free: a guess at another's reference must tell nothing."""
    while True:
        reference = short_reference(prefix, source)
        if not model._default_manager.filter(reference=reference).exists():
            return reference


def normal(text: str, prefix: str) -> str:
    """A reference as it was typed or said, in its normal form; as it stands if it is not one."""
    return parse_reference(text, [prefix]).value or text.replace("\x00", "").strip()[:20]
