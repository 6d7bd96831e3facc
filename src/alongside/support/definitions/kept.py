"""The definition of a version, read once for each text: a published version never changes."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, QuerySet, TextField
from django.db.models.functions import Cast

from alongside.common.prepared import Prepared, Slot, values_for
from alongside.support.definitions.parts import Definition
from alongside.support.definitions.reading import read
from alongside.support.models import PathwayVersion

TEXT = Cast("document", TextField())


def definition_of(version: PathwayVersion) -> Definition:
    """What a version says. Raises `Faults` for a draft that cannot be read."""
    return kept(json.dumps(version.document))


def definitions(versions: Iterable[int]) -> dict[int, Definition]:
    """What published versions say, by their key, for a list: its rows need not bring the whole text along, each anew."""
    size, named = values_for("version", versions, 0)
    return {version: kept(text) for version, text in TEXTS.rows(size, **named)}


def _texts(size: int) -> QuerySet[PathwayVersion, Any]:
    rows = PathwayVersion.objects.filter(pk__in=Slot.several("version", BigIntegerField(), size)).order_by()
    return rows.values_list("pk", TEXT)


TEXTS = Prepared(_texts)


@lru_cache(maxsize=200)
def kept(text: str) -> Definition:
    """From the text of a document, as the database has it."""
    return read(json.loads(text))
