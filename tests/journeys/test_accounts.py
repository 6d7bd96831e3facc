"""Signing in with a real browser: by password, with an app, with a passkey; and coming back after a time-out."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import expect

from tests.journeys import gallery
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.web.accounts.conftest import PASSWORD, SECRET, code


@pytest.fixture(autouse=True)
def no_limits_left_over_from_other_tests():
    cache.clear()


def sign_in(page, username="dsl"):
    page.get_by_label("Username").fill(username)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def give_authenticator(page):
    """A security chip that says yes to everything, inside the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_for_strangers_are_accessible_and_fit(visit, cast, picture, width):
    page = visit("/account/sign-in", width=width)
    for path in ("/account/sign-in", "/account/closed", "/accessibility", "/privacy", "/licences", "/no-such-page"):
        page.goto(path)
        accessible(page)
        fits(page)
        picture(page, "stranger" + path.replace("/", "-"))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_of_an_account_are_accessible_and_fit(visit, cast, picture, width):
    page = visit("/", member=cast.members["triage"], width=width)
    page.goto("/account/confirm?next=/account/app/add")
    accessible(page)
    picture(page, "account-confirm")
    page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Set up an authenticator app").wait_for()
    pages = ["app/add", "keys", "keys/add", "sessions", "password", "second-factor", "signed-in-again", "sign-out"]
    for path in ("/", "/account", *(f"/account/{name}" for name in pages)):
        page.goto(path)
        accessible(page)
        fits(page)
        picture(page, "account" + path.replace("/", "-"))


def test_one_signs_in_without_javascript_and_lands_where_one_wanted(visit, cast):
    page = visit("/account/sessions", javascript=False)
    sign_in(page)
    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(visit, cast, picture):
    page = visit("/account", member=cast.members["dsl"], width=PHONE)
    page.get_by_role("link", name="Set up authenticator app").click()
    page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("I cannot use the camera").click()
    page.get_by_label("Code that the app shows").fill(code(page.locator(".al-key").inner_text()))
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert page.locator(".al-codes li").count() == 10
    accessible(page)
    fits(page)
    picture(page, "account-codes")
    other = visit("/account/sign-in", width=PHONE)
    sign_in(other)
    other.get_by_role("heading", name="Show that it is you").wait_for()
    accessible(other)
    fits(other)
    picture(other, "account-second-step")


def test_a_passkey_is_added_and_signs_in_alone(visit, cast, picture):
    page = visit("/account", member=cast.members["dsl"])
    give_authenticator(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name", exact=True).fill("Work phone")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.goto("/account/keys")
    expect(page.get_by_text("Passkey: signs you in alone")).to_be_visible()
    accessible(page)
    picture(page, "account-keys-one")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/sessions")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Where you are signed in").wait_for()


def test_a_passkey_that_is_cancelled_says_so_on_the_page(visit, cast):
    page = visit("/account/sign-in")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": False, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text(re.compile("The passkey (was not used|could not be used)")).wait_for()


def test_a_code_of_the_app_finishes_signing_in(visit, cast):
    TOTP.activate(cast.members["dsl"], SECRET)
    page = visit("/account/sign-in?next=/account")
    sign_in(page)
    page.get_by_label("Code").fill(code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Your account").wait_for()


def test_too_many_attempts_lead_to_a_page_that_says_what_to_do(visit, cast, picture):
    for number in range(4):
        Client().post("/account/sign-in", {"login": "dsl", "password": f"wrong {number}"})
    page = visit("/account/sign-in", width=PHONE)
    page.get_by_label("Username").fill("dsl")
    page.get_by_role("textbox", name="Password").fill("wrong again")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Too many attempts").wait_for()
    accessible(page)
    fits(page)
    picture(page, "locked")


def test_what_was_typed_after_the_session_ended_is_sent_after_all(visit, cast, settings, picture):
    """The member signs in again in a second tab; her first one still holds the words."""
    settings.ROOT_URLCONF = "tests.journeys.gallery"
    gallery.SENT.clear()
    page = visit("/gallery/note", member=cast.members["dsl"], width=PHONE)
    page.get_by_label("Note").fill("She said no.\n\nTwice.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="You were signed out").wait_for()
    accessible(page)
    fits(page)
    picture(page, "signed-out")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in again").click()
    sign_in(opened.value)
    opened.value.get_by_role("heading", name="You are signed in again").wait_for()
    page.get_by_role("button", name="Send it now").click()
    page.get_by_role("heading", name="Send it once more").wait_for()
    page.get_by_role("button", name="Send it now").click()
    page.get_by_role("heading", name="Kept").wait_for()
    assert [one["note"].splitlines() for one in gallery.SENT] == [["She said no.", "", "Twice."]]


def test_two_minutes_before_the_end_a_member_may_stay(visit, cast, picture):
    page = visit("about:blank", member=cast.members["dsl"], width=PHONE)
    page.clock.install()
    page.goto("/account")
    page.clock.run_for(28 * 60 * 1000 + 1000)
    page.get_by_role("alertdialog").wait_for()
    accessible(page)
    picture(page, "stay")
    page.get_by_role("button", name="Stay signed in").click()
    page.get_by_role("alertdialog").wait_for(state="detached")


def test_the_demos_start_page_is_accessible_and_signs_in(visit, cast, settings, picture):
    settings.IS_DEMO, settings.ROOT_URLCONF = True, "tests.web.home.demo_urls"
    settings.DEMO_NOTES = {"dsl": (1, "Raise a concern about a pupil."), "triage": (2, "Open the queue and decide.")}
    for width in (PHONE, DESK):
        page = visit("/", width=width)
        accessible(page)
        fits(page)
        picture(page, "demo")
    page.get_by_role("button", name="Sign in as Tomasz Wilk").click()
    page.get_by_role("heading", name="My work").wait_for()
    expect(page.get_by_role("link", name="Switch person")).to_be_visible()
    accessible(page)
