"""New references that no other matter of the same kind has."""

from secrets import SystemRandom

from django.db import models

from alongside.common.references import RandomSource, parse_reference, short_reference

CONCERN, REQUEST, PLAN, CASE, COPY, HANDOVER = "CN", "RQ", "PN", "CS", "EX", "HV"
INCIDENT, NOTICE, CONTRACT = "EN", "SN", "CT"
NATIONAL, MOMENT, DISRUPTION = "NR", "RM", "DP"
# What a child, or somebody for her or him, says is wrong: of a plan or case, and of something said about ties.
CORRECTION, CHALLENGE = "CR", "TC"
_SOURCE = SystemRandom()


def new_reference(prefix: str, model: type[models.Model], source: RandomSource = _SOURCE) -> str:
    """Drawn at random until it is free: a guess at another's reference must tell nothing."""
    while True:
        reference = short_reference(prefix, source)
        if not model._default_manager.filter(reference=reference).exists():
            return reference


def new_references(prefix: str, model: type[models.Model], count: int, source: RandomSource = _SOURCE) -> list[str]:
    """Many at once, each free, in a question or two of the database."""
    found: list[str] = []
    while len(found) < count:
        drawn = {short_reference(prefix, source) for _ in range(count - len(found))} - set(found)
        taken = model._default_manager.filter(reference__in=drawn).values_list("reference", flat=True)
        found += sorted(drawn - set(taken))
    return found


def normal(text: str, prefix: str) -> str:
    """A reference as it was typed or said, in its normal form; as it stands if it is not one."""
    return parse_reference(text, [prefix]).value or text.replace("\x00", "").strip()[:20]


def new_copy_number(model: type[models.Model], source: RandomSource = _SOURCE) -> str:
    """Stands in the copy itself, so it must not be guessed from another's."""
    while True:
        copy = short_reference(COPY, source, groups=3)
        if not model._default_manager.filter(copy=copy).exists():
            return copy
