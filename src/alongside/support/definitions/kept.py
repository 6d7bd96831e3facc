"""The definition of a version, read once for each text: a published version never changes."""

import json
from functools import lru_cache

from alongside.support.definitions.parts import Definition
from alongside.support.definitions.reading import read
from alongside.support.models import PathwayVersion


def definition_of(version: PathwayVersion) -> Definition:
    """What a version says. Raises `Faults` for a draft that cannot be read."""
    return _kept(json.dumps(version.document))


@lru_cache(maxsize=200)
def _kept(text: str) -> Definition:
    return read(json.loads(text))
