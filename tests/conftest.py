"""What every test may use. Journeys add a browser; `tests/cast.py` says who is who."""

from pathlib import Path

import pytest
from django.core.management.commands import flush
from django.db import connections
from hypothesis import HealthCheck, settings

from alongside.audit import guards
from alongside.community.guards import GUARDS as COMMUNITY
from alongside.outcomes.guards import GUARDS as OUTCOMES
from alongside.partners.guards import GUARDS as PARTNERS
from alongside.people.guards import EDGES
from alongside.places.guards import GUARDS as PLACES
from alongside.programmes.guards import GUARDS as PROGRAMMES
from alongside.support.guards import GUARDS as SUPPORT
from tests.cast import Cast, make_cast

# How long an example takes is the machine's affair: speed is measured in benchmarks/.
settings.register_profile("alongside", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("alongside")

GUARDS = (guards.LOG, EDGES, *COMMUNITY, *OUTCOMES, *PARTNERS, *PLACES, *PROGRAMMES, *SUPPORT)

# Each stays with one worker (`--dist loadfile`), so that what it builds is built once; the longest begin, so that
# all workers end together.
LONGEST = (
    "cli/test_demo_command.py", "demo/test_demo_borough.py", "security/test_every_url.py",
    "exchange/test_police_uk_real.py", "cli/test_run_command.py", "demo", "people", "journeys", "support",
)  # fmt: skip


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(here).as_posix()
        return next((place for place, one in enumerate(LONGEST) if path.startswith(one)), len(LONGEST))

    items.sort(key=place)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files given as bytes are named by their argument: a packed one holds the second of its packing, and workers that
    name one test differently run none."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True, scope="session")
def emptying_a_test_database_lifts_the_guards() -> None:
    """The log, the weighed pairs and a handover's steps refuse to be emptied; a test database that is thrown away has to be.

    The permissions of Django that emptying writes anew (nine tenths of its time) are not used here.
    """
    empty = flush.Command.handle

    def handle(self: flush.Command, **options: object) -> object:
        connection = connections[options["database"]]
        for guard in GUARDS:
            guards.remove(connection, guard)
        try:
            return empty(self, **{**options, "inhibit_post_migrate": True})
        finally:
            for guard in GUARDS:
                guards.install(connection, guard)

    flush.Command.handle = handle
