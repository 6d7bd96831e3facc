"""For pages: a browser that is signed in as one of the cast, at the moment at which the cast lives."""

from collections.abc import Callable

import pytest
from django.test import Client
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
def refusals(cast: Cast) -> Callable[[str], int]:
    """How often an agency was refused, says the log."""

    def count(agency: str) -> int:
        return Event.objects.filter(agency_code=cast.agencies[agency].code, outcome="refused").count()

    return count
