"""Signing in with a password, and what stops it."""

import re

import pytest
from django.db import DatabaseError
from django.test import Client

from alongside.audit.models import Event
from alongside.web.accounts.lockout import address_of
from tests.web.accounts.conftest import sign_in


def log():
    return [(one.act, one.outcome, one.agency_code, one.reason) for one in Event.objects.order_by("pk")]


def test_a_member_signs_in_and_it_is_in_her_agencys_log(client, member):
    assert sign_in(client).headers["Location"] == "/"
    assert client.get("/").context is None and client.session["_auth_user_id"] == str(member.pk)
    assert log() == [("sign_in", "allowed", "school", "")]


def test_she_comes_back_to_the_page_that_she_asked_for(client, member):
    assert client.get("/account/sessions").headers["Location"] == "/account/sign-in?next=/account/sessions"
    assert sign_in(client, next="/account/sessions").headers["Location"] == "/account/sessions"


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_website(client, member, onward):
    assert sign_in(client, next=onward).headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_read_the_same(client, member):
    wrong = sign_in(client, password="something else").content.decode()
    unknown = sign_in(client, username="nobody").content.decode()
    assert "The username or the password is not right" in wrong
    assert same(wrong, "dsl") == same(unknown, "nobody")


def same(page, username):
    """The page without what must differ: the token and the name that was typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(f'value="{username}"', "")


def test_failed_attempts_are_in_the_log_of_the_agency_that_was_tried(client, member):
    sign_in(client, password="something else")
    sign_in(client, username="my password by mistake")
    assert log() == [
        ("sign_in", "refused", "school", "wrong password"),
        ("sign_in", "refused", "system", "no such account"),
    ]
    assert "mistake" not in "".join(str(vars(event)) for event in Event.objects.select_related("body"))


def test_after_five_wrong_passwords_that_name_waits_from_that_address(client, member):
    answers = [sign_in(client, password=f"wrong {number}") for number in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    locked = sign_in(client)
    assert locked.status_code == 429 and "_auth_user_id" not in client.session
    assert "waits for 15 minutes" in locked.content.decode() and locked.headers["Retry-After"] == "900"


def test_a_lock_meets_nobody_else(client, member):
    for number in range(6):
        sign_in(client, password=f"wrong {number}")
    assert sign_in(Client(), username="triage").status_code == 302
    assert Client(REMOTE_ADDR="192.0.2.7").post(
        "/account/sign-in", {"login": "dsl", "password": "a long enough secret 7"}
    ).status_code == 302  # fmt: skip


def test_capitals_and_spaces_give_no_further_attempts(client, member):
    names = ["dsl", "DSL", " dsl", "Dsl ", "dSl"]
    assert [sign_in(client, username=name, password="wrong").status_code for name in names][-1] == 429
    assert sign_in(client).status_code == 429
    assert {reason for *_, reason in log()} == {"wrong password", "locked for a while"}, (
        "and the log knows whom they meet"
    )


@pytest.mark.parametrize(
    ("headers", "counted"),
    [
        ({"HTTP_X_FORWARDED_FOR": "203.0.113.9"}, "203.0.113.9"),
        ({"HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.9"}, "203.0.113.9"),
        ({"HTTP_X_FORWARDED_FOR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::"),
        ({"HTTP_X_FORWARDED_FOR": "::ffff:203.0.113.9"}, "203.0.113.9"),
        ({"HTTP_X_FORWARDED_FOR": ""}, "127.0.0.1"),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, "192.0.2.1"),
    ],
)
def test_an_address_is_what_the_proxy_on_this_machine_says_and_never_what_a_stranger_says(
    rf, settings, headers, counted
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.ONLY_LOCAL_PROXY = 1, True
    assert address_of(rf.get("/", **headers)) == counted


def test_one_behind_the_proxy_does_not_lock_out_another(client, member, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.ONLY_LOCAL_PROXY = 1, True
    for number in range(6):
        sign_in(Client(HTTP_X_FORWARDED_FOR=f"2001:db8:1:2::{number}"), password="wrong")
    assert sign_in(Client(HTTP_X_FORWARDED_FOR="2001:db8:1:2::7")).status_code == 429, "the same network"
    assert sign_in(Client(HTTP_X_FORWARDED_FOR="2001:db8:9:9::7")).status_code == 302


def test_after_thirty_wrong_passwords_from_anywhere_a_name_waits_and_is_told_of_the_passkey(client, member):
    for number in range(30):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{number}", HTTP_HOST=f"testserver:{number + 1}"), password="wrong")
    answer = sign_in(Client(REMOTE_ADDR="192.0.2.1"))
    assert answer.status_code == 200 and "or sign in with a passkey" in answer.content.decode()
    assert sign_in(Client(REMOTE_ADDR="192.0.2.1"), username="triage").status_code == 302


def test_a_name_that_does_not_exist_is_locked_in_the_same_way(client, member):
    assert [sign_in(client, username="nobody", password="x").status_code for _ in range(5)][-1] == 429


def test_a_closed_account_says_so_only_to_whoever_knows_its_password(client, member):
    member.is_active = False
    member.save()
    assert "is not right" in sign_in(client, password="something else").content.decode()
    assert sign_in(client).headers["Location"] == "/account/closed"
    assert "_auth_user_id" not in client.session
    assert [reason for *_, reason in log()] == ["the account is closed"] * 2


def test_without_a_log_nobody_is_signed_in(client, member, monkeypatch):
    def unwritable(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr("alongside.audit.actions._write", unwritable)
    answer = sign_in(client)
    assert answer.status_code == 503 and "_auth_user_id" not in client.session
    assert "cannot be written" in answer.content.decode()


def test_signing_out_takes_a_post_and_is_in_the_log(inside):
    assert "Do you want to sign out?" in inside.get("/account/sign-out").content.decode()
    assert inside.post("/account/sign-out").headers["Location"] == "/"
    assert "_auth_user_id" not in inside.session
    assert log()[-1][0] == "sign_out"


def test_signing_out_works_even_if_the_log_cannot_be_written(inside, monkeypatch):
    def unwritable(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr("alongside.audit.actions._write", unwritable)
    assert inside.post("/account/sign-out").status_code == 302
    assert "_auth_user_id" not in inside.session


@pytest.mark.parametrize(
    "path", ["/account/signup", "/account/sign-up", "/account/password/reset", "/accounts/signup/", "/account/email"]
)
def test_there_is_no_signing_up_and_no_reset_by_email(client, db, path):
    assert client.get(path).status_code == 404
