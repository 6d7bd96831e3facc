import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast

PASSWORD = "a long enough secret 7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def no_limits_left_over_from_other_tests():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def member(cast: Cast):
    return cast.members["dsl"]


@pytest.fixture
def inside(member) -> Client:
    """A browser that is signed in."""
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def with_app(member):
    """The member has an authenticator app; gives what it shows now."""
    TOTP.activate(member, SECRET)
    return code


def code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client: Client, username: str = "dsl", password: str = PASSWORD, **more):
    return client.post("/account/sign-in", {"login": username, "password": password, **more})
