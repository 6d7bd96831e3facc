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


def pairs_of(
    model: type[Model],
    columns: Sequence[str],
    records: Collection[int],
    also: str = "1 = 1",
    values: Sequence[Any] = (),
) -> list[Row]:
    """From a table of pairs, those with one of these records on either side."""
    listed, some = ", ".join(columns), marks(records)
    question = f"SELECT {listed} FROM {table(model)} WHERE {{}} IN ({some}) AND {also}"  # noqa: S608 (own names only)
    both = f"{question.format('one_id')} UNION {question.format('other_id')}"
    return ask(both, [*records, *values, *records, *values])


def as_uuid(value: object) -> UUID:
    """SQLite keeps it as text."""
    return value if isinstance(value, UUID) else UUID(str(value))


def as_stored(person: UUID) -> UUID | str:
    return person if connection.features.has_native_uuid_field else person.hex


def as_date(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value
