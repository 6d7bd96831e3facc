"""Somebody looks after her agency's accounts: a newcomer, a lost phone, a leaver; on a phone and at a desk."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import expect

from alongside.partners.models import Member
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.web.accounts.conftest import SECRET
from tests.web.accounts.conftest import sign_in as try_password

OWN = "three words nobody guesses"


@pytest.fixture(autouse=True)
def no_limits_left_over_from_other_tests():
    cache.clear()


def good(page, picture, name):
    accessible(page)
    fits(page)
    picture(page, f"members-{name}")


def sign_in(page, username, password):
    page.get_by_label("Username").fill(username)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def shown_once(page):
    page.get_by_role("heading", name="One-time password").wait_for()
    return re.search(r"\b[a-z]{6}-[a-z]{6}-[a-z]{6}\b", page.locator("main").inner_text())[0]


def choose_own(page, given):
    page.get_by_role("heading", name="Choose a password of your own").wait_for()
    page.get_by_role("textbox", name="The password that you were given").fill(given)
    page.get_by_role("textbox", name="New password", exact=True).fill(OWN)
    page.get_by_role("textbox", name="New password again").fill(OWN)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_newcomer_is_added_signs_in_and_chooses_a_password_of_her_own(visit, cast, picture, width):
    page = visit("/", member=cast.members["manager"], width=width)
    page.locator("main").get_by_role("link", name="Members").click()
    good(page, picture, "list")
    page.get_by_role("button", name="Add a member").click()
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("alert").wait_for()
    good(page, picture, "add-errors")
    page.get_by_label("Full name").fill("Zadie Orme")
    page.get_by_label("Username").fill("zadie.orme")
    page.get_by_role("radio", name="Duty triage worker").check()
    page.get_by_role("button", name="Make the account").click()
    password = shown_once(page)
    good(page, picture, "given")
    other = visit("/account/sign-in?next=/triage/", width=width)
    sign_in(other, "zadie.orme", password)
    choose_own(other, password)
    good(other, picture, "own-password")
    other.get_by_role("button", name="Save the new password").click()
    other.wait_for_url("**/triage/")
    assert not Member.objects.get(username="zadie.orme").password_is_temporary


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_locked_member_with_a_lost_phone_is_helped(visit, cast, picture, width):
    tomasz = cast.members["triage"]
    TOTP.activate(tomasz, SECRET)
    for number in range(5):
        try_password(Client(), username="triage", password=f"wrong {number}")
    page = visit("/members/", member=cast.members["manager"], width=width)
    good(page, picture, "list-locked")
    page.get_by_role("link", name="Tomasz Wilk").click()
    page.get_by_role("heading", name="What you can do").wait_for()
    good(page, picture, "one-locked")
    page.get_by_role("button", name="Unlock the account").click()
    page.get_by_text("Tomasz Wilk can sign in again.").wait_for()
    page.get_by_role("link", name="Remove a lost second factor").click()
    good(page, picture, "second-factor")
    page.get_by_label("I phoned a number that we held already").check()
    page.get_by_role("button", name="Remove the second factor").click()
    page.get_by_text("are removed.", exact=False).first.wait_for()
    page.get_by_role("link", name="Give a new password").click()
    good(page, picture, "password")
    page.get_by_label("We met in person").check()
    page.get_by_role("button", name="Make a one-time password").click()
    assert Member.objects.get(pk=tomasz.pk).check_password(shown_once(page))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_role_changes_and_a_leaver_comes_back(visit, cast, picture, width):
    page = visit(f"/members/{cast.members['triage'].pk}/", member=cast.members["manager"], width=width)
    page.get_by_role("link", name="Change role").click()
    good(page, picture, "role")
    page.get_by_role("radio", name="Analyst").check()
    page.get_by_role("button", name="Change the role").click()
    page.get_by_role("link", name="Close the account").click()
    good(page, picture, "close")
    page.get_by_label("Why is the account closed?").fill("Left the agency")
    page.get_by_role("button", name="Close the account").click()
    page.get_by_role("link", name="Reopen the account").wait_for()
    good(page, picture, "one-closed")
    page.goto("/members/?closed")
    good(page, picture, "list-closed")
    page.get_by_role("link", name="Tomasz Wilk").click()
    page.get_by_role("link", name="Reopen the account").click()
    good(page, picture, "reopen")
    page.get_by_label("I saw and knew the person on a video call").check()
    page.get_by_role("button", name="Reopen the account").click()
    shown_once(page)
    page.get_by_role("link", name="I have passed it on").click()
    page.get_by_text("reopened the account of Tomasz Wilk").wait_for()
    good(page, picture, "one-history")


def test_ones_own_account_and_the_whole_way_without_javascript(visit, cast, picture):
    manager = cast.members["manager"]
    page = visit(f"/members/{manager.pk}/", member=manager, width=PHONE, javascript=False)
    expect(page.get_by_text("Nobody looks after her own")).to_be_visible()
    page.goto(f"/members/{cast.members['triage'].pk}/password/")
    page.get_by_label("We met in person").check()
    page.get_by_role("button", name="Make a one-time password").click()
    password = shown_once(page)
    other = visit("/account/sign-in", width=PHONE, javascript=False)
    sign_in(other, "triage", password)
    choose_own(other, password)
    other.get_by_role("button", name="Save the new password").click()
    other.get_by_role("heading", name="My work").wait_for()
