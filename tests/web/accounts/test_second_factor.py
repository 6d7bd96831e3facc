"""A second factor: set up before anything else where it is required, asked for at each sign-in, kept encrypted."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from alongside.audit.models import Event
from tests.web.accounts.conftest import PASSWORD, SECRET, code, sign_in


def confirm(client):
    return client.post("/account/confirm", {"password": PASSWORD, "next": "/account/app/add"})


def test_an_app_is_set_up_with_its_first_code_and_gives_recovery_codes_once(
    inside, member, django_capture_on_commit_callbacks
):
    assert inside.get("/account/app/add").headers["Location"].startswith("/account/confirm")
    confirm(inside)
    page = inside.get("/account/app/add").content.decode()
    secret = re.search(r'al-key">([A-Z2-7]+)<', page)[1]
    with django_capture_on_commit_callbacks(execute=True):
        assert inside.post("/account/app/add", {"code": code(secret)}).headers["Location"] == "/account/codes"
    assert len(re.findall(r"<li>\d{8}</li>", inside.get("/account/codes").content.decode())) == 10
    assert "cannot be shown again" in inside.get("/account/codes").content.decode()
    assert [one.reason for one in Event.objects.filter(act="change")] == ["added a second factor"] * 2


def test_a_wrong_first_code_sets_up_nothing(inside, member):
    confirm(inside)
    inside.get("/account/app/add")
    assert "That code is not right" in inside.post("/account/app/add", {"code": "000000"}).content.decode()
    assert not Authenticator.objects.exists()


def test_the_apps_secret_is_not_in_the_database_in_clear(with_app, member):
    kept = Authenticator.objects.get(user=member, type="totp").data["secret"]
    assert SECRET not in kept and len(kept) > 60


def test_the_secret_opens_after_the_key_was_changed(with_app, client, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 6
    sign_in(client)
    assert client.post("/account/second-step", {"code": with_app()}).headers["Location"] == "/"


def test_the_password_alone_does_not_sign_in_a_member_with_an_app(client, with_app):
    assert sign_in(client).headers["Location"].startswith("/account/second-step")
    assert client.get("/account").status_code == 302 and "_auth_user_id" not in client.session


def test_a_wrong_code_is_refused_and_in_the_log(client, with_app):
    sign_in(client)
    assert "That code is not right" in client.post("/account/second-step", {"code": "000000"}).content.decode()
    assert Event.objects.get().reason == "wrong second factor"


def test_the_code_of_the_app_signs_in_and_leads_on(client, with_app):
    sign_in(client, next="/account/sessions")
    assert client.post("/account/second-step", {"code": with_app()}).headers["Location"] == "/account/sessions"


def test_the_same_code_signs_in_once(client, with_app):
    now = with_app()
    for browser, answer in ((client, 302), (Client(), 200)):
        sign_in(browser)
        assert browser.post("/account/second-step", {"code": now}).status_code == answer


def test_a_recovery_code_signs_in_once(client, with_app, member):
    codes = RecoveryCodes.activate(member).get_unused_codes()
    for browser, answer in ((client, 302), (Client(), 200)):
        sign_in(browser)
        assert browser.post("/account/second-step", {"code": codes[0]}).status_code == answer


def test_the_second_step_opens_to_nobody_who_did_not_take_the_first(client, db):
    assert client.get("/account/second-step").headers["Location"] == "/account/sign-in"


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("path", ["/", "/account", "/account/sessions"])
def test_where_it_is_required_a_member_without_one_opens_nothing_else(required, inside, path):
    assert inside.get(path).headers["Location"] == "/account/second-factor"
    assert "A password alone is not enough" in inside.get("/account/second-factor").content.decode()


@pytest.mark.parametrize("path", ["/privacy", "/account/sign-out", "/account/password", "/health"])
def test_she_may_still_read_public_pages_change_her_password_and_sign_out(required, inside, path):
    assert inside.get(path).status_code == 200


def test_with_one_she_goes_where_she_wants(required, inside, with_app):
    assert inside.get("/account").status_code == 200


def test_taking_the_last_one_away_asks_for_another_at_once(required, inside, with_app):
    assert inside.get("/account").status_code == 200
    confirm(inside)
    inside.post("/account/app/remove")
    assert inside.get("/account").headers["Location"] == "/account/second-factor"


def test_production_requires_it():
    from alongside.config import settings as ours

    assert (ours.MODE == "production") == ours.SECOND_FACTOR_REQUIRED
