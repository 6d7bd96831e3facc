"""Identity changes one transaction at a time."""

from django.db import connection

# Any number that nothing else in this database locks.
_KEY = 0x1DE4711


def one_at_a_time() -> None:
    """Wait until no other transaction changes identities; held until this one ends.

    Two arrivals that match each other must not both find nothing, so a lock on the rows that exist is too little; and
    locks on the keys by which they would find each other, taken record by record in the transaction of a file, would
    lock two files against one another. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEY])
