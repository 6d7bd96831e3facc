"""Database triggers that refuse to change or delete rows, on SQLite and on PostgreSQL: the log's, and any others'."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """Which verbs are refused on which tables, and in what words.

    `words` are columns, by table, that may be emptied all the same when their time is up: emptied, and nothing else.
    `once` are columns, by table, that may be written once all the same: while the first of them is empty.
    """

    refused: Mapping[str, Sequence[str]]
    message: str
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    once: Mapping[str, Sequence[str]] = field(default_factory=dict)


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
        columns = {
            table: [one.name for one in connection.introspection.get_table_description(cursor, table)]
            for table in (*guard.words, *guard.once)
        }
        for statement in _statements(connection.vendor, guard, columns):
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


def _more_than_emptied(columns: Sequence[str], words: Sequence[str]) -> str:
    """True of an update that does anything but empty these columns."""
    kept = [f"NEW.{one} IS OLD.{one}" for one in columns if one not in words]
    emptied = [f"(NEW.{one} IS OLD.{one} OR NEW.{one} = '')" for one in words]
    return f"WHEN NOT ({' AND '.join([*kept, *emptied])}) "


def _more_than_written(columns: Sequence[str], once: Sequence[str]) -> str:
    """True of an update that touches another column, or these when they were written before."""
    kept = [f'NEW."{one}" IS OLD."{one}"' for one in columns if one not in once]
    unwritten = f"OLD.\"{once[0]}\" = ''"
    return f"WHEN NOT ({' AND '.join([*kept, unwritten])}) "


def _statements(vendor: str, guard: Guard, columns: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if vendor == "sqlite":
        for table, verbs in guard.refused.items():
            for verb in verbs:
                when = ""
                if verb == "UPDATE" and table in guard.words:
                    when = _more_than_emptied(columns[table], guard.words[table])
                elif verb == "UPDATE" and table in guard.once:
                    when = _more_than_written(columns[table], guard.once[table])
                yield (
                    f"CREATE TRIGGER IF NOT EXISTS {_name(table, verb)} BEFORE {verb} ON {table} {when}"
                    f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
                )
        return
    yield (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    if guard.words:
        yield _EMPTIED
    if guard.once:
        yield _WRITTEN_ONCE
    for table, verbs in guard.refused.items():
        for verb, each in (*((verb, "ROW") for verb in verbs), ("TRUNCATE", "STATEMENT")):
            words = guard.words.get(table, ()) if verb == "UPDATE" else ()
            once = guard.once.get(table, ()) if verb == "UPDATE" else ()
            told = ", ".join(f"'{one}'" for one in (guard.message, *words, *once))
            refuse = "audit_refuse" + ("_but_emptied" if words else "_but_once" if once else "")
            yield (
                f"CREATE OR REPLACE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION {refuse}({told})"
            )


_EMPTIED = (
    "CREATE OR REPLACE FUNCTION audit_refuse_but_emptied() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ DECLARE word text; was jsonb := to_jsonb(OLD); now jsonb := to_jsonb(NEW); "
    "BEGIN FOREACH word IN ARRAY TG_ARGV[1:] LOOP "
    "IF now ->> word = '' THEN was := was - word; now := now - word; END IF; END LOOP; "
    "IF was IS DISTINCT FROM now THEN "
    "RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END IF; "
    "RETURN NEW; END $$"
)
_WRITTEN_ONCE = (
    "CREATE OR REPLACE FUNCTION audit_refuse_but_once() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ DECLARE was jsonb := to_jsonb(OLD); now jsonb := to_jsonb(NEW); "
    "BEGIN IF was ->> TG_ARGV[1] <> '' OR was - TG_ARGV[1:] IS DISTINCT FROM now - TG_ARGV[1:] THEN "
    "RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END IF; "
    "RETURN NEW; END $$"
)
