"""The definition of a version, read once: a published version never changes."""

from functools import lru_cache

from alongside.support.definitions.parts import Definition
from alongside.support.definitions.reading import read
from alongside.support.models import PathwayVersion


def definition_of(version: PathwayVersion) -> Definition:
    """What a version says. Raises `Faults` for a draft that cannot be read."""
    return _kept(version.pk, version.saved)


@lru_cache(maxsize=200)
def _kept(version_id: int, saved: int) -> Definition:
    return read(PathwayVersion.objects.values_list("document", flat=True).get(pk=version_id))
