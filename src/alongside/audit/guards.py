"""Database triggers that refuse to change or delete the log, on SQLite and on PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSED = {
    "audit_event": ("UPDATE", "DELETE"),
    "audit_eventperson": ("UPDATE", "DELETE"),
    "audit_eventbody": ("UPDATE",),
    "audit_seal": ("UPDATE", "DELETE"),
    "audit_sealedevent": ("UPDATE", "DELETE"),
}
MESSAGE = "the log is append-only"


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Only for taking the tables down (migrating back, emptying a test database)."""
    with connection.cursor() as cursor:
        for table, verbs in REFUSED.items():
            for verb in verbs:
                name = _name(table, verb)
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, 'TRUNCATE')} ON {table}")


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def _statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {_name(table, verb)} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for table, verbs in REFUSED.items()
            for verb in verbs
        ]
    function = (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    rows = [
        f"CREATE OR REPLACE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        for table, verbs in REFUSED.items()
        for verb in verbs
    ]
    whole = [
        f"CREATE OR REPLACE TRIGGER {_name(table, 'TRUNCATE')} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        for table in REFUSED
    ]
    return [function, *rows, *whole]
