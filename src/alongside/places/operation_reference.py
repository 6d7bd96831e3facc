"""A new reference of an operation, which no other has."""

from secrets import SystemRandom

from alongside.common.references import RandomSource, short_reference
from alongside.places.models import Operation
from alongside.places.operation_states import OPERATION

_SOURCE = SystemRandom()


def new_operation_reference(source: RandomSource = _SOURCE) -> str:
    while True:
        reference = short_reference(OPERATION, source)
        if not Operation.objects.filter(reference=reference).exists():
            return reference
