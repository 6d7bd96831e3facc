"""A password that somebody else gave is changed before anything else is opened."""

import pytest

from tests.web.accounts.conftest import PASSWORD
from tests.web.reading import errors_in, text_of

OWN = "three words nobody guesses"


@pytest.fixture
def given(member):
    member.password_is_temporary = True
    member.save()
    return member


def choose(client, new=OWN, old=PASSWORD, **more):
    return client.post("/account/password", {"oldpassword": old, "password1": new, "password2": new, **more})


@pytest.mark.parametrize("path", ["/", "/account", "/account/keys/add", "/account/sessions", "/concern/?x=1"])
def test_every_page_leads_to_choosing_ones_own_and_back(inside, given, path):
    onward = inside.get(path).headers["Location"]
    assert onward.startswith("/account/password?next=")
    page = inside.get(onward)
    assert "Choose a password of your own" in text_of(page) and f'name="next" value="{path}"' in page.content.decode()
    assert choose(inside, next=path).headers["Location"] == path
    assert inside.get("/account").status_code == 200


def test_nothing_can_be_sent_either(inside, given):
    assert inside.post("/account/sessions", {}).headers["Location"] == "/account/password?next=%2F"


@pytest.mark.parametrize("path", ["/privacy", "/account/sign-out", "/account/password", "/health", "/account/stay"])
def test_she_may_still_read_public_pages_sign_out_and_stay(inside, given, path):
    assert inside.get(path).status_code == 200


def test_the_given_password_cannot_be_kept(inside, given):
    assert errors_in(choose(inside, PASSWORD)) == {
        "id_password1": "That is the password that you have now. Choose another"
    }
    given.refresh_from_db()
    assert given.password_is_temporary


@pytest.mark.parametrize(("new", "old"), [("short", PASSWORD), (OWN, "not the one")])
def test_a_password_that_will_not_do_frees_nobody(inside, given, new, old):
    assert choose(inside, new, old).status_code == 200
    assert inside.get("/account").status_code == 302


def test_nobody_is_led_to_another_website(inside, given):
    assert choose(inside, next="https://evil.example/").headers["Location"] == "/account"


def test_a_second_factor_is_asked_for_after_the_password(inside, given, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    assert inside.get("/").headers["Location"].startswith("/account/password")
    choose(inside)
    assert inside.get("/").headers["Location"] == "/account/second-factor"


def test_a_password_of_ones_own_leads_nowhere_else(inside, member):
    assert inside.get("/account").status_code == 200
    assert "Change your password" in text_of(inside.get("/account/password"))
