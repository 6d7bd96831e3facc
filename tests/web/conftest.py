"""For pages: a browser that is signed in as one of the cast, at the moment at which the cast lives."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.audit.models import Event
from tests.cast import NOW, Cast


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doors read the clock once for each request."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def as_member(cast: Cast, now: None) -> Callable[[str], Client]:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.members[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def queries() -> Callable[[Client, str], int]:
    """How many questions a page asks of the database, once the session is warm."""

    def count(client: Client, url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    return count


@pytest.fixture
def refusals(cast: Cast) -> Callable[[str], int]:
    """How often an agency was refused, says the log."""

    def count(agency: str) -> int:
        return Event.objects.filter(agency_code=cast.agencies[agency].code, outcome="refused").count()

    return count
