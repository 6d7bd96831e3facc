"""A list of keys as one value of a statement."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL


def listed(keys: Iterable[UUID]) -> RawSQL:
    """For `pk__in` with some hundreds of keys: one parameter, where Django would resolve, write and bind each by itself,
    which costs more than the database does."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::uuid[])", [list(keys)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps([key.hex for key in keys])])
