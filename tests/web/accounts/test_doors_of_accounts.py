"""Each borrowed page has a declared door, and the door is how the page really behaves."""

import pytest
from django.urls import URLPattern, reverse

from alongside.web.accounts import urls
from alongside.web.design.doors import BORROWED

NAMES = [one.name for one in urls.urlpatterns if isinstance(one, URLPattern)]
BORROWED_NAMES = [name for name in NAMES if name in BORROWED]


def address(name):
    try:
        return reverse(name)
    except Exception:
        return reverse(name, kwargs={"pk": 1})


def test_every_borrowed_page_is_declared_and_no_other():
    ours = {one.name for one in urls.urlpatterns if hasattr(one.callback, "door")}
    assert set(BORROWED) == set(NAMES) - ours
    assert all(door.why for door in BORROWED.values())


@pytest.mark.parametrize("name", [name for name in BORROWED_NAMES if not BORROWED[name].public])
def test_a_page_of_ones_own_sends_a_stranger_to_sign_in(client, db, name):
    assert client.get(address(name)).headers["Location"].startswith("/account/sign-in?next=")


@pytest.mark.parametrize("name", ["account_login", "account_inactive"])
def test_a_public_page_opens_to_a_stranger(client, db, name):
    assert client.get(address(name)).status_code == 200
