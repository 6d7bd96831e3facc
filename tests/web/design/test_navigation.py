"""The service navigation shows what the role may open, once its page exists."""

import pytest

from alongside.audit.entries import Actor
from alongside.partners.roles import PERMISSIONS, Permission, Role
from alongside.partners.standing import Viewer
from alongside.web.design import navigation
from alongside.web.design.navigation import IN_SIGHT, Entry, Link, in_sight, links
from tests.cast import NOW

EVERY = navigation.NAVIGATION


def who(permissions):
    return Viewer(1, 1, "provider", "Stepping Stones", Actor.system("tests"), frozenset(permissions), NOW)


def texts(rf, path, permissions):
    return [link.text for link in links(rf.get(path), who(permissions))]


@pytest.fixture(autouse=True)
def two_entries(monkeypatch):
    entries = (
        Entry("My work", "home"),
        Entry("Account", "mfa_index", Permission.TRIAGE),
        Entry("Not built", "no-such-page"),
    )
    monkeypatch.setattr(navigation, "NAVIGATION", entries)


def test_an_entry_shows_only_to_those_who_may_open_it(rf):
    assert texts(rf, "/", {Permission.TRIAGE}) == ["My work", "Account"]
    assert texts(rf, "/", {Permission.SEE_PLACES}) == ["My work"]


def test_the_entry_that_one_is_in_is_marked(rf):
    home, account = links(rf.get("/account/keys"), who({Permission.TRIAGE}))
    assert not home.active and account.active and not account.current
    home, _ = links(rf.get("/"), who({Permission.TRIAGE}))
    assert home.active and home.current


def test_nobody_is_led_to_a_page_that_refuses_her():
    held = frozenset().union(*PERMISSIONS.values())
    assert all(entry.permission is None or entry.permission in held for entry in navigation.NAVIGATION)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if Permission.RUN_PANELS in PERMISSIONS[role]])
def test_whoever_runs_panels_is_led_to_them(rf, monkeypatch, role):
    monkeypatch.setattr(navigation, "NAVIGATION", EVERY)
    assert "Panels" in texts(rf, "/", PERMISSIONS[role])


@pytest.mark.parametrize(("entries", "behind"), [(1, 0), (IN_SIGHT, 0), (IN_SIGHT + 1, 0), (IN_SIGHT + 2, 2)])
def test_what_is_too_much_for_a_row_stands_behind_more_and_nothing_is_lost(entries, behind):
    offered = [Link(str(number), f"/{number}/", False, False) for number in range(entries)]
    shown, more = in_sight(offered)
    assert [*shown, *more] == offered and len(more) == behind
