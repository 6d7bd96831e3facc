"""The demo's start page: who everyone is, and signing in as any of them. Nowhere but in demo mode."""

import pytest
from django.urls import NoReverseMatch, reverse

import alongside.config.urls  # noqa: F401 (read before a test switches the demo on)
from alongside.audit.models import Event
from alongside.config.environment import DEMO_KEY, SettingsError, read
from alongside.web import checks
from tests.cast import Cast


@pytest.fixture
def demo(settings, cast: Cast):
    settings.IS_DEMO, settings.ROOT_URLCONF = True, "tests.web.home.demo_urls"
    settings.DEMO_NOTES = {"triage": (1, "Open the queue."), "dsl": (2, "Raise a concern.")}
    return cast


def test_a_stranger_sees_who_everyone_is(demo, client):
    text = client.get("/").content.decode()
    for member in demo.members.values():
        assert member.name in text and f'value="{member.username}"' in text
    assert "Open the queue." in text and "Designated safeguarding lead" in text


def test_the_notes_give_the_order(demo, client):
    text = client.get("/").content.decode()
    assert (
        text.index("Larkmere Council front door")
        < text.index("Elmsgate Academy")
        < text.index("Breakwater Leisure Trust")
    )


def test_one_click_signs_in_as_one_of_them_and_the_log_says_so(demo, client):
    assert client.post("/demo/sign-in", {"username": "triage"}).headers["Location"] == "/"
    assert "Tomasz Wilk" in client.get("/").content.decode()
    assert Event.objects.get(act="sign_in").agency_code == "council"


def test_one_can_switch_to_another(demo, client):
    client.post("/demo/sign-in", {"username": "triage"})
    assert "Switch person" in client.get("/").content.decode()
    client.post("/demo/sign-in", {"username": "dsl"})
    assert "Priya Nandakumar" in client.get("/account").content.decode()


@pytest.mark.parametrize("username", ["nobody", "", "gone"])
def test_nobody_else_can_be_signed_in(demo, client, username):
    demo.members["outsider"].username, demo.members["outsider"].is_active = "gone", False
    demo.members["outsider"].save()
    assert client.post("/demo/sign-in", {"username": username}).headers["Location"] == "/demo/cast"
    assert "_auth_user_id" not in client.session


def test_the_sign_in_page_leads_to_the_cast_and_back_to_what_was_asked_for(demo, client):
    asked = client.get("/account/sign-in?next=/triage/").content.decode()
    assert 'href="/demo/cast?next=%2Ftriage%2F"' in asked or 'href="/demo/cast?next=/triage/"' in asked
    assert (
        '<input type="hidden" name="next" value="/triage/">' in client.get("/demo/cast?next=/triage/").content.decode()
    )
    given = {"username": "triage", "next": "/triage/"}
    assert client.post("/demo/sign-in", given).headers["Location"] == "/triage/"
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert client.post("/demo/sign-in", {**given, "next": elsewhere}).headers["Location"] == "/"


def test_signing_in_takes_a_post(demo, client):
    assert client.get("/demo/sign-in", {"username": "triage"}).status_code == 405


def test_an_empty_borough_says_how_to_fill_it(demo, client):
    type(demo.members["dsl"]).objects.update(is_active=False)
    assert "make demo" in client.get("/").content.decode()


def test_outside_demo_mode_the_addresses_do_not_exist(client, cast: Cast):
    for name in ("demo_cast", "demo_sign_in"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert client.post("/demo/sign-in", {"username": "dsl"}).status_code == 404
    assert client.get("/").headers["Location"] == "/account/sign-in?next=/"


def test_a_start_with_the_demo_switched_on_outside_demo_mode_is_an_error(demo, settings):
    assert [found.id for found in checks.demo_stays_in_the_demo(None)] == ["web.E002"]
    settings.ROOT_URLCONF, settings.IS_DEMO = "alongside.config.urls", False
    assert checks.demo_stays_in_the_demo(None) == []


def test_production_refuses_the_demos_key():
    with pytest.raises(SettingsError, match="ALONGSIDE_SECRET_KEY"):
        read({"ALONGSIDE_MODE": "production", "ALONGSIDE_SECRET_KEY": DEMO_KEY, "ALONGSIDE_ALLOWED_HOSTS": "a.example"})


def test_a_notice_says_that_everybody_is_invented(demo, client):
    assert "Everybody here is invented." in client.get("/privacy").content.decode()
