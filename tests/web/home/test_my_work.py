"""“My work”: a card for each kind of work that the role has."""

from alongside.partners.roles import Permission
from alongside.web.home import cards
from alongside.web.home.cards import Card, cards_for
from tests.cast import Cast


def test_a_card_leads_only_to_what_the_role_may_open(cast: Cast, monkeypatch):
    provider = cards._to("mfa_index", Permission.TRIAGE, "Concerns", "The queue.")
    monkeypatch.setattr(cards, "PROVIDERS", (provider, lambda viewer: None))
    assert cards_for(cast.viewer("triage")) == [Card("Concerns", "The queue.", "/account")]
    assert cards_for(cast.viewer("dsl")) == []


def test_a_card_shows_once_its_page_exists(cast: Cast):
    assert cards._to("no-such-page", Permission.TRIAGE, "x", "y")(cast.viewer("triage")) is None


def test_the_start_page_shows_the_cards_with_their_counts(client, cast: Cast, monkeypatch):
    monkeypatch.setattr(cards, "PROVIDERS", (lambda viewer: Card("Concerns", "The queue.", "/account", "3 late"),))
    client.force_login(cast.members["triage"], backend="django.contrib.auth.backends.ModelBackend")
    text = client.get("/").content.decode()
    assert "3 late" in text and 'href="/account"' in text and "Larkmere Council front door" in text


def test_the_manager_is_told_what_waits_for_her_second_look(cast: Cast, monkeypatch):
    counts = {"open": 3, "second-look": 1, "awaiting-feedback": 0}
    monkeypatch.setattr(cards.triaging, "queue_counts", lambda viewer: counts)
    assert cards._waiting(cast.viewer("manager")) == "1 for a second look, 3 to work on"
    assert cards._waiting(cast.viewer("triage")) == "3 to work on"


def test_a_role_without_work_here_is_told_so(client, cast: Cast, monkeypatch):
    monkeypatch.setattr(cards, "PROVIDERS", ())
    client.force_login(cast.members["triage"], backend="django.contrib.auth.backends.ModelBackend")
    assert "There is nothing here for your role yet." in client.get("/").content.decode()
