"""What every test may use. Journeys add a browser; `tests/cast.py` says who is who."""

import pytest
from django.core.management.commands import flush
from django.db import connections

from alongside.audit import guards
from alongside.people.guards import EDGES
from alongside.places.guards import PROBLEMS
from alongside.support.guards import GUARDS
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True, scope="session")
def emptying_a_test_database_lifts_the_guards() -> None:
    """The log, the weighed pairs and a handover's steps refuse to be emptied; a test database that is thrown away has to be."""
    empty = flush.Command.handle

    def handle(self: flush.Command, **options: object) -> object:
        connection = connections[options["database"]]
        for guard in (guards.LOG, EDGES, PROBLEMS, *GUARDS):
            guards.remove(connection, guard)
        try:
            return empty(self, **options)
        finally:
            for guard in (guards.LOG, EDGES, PROBLEMS, *GUARDS):
                guards.install(connection, guard)

    flush.Command.handle = handle
