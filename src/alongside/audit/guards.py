"""Database triggers that refuse to change or delete rows, on SQLite and on PostgreSQL: the log's, and any others'."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """Which verbs are refused on which tables, and in what words."""

    refused: Mapping[str, Sequence[str]]
    message: str


LOG = Guard(
    {
        "audit_event": ("UPDATE", "DELETE"),
        "audit_eventperson": ("UPDATE", "DELETE"),
        "audit_eventbody": ("UPDATE",),
        "audit_seal": ("UPDATE", "DELETE"),
        "audit_sealedevent": ("UPDATE", "DELETE"),
    },
    "the log is append-only",
)


def install(connection: BaseDatabaseWrapper, guard: Guard = LOG) -> None:
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, guard):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, guard: Guard = LOG) -> None:
    """Only for taking the tables down (migrating back, emptying a test database)."""
    with connection.cursor() as cursor:
        for table, verbs in guard.refused.items():
            for verb in verbs:
                name = _name(table, verb)
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, 'TRUNCATE')} ON {table}")


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def _statements(vendor: str, guard: Guard) -> Iterator[str]:
    if vendor == "sqlite":
        for table, verbs in guard.refused.items():
            for verb in verbs:
                yield (
                    f"CREATE TRIGGER IF NOT EXISTS {_name(table, verb)} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
                )
        return
    yield (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table, verbs in guard.refused.items():
        for verb, each in (*((verb, "ROW") for verb in verbs), ("TRUNCATE", "STATEMENT")):
            yield (
                f"CREATE OR REPLACE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION audit_refuse('{guard.message}')"
            )
