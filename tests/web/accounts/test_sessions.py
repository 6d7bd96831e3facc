"""Sessions end when nobody is there, and nothing that was typed is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.web.accounts.conftest import PASSWORD, sign_in

SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def test_a_session_that_is_used_goes_on(inside, settings):
    start = timezone.now()
    for minutes in range(0, 100, 20):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert inside.get("/account").status_code == 200


def test_a_session_that_is_not_used_ends(inside, settings):
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 5), tick=False):
        assert inside.get("/account").headers["Location"] == "/account/sign-in?next=/account"


def test_no_session_is_longer_than_a_working_day(inside, settings):
    start = timezone.now()
    for minutes in range(0, 12 * 60 + 1, 20):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert inside.get("/account").status_code == 200
    with time_machine.travel(start + timedelta(hours=12, minutes=10), tick=False):
        assert inside.get("/account").status_code == 302


def test_a_page_view_writes_the_session_once_a_minute_at_most(inside, django_assert_max_num_queries):
    inside.get("/account/stay")
    with django_assert_max_num_queries(3) as queries:
        inside.get("/account/stay")
    assert not [one for one in queries if one["sql"].startswith("UPDATE")]


def test_what_was_typed_after_the_end_stays_on_the_page(client, db):
    answer = client.post("/account/password/set", {"note": "She said no.", "csrfmiddlewaretoken": "x"}, **SAME)
    text = answer.content.decode()
    assert answer.status_code == 401 and "You were signed out" in text
    assert 'name="note" value="She said no."' in text and text.count("csrfmiddlewaretoken") == 1
    assert "/account/sign-in?next=%2Faccount%2Fsigned-in-again" in text


def test_a_draft_that_comes_too_late_is_told_so(client, db):
    answer = client.post("/account/password/set", {"note": "x"}, HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()) == (401, {"signed_in": False})


def test_what_another_website_sends_is_not_kept(client, db):
    answer = client.post("/account/password/set", {"note": "theirs"}, HTTP_SEC_FETCH_SITE="cross-site")
    assert answer.status_code == 302


def test_asking_to_stay_needs_a_session(client, inside):
    assert inside.get("/account/stay").json() == {"signed_in": True}
    assert client.get("/account/stay").status_code == 302


def test_she_sees_where_she_is_signed_in_and_ends_the_others(client, member):
    other = Client(HTTP_USER_AGENT="A phone")
    sign_in(other)
    sign_in(client)
    assert "A phone" in client.get("/account/sessions").content.decode()
    client.post("/account/sessions")
    assert "A phone" not in client.get("/account/sessions").content.decode()
    assert other.get("/account").status_code == 302 and client.get("/account").status_code == 200


def test_nobody_sees_the_sessions_of_another(client, cast: Cast):
    sign_in(Client(HTTP_USER_AGENT="A phone"))
    sign_in(client, username="outsider")
    assert "A phone" not in client.get("/account/sessions").content.decode()


def test_changing_the_password_ends_the_other_sessions(client, member):
    other = Client()
    sign_in(other)
    sign_in(client)
    new = "three words nobody guesses"
    answer = client.post("/account/password", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.headers["Location"] == "/account"
    assert client.get("/account").status_code == 200 and other.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("wrong", "three words nobody guesses", "three words nobody guesses", "That is not your password"),
        (PASSWORD, "short", "short", "at least 12 characters"),
        (PASSWORD, "three words nobody guesses", "something else", "You must type the same password each time"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(inside, old, new, again, words):
    answer = inside.post("/account/password", {"oldpassword": old, "password1": new, "password2": again})
    assert words in answer.content.decode()


def test_account_pages_are_never_kept_by_a_cache(inside):
    for path in ("/account", "/account/sessions", "/account/password", "/"):
        assert "no-store" in inside.get(path).headers["Cache-Control"]
