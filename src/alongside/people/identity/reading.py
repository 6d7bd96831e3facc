"""The few things that every arriving record asks and writes, as SQL that both databases take: put together once.

Asked through querysets they cost more in being written than in being answered. Nothing here decides who may see what.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

Row = tuple[Any, ...]


def ask(sql: str, values: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return cursor.fetchall()


def tell(sql: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))


def table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


def among(column: str, numbers: Collection[int]) -> tuple[str, list[Any]]:
    """That a column holds one of these numbers, and the values for it: on PostgreSQL one statement for however many."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s::bigint[])", [list(numbers)]
    return f"{column} IN ({marks(numbers)})", list(numbers)


def pairs_of(
    model: type[Model],
    columns: Sequence[str],
    records: Collection[int],
    also: str = "1 = 1",
    values: Sequence[Any] = (),
) -> list[Row]:
    """From a table of pairs, those with one of these records on either side."""
    sides = [among(side, records) for side in ("one_id", "other_id")]
    listed = ", ".join(columns)
    both = " UNION ".join(f"SELECT {listed} FROM {table(model)} WHERE {which} AND {also}" for which, _ in sides)  # noqa: S608 (own names only)
    return ask(both, [one for _, these in sides for one in (*these, *values)])


def as_uuid(value: object) -> UUID:
    """SQLite keeps it as text."""
    return value if isinstance(value, UUID) else UUID(str(value))


def as_stored(person: UUID) -> UUID | str:
    return person if connection.features.has_native_uuid_field else person.hex


def as_date(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value
