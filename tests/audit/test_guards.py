"""The database itself refuses to change the log."""

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.audit.guards import LOG
from tests.audit.made_log import sealed_log

pytestmark = pytest.mark.django_db
COLUMNS = {
    "audit_event": "reason = 'x'",
    "audit_eventperson": "event_id = event_id",
    "audit_eventbody": "text = 'x'",
    "audit_seal": "root = 'x'",
    "audit_sealedevent": "link = 'x'",
}
TRIED = [(table, verb) for table, verbs in LOG.refused.items() for verb in verbs]


@pytest.mark.parametrize(("table", "verb"), TRIED)
def test_neither_update_nor_delete_goes_through(table, verb):
    sealed_log(events=1, seals=1)
    statement = f"UPDATE {table} SET {COLUMNS[table]}" if verb == "UPDATE" else f"DELETE FROM {table}"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_table_of_the_log_is_guarded():
    tables = {name for name in connection.introspection.table_names() if name.startswith("audit_")}
    assert tables == set(LOG.refused)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_truncate_does_not_go_through_either():
    for table in LOG.refused:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")
