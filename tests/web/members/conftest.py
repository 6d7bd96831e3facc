import pytest
from django.core.cache import cache
from django.test import Client

from alongside.partners.models import Member
from tests.cast import Cast


@pytest.fixture(autouse=True)
def no_limits_left_over_from_other_tests():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def keeper(cast: Cast) -> Client:
    """The council's manager, who looks after its accounts, signed in. The clock is the real one: sessions and locks
    run on it."""
    client = Client()
    client.force_login(cast.members["manager"], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def tomasz(cast: Cast) -> Member:
    return cast.members["triage"]
